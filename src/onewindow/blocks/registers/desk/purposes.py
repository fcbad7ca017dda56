"""The purpose that an officer stated for a register: kept for the session, told in every line.

It is kept by the server, never in an address: addresses are written to logs.
"""

from typing import Any, Final, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from onewindow.blocks.registers import api
from onewindow.blocks.registers.types import RegisterView
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web.types import ErrorSummary, FieldView, Option
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_KEPT: Final = "registers-purposes"
_OTHER: Final = "case"


def stated(request: HttpRequest, register: str) -> api.Purpose:
    """What was stated for this register; nothing where nothing was."""
    kept = cast("dict[str, dict[str, str]]", request.session.get(_KEPT, {})).get(register, {})
    case = kept.get("case", "")
    return api.Purpose(case=Reference(case) if case else None, legal_basis=kept.get("legal_basis") or None)


def state(request: HttpRequest, register: str) -> api.Purpose:
    """Keep what the posted form states.

    :raises PurposeMissing: neither a case nor a purpose.
    :raises OnewindowError: the number is not one of a case.
    """
    number = str(request.POST.get("case", "")).strip()
    legal_basis = str(request.POST.get("legal_basis", "")).strip()[:300]
    if legal_basis == _OTHER:
        legal_basis = ""
    if not number and not legal_basis:
        raise api.PurposeMissing(field="legal_basis", register=register)
    try:
        case = Reference.of("case", number) if number else None
    except OnewindowError as problem:
        problem.field = "case"
        raise
    kept: dict[str, Any] = dict(request.session.get(_KEPT, {}))
    kept[register] = {"case": case.text if case else "", "legal_basis": legal_basis}
    request.session[_KEPT] = kept
    return api.Purpose(case=case, legal_basis=legal_basis or None)


def fields(
    request: HttpRequest, register: RegisterView, actor: Actor, errors: ErrorSummary, language: str
) -> tuple[FieldView, ...]:
    """What is asked before an entry is looked up."""
    now = stated(request, register.slug)
    basis = str(request.POST.get("legal_basis", now.legal_basis or ""))
    number = FieldView(
        name="case",
        kind="text",
        label=_("Number of the case"),
        hint=_("Where the look-up serves a case."),
        value=str(request.POST.get("case", now.case.key if now.case else "")),
        required=False,
        width=20,
        error=errors.of("case"),
    )
    usable = [each for each in register.purposes if not each.agencies or each.agencies & actor.agencies]
    options = tuple(
        Option(value=each.slug, label=each.name.in_language(language), hint=_law(each.law)) for each in usable
    )
    why = FieldView(
        name="legal_basis",
        kind="choice",
        label=_("Why do you look?"),
        value=basis,
        options=(*options, Option(value=_OTHER, label=_("For a case only"))),
        error=errors.of("legal_basis"),
    )
    return why, number


def told(purpose: api.Purpose, register: RegisterView, language: str) -> str:
    """The purpose in words."""
    name = next(
        (each.name.in_language(language) for each in register.purposes if each.slug == purpose.legal_basis),
        purpose.legal_basis or "",
    )
    return ", ".join(part for part in (purpose.case.key if purpose.case else "", name) if part)


def _law(law: str) -> str:
    """The law that a purpose rests on. A use that people choose themselves has none to name."""
    kind, _space, number = law.partition(" ")
    if kind == "Law" and number:
        return _("Law %(number)s") % {"number": number}
    return "" if law.startswith("use/") else law

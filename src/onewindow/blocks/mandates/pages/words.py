"""How mandates are told to people: scopes, states, roles; and what people type, read."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from onewindow.blocks.mandates import offers
from onewindow.blocks.mandates.errors import AgentUnknown, DayNotValid
from onewindow.blocks.mandates.terms import Terms
from onewindow.blocks.mandates.types import ALL_SCOPES, GrantedView, Limits, Mandate, SignatureView
from onewindow.foundation.web.types import ErrorSummary, FieldView, Option, Pages
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

CURRENCY = "TND"
MOST = 200_000
"""Bytes of a signature that are read."""


def scope_names(scopes: Iterable[str]) -> str:
    """Scopes in the page's language."""
    return ", ".join(offers.scope_name(scope) for scope in sorted(scopes))


def narrower_names(right: GrantedView | Limits) -> list[str]:
    """The services and agencies alone for which a mandate is; empty for all."""
    names = offers.agencies() if right.agencies else {}
    return [*offers.service_names(right.services), *(names.get(slug, slug) for slug in right.agencies)]


def described(right: Mandate) -> str:
    """On what a right rests, in words."""
    scopes = {"scopes": scope_names(right.scopes)}
    if right.kind == "self":
        return _("Yourself")
    if right.kind == "representative":
        return _("You represent this company: %(scopes)s") % scopes
    if right.kind == "employee":
        return _("As an employee whom the company named: %(scopes)s") % scopes
    if right.kind == "parent":
        return _("As a parent, until they come of age: %(scopes)s") % scopes
    if right.kind == "guardian":
        return _("As a guardian: %(scopes)s") % scopes
    return _("By mandate: %(scopes)s") % scopes


def agent_of(text: str, field: str = "agent") -> Reference:
    """A tax number has a letter at its end; a national number has none."""
    key = "".join(text.split()).upper()
    register = "people" if key.isdigit() else "companies"
    try:
        return Reference.of("register", register, key)
    except OnewindowError as problem:
        raise AgentUnknown(field=field, agent=text[:80]) from problem


def terms_of(request: HttpRequest) -> Terms:
    """The terms that somebody typed."""
    return Terms(
        scopes=request.POST.getlist("scopes"),
        services=request.POST.getlist("services"),
        agencies=request.POST.getlist("agencies"),
        limit=_amount(request, "limit"),
        total=_amount(request, "total"),
        first_day=_day(request, "first_day"),
        last_day=_day(request, "last_day"),
    )


def _amount(request: HttpRequest, name: str) -> Money | None:
    text = request.POST.get(name, "")
    try:
        return Money.of(text.replace(" ", "").replace(",", "."), CURRENCY) if text.strip() else None
    except OnewindowError as problem:
        problem.field = name
        raise


def _day(request: HttpRequest, name: str) -> date | None:
    parts = [request.POST.get(f"{name}/{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError as problem:
        raise DayNotValid(field=name) from problem


def terms_fields(
    request: HttpRequest, errors: ErrorSummary, scopes: tuple[str, ...]
) -> tuple[FieldView, ...]:
    """The questions about how far a right shall reach."""
    sent = request.POST
    return (
        FieldView(
            name="scopes",
            kind="choices",
            label=_("What for?"),
            value=tuple(sent.getlist("scopes")),
            options=tuple(Option(value=scope, label=offers.scope_name(scope)) for scope in scopes),
            error=errors.of("scopes"),
        ),
        *_narrower(request, errors, scopes),
        _money_field(request, errors, "limit", _("Up to what amount for one filing?")),
        _money_field(request, errors, "total", _("Up to what amount for all filings together?")),
        _day_field(request, errors, "first_day", _("From when?"), hint=_("Empty for today.")),
        _day_field(request, errors, "last_day", _("Until when?"), hint=_("Empty until you revoke it.")),
    )


def _narrower(request: HttpRequest, errors: ErrorSummary, scopes: tuple[str, ...]) -> tuple[FieldView, ...]:
    """Only some services, or only those of some agencies; nothing is asked where there are none."""
    services = [one for one in offers.offered() if ALL_SCOPES in scopes or one.scope in scopes]
    if not services:
        return ()
    all_of_them = _("Choose none for all.")
    return (
        FieldView(
            name="services",
            kind="choices",
            label=_("Only for which services?"),
            hint=all_of_them,
            value=tuple(request.POST.getlist("services")),
            options=tuple(Option(value=one.key, label=offers.service_name(one)) for one in services),
            required=False,
            error=errors.of("services"),
        ),
        FieldView(
            name="agencies",
            kind="choices",
            label=_("Only for services of which agencies?"),
            hint=all_of_them,
            value=tuple(request.POST.getlist("agencies")),
            options=tuple(Option(value=slug, label=name) for slug, name in offers.agencies().items()),
            required=False,
            error=errors.of("agencies"),
        ),
    )


def _day_field(request: HttpRequest, errors: ErrorSummary, name: str, label: str, *, hint: str) -> FieldView:
    return FieldView(
        name=name,
        kind="date",
        label=label,
        hint=hint,
        value={part: request.POST.get(f"{name}/{part}", "") for part in ("year", "month", "day")},
        required=False,
        error=errors.of(name),
    )


def _money_field(request: HttpRequest, errors: ErrorSummary, name: str, label: str) -> FieldView:
    return FieldView(
        name=name,
        kind="money",
        label=label,
        value=request.POST.get(name, ""),
        currency=CURRENCY,
        required=False,
        error=errors.of(name),
    )


def pin_field(errors: ErrorSummary, *, required: bool = True) -> FieldView:
    """The PIN of the person's signing key. What was typed is never sent back."""
    return FieldView(
        name="pin",
        kind="password",
        label=_("PIN of your signing key"),
        hint=_("You sign this with your own key."),
        required=required,
        error=errors.of("pin"),
        width=10,
        autocomplete="off",
    )


def page_of(request: HttpRequest, total: int, size: int) -> Pages:
    """Which page of a long list was asked for; anything that is no number is the first."""
    text = request.GET.get("page", "1")
    last = max(1, -(-total // size))
    number = min(max(1, int(text)), last) if text.isdigit() and len(text) < 7 else 1
    query = {name: str(value) for name, value in request.GET.items() if name != "page"}
    return Pages(number=number, last=last, query=query)


def own_signature(request: HttpRequest, name: str = "signature") -> str:
    """The signature that a program of the person's own made, as text; empty where none was sent.

    What is no text is no JWS: it is taken as one that does not hold.
    """
    file = request.FILES.get(name)
    if file is None or not file.size:
        return ""
    return file.read(MOST).decode("utf-8", "replace") or "?"


def own_signature_field(errors: ErrorSummary, name: str = "signature") -> FieldView:
    """Where a signature that another program made is sent."""
    return FieldView(
        name=name,
        kind="file",
        label=_("Signature that your program made"),
        hint=_("A signed JSON (JAdES) with the file that you got here in it, unchanged."),
        accept=("json",),
        max_mb=1,
        required=False,
        error=errors.of(name),
    )


def statement_file(statement: bytes, name: str) -> HttpResponse:
    """What is to be signed, byte for byte."""
    response = HttpResponse(statement, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def signatures_file(of: str, code: str, found: Iterable[tuple[SignatureView, bool]]) -> HttpResponse:
    """Signatures to be verified with any tool that knows JWS."""
    rows = [{"act": one.act, "signer": one.signer.text, "jws": one.jws} for one, _holds in found]
    response = JsonResponse({of: code, "signatures": rows})
    response["Content-Disposition"] = f'attachment; filename="{code}-signatures.json"'
    return response

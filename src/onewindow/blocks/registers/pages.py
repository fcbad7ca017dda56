"""“Who looked at my data”, and what the registers say about oneself."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.types import AccessLineView, RegisterView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Cell, Crumb, SummaryRow, Table
from onewindow.kernel.errors import NotFound
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

_PAGE = 50


@guard("person")
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything: what is known, and each time that somebody looked at it."""
    actor = access.actor_of(request=request)
    concerned = actor.acting_for or actor.person
    after = request.GET.get("after", "0")
    skipped = int(after) if after.isdigit() and len(after) < 9 else 0
    if concerned is None:
        lines, more = [], None
    else:
        lines, more = api.access_lines_of(concerned=concerned, reader=actor, after=skipped, limit=_PAGE)
    context = {
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(_("Who looked at my data"))],
        "known": _known(concerned, actor) if concerned and not skipped else [],
        "table": _table(lines),
        "newer": max(skipped - _PAGE, 0) if skipped else None,
        "older": more,
        "wide": True,
    }
    return web.render(request, "registers/my_data.html", context)


def _language() -> str:
    return get_language() or "en"


def _known(concerned: Reference, actor: Actor) -> list[SummaryRow]:
    register, _slash, key = concerned.key.partition("/")
    try:
        facts = api.read(register=register, key=key, reader=actor)
    except NotFound:
        return []
    names = _names(api.register(slug=register))
    return [
        SummaryRow(key=names[slug], value=shown)
        for slug, value in facts.values.items()
        if (shown := _shown(value))
    ]


def _names(register: RegisterView) -> dict[str, str]:
    return {each.slug: each.name.in_language(_language()) for each in register.fields}


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return Localised(value).in_language(_language()) if "en" in value else ""
    if isinstance(value, list) or (isinstance(value, str) and value.startswith("register/")):
        return ""  # shown with its own entry, not as a code
    return str(value) if value is not None else ""


def _table(lines: list[AccessLineView]) -> Table:
    registers = {slug: api.register(slug=slug) for slug in {line.register for line in lines}}
    return Table(
        caption=_("Who looked"),
        head=(_("When"), _("Who"), _("What"), _("Why")),
        rows=tuple(_row(line, registers[line.register]) for line in lines),
        caption_hidden=True,
        empty=_("Nobody has looked yet."),
    )


def _row(line: AccessLineView, register: RegisterView) -> tuple[Cell, ...]:
    names = _names(register)
    what = ", ".join(names.get(slug, slug) for slug in line.attributes)
    why = "; ".join(part for part in (line.case.key if line.case else "", line.legal_basis) if part)
    return (
        Cell(web.show_datetime(line.at)),
        Cell(_who(line)),
        Cell(f"{register.name.in_language(_language())}: {what}"),
        Cell(why or _("No purpose was needed")),
    )


def _who(line: AccessLineView) -> str:
    if line.reader_kind == "system":
        return _("This service, automatically")
    if not line.agency:
        return line.reader_name
    return f"{line.reader_name}, {identity.agency(slug=line.agency).name.in_language(_language())}"

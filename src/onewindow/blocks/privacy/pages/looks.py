"""“Who looked at my data”: every look, grouped as people ask, with a way to question each."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onewindow.blocks.privacy.officers import ROLES, agency_name
from onewindow.blocks.privacy.pages import legal_bases
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.types import AccessLineView, RegisterView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, Option, SummaryRow
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotFound
from onewindow.kernel.reference import Reference

_PAGE = 50
_PERIODS = {"week": 7, "month": 31, "year": 366}
_AUTOMATIC = "automatic"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Group:
    """Looks of one reader on one day for one reason.

    :param what: register to the attributes that were read.
    """

    who: str
    why: str
    day: str
    times: str
    what: tuple[str, ...]
    line: int
    at: str


@guard("person")
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """What is known, and each time that somebody looked at it."""
    actor = access.actor_of(request=request)
    concerned = access.whose_everything(actor=actor)
    skipped, agency, period = _asked(request)
    lines, more = _lines(concerned, actor, skipped, agency, period)
    context = {
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(_("Who looked at my data"))],
        "known": _known(concerned, actor) if concerned and not skipped else [],
        "groups": _groups(lines),
        "agencies": _agencies(concerned),
        "desks": _desks(actor),
        "periods": _periods(),
        "agency": agency,
        "period": period,
        "newer": max(skipped - _PAGE, 0) if skipped else None,
        "older": more,
    }
    return web.render(request, "privacy/my_data.html", context)


@guard("person")
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """All lines as CSV, one a row; what a spreadsheet would take for a formula is quoted (ASVS 1.2.10)."""
    actor = access.actor_of(request=request)
    concerned = access.whose_everything(actor=actor)
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow([_("When"), _("Who"), _("Agency"), _("Register"), _("What"), _("Case"), _("Legal basis")])
    skipped: int | None = 0
    while concerned is not None and skipped is not None and skipped < _MOST:
        found, skipped = registers.access_lines_of(
            concerned=concerned, reader=actor, after=skipped, limit=200
        )
        for line in found:
            rows.writerow(_harmless(cell) for cell in _cells(line))
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lines.csv"'
    return response


def _cells(line: AccessLineView) -> tuple[str, ...]:
    return (
        line.at.isoformat(timespec="seconds"),
        line.reader_name,
        line.agency,
        line.register,
        " ".join(line.attributes),
        line.case.key if line.case else "",
        line.legal_basis,
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


def _desks(actor: Actor) -> list[tuple[str, str]]:
    """The agencies for whose data protection somebody answers: address and name."""
    agencies = dict.fromkeys(post.agency for post in actor.posts if post.role in ROLES)
    return [
        (reverse("privacy:desk", kwargs={"agency": agency}), agency_name(agency, _language()))
        for agency in agencies
    ]


def _asked(request: HttpRequest) -> tuple[int, str, str]:
    after = request.GET.get("after", "0")
    skipped = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    period = request.GET.get("period", "")
    return skipped, request.GET.get("agency", "")[:80], period if period in _PERIODS else ""


def _lines(
    concerned: Reference | None, actor: Actor, skipped: int, agency: str, period: str
) -> tuple[list[AccessLineView], int | None]:
    if concerned is None:
        return [], None
    return registers.access_lines_of(
        concerned=concerned,
        reader=actor,
        after=skipped,
        limit=_PAGE,
        agency=agency,
        since=_since(period),
    )


def _since(period: str) -> datetime | None:
    return clock.now() - timedelta(days=_PERIODS[period]) if period else None


def _periods() -> tuple[Option, ...]:
    return (
        Option(value="", label=_("Always")),
        Option(value="week", label=_("The last 7 days")),
        Option(value="month", label=_("The last month")),
        Option(value="year", label=_("The last year")),
    )


def _agencies(concerned: Reference | None) -> tuple[Option, ...]:
    found = registers.agencies_that_looked(concerned=concerned) if concerned else []
    names = (
        (slug, _without_agency() if slug == _AUTOMATIC else agency_name(slug, _language())) for slug in found
    )
    return (Option(value="", label=_("Everybody")), *(Option(value=slug, label=name) for slug, name in names))


def _language() -> str:
    return get_language() or "en"


def _groups(lines: list[AccessLineView]) -> list[Group]:
    """Looks that belong together: the same reader, the same day, the same reason."""
    slugs = {line.register for line in lines} - {registers.CASES}
    names = {slug: registers.register(slug=slug) for slug in slugs}
    groups: list[Group] = []
    for _key, together in groupby(lines, key=_reason):
        several = list(together)
        newest = several[0]
        what = dict.fromkeys(_what(line, names.get(line.register)) for line in several)
        groups.append(
            Group(
                who=who(newest),
                why=why(newest),
                day=web.show_date(newest.at),
                times=ngettext("%(number)s look", "%(number)s looks", len(several))
                % {"number": len(several)},
                what=tuple(what),
                line=newest.line,
                at=web.show_datetime(newest.at),
            )
        )
    return groups


def _reason(line: AccessLineView) -> tuple[object, ...]:
    return line.reader, line.reader_name, line.agency, line.at.date(), line.case, line.legal_basis


def _what(line: AccessLineView, register: RegisterView | None) -> str:
    if register is None:
        return _("What case %(case)s holds about you") % {"case": line.key}
    names = {each.slug: each.name.in_language(_language()) for each in register.fields}
    what = ", ".join(names.get(slug, slug) for slug in line.attributes)
    return f"{register.name.in_language(_language())}: {what}"


def why(line: AccessLineView) -> str:
    """The reason in plain words."""
    if line.case is not None and line.legal_basis:
        return _("For case %(case)s, on the ground of %(law)s") % {
            "case": line.case.key,
            "law": legal_bases.in_words(line.legal_basis),
        }
    if line.case is not None:
        return _("For case %(case)s") % {"case": line.case.key}
    if line.legal_basis:
        return _("On the ground of %(law)s, for no case") % {"law": legal_bases.in_words(line.legal_basis)}
    return _("No purpose was needed")


def who(line: AccessLineView) -> str:
    """Who looked: a person with office and agency, or this program."""
    if line.reader_kind == "system":
        return _without_agency()
    if not line.agency:
        return line.reader_name
    return f"{line.reader_name}, {agency_name(line.agency, _language())}"


def _without_agency() -> str:
    return _("This service, automatically")


def _known(concerned: Reference, actor: Actor) -> list[SummaryRow]:
    register, _slash, key = concerned.key.partition("/")
    try:
        facts = registers.read(register=register, key=key, reader=actor)
    except NotFound:
        return []
    fields = {
        each.slug: each.name.in_language(_language()) for each in registers.register(slug=register).fields
    }
    said = {slug: value for slug, value in facts.values.items() if _worth_saying(value)}
    words = registers.in_words(register=register, values=said, language=_language())
    return [
        SummaryRow(
            key=fields[slug],
            value=shown,
            change=_correction(register, key, slug),
            change_text=_("Ask for a correction") if _correction(register, key, slug) else "",
        )
        for slug, shown in words.items()
    ]


def _correction(register: str, key: str, attribute: str) -> str:
    """Where a wrong value can be put right; empty where nothing answers there."""
    try:
        return reverse("registers:correct", kwargs={"slug": register, "key": key, "attribute": attribute})
    except NoReverseMatch:
        return ""


def _worth_saying(value: object) -> bool:
    """Other people and other entries have lines of their own; what is not known is not said."""
    if isinstance(value, str):
        return bool(value) and not value.startswith("register/")
    return value is not None and not isinstance(value, list)

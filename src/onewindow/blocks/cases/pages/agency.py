"""The agency's desk: its services, what really happens with them, its cases."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onewindow.blocks.cases import api
from onewindow.blocks.cases.pages.diagrams import diagram_of
from onewindow.blocks.cases.pages.mine import service_name
from onewindow.blocks.cases.pages.paging import page_of, pages_of
from onewindow.blocks.cases.pages.telling import agency_name, status_tag
from onewindow.blocks.catalogue import api as catalogue
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import render, show_date, show_datetime, show_duration
from onewindow.foundation.web.types import Cell, Table
from onewindow.kernel.errors import NotAllowed

_PAGE = 50


@guard("officer")
def services(request: HttpRequest) -> HttpResponse:
    """The services of one's agencies, with their figures."""
    actor = actor_of(request=request)
    own = [one for one in catalogue.packages(language=actor.language) if one.agency in actor.agencies]
    rows = []
    for one in own:
        figures = api.service_figures(service=one.key)
        rows.append(
            (
                Cell(one.name.in_language(actor.language), link=f"/agency/{one.key}/"),
                Cell(str(figures.filed), number=True),
                Cell(str(figures.open), number=True),
                Cell(_hours(figures.median_hours), number=True),
                Cell(_share(figures.late_share), number=True),
            )
        )
    table = Table(
        caption=_("Services of your agency"),
        head=(_("Service"), _("Filed"), _("Open"), _("Time to a decision (median)"), _("Late")),
        rows=tuple(rows),
        empty=_("Your agency offers no service yet. It takes part in the services of others."),
    )
    names = [agency_name(slug, actor.language) for slug in sorted(actor.agencies)]
    return render(request, "cases/agency.html", {"table": table, "names": names, "wide": True})


@guard("officer")
def service(request: HttpRequest, agency: str, service: str) -> HttpResponse:
    """One service of one's agency: its figures, its process, its versions."""
    actor = actor_of(request=request)
    if agency not in actor.agencies:
        raise NotAllowed()
    package = catalogue.package(service=f"{agency}/{service}")
    figures = api.service_figures(service=package.key)
    versions = Table(
        caption=_("Versions"),
        head=(_("Version"), _("Imported"), _("In use for new requests")),
        rows=tuple(
            (
                Cell(one.version[:12]),
                Cell(show_datetime(one.imported_at)),
                Cell(_("Yes") if one.current else _("No")),
            )
            for one in catalogue.versions(service=package.key)
        ),
    )
    context = {
        "package": package, "figures": figures, "versions": versions, "wide": True,
        "hours": _hours(figures.median_hours), "late": _share(figures.late_share), "back": "/agency/",
        "diagram": diagram_of(package, None, (), language=actor.language), "language": actor.language,
    }  # fmt: skip
    return render(request, "cases/agency_service.html", context)


@guard("officer")
def cases(request: HttpRequest) -> HttpResponse:
    """Cases that one's posts may see, found by number, service or status."""
    actor = actor_of(request=request)
    number = page_of(request)
    asked = {name: request.GET.get(name, "").strip() or None for name in ("number", "service", "status")}
    lines, total = api.cases(actor=actor, limit=_PAGE, offset=(number - 1) * _PAGE, **asked)
    table = Table(
        caption=_("Cases"),
        caption_hidden=True,
        head=(_("Number"), _("Service"), _("Filed"), _("Due"), _("Status")),
        rows=tuple(
            (
                Cell(line.number, link=f"/cases/{line.number}/"),
                Cell(service_name(line.service, line.version, actor.language)),
                Cell(show_date(line.filed_at)),
                Cell(show_date(line.due_at)),
                Cell("", tag=status_tag(line.status)),
            )
            for line in lines
        ),
        empty=_("No case fits."),
    )
    context = {
        "table": table, "pages": pages_of(number, total, _PAGE, request), "asked": asked, "wide": True,
        "back": "/desk/",
    }  # fmt: skip
    return render(request, "cases/cases.html", context)


def _hours(hours: float | None) -> str:
    return _("Not yet known") if hours is None else show_duration(hours)


def _share(share: float | None) -> str:
    return _("Not yet known") if share is None else f"{share * 100:.0f} %"

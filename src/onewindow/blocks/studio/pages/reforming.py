"""What a service could do without: the page that a minister reads."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio import api
from onewindow.blocks.studio.pages.studies import outcome_names
from onewindow.blocks.studio.reform.gains import Gain, ReformReport
from onewindow.blocks.studio.reform.saying import said
from onewindow.blocks.studio.simulation.names import step_name
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import render, show_duration
from onewindow.foundation.web.types import Cell, Crumb, Table
from onewindow.kernel.errors import NotAllowed

_GREATEST = 3


@guard("officer")
def reform(request: HttpRequest, agency: str, service: str) -> HttpResponse:
    """The greatest gains in plain words, then all of them, then waiting against working at each step."""
    actor = actor_of(request=request)
    if agency not in actor.agencies:
        raise NotAllowed()
    package = catalogue.package(service=f"{agency}/{service}")
    name = package.name.in_language(actor.language)
    crumbs = (
        Crumb(_("Your agency"), "/agency/"),
        Crumb(name, f"/agency/{package.key}/"),
        Crumb(_("What could go")),
    )
    report = api.latest_reform_report(service=package.key)
    if report is None:
        return render(request, "studio/reform.html", {"package": package, "crumbs": crumbs, "wide": True})
    if request.GET.get("as") == "json":
        return JsonResponse(asdict(report))
    language = actor.language
    greatest = [said(gain, package, language=language) for gain in report.gains[:_GREATEST]]
    names = outcome_names()
    context = {
        "package": package, "crumbs": crumbs, "wide": True, "report": report,
        "greatest": [(one, _imperative(gain)) for one, gain in zip(greatest, report.gains, strict=False)],
        "gains": _gains(report, package, language), "steps": _steps(report, package, language),
        "outcomes": ", ".join(
            f"{names.get(outcome, outcome)} {cases / report.decided:.0%}"
            for outcome, cases in report.outcomes.items()
        ) if report.decided else "",
        "middle": show_duration(report.median_days * 24) if report.median_days is not None else "",
    }  # fmt: skip
    return render(request, "studio/reform.html", context)


def _imperative(gain: Gain) -> str:
    """What could be done about it."""
    return {
        "decides-nothing": _("Leave this step out"),
        "never-refused": _("Approve by itself"),
        "way-back": _("Ask right the first time"),
        "question": _("Do not ask"),
    }[gain.kind]


def _hours(hours: float | None) -> str:
    return "" if hours is None else f"{hours:,.0f}"


def _gains(report: ReformReport, package: ServicePackage, language: str) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for gain in report.gains:
        told = said(gain, package, language=language)
        rows.append(
            (
                Cell(told.what),
                Cell(_imperative(gain)),
                Cell(told.why),
                Cell(_hours(gain.officer_hours), number=True),
                Cell(_hours(gain.citizen_hours), number=True),
                Cell("" if gain.wait_days is None else f"{gain.wait_days:.1f}", number=True),
            )
        )
    return Table(
        caption=_("All that could go, the greatest gain first"),
        head=(
            _("What"), _("What to do"), _("Why"), _("Officers’ hours a year"), _("Applicants’ hours a year"),
            _("Days of waiting, each time"),
        ),
        rows=tuple(rows),
        empty=_("Nothing was found that could go."),
    )  # fmt: skip


def _steps(report: ReformReport, package: ServicePackage, language: str) -> Table:
    sides = {"officer": _("Officer"), "applicant": _("Applicant"), "outside": _("Somebody else")}
    return Table(
        caption=_("Waiting against working"),
        head=(
            _("Step"), _("Who"), _("Times"), _("Waits, hours"), _("Works, minutes"),
            _("From asking to done, hours"),
        ),
        rows=tuple(
            (
                Cell(step_name(package, one.element, language=language)),
                Cell(sides.get(one.side, one.side)),
                Cell(f"{one.times:,}", number=True),
                Cell("" if one.waiting_hours is None else f"{one.waiting_hours:.1f}", number=True),
                Cell("" if one.working_minutes is None else f"{one.working_minutes:.0f}", number=True),
                Cell(f"{one.whole_hours:.1f}", number=True),
            )
            for one in report.steps
        ),
        empty=_("Nobody worked on a case yet."),
    )  # fmt: skip

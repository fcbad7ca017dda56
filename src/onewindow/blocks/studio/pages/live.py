"""The process of a service with the cases that stand in it now."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.types import Standing
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import PaymentStep, ServicePackage
from onewindow.blocks.studio.simulation.names import step_name
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import process_diagram, render, show_duration
from onewindow.foundation.web.types import Cell, Crumb, Diagram, ShapeState, Table
from onewindow.kernel.errors import NotAllowed
from onewindow.standards import bpmn


@guard("officer")
def live(request: HttpRequest, agency: str, service: str) -> HttpResponse:
    """Where the cases of a service stand now, and for how long: drawn on the process, and as a table."""
    actor = actor_of(request=request)
    if agency not in actor.agencies:
        raise NotAllowed()
    package = catalogue.package(service=f"{agency}/{service}")
    standing = cases.standing(service=package.key)
    if request.GET.get("as") == "json":
        return JsonResponse({"service": package.key, "standing": [_plain(one) for one in standing]})
    works = [one for one in standing if one.side != "timer"]
    context = {
        "package": package, "wide": True, "standing": works,
        "cases": sum(one.cases for one in works), "late": sum(one.late for one in works),
        "diagram": _diagram(package, standing, actor.language),
        "table": _table(package, works, actor.language),
        "crumbs": (
            Crumb(_("Your agency"), "/agency/"),
            Crumb(package.name.in_language(actor.language), f"/agency/{package.key}/"),
            Crumb(_("Where cases stand now")),
        ),
    }  # fmt: skip
    return render(request, "studio/live.html", context)


def _plain(one: Standing) -> dict[str, object]:
    return {
        "element": one.element, "side": one.side, "cases": one.cases, "median_hours": one.median_hours,
        "longest_hours": one.longest_hours, "late": one.late,
    }  # fmt: skip


def _diagram(package: ServicePackage, standing: tuple[Standing, ...], language: str) -> Diagram:
    drawn = bpmn.diagram(package.process)
    states: dict[str, ShapeState] = {}
    badges: dict[str, str] = {}
    texts: dict[str, str] = {}
    for one in standing:
        if one.side == "timer":
            continue
        states[one.element] = "stopped" if one.late else "current"
        badges[one.element] = _badge(one)
        texts[one.element] = _words(one)
    return process_diagram(
        drawn=drawn,
        title=_("Where cases stand now"),
        description=_("Each number is how many cases stand at a step, and for how long in the middle."),
        names=catalogue.names_in_drawing(package=package, language=language),
        states=states,
        texts=texts,
        badges=badges,
    )


def _badge(one: Standing) -> str:
    """Such as “12 · 3 d”: cases, and hours or days in the middle. Units are short for a corner of a box."""
    if one.median_hours is None:
        return str(one.cases)
    hours = one.median_hours
    return f"{one.cases} · {hours / 24:.0f} d" if hours >= 36 else f"{one.cases} · {hours:.0f} h"


def _words(one: Standing) -> str:
    text = ngettext("%(n)s case stands here", "%(n)s cases stand here", one.cases) % {"n": one.cases}
    if one.median_hours is not None:
        text += ", " + _("half of them longer than %(time)s") % {"time": show_duration(one.median_hours)}
    if one.late:
        text += ", " + ngettext("%(n)s is late", "%(n)s are late", one.late) % {"n": one.late}
    return text


def _pays(package: ServicePackage, one: Standing) -> bool:
    """The window asked for a fee: whoever pays acts."""
    return isinstance(package.steps.get(one.element), PaymentStep)


def _table(package: ServicePackage, standing: list[Standing], language: str) -> Table:
    sides = {
        "officer": _("Officer"),
        "applicant": _("Applicant"),
        "person": _("Somebody else"),
        "house": _("The window itself"),
    }
    return Table(
        caption=_("Where cases stand now"),
        caption_hidden=True,
        head=(_("Step"), _("Who acts"), _("Cases"), _("Half wait longer than"), _("Longest"), _("Late")),
        rows=tuple(
            (
                Cell(step_name(package, one.element, language=language)),
                Cell(_("Applicant") if _pays(package, one) else sides.get(one.side, one.side)),
                Cell(f"{one.cases:,}", number=True),
                Cell("" if one.median_hours is None else show_duration(one.median_hours)),
                Cell("" if one.longest_hours is None else show_duration(one.longest_hours)),
                Cell(f"{one.late:,}", number=True),
            )
            for one in standing
        ),
        empty=_("No case waits for anybody now."),
    )

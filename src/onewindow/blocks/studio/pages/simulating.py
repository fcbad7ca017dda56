"""Simulating a service or a draft: ask what changes would do, and see what came out."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import PaymentStep, ServicePackage, WorkStep
from onewindow.blocks.identity import api as identity
from onewindow.blocks.studio import api
from onewindow.blocks.studio.errors import NotAnAuthor
from onewindow.blocks.studio.pages.drafts import crumbs_of
from onewindow.blocks.studio.pages.rule import RULE
from onewindow.blocks.studio.pages.studies import desk_name, shown_study
from onewindow.blocks.studio.permission import may_look
from onewindow.blocks.studio.simulation.names import step_name
from onewindow.blocks.studio.simulation.stored import study_to_json
from onewindow.blocks.studio.types import DraftView, SimulationView
from onewindow.foundation.access.api import Actor, actor_of, guard
from onewindow.foundation.web.api import error_summary, render
from onewindow.foundation.web.types import Crumb, ErrorSummary, FieldView, Option
from onewindow.kernel.errors import OnewindowError

_MOST_STEPS = 60


@guard(RULE.name)
def service(request: HttpRequest, agency: str, service: str) -> HttpResponse:
    """The current version of a service, simulated."""
    actor = actor_of(request=request)
    if not may_look(actor, agency):
        raise NotAnAuthor(agency=agency)
    package = catalogue.package(service=f"{agency}/{service}")
    crumbs = (
        Crumb(_("Studio"), "/studio/"),
        Crumb(package.name.in_language(actor.language), f"/studio/services/{package.key}/"),
        Crumb(_("Simulation")),
    )
    return _page(request, actor, package, None, crumbs)


@guard(RULE.name)
def draft(request: HttpRequest, draft: int) -> HttpResponse:
    """A draft, simulated."""
    actor = actor_of(request=request)
    found = api.draft(draft=draft, actor=actor)
    crumbs = crumbs_of(found, _("Simulation"))
    try:
        package = api.package_of_draft(draft=found)
    except OnewindowError as problem:
        context = {"errors": error_summary(error=problem), "crumbs": crumbs, "wide": True, "draft": found}
        return render(request, "studio/simulation.html", context, status=422)
    return _page(request, actor, package, found, crumbs)


def _page(
    request: HttpRequest,
    actor: Actor,
    package: ServicePackage,
    draft: DraftView | None,
    crumbs: Sequence[Crumb],
) -> HttpResponse:
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            cases = request.POST.get("cases", "").strip()
            api.ask_for_simulation(
                service=package.key, actor=actor, draft=draft, changes=_changes(request),
                cases=int(cases) if cases.isdigit() and int(cases) else None,
            )  # fmt: skip
        except OnewindowError as problem:
            errors = error_summary(error=problem)
        else:
            messages.success(request, _("The simulation runs. Look again in a moment."))
            return redirect(request.path)
    latest = api.latest_simulation(service=package.key, draft=draft.draft if draft else None)
    if request.GET.get("as") == "json" and latest is not None and latest.study is not None:
        return JsonResponse(study_to_json(latest.study))
    names = _desk_names(actor)
    context: dict[str, object] = {
        "package": package, "draft": draft, "crumbs": crumbs, "errors": errors, "wide": True,
        "fields": _fields(request, package, latest, names, actor.language), "simulation": latest,
        "old": latest is not None and _is_old(latest, package, draft),
    }  # fmt: skip
    if latest is not None and latest.study is not None:
        context |= shown_study(latest.study, package, names=names, language=actor.language)
    return render(request, "studio/simulation.html", context, status=422 if errors else 200)


def _is_old(latest: SimulationView, package: ServicePackage, draft: DraftView | None) -> bool:
    return latest.revision != draft.revision if draft else latest.version != package.version


def _desk_names(actor: Actor) -> dict[str, str]:
    """What agencies and roles are called: ``trade-ministry``, ``/registrar``."""
    agencies = {one.slug: one.name.in_language(actor.language) for one in identity.agencies()}
    return agencies | {f"/{one.slug}": one.name.in_language(actor.language) for one in identity.roles()}


def _changes(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form asks about; each filled-in line is one change."""
    posted = {name: request.POST.get(name, "").strip() for name in request.POST}
    found: list[tuple[str, str]] = []
    if posted.get("desk") and posted.get("officers"):
        count = posted["officers"]
        found.append(("officers", f"{posted['desk']}={count if count[0] in '+-' else '+' + count}"))
    if posted.get("remove"):
        found.append(("remove", posted["remove"]))
    if posted.get("first") and posted.get("second"):
        found.append(("parallel", f"{posted['first']},{posted['second']}"))
    if posted.get("automatic"):
        found.append(("automatic", f"{posted['automatic']} when {posted.get('when', '')}"))
    return found


def _fields(
    request: HttpRequest,
    package: ServicePackage,
    latest: SimulationView | None,
    names: Mapping[str, str],
    language: str,
) -> tuple[tuple[str, tuple[FieldView, ...]], ...]:
    """The form in groups, each with its heading."""
    steps = (Option(value="", label=_("None")), *_steps(package, language))
    desks = (Option(value="", label=_("None")), *_desks(latest, names))

    def chosen(name: str, label: str, options: tuple[Option, ...]) -> FieldView:
        return FieldView(
            name=name, kind="choice", label=label, options=options, required=False,
            value=request.POST.get(name) or "",
        )  # fmt: skip

    def typed(name: str, label: str, hint: str, width: int) -> FieldView:
        return FieldView(
            name=name, kind="text", label=label, hint=hint, required=False, width=width,
            value=request.POST.get(name) or "",
        )  # fmt: skip

    officers: tuple[FieldView, ...] = ()
    if len(desks) > 1:
        officers = (
            chosen("desk", _("Which desk?"), desks),
            typed("officers", _("How many more or fewer?"), _("Such as +2 or -1"), 4),
        )
    groups = (
        (_("More or fewer officers"), officers),
        (_("Leave a step out"), (chosen("remove", _("Which step?"), steps),)),
        (
            _("Two steps at once"),
            (
                chosen("first", _("When this step begins …"), steps),
                chosen("second", _("… begin this too"), steps),
            ),
        ),
        (
            _("A step without an officer"),
            (
                chosen("automatic", _("Which step is approved by itself?"), steps),
                typed("when", _("Under which condition?"), _("In FEEL, such as request.area < 20"), 0),
            ),
        ),
        (_("Size"), (typed("cases", _("How many cases?"), _("10,000 unless the package says"), 10),)),
    )
    return tuple((heading, fields) for heading, fields in groups if fields)


def _steps(package: ServicePackage, language: str) -> list[Option]:
    asked = [one for one, step in package.steps.items() if isinstance(step, WorkStep | PaymentStep)]
    return [
        Option(value=one, label=step_name(package, one, language=language)) for one in asked[:_MOST_STEPS]
    ]


def _desks(latest: SimulationView | None, names: Mapping[str, str]) -> list[Option]:
    study = latest.study if latest else None
    desks = [one.desk for one in study.baseline.desks] if study else []
    return [Option(value=desk, label=desk_name(desk, names)) for desk in desks]

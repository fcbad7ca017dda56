"""The studio's front page and a service's page: versions, drafts, retiring."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.identity import api as identity
from onewindow.blocks.studio import api
from onewindow.blocks.studio.errors import FileNotWelcome
from onewindow.blocks.studio.pages.rule import RULE
from onewindow.blocks.studio.pages.showing import differences_table, drafts_table
from onewindow.blocks.studio.permission import may_look, may_publish, may_write
from onewindow.blocks.studio.types import DraftView
from onewindow.foundation.access.api import Actor, actor_of, guard
from onewindow.foundation.web.api import error_summary, render, show_datetime
from onewindow.foundation.web.types import Cell, Crumb, ErrorSummary, FieldView, Option, Table, Tag
from onewindow.kernel.errors import NotAllowed, OnewindowError

_SLUG_LENGTH = 60


@guard(RULE.name)
def front(request: HttpRequest) -> HttpResponse:
    """The services and drafts of one's agencies; begin a new service."""
    actor = actor_of(request=request)
    if request.method == "POST":
        return _begin_service(request, actor)
    return _front(request, actor, ErrorSummary())


def _begin_service(request: HttpRequest, actor: Actor) -> HttpResponse:
    agency, service = request.POST.get("agency", ""), request.POST.get("service", "").strip()
    try:
        archive = request.FILES.get("archive")
        files = (
            api.read_archive(archive=archive.read())
            if archive is not None
            else api.skeleton(agency=agency, service=service)
        )
        if not service.replace("-", "").isalnum() or not service.islower() or len(service) > _SLUG_LENGTH:
            raise FileNotWelcome(field="service", path=service)
        draft = api.begin_draft(
            service=f"{agency}/{service}", actor=actor, note=request.POST.get("note", ""), files=files
        )
    except OnewindowError as problem:
        return _front(request, actor, error_summary(error=problem), status=422)
    return redirect("studio:draft", draft=draft.draft)


def _front(request: HttpRequest, actor: Actor, errors: ErrorSummary, *, status: int = 200) -> HttpResponse:
    agencies = sorted(one for one in actor.agencies if may_look(actor, one))
    offered = [one for one in catalogue.packages(language=actor.language) if one.agency in agencies]
    services = Table(
        caption=_("Services of your agency"),
        head=(_("Service"), _("Name in files")),
        rows=tuple(
            (Cell(one.name.in_language(actor.language), link=f"/studio/services/{one.key}/"), Cell(one.key))
            for one in offered
        ),
        empty=_("Your agency offers no service yet."),
    )
    gone = [entry for agency in agencies for entry in catalogue.retired(agency=agency)]
    retired = Table(
        caption=_("Services that are offered no longer"),
        head=(_("Service"), _("Last version")),
        rows=tuple((Cell(key, link=f"/studio/services/{key}/"), Cell(version[:12])) for key, version in gone),
    )
    drafts = api.drafts(actor=actor)
    context = {
        "services": services, "retired": retired, "drafts": drafts_table(drafts, names_of(drafts)),
        "fields": _new_fields(request, actor, agencies, errors), "wide": True, "errors": errors,
        "may_write": any(may_write(actor, agency) for agency in agencies),
    }  # fmt: skip
    return render(request, "studio/front.html", context, status=status)


def _new_fields(
    request: HttpRequest, actor: Actor, agencies: list[str], errors: ErrorSummary
) -> list[FieldView]:
    posted = request.POST.get
    options = tuple(
        Option(value=slug, label=identity.agency(slug=slug).name.in_language(actor.language))
        for slug in agencies
        if may_write(actor, slug)
    )
    return [
        FieldView(
            name="agency", kind="choice", label=_("Whose service is it?"), options=options,
            value=posted("agency") or (options[0].value if len(options) == 1 else None),
        ),
        FieldView(
            name="service", kind="text", label=_("What is it called in files?"), value=posted("service"),
            hint=_("Small letters, digits and hyphens, such as dog-licence"), error=errors.of("service"),
        ),
        FieldView(
            name="note", kind="text", label=_("What is it for?"), value=posted("note"), required=False,
            wide=True,
        ),
        FieldView(
            name="archive", kind="file", label=_("Its folder as a zip file"), required=False,
            accept=("zip",), max_mb=5, hint=_("Without one you begin with a small service that works"),
            error=errors.of("archive"),
        ),
    ]  # fmt: skip


@guard(RULE.name)
def service(request: HttpRequest, agency: str, service: str) -> HttpResponse:
    """A service: its versions and drafts; begin a draft, propose or confirm that it ends."""
    actor = actor_of(request=request)
    if not may_look(actor, agency):
        raise NotAllowed()
    key = f"{agency}/{service}"
    if request.method == "POST":
        try:
            return _decide(request, actor, key)
        except OnewindowError as problem:
            return _service(request, actor, key, error_summary(error=problem), status=422)
    return _service(request, actor, key, ErrorSummary())


def _decide(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    match request.POST.get("do"):
        case "draft":
            draft = api.begin_draft(service=key, actor=actor, note=request.POST.get("note", ""))
            return redirect("studio:draft", draft=draft.draft)
        case "retire":
            api.propose_retirement(service=key, actor=actor, reason=request.POST.get("reason", ""))
            messages.success(request, _("A second person now has to confirm that the service ends."))
        case "confirm":
            api.confirm_retirement(service=key, actor=actor)
            messages.success(request, _("The service is offered no longer. Running cases go on."))
        case "take-back":
            api.take_back_retirement(service=key, actor=actor)
            messages.success(request, _("The proposal is taken back."))
        case _:
            pass
    return redirect(f"/studio/services/{key}/")


def _service(
    request: HttpRequest, actor: Actor, key: str, errors: ErrorSummary, *, status: int = 200
) -> HttpResponse:
    agency = key.partition("/")[0]
    versions = catalogue.versions(service=key)
    current = next((one.version for one in versions if one.current), "")
    newest = versions[0].version if versions else ""
    package = catalogue.package(service=key, version=current or newest)
    table = Table(
        caption=_("Versions"),
        head=(_("Version"), _("Since"), _("In use for new requests"), _("What changed")),
        rows=tuple(
            (
                Cell(one.version[:12]),
                Cell(show_datetime(one.imported_at)),
                Cell("", tag=Tag(_("In use"), "green")) if one.current else Cell(_("No")),
                Cell(_("Compare"), link=f"?old={before.version}&new={one.version}")
                if before
                else Cell(_("The first")),
            )
            for one, before in zip(versions, [*versions[1:], None], strict=True)
        ),
    )
    drafts = api.drafts(actor=actor, service=key)
    context = {
        "package": package, "versions": table, "drafts": drafts_table(drafts, names_of(drafts)),
        "offered": bool(current), "retirement": api.retirement(service=key, actor=actor), "errors": errors,
        "may_write": may_write(actor, agency), "may_publish": may_publish(actor, agency), "actor": actor,
        "comparison": _comparison(request, key), "wide": True, "language": actor.language,
        "crumbs": [Crumb(_("Studio"), "/studio/"), Crumb(package.name.in_language(actor.language))],
        "reason": FieldView(
            name="reason", kind="long_text", label=_("Why should it end?"), rows_high=3,
            error=errors.of("reason"), value=request.POST.get("reason"),
        ),
        "note": FieldView(
            name="note", kind="text", label=_("What is the change for?"), wide=True, required=False
        ),
    }  # fmt: skip
    return render(request, "studio/service.html", context, status=status)


def _comparison(request: HttpRequest, key: str) -> Table | None:
    old, new = request.GET.get("old"), request.GET.get("new")
    if not old or not new:
        return None
    return differences_table(
        api.compare(
            old=catalogue.package(service=key, version=old), new=catalogue.package(service=key, version=new)
        )
    )


def names_of(drafts: tuple[DraftView, ...]) -> dict[str, str]:
    """The names of all who work on drafts."""
    return identity.names_of(accounts={account for one in drafts for account in one.authors})

"""What waits: corrections that people asked for, and changes that need a second officer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.blocks.registers import api
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.desk import showing
from onewindow.blocks.registers.desk.looking import changed
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Cell, Crumb, ErrorSummary, FieldView, Table
from onewindow.kernel.errors import OnewindowError


@guard("officer")
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """What waits for this officer or a colleague, the oldest first."""
    found = [changed(each) for each in api.open_changes(officer=access.actor_of(request=request))]
    context = {
        "crumbs": [Crumb(_("Registers"), reverse("registers:registers")), Crumb(_("Changes that wait"))],
        "table": Table(
            caption=_("Changes that wait"),
            head=(_("Change"), _("Register"), _("Entry"), _("Since"), _("State")),
            rows=tuple(_row(each) for each in found),
            caption_hidden=True,
            empty=_("Nothing waits."),
        ),
    }
    return web.render(request, "registers/changes.html", context)


def _row(found: dict[str, object]) -> tuple[Cell, ...]:
    change = found["change"]
    assert isinstance(change, api.ChangeView)
    since = change.recorded_at if change.state == "recorded" else change.asked_at
    return (
        Cell(str(found["event"]), link=str(found["link"])),
        Cell(str(found["register"])),
        Cell(change.key),
        Cell(web.show_datetime(since)),
        Cell("", tag=found["tag"]),  # type: ignore[arg-type]
    )


@guard("signed-in")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: str) -> HttpResponse:
    """One change, and what can be done with it."""
    actor = access.actor_of(request=request)
    if actor.kind == "officer":
        access.require("officer", actor)
    found = api.change(number=number, reader=actor)
    if request.method == "GET":
        return _page(request, found, actor, ErrorSummary())
    try:
        if request.POST.get("do") == "confirm":
            api.confirm_change(number=number, officer=actor)
            messages.success(request, _("The change is in the register."))
        else:
            api.refuse_change(number=number, reason=str(request.POST.get("reason", "")), officer=actor)
            messages.success(request, _("The change is refused."))
    except OnewindowError as problem:
        errors = web.error_summary(error=problem)
        return _page(request, found, actor, errors, status=web.status_of(error=problem))
    return HttpResponseRedirect(reverse("registers:change", kwargs={"number": number}))


def _page(
    request: HttpRequest, found: api.ChangeView, actor: Actor, errors: ErrorSummary, *, status: int = 200
) -> HttpResponse:
    declaration = declared(found.register)
    theirs = actor.kind == "officer" and found.agency in actor.agencies
    own = found.recorded_by == reader_of(actor)
    named = {"slug": found.register, "key": found.key}
    context = {
        **changed(found),
        "crumbs": [
            Crumb(_("Registers"), reverse("registers:registers"))
            if theirs
            else Crumb(_("Corrections that I asked for"), reverse("registers:corrections")),
            Crumb(found.number),
        ],
        "errors": errors,
        "rows": showing.rows(declaration, found.values) if theirs or found.state == "done" else [],
        "may_confirm": theirs and found.state == "recorded" and not own,
        "own": theirs and found.state == "recorded" and own,
        "may_refuse": theirs and found.state in ("asked", "recorded"),
        "officer": theirs,
        "correct": reverse("registers:record", kwargs={**named, "event": found.event})
        + f"?answers={found.number}",
        "entry_link": reverse("registers:entry", kwargs=named),
        "reason": FieldView(
            name="reason",
            kind="long_text",
            label=_("Why do you refuse it?"),
            hint=_("Whoever asked for it reads this.") if found.asked_by else "",
            value=str(request.POST.get("reason", "")),
            rows_high=3,
            max_length=2000,
            error=errors.of("reason"),
        ),
    }
    return web.render(request, "registers/change.html", context, status=status)

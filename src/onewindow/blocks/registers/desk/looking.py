"""Look an entry up: for a stated purpose, as it is, as it was, and as it was known."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.declared import declarations
from onewindow.blocks.registers.desk import fields, purposes, showing
from onewindow.blocks.registers.matching.seen import decides
from onewindow.blocks.registers.permission import has_grant
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Cell, Crumb, ErrorSummary, FieldView, Table, Tag, TagColour
from onewindow.kernel.errors import N_, InvalidInput, OnewindowError


class DayNotRead(InvalidInput):
    code = "day-not-read"
    message = N_("We could not read this day.")
    way_out = N_("Enter day, month and year in figures, for example 27 3 2026.")


@guard("officer")
@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """The registers that this officer may look into or change."""
    actor = access.actor_of(request=request)
    waiting = api.open_changes(officer=actor)
    mine = [each for each in declarations() if not each.open and has_grant(each, actor=actor)]
    kept = [each for each in declarations() if each.open and has_grant(each, actor=actor)]
    rows = tuple(
        (
            Cell(
                each.name.in_language(showing.language()),
                link=reverse("registers:look", kwargs={"slug": each.slug}),
            ),
            Cell(identity.agency(slug=each.owner).name.in_language(showing.language())),
            Cell(str(sum(change.register == each.slug for change in waiting)), number=True),
        )
        for each in (*mine, *kept)
    )
    context = {
        "crumbs": [Crumb(_("Desk"), "/desk/"), Crumb(_("Registers"))],
        "waiting": len(waiting),
        "may_import": any(api.may_import(register=each.slug, officer=actor) for each in (*mine, *kept)),
        "table": Table(
            caption=_("Registers"),
            head=(_("Register"), _("Kept by"), _("Changes that wait")),
            rows=rows,
            caption_hidden=True,
            empty=_("No register is open to your posts."),
        ),
    }
    return web.render(request, "registers/registers.html", context)


@guard("officer")
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """State the purpose, then find an entry by its number or by name."""
    actor = access.actor_of(request=request)
    declaration = declared(slug)
    if request.method == "GET":
        return _look_page(request, declaration, actor, ErrorSummary())
    text = str(request.POST.get("text", "")).strip()[:200]
    try:
        purpose = purposes.state(request, slug)
        if text and api.exists(register=slug, key=text):
            return HttpResponseRedirect(reverse("registers:entry", kwargs={"slug": slug, "key": text}))
        found = api.find(
            register=slug,
            text=text,
            limit=20,
            purpose=purpose,
            reader=actor,
            language=showing.language(),
        )
    except OnewindowError as problem:
        return _look_page(request, declaration, actor, web.error_summary(error=problem), status=422)
    return _look_page(request, declaration, actor, ErrorSummary(), found=found)


def _look_page(
    request: HttpRequest,
    declaration: Declaration,
    actor: Actor,
    errors: ErrorSummary,
    *,
    found: tuple[api.Found, ...] | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = FieldView(
        name="text",
        kind="text",
        label=_("Number or name"),
        value=str(request.POST.get("text", "")),
        error=errors.of("text") or errors.of("key"),
    )
    before = purposes.fields(request, declaration.view(), actor, errors, showing.language())
    links = [
        (each.label, each.key, reverse("registers:entry", kwargs={"slug": declaration.slug, "key": each.key}))
        for each in found or ()
    ]
    context = {
        "title": declaration.name.in_language(showing.language()),
        "crumbs": [
            Crumb(_("Registers"), reverse("registers:registers")),
            Crumb(declaration.name.in_language(showing.language())),
        ],
        "errors": errors,
        "views": (*before, asked),
        "found": links if found is not None else None,
        "duplicates": reverse("registers:duplicates", kwargs={"slug": declaration.slug})
        if declaration.matching and decides(declaration, actor)
        else "",
        "new": [
            (
                each.name.in_language(showing.language()),
                reverse("registers:new", kwargs={"slug": declaration.slug, "event": each.slug}),
            )
            for each in api.events_open_to(register=declaration.slug, officer=actor)
        ],
    }
    return web.render(request, "registers/look.html", context, status=status)


@guard("signed-in")
@require_GET
def entry(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One entry at one moment, as it is known now or was known then."""
    actor = access.actor_of(request=request)
    declaration = declared(slug)
    purpose = purposes.stated(request, slug)
    errors, said, masked, source, known = ErrorSummary(), {}, frozenset[str](), "", None
    try:
        as_of, known_at = moments(request, declaration)
        facts = api.read(
            register=slug, key=key, purpose=purpose, reader=actor, as_of=as_of, known_at=known_at
        )
        said, masked, source, known = facts.values, facts.masked, facts.source, facts.known_at
    except (DayNotRead, api.EntryUnknown) as problem:
        errors = web.error_summary(error=problem)
    except api.PurposeMissing:
        if actor.kind != "officer":
            raise
        return HttpResponseRedirect(reverse("registers:look", kwargs={"slug": slug}))
    context = {
        **_frame(declaration, key, actor, _("As it is")),
        "errors": errors,
        "rows": showing.rows(declaration, said, masked=masked),
        "source": source,
        "known": known,
        "purpose": purposes.told(purpose, declaration.view(), showing.language()),
        "days": _day_fields(request, errors),
        "events": _events(declaration, key, actor),
    }
    return web.render(request, "registers/entry.html", context, status=422 if errors else 200)


@guard("signed-in")
@require_GET
def timeline(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The whole story: what is true when, and what was believed before it was corrected."""
    actor = access.actor_of(request=request)
    declaration = declared(slug)
    purpose = purposes.stated(request, slug)
    try:
        spans = api.timeline(register=slug, key=key, purpose=purpose, reader=actor)
    except api.PurposeMissing:
        if actor.kind != "officer":
            raise
        return HttpResponseRedirect(reverse("registers:look", kwargs={"slug": slug}))
    context = {
        **_frame(declaration, key, actor, _("Its story")),
        "purpose": purposes.told(purpose, declaration.view(), showing.language()),
        "spans": [
            {"span": span, "rows": showing.rows(declaration, span.values) if span.values else []}
            for span in spans
            if span.recorded_until is None
        ],
        "earlier": [
            {"span": span, "rows": showing.rows(declaration, span.values) if span.values else []}
            for span in spans
            if span.recorded_until is not None
        ],
        "changes": [changed(each) for each in _changes(slug, key, actor)],
    }
    return web.render(request, "registers/timeline.html", context)


def _changes(slug: str, key: str, actor: Actor) -> tuple[api.ChangeView, ...]:
    return api.changes_of(register=slug, key=key, officer=actor) if actor.kind == "officer" else ()


def changed(change: api.ChangeView) -> dict[str, object]:
    """A change, with the words that its state and its event have."""
    states: dict[str, tuple[str, TagColour]] = {
        "asked": (_("Asked for"), "blue"),
        "recorded": (_("Waits for a second officer"), "yellow"),
        "done": (_("In the register"), "green"),
        "refused": (_("Refused"), "red"),
    }
    text, colour = states[change.state]
    declaration = declared(change.register)
    event = declaration.events.get(change.event)
    field = declaration.fields.get(change.asked_attribute)
    return {
        "change": change,
        "tag": Tag(text, colour),
        "register": declaration.name.in_language(showing.language()),
        "event": event.name.in_language(showing.language()) if event else change.event,
        "attribute": field.name.in_language(showing.language()) if field else change.asked_attribute,
        "link": reverse("registers:change", kwargs={"number": change.number}),
    }


def _frame(declaration: Declaration, key: str, actor: Actor, title: str) -> dict[str, object]:
    name = declaration.name.in_language(showing.language())
    named = {"slug": declaration.slug, "key": key}
    own = actor.kind != "officer"
    before = (
        [Crumb(_("Your account"), "/account/")]
        if own
        else [
            Crumb(_("Registers"), reverse("registers:registers")),
            Crumb(name, reverse("registers:look", kwargs={"slug": declaration.slug})),
        ]
    )
    return {
        "register": name,
        "key": key,
        "title": title,
        "crumbs": [*before, Crumb(key)],
        "entry_link": reverse("registers:entry", kwargs=named),
        "timeline_link": reverse("registers:timeline", kwargs=named),
    }


def _events(declaration: Declaration, key: str, actor: Actor) -> list[tuple[str, str]]:
    if actor.kind != "officer":
        return []
    return [
        (
            each.name.in_language(showing.language()),
            reverse("registers:record", kwargs={"slug": declaration.slug, "key": key, "event": each.slug}),
        )
        for each in api.events_open_to(register=declaration.slug, key=key, officer=actor)
    ]


def moments(request: HttpRequest, declaration: Declaration) -> tuple[datetime | None, datetime | None]:
    """The ends of the days that were asked about, in the zone of whoever keeps the register."""
    return _moment(request, "as_of", declaration), _moment(request, "known_at", declaration)


def _moment(request: HttpRequest, name: str, declaration: Declaration) -> datetime | None:
    text = fields.day(request.GET, name)
    if text is None:
        return None
    try:
        asked = date.fromisoformat(text)
    except ValueError as problem:
        raise DayNotRead(field=name) from problem
    zone = ZoneInfo(identity.agency(slug=declaration.owner).zone)
    return datetime.combine(asked, time.max, zone)


def _day_fields(request: HttpRequest, errors: ErrorSummary) -> tuple[FieldView, ...]:
    labels = {"as_of": _("What was true on"), "known_at": _("As it was known on")}
    return tuple(
        FieldView(
            name=name,
            kind="date",
            label=label,
            required=False,
            error=errors.of(name),
            value={part: request.GET.get(f"{name}/{part}", "") for part in ("year", "month", "day")},
        )
        for name, label in labels.items()
    )

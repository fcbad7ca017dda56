"""Record an event: what happened, since when, and what shows it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onewindow.blocks.registers import api
from onewindow.blocks.registers.declarations import Declaration, EventDeclared, Field
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.desk import fields, purposes, showing
from onewindow.blocks.registers.desk.looking import DayNotRead
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary, FieldView
from onewindow.kernel.errors import OnewindowError


@guard("officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Record an event that makes a new entry."""
    return _recorded(request, declared(slug), event, "")


@guard("officer")
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, slug: str, key: str, event: str) -> HttpResponse:
    """Record an event of an entry. What is shown was read for the purpose that the officer stated."""
    return _recorded(request, declared(slug), event, key)


def _recorded(request: HttpRequest, declaration: Declaration, event: str, key: str) -> HttpResponse:
    actor = access.actor_of(request=request)
    may = {each.slug for each in api.events_open_to(register=declaration.slug, key=key, officer=actor)}
    if event not in may:
        raise api.WriteRefused(register=declaration.slug)
    meant = declaration.events[event]
    asked = [declaration.fields[slug] for slug in meant.sets]
    answers = str(request.POST.get("answers", request.GET.get("answers", "")))[:20]
    try:
        now = _standing(request, declaration, meant, key, actor)
    except api.PurposeMissing:
        return HttpResponseRedirect(reverse("registers:look", kwargs={"slug": declaration.slug}))
    if request.method == "GET":
        return _page(request, declaration, meant, key, asked, now, ErrorSummary(), answers)
    said: dict[str, Any] = fields.typed(asked, request.POST)
    if fields.press(str(request.POST.get("_button", "")), said):
        return _page(request, declaration, meant, key, asked, said, ErrorSummary(), answers)
    try:
        done = api.record_event(
            register=declaration.slug,
            event=event,
            key=key or str(request.POST.get("_key", "")).strip(),
            values={slug: value for slug, value in said.items() if _changed(slug, value, now)},
            since=_since(request),
            document=str(request.POST.get("_document", "")),
            note=str(request.POST.get("_note", ""))[:1000],
            officer=actor,
            answers=answers,
        )
    except OnewindowError as problem:
        errors = web.error_summary(error=problem)
        return _page(request, declaration, meant, key, asked, said, errors, answers, status=422)
    if done.state == "done":
        messages.success(request, _("The change is in the register."))
        if key:
            return HttpResponseRedirect(
                reverse("registers:timeline", kwargs={"slug": declaration.slug, "key": key})
            )
    else:
        messages.success(request, _("The change waits for a second officer."))
    return HttpResponseRedirect(reverse("registers:change", kwargs={"number": done.number}))


def _standing(
    request: HttpRequest, declaration: Declaration, event: EventDeclared, key: str, actor: Actor
) -> Mapping[str, object]:
    """What the entry says now of what the event may change, as far as the officer may see it."""
    if not key or not event.sets:
        return {}
    try:
        facts = api.read(
            register=declaration.slug,
            key=key,
            purpose=purposes.stated(request, declaration.slug),
            reader=actor,
        )
    except api.AttributeRefused:
        return {}
    return {slug: facts.values[slug] for slug in event.sets if slug in facts.values.keys() - facts.masked}


def _changed(slug: str, value: object, now: Mapping[str, object]) -> bool:
    """Only what the officer changed is a change: the rest stays as it is, whatever comes later."""
    if slug not in now:
        return value is not None
    before = now[slug]
    return value != before and not (before is not None and str(value) == str(before))


def _since(request: HttpRequest) -> date | None:
    text = fields.day(request.POST, "_since")
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise DayNotRead(field="_since") from problem


def _page(
    request: HttpRequest,
    declaration: Declaration,
    event: EventDeclared,
    key: str,
    asked: list[Field],
    said: Mapping[str, object],
    errors: ErrorSummary,
    answers: str,
    *,
    status: int = 200,
) -> HttpResponse:
    tag = showing.language()
    asking = api.change(number=answers, reader=access.actor_of(request=request)) if answers else None
    name = declaration.name.in_language(tag)
    context = {
        "title": event.name.in_language(tag),
        "register": name,
        "key": key,
        "crumbs": [
            Crumb(_("Registers"), reverse("registers:registers")),
            Crumb(name, reverse("registers:look", kwargs={"slug": declaration.slug})),
            Crumb(event.name.in_language(tag)),
        ],
        "errors": errors,
        "views": (
            *_before(request, declaration, key, errors),
            *fields.views(asked, said, needs=event.needs, errors=errors, language=tag),
            *_after(request, declaration, event, errors),
        ),
        "four_eyes": event.four_eyes,
        "answers": answers,
        "asking": asking,
    }
    return web.render(request, "registers/record.html", context, status=status)


def _before(
    request: HttpRequest, declaration: Declaration, key: str, errors: ErrorSummary
) -> tuple[FieldView, ...]:
    if key or declaration.number is not None:
        return ()
    return (
        FieldView(
            name="_key",
            kind="text",
            label=_("Number of the new entry"),
            value=str(request.POST.get("_key", "")),
            width=20,
            error=errors.of("key"),
        ),
    )


def _after(
    request: HttpRequest, declaration: Declaration, event: EventDeclared, errors: ErrorSummary
) -> tuple[FieldView, ...]:
    since = FieldView(
        name="_since",
        kind="date",
        label=_("Since when is it true?"),
        hint=_("Leave it empty for as long as the register has said what is wrong.")
        if event.kind == "corrects"
        else _("Leave it empty for now."),
        required=False,
        value={part: request.POST.get(f"_since/{part}", "") for part in ("year", "month", "day")},
        error=errors.of("_since") or errors.of("since"),
    )
    document = FieldView(
        name="_document",
        kind="text",
        label=event.document.in_language(showing.language()),
        hint=_("Number and date of the document that shows it."),
        value=str(request.POST.get("_document", "")),
        error=errors.of("document"),
    )
    note = FieldView(
        name="_note",
        kind="long_text",
        label=_("Note for colleagues"),
        value=str(request.POST.get("_note", "")),
        required=False,
        rows_high=3,
        max_length=1000,
    )
    return (document, note) if event.since or declaration.plain else (since, document, note)

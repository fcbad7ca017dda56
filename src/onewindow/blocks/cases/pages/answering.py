"""A form on one page: a task's questions, or those of an action."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.pages.fields import field_views
from onewindow.blocks.cases.pages.joint import pin_field
from onewindow.blocks.cases.pages.posted import Posted, asked_of, only_about_new, read_posted
from onewindow.blocks.cases.types import FormScope
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.api import Actor
from onewindow.foundation.web.api import error_summary, render, status_of
from onewindow.foundation.web.types import ErrorSummary
from onewindow.kernel.errors import OnewindowError, Problems

Done = Callable[[dict[str, object], str, int | None], HttpResponse]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What is around the questions.

    :param revision: of what is answered, as it was read; sent along, so that nobody overwrites a colleague.
    :param done: takes the answers, an idempotency key and the revision that was seen.
    :param signed: whether it is sent with one's signature: the PIN is asked for below the questions.
    """

    title: str
    text: str
    revision: int
    back: str
    button: str
    done: Done
    template: str = "cases/answer.html"
    extra: Mapping[str, object] | None = None
    signed: bool = False


def answer_page(request: HttpRequest, actor: Actor, scope: FormScope, page: AnswerPage) -> HttpResponse:
    """Draw the form; take its answers; say what is wrong with them."""
    if request.method != "POST":
        return _draw(request, actor, scope, page, scope.answers, ErrorSummary(), {}, 200)
    posted = _posted(request, actor, scope)
    answers = {**scope.answers, **posted.answers}
    if posted.problems or posted.button != "continue":
        errors = error_summary(error=Problems(posted.problems)) if posted.problems else ErrorSummary()
        return _draw(
            request, actor, scope, page, answers, errors, posted.searches, 422 if posted.problems else 200
        )
    key = str(request.POST.get("_key", "")) or secrets.token_urlsafe(16)
    seen = str(request.POST.get("_revision", ""))
    try:
        return page.done(answers, f"page:{key}", int(seen) if seen.isdigit() else None)
    except OnewindowError as problem:
        if isinstance(problem, Problems) and only_about_new(problem.problems, request):
            messages.info(request, _("Your answer opened further questions. Answer them too."))
            return _draw(request, actor, scope, page, answers, ErrorSummary(), posted.searches, 200)
        status = status_of(error=problem)
        return _draw(
            request, actor, scope, page, answers, error_summary(error=problem), posted.searches, status
        )


def _posted(request: HttpRequest, actor: Actor, scope: FormScope) -> Posted:
    if scope.form is None:
        return Posted({}, "continue")
    return read_posted(request, form=scope.form, fields=scope.form.fields, actor=actor, before=scope.answers)


def _draw(
    request: HttpRequest,
    actor: Actor,
    scope: FormScope,
    page: AnswerPage,
    answers: Mapping[str, object],
    errors: ErrorSummary,
    searches: Mapping[str, str],
    status: int,
) -> HttpResponse:
    shown = ()
    if scope.form is not None:
        checked = catalogue.check_answers(
            form=scope.form, answers=answers, context=scope.scope, lookups=RegisterLookups(actor)
        )
        both = {**answers, **checked.answers}
        shown = catalogue.shown_pages(form=scope.form, answers=both, context=scope.scope)
    parts = [
        (
            one.title.in_language(actor.language),
            field_views(
                one.fields, language=actor.language, scope=scope.scope, errors=errors, searches=searches
            ),
        )
        for one in shown
    ]
    context = {
        "package": scope.package, "errors": errors, "back": page.back, "title": page.title,
        "text": page.text, "parts": parts,
        "asked": [name for _title, views in parts for name in asked_of(views)],
        "button": page.button, "revision": page.revision,
        "key": request.POST.get("_key") or secrets.token_urlsafe(16),
        "pin": pin_field(errors) if page.signed else None,
        "can_sign": not page.signed or mandates.can_sign(actor=actor), "here": request.path,
        **(page.extra or {}),
    }  # fmt: skip
    return render(request, page.template, context, status=status)

"""A person questions a look, and follows what becomes of it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.blocks.privacy import api, questions
from onewindow.blocks.privacy.officers import agency_name
from onewindow.blocks.privacy.pages.looks import who, why
from onewindow.blocks.privacy.types import QuestionView
from onewindow.blocks.registers.types import AccessLineView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import (
    Cell,
    Crumb,
    ErrorSummary,
    FieldView,
    SummaryRow,
    Table,
    Tag,
    TagColour,
)
from onewindow.kernel.errors import Conflict, InvalidInput

_COLOURS: dict[str, TagColour] = {
    "open": "blue",
    "answered": "green",
    "escalated": "orange",
    "closed": "grey",
}


@guard("person")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, line: int) -> HttpResponse:
    """Ask why somebody looked."""
    actor = access.actor_of(request=request)
    look = questions.line_of(actor, line)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            asked = api.ask_about(actor=actor, line=line, text=request.POST.get("text", ""))
            return HttpResponseRedirect(reverse("privacy:question", kwargs={"code": asked.code}))
        except (InvalidInput, Conflict) as problem:
            errors = web.error_summary(error=problem)
    field = FieldView(
        name="text",
        kind="long_text",
        label=_("What do you want to know?"),
        hint=_("For example: why did you look at my address that day?"),
        value=request.POST.get("text", ""),
        error=errors.of("text"),
        max_length=2000,
    )
    context = {
        "look": _look_rows(look),
        "field": field,
        "errors": errors,
        "crumbs": _crumbs(_("Question a look")),
    }
    return web.render(request, "privacy/ask.html", context, status=422 if errors else 200)


@guard("person")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My questions."""
    actor = access.actor_of(request=request)
    table = Table(
        caption=_("My questions"),
        caption_hidden=True,
        head=(_("Question"), _("Asked"), _("Agency"), _("Answer due"), _("Status")),
        rows=tuple(
            (
                Cell(each.code, link=reverse("privacy:question", kwargs={"code": each.code})),
                Cell(web.show_date(each.asked_at)),
                Cell(agency_name(each.agency, _language())),
                Cell(web.show_date(each.due_at)),
                Cell("", tag=status_tag(each.status)),
            )
            for each in api.questions_of(actor=actor)
        ),
        empty=_("You asked nothing yet. Each line about your data has a button for it."),
    )
    return web.render(
        request, "privacy/questions.html", {"table": table, "crumbs": _crumbs(_("My questions"))}
    )


@guard("person")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One question: where it stands; hand it to the ombudsman."""
    actor = access.actor_of(request=request)
    if request.method == "POST":
        api.escalate_question(actor=actor, code=code)
        return HttpResponseRedirect(reverse("privacy:question", kwargs={"code": code}))
    found = api.question(actor=actor, code=code)
    context = {
        "question": found,
        "rows": question_rows(found),
        "tag": status_tag(found.status),
        "may_escalate": found.status == "answered",
        "crumbs": [
            *_crumbs(_("My questions"))[:-1],
            Crumb(_("My questions"), "/me/data/questions/"),
            Crumb(code),
        ],
    }
    return web.render(request, "privacy/question.html", context)


def status_tag(status: str) -> Tag:
    """A question's state in a few words."""
    words = {
        "open": _("waiting for the agency"),
        "answered": _("answered"),
        "escalated": _("with the ombudsman"),
        "closed": _("closed"),
    }
    return Tag(words[status], _COLOURS[status])


def question_rows(question: QuestionView) -> list[SummaryRow]:
    """A question with all that was said, as rows."""
    rows = [*(_look_rows(question.line) if question.line else [])]
    rows.append(SummaryRow(key=_("Question"), value=question.text))
    rows.append(SummaryRow(key=_("Asked"), value=web.show_datetime(question.asked_at)))
    rows.append(SummaryRow(key=_("Answer due"), value=web.show_date(question.due_at)))
    if question.answered_at:
        findings = {"justified": _("The look was justified"), "unjustified": _("The look was not justified")}
        rows.append(SummaryRow(key=_("Finding"), value=findings.get(question.finding, "")))
        rows.append(SummaryRow(key=_("Answer"), value=question.answer))
    if question.escalated_at:
        reasons = {
            "late": _("The agency did not answer in time"),
            "disagreed": _("You did not agree"),
            "own-look": _("Whoever looked is the only one at the agency who could answer"),
        }
        rows.append(
            SummaryRow(key=_("With the ombudsman"), value=reasons.get(question.escalated_because, ""))
        )
    if question.ruled_at:
        rows.append(SummaryRow(key=_("The ombudsman says"), value=question.ruling))
    return rows


def _look_rows(look: AccessLineView) -> list[SummaryRow]:
    return [
        SummaryRow(key=_("When"), value=web.show_datetime(look.at)),
        SummaryRow(key=_("Who"), value=who(look)),
        SummaryRow(key=_("Why"), value=why(look)),
    ]


def _language() -> str:
    return get_language() or "en"


def _crumbs(last: str) -> list[Crumb]:
    return [
        Crumb(_("Your account"), "/account/"),
        Crumb(_("Who looked at my data"), "/me/data/"),
        Crumb(last),
    ]

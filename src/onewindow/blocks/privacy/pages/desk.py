"""The data protection officer's desk: questions, objections, legal holds; and the ombudsman's."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.privacy import api, app_settings
from onewindow.blocks.privacy.held import held_subject
from onewindow.blocks.privacy.looking import is_reader
from onewindow.blocks.privacy.officers import ROLES, agency_name
from onewindow.blocks.privacy.pages.writing import question_rows, status_tag
from onewindow.blocks.privacy.types import QuestionView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor, Rule
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Cell, Crumb, ErrorSummary, FieldView, Option, SummaryRow, Table
from onewindow.kernel.errors import Conflict, InvalidInput

RULE = access.declare_rule(
    rule=Rule(name="data-protection", kinds=frozenset({"officer"}), roles=ROLES, assurance="substantial")
)


_LONGEST_NUMBER: Final = 18  # of a bigint


@guard("data-protection")
@require_GET
def desk(request: HttpRequest, agency: str) -> HttpResponse:
    """What an agency was asked and has to decide."""
    return _page(request, agency, ErrorSummary())


@guard("data-protection")
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, agency: str, code: str) -> HttpResponse:
    """Answer a question; at the ombudsman's, say the last word."""
    actor = access.actor_of(request=request)
    found = _question(actor, agency, code)
    rules = agency == app_settings.ombudsman() and found.status == "escalated"
    own = found.line is not None and is_reader(found.line, actor.account or "")
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            _answered(actor, agency, code, request, rules=rules)
            return _back(agency)
        except (InvalidInput, Conflict) as problem:
            errors = web.error_summary(error=problem)
    context = {
        "title": _("Question %(code)s") % {"code": code},
        "rows": question_rows(found),
        "tag": status_tag(found.status),
        "own_look": own,
        "fields": _answer_fields(request, errors, rules=rules)
        if _waits(found, rules=rules) and not own
        else (),
        "errors": errors,
        "crumbs": [Crumb(_("Data protection"), _desk(agency)), Crumb(code)],
    }
    return web.render(request, "privacy/answer.html", context, status=422 if errors else 200)


@guard("data-protection")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, agency: str, code: str) -> HttpResponse:
    """Decide on an objection."""
    actor = access.actor_of(request=request)
    found = next((each for each in api.objections_at(actor=actor, agency=agency) if each.code == code), None)
    if found is None:
        raise api.ObjectionUnknown()
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            api.decide_objection(
                actor=actor,
                code=code,
                agency=agency,
                upheld=request.POST.get("finding") == "upheld",
                grounds=request.POST.get("grounds", ""),
            )
            return _back(agency)
        except (InvalidInput, Conflict) as problem:
            errors = web.error_summary(error=problem)
    language = get_language() or "en"
    names = {use.slug: use.name.in_language(language) for use in api.uses_of_data()}
    context = {
        "title": _("Objection %(code)s") % {"code": code},
        "rows": [
            SummaryRow(key=_("Use"), value=names.get(found.use, found.use)),
            SummaryRow(key=_("Reason"), value=found.reason),
            SummaryRow(key=_("Decision due"), value=web.show_date(found.due_at)),
        ],
        "fields": _decision_fields(request, errors) if found.status == "open" else (),
        "errors": errors,
        "crumbs": [Crumb(_("Data protection"), _desk(agency)), Crumb(code)],
    }
    return web.render(request, "privacy/answer.html", context, status=422 if errors else 200)


@guard("data-protection")
@require_POST
def holds(request: HttpRequest, agency: str) -> HttpResponse:
    """Place a legal hold, confirm one, lift one."""
    account = access.actor_of(request=request).account or ""
    number = request.POST.get("hold", "")
    try:
        if not number:
            holdings.place_hold(
                subject=held_subject(request.POST.get("subject", "")),
                agency=agency,
                reason=request.POST.get("reason", ""),
                by=account,
            )
        elif request.POST.get("does") == "confirm":
            holdings.confirm_hold(hold=_numbered(number), agency=agency, by=account)
        else:
            reason = request.POST.get("reason", "")
            holdings.lift_hold(hold=_numbered(number), agency=agency, reason=reason, by=account)
    except (InvalidInput, Conflict) as problem:
        return _page(request, agency, web.error_summary(error=problem))
    return _back(agency)


def _numbered(text: str) -> int:
    """The number that a button of ours sends; 0, which no hold has, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0


def _page(request: HttpRequest, agency: str, errors: ErrorSummary) -> HttpResponse:
    actor = access.actor_of(request=request)
    at_ombudsman = agency == app_settings.ombudsman()
    questions = api.questions_at(actor=actor, agency=agency)
    context = {
        "agency": agency,
        "agency_name": agency_name(agency, get_language() or "en"),
        "questions": _questions(agency, questions, _("Questions about looks")),
        "escalated": _questions(agency, api.escalated_questions(actor=actor), _("For the ombudsman"))
        if at_ombudsman
        else None,
        "objections": _objections(actor, agency),
        "holds": [(each, _named(str(each.subject))) for each in holdings.holds_of(agency=agency)],
        "hold_fields": _hold_fields(request, errors),
        "erases": api.erases(agency=agency),
        "errors": errors,
        "wide": True,
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(_("Data protection"))],
    }
    return web.render(request, "privacy/desk.html", context, status=422 if errors else 200)


def _named(subject: str) -> str:
    """What is held, in words."""
    kind, _slash, number = subject.rpartition("/")
    words = {
        "case": _("Case %(number)s"),
        "register/people": _("Person %(number)s"),
        "register/companies": _("Company %(number)s"),
        "account": _("Account %(number)s"),
    }
    return words[kind] % {"number": number} if kind in words else subject


def _questions(agency: str, questions: list[QuestionView], caption: str) -> Table:
    return Table(
        caption=caption,
        head=(_("Question"), _("Asked"), _("Answer due"), _("Status")),
        rows=tuple(
            (
                Cell(each.code, link=reverse("privacy:answer", kwargs={"agency": agency, "code": each.code})),
                Cell(web.show_date(each.asked_at)),
                Cell(web.show_date(each.due_at)),
                Cell("", tag=status_tag(each.status)),
            )
            for each in questions
        ),
        empty=_("Nobody asked."),
    )


def _objections(actor: Actor, agency: str) -> Table:
    words = {
        "open": _("to be decided"),
        "upheld": _("upheld"),
        "rejected": _("rejected"),
        "withdrawn": _("taken back"),
    }
    return Table(
        caption=_("Objections"),
        head=(_("Objection"), _("Raised"), _("Decision due"), _("Status")),
        rows=tuple(
            (
                Cell(each.code, link=reverse("privacy:decide", kwargs={"agency": agency, "code": each.code})),
                Cell(web.show_date(each.raised_at)),
                Cell(web.show_date(each.due_at)),
                Cell(words[each.status]),
            )
            for each in api.objections_at(actor=actor, agency=agency)
        ),
        empty=_("Nobody objected."),
    )


def _question(actor: Actor, agency: str, code: str) -> QuestionView:
    seen = api.questions_at(actor=actor, agency=agency)
    if agency == app_settings.ombudsman():
        seen = [*api.escalated_questions(actor=actor), *seen]
    found = next((each for each in seen if each.code == code), None)
    if found is None:
        raise api.QuestionUnknown()
    return found


def _waits(found: QuestionView, *, rules: bool) -> bool:
    return rules or (found.answered_at is None and found.status in ("open", "escalated"))


def _answered(actor: Actor, agency: str, code: str, request: HttpRequest, *, rules: bool) -> None:
    text = request.POST.get("ruling" if rules else "answer", "")
    if rules:
        api.rule_on_question(actor=actor, code=code, text=text)
    else:
        finding = request.POST.get("finding", "")
        api.answer_question(actor=actor, code=code, agency=agency, text=text, finding=finding)


def _answer_fields(request: HttpRequest, errors: ErrorSummary, *, rules: bool) -> tuple[FieldView, ...]:
    if rules:
        return (_long(request, errors, "ruling", _("What the ombudsman says")),)
    finding = _choice(
        request,
        errors,
        _("Was the look justified?"),
        {"justified": _("The look was justified"), "unjustified": _("The look was not justified")},
    )
    return finding, _long(request, errors, "answer", _("Answer to the person"))


def _decision_fields(request: HttpRequest, errors: ErrorSummary) -> tuple[FieldView, ...]:
    words = {"upheld": _("The use stops"), "rejected": _("The use goes on")}
    return _choice(request, errors, _("Decision"), words), _long(request, errors, "grounds", _("Grounds"))


def _choice(request: HttpRequest, errors: ErrorSummary, label: str, words: dict[str, str]) -> FieldView:
    return FieldView(
        name="finding",
        kind="choice",
        label=label,
        value=request.POST.get("finding", ""),
        options=tuple(Option(value=value, label=text) for value, text in words.items()),
        error=errors.of("finding"),
    )


def _long(request: HttpRequest, errors: ErrorSummary, name: str, label: str) -> FieldView:
    return FieldView(
        name=name,
        kind="long_text",
        label=label,
        value=request.POST.get(name, ""),
        error=errors.of(name),
        max_length=4000,
    )


def _hold_fields(request: HttpRequest, errors: ErrorSummary) -> tuple[FieldView, ...]:
    subject = FieldView(
        name="subject",
        kind="text",
        label=_("What is to be held"),
        hint=_("The number of a case, a person or a company, such as SWP-2026-000001 or 10000295."),
        value=request.POST.get("subject", ""),
        error=errors.of("subject"),
        wide=True,
    )
    reason = FieldView(
        name="reason",
        kind="text",
        label=_("Reason"),
        value=request.POST.get("reason", ""),
        error=errors.of("reason"),
        wide=True,
    )
    return subject, reason


def _desk(agency: str) -> str:
    return reverse("privacy:desk", kwargs={"agency": agency})


def _back(agency: str) -> HttpResponse:
    return HttpResponseRedirect(_desk(agency))

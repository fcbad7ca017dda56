"""One's own cases: the list, one case, answering, acting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onewindow.blocks.cases import api
from onewindow.blocks.cases.access import administers
from onewindow.blocks.cases.pages.answering import AnswerPage, answer_page
from onewindow.blocks.cases.pages.diagrams import diagram_of
from onewindow.blocks.cases.pages.joint import together_in
from onewindow.blocks.cases.pages.paging import page_of, pages_of
from onewindow.blocks.cases.pages.parts import into_context, shown_parts
from onewindow.blocks.cases.pages.reading import answer_sections
from onewindow.blocks.cases.pages.telling import (
    agency_name,
    filed_in_words,
    moments,
    names_in,
    status_tag,
    waiting,
)
from onewindow.blocks.cases.sides import serves
from onewindow.blocks.cases.types import CaseView, WorkView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.documents import api as documents
from onewindow.blocks.identity import api as identity
from onewindow.blocks.payments import api as payments
from onewindow.blocks.payments.types import PaymentRequest
from onewindow.foundation.access.api import Actor, actor_of, guard
from onewindow.foundation.web.api import render, show_date
from onewindow.foundation.web.types import Cell, Table
from onewindow.kernel.reference import Reference

_PAGE = 20


@guard("signed-in")
def mine(request: HttpRequest) -> HttpResponse:
    """My cases, my drafts, and what waits for me."""
    actor = actor_of(request=request)
    number = page_of(request)
    lines, total = api.my_cases(actor=actor, limit=_PAGE, offset=(number - 1) * _PAGE)
    others = any(Reference(line.applicant) not in actor.themself for line in lines)
    table = Table(
        caption=_("Your requests"),
        caption_hidden=True,
        head=(
            _("Number"),
            _("Service"),
            *((pgettext("case", "For whom"),) if others else ()),
            _("Filed"),
            _("Status"),
        ),
        rows=tuple(
            (
                Cell(line.number, link=f"/cases/{line.number}/"),
                Cell(service_name(line.service, line.version, actor.language)),
                *((Cell(line.applicant_name),) if others else ()),
                Cell(show_date(line.filed_at)),
                Cell("", tag=status_tag(line.status)),
            )
            for line in lines
        ),
        empty=_("You have not filed anything yet."),
    )
    waits = [
        (work, catalogue.package(service=work.service, version=work.version))
        for work in api.works_of_applicant(actor=actor)
    ]
    drafts = [
        (draft, service_name(draft.service, draft.version, actor.language))
        for draft in api.my_drafts(actor=actor, limit=200)[0]
    ]
    context = {
        "table": table, "drafts": drafts, "waits": waits, "language": actor.language,
        "pages": pages_of(number, total, _PAGE, request),
    }  # fmt: skip
    return render(request, "cases/mine.html", context)


@guard("signed-in")
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """What was filed, its number, and what happens next."""
    actor = actor_of(request=request)
    found = api.case(number=number, actor=actor)
    package = catalogue.package(service=found.service, version=found.version)
    waits = waiting(found, package, language=actor.language)
    return render(request, "cases/filed.html", {"case": found, "package": package, "waits": waits})


@guard("signed-in")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Where a case stands, why it waits, what may be done, what happened."""
    actor = actor_of(request=request)
    found, lines, signatures = api.case_story_and_signatures(number=number, actor=actor)
    package = catalogue.package(service=found.service, version=found.version)
    language = actor.language
    subject, names = Reference.of("case", number), names_in(found, lines)
    context = {
        "case": found, "package": package, "status": status_tag(found.status),
        "agency": agency_name(found.agency, language),
        "moments": moments(lines, package, language=language, names=names),
        "whose": names.get(found.applicant.text, ""), "filed": filed_in_words(found, lines, names),
        "ruled": any(line.detail.get("rules") for line in lines),
        "waits": waiting(found, package, language=language),
        "diagram": diagram_of(package, found, lines, language=language),
        "mine": [work for work in found.works if work.state == "open" and _for(actor, found, work)],
        "choices": _choices(found, package, language),
        "movable": found.status == "open" and administers(actor, found.agency),
        "documents": documents.documents_of(subject=subject),
        "payments": _payments(actor, found),
        "signatures": signatures,
        "to_sign": api.acts_in_case(number=number, actor=actor),
        "sections": answer_sections(found, package, language=language), "language": language,
    }  # fmt: skip
    shown = shown_parts(actor, found, package, language=language)
    return render(request, "cases/case.html", into_context(context, shown, found))


@guard("signed-in")
def answer(request: HttpRequest, number: str, work: int) -> HttpResponse:
    """Answer what the case asks of its applicant."""
    actor = actor_of(request=request)
    task = api.work(work=work, actor=actor)
    if task.state != "open":
        messages.info(request, _("This is already done."))
        return redirect("cases:case", number=number)
    scope = api.scope_of_work(work=work, actor=actor)
    step = scope.package.steps[task.element]

    together = together_in(request, actor, task, Reference(task.person or task.applicant), "task", str(work))

    def done(answers: dict[str, object], key: str, revision: int | None) -> HttpResponse:
        if together.needed:
            api.ask_to_sign_work(work=work, actor=actor, answers=answers, pin=together.pin, revision=revision)
            return together.asked()
        api.complete_work(work=work, actor=actor, answers=answers, key=key, revision=revision)
        messages.success(request, _("We received your answer."))
        return redirect("cases:case", number=number)

    return answer_page(
        request,
        actor,
        scope,
        AnswerPage(
            title=step.text.name.in_language(actor.language), text="", revision=task.revision,
            back=f"/cases/{number}/", button=_("Send"), done=done, signed=together.needed,
            extra=together.context,
        ),
    )  # fmt: skip


@guard("signed-in")
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Withdraw, amend, extend, correct, revoke: what the package offers."""
    actor = actor_of(request=request)
    found = api.case(number=number, actor=actor)
    scope = api.scope_of_action(number=number, action=action, actor=actor)
    label = scope.package.after[action].label.in_language(actor.language)

    together = together_in(request, actor, found, found.applicant, "do", action)
    needed = together.needed and scope.package.after[action].party == "applicant"

    def done(answers: dict[str, object], key: str, revision: int | None) -> HttpResponse:
        if needed:
            api.ask_to_sign_action(
                number=number, action=action, actor=actor, answers=answers, pin=together.pin,
                revision=revision,
            )  # fmt: skip
            return together.asked()
        api.act_on_case(
            number=number, action=action, actor=actor, answers=answers, key=key, revision=revision
        )
        messages.success(request, _("Done: %(action)s.") % {"action": label})
        return redirect("cases:case", number=number)

    return answer_page(
        request,
        actor,
        scope,
        AnswerPage(
            title=label, text=number, revision=found.revision, back=f"/cases/{number}/", button=label,
            done=done, template="cases/act.html", signed=needed,
            extra={**_proposal(actor, found, action), **together.context},
        ),
    )  # fmt: skip


@guard("officer")
def decline(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Give an action that a colleague proposed back, or take one's own back."""
    actor = actor_of(request=request)
    if request.method == "POST":
        reason = str(request.POST.get("reason", "")).strip() or _("No reason given")
        api.decline_action(number=number, action=action, actor=actor, reason=reason)
        messages.success(request, _("What was proposed is given back."))
    return redirect("cases:case", number=number)


def _proposal(actor: Actor, case: CaseView, action: str) -> dict[str, object]:
    by = next((choice.proposed_by for choice in case.choices if choice.action == action), "")
    return {
        "action": action, "own_proposal": bool(by) and by == actor.account,
        "proposer": identity.names_of(accounts={by}).get(by, by) if by else "",
    }  # fmt: skip


def service_name(service: str, version: str | None, language: str) -> str:
    """A service's name in a language."""
    return catalogue.package(service=service, version=version).name.in_language(language)


def _choices(case: CaseView, package: ServicePackage, language: str) -> list[tuple[str, str]]:
    return [
        (choice.action, package.after[choice.action].label.in_language(language)) for choice in case.choices
    ]


def _for(actor: Actor, case: CaseView, work: WorkView) -> bool:
    if work.side == "person":
        return bool(work.person) and _serves(actor, case, Reference(work.person))
    return work.side == "applicant" and case.mine


def _serves(actor: Actor, case: CaseView, party: Reference) -> bool:
    return serves(actor, party, service=case.service, version=case.version)


def _payments(actor: Actor, case: CaseView) -> tuple[PaymentRequest, ...]:
    """What was asked: all of it for the applicant's side, and for another party what they are to pay."""
    asked = payments.requests_of(subject=Reference.of("case", case.number))
    return asked if case.mine else tuple(one for one in asked if _serves(actor, case, one.payer))

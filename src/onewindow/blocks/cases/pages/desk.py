"""The officer's desk: the inbox, one task beside its file, decisions on several at once."""

import secrets
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onewindow.blocks.cases import api
from onewindow.blocks.cases.pages.answering import AnswerPage, answer_page
from onewindow.blocks.cases.pages.diagrams import diagram_of
from onewindow.blocks.cases.pages.mine import service_name
from onewindow.blocks.cases.pages.paging import page_of, pages_of
from onewindow.blocks.cases.pages.reading import answer_sections
from onewindow.blocks.cases.pages.telling import agency_name, moments, names_in, status_tag
from onewindow.blocks.cases.pages.together import task_name
from onewindow.blocks.cases.types import WorkView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.documents import api as documents
from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.api import Actor, actor_of, guard
from onewindow.foundation.web.api import render, said, show_date
from onewindow.foundation.web.types import Tab, Tag, TagColour
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_PAGE = 25
_COLOURS: Final[dict[str, TagColour]] = {"red": "red", "amber": "yellow"}


@guard("officer")
def inbox(request: HttpRequest) -> HttpResponse:
    """Open tasks of one's posts, the most urgent first."""
    actor = actor_of(request=request)
    number = page_of(request)
    chosen = request.GET.get("show", "all")
    claimed = {"mine": "me", "free": "nobody"}.get(chosen)
    works, total = api.inbox(
        actor=actor, claimed=claimed, service=request.GET.get("service") or None,
        limit=_PAGE, offset=(number - 1) * _PAGE,
    )  # fmt: skip
    tabs = [
        Tab(text, f"/desk/?show={name}", current=name == chosen)
        for name, text in (("all", _("All tasks")), ("mine", _("My tasks")), ("free", _("Not claimed")))
    ]
    names: dict[tuple[str, str, str], tuple[str, str]] = {}
    rows = [(work, *_names(work, actor.language, names), _due(work)) for work in works]
    context = {
        "rows": rows, "tabs": tabs, "total": total, "pages": pages_of(number, total, _PAGE, request),
        "wide": True, "posts": _posts(actor), "actor": actor, "language": actor.language,
    }  # fmt: skip
    return render(request, "cases/inbox.html", context)


@guard("officer")
def work(request: HttpRequest, work: int) -> HttpResponse:
    """One task: the file on one side, the decision on the other."""
    actor = actor_of(request=request)
    task = api.work(work=work, actor=actor)
    if task.state != "open":
        messages.info(request, _("This task is already done."))
        return redirect("cases:case", number=task.case)
    scope = api.scope_of_work(work=work, actor=actor)

    def done(answers: dict[str, object], key: str, revision: int | None) -> HttpResponse:
        result = api.complete_work(work=work, actor=actor, answers=answers, key=key, revision=revision)
        if result.get("proposed"):
            messages.success(request, _("A colleague now has to confirm your decision."))
        else:
            messages.success(request, _("Your decision is recorded."))
        return redirect("cases:inbox")

    page = AnswerPage(
        title=task_name(task, actor.language), text="", revision=task.revision, back="/desk/",
        button=_("Confirm this decision") if task.proposed is not None else _("Decide"), done=done,
        template="cases/work.html", extra=_file(actor, task),
    )  # fmt: skip
    return answer_page(request, actor, scope, page)


@guard("officer")
def claim(request: HttpRequest, work: int) -> HttpResponse:
    """Take a task on."""
    actor = actor_of(request=request)
    if request.method == "POST":
        try:
            api.claim_work(work=work, actor=actor)
        except OnewindowError as problem:
            messages.error(request, said(error=problem))
    return redirect("cases:work", work=work)


@guard("officer")
def release(request: HttpRequest, work: int) -> HttpResponse:
    """Give a task back."""
    actor = actor_of(request=request)
    if request.method == "POST":
        try:
            api.release_work(work=work, actor=actor)
        except OnewindowError as problem:
            messages.error(request, said(error=problem))
    return redirect("cases:inbox")


@guard("officer")
def hand_over(request: HttpRequest, work: int) -> HttpResponse:
    """Give a task to a colleague."""
    actor = actor_of(request=request)
    if request.method == "POST":
        try:
            api.hand_over_work(work=work, actor=actor, to=str(request.POST.get("to", "")))
            messages.success(request, _("You handed the task over."))
        except OnewindowError as problem:
            messages.error(request, said(error=problem))
    return redirect("cases:inbox")


@guard("officer")
def give_back(request: HttpRequest, work: int) -> HttpResponse:
    """Give a proposal back to the colleague who made it."""
    actor = actor_of(request=request)
    if request.method == "POST":
        try:
            reason = str(request.POST.get("reason", ""))
            api.return_proposal(work=work, actor=actor, reason=reason or _("No reason given"))
            messages.success(request, _("You gave the decision back to your colleague."))
        except OnewindowError as problem:
            messages.error(request, said(error=problem))
    return redirect("cases:inbox")


@guard("officer")
def several(request: HttpRequest) -> HttpResponse:
    """Claim or release several tasks at once. Each stands for itself: one that fails leaves the others."""
    actor = actor_of(request=request)
    if request.method == "POST":
        chosen = [int(text) for text in request.POST.getlist("work") if text.isdigit()]
        if request.POST.get("_button") == "decide":
            return redirect(f"{reverse('cases:decide')}?{urlencode({'work': chosen}, doseq=True)}")
        change = api.release_work if request.POST.get("_button") == "release" else api.claim_work
        done = 0
        for one in chosen[:200]:
            try:
                change(work=one, actor=actor)
                done += 1
            except OnewindowError as problem:
                messages.error(request, said(error=problem))
        messages.success(request, ngettext("%(n)s task changed.", "%(n)s tasks changed.", done) % {"n": done})
    return redirect("cases:inbox")


def _file(actor: Actor, task: WorkView) -> dict[str, object]:
    language = actor.language
    found, lines = api.case_and_story(number=task.case, actor=actor)
    package = catalogue.package(service=found.service, version=found.version)
    colleagues = [
        officer
        for officer in identity.officers_with(agency=task.agency, role=task.role)
        if officer.account != actor.account
    ]
    return {
        "case": found, "task": task, "wide": True,
        "sections": answer_sections(found, package, language=language),
        "moments": moments(
            lines, package, language=language, names=names_in(found, lines)
        ), "status": status_tag(found.status),
        "diagram": diagram_of(package, found, lines, language=language), "colleagues": colleagues,
        "due": _due(task), "actor": actor, "language": language,
        "documents": documents.documents_of(subject=Reference.of("case", task.case)),
        "proposer": identity.names_of(accounts={task.proposed_by}).get(task.proposed_by, "")
        if task.proposed_by
        else "",
        "new_key": secrets.token_urlsafe(16),
    }  # fmt: skip


def _names(
    work: WorkView, language: str, known: dict[tuple[str, str, str], tuple[str, str]]
) -> tuple[str, str]:
    """What the task and the service are called; a page of an inbox asks for few of them again and again."""
    kind = (work.service, work.version, work.element)
    if kind not in known:
        known[kind] = (task_name(work, language), service_name(work.service, work.version, language))
    return known[kind]


def _due(task: WorkView) -> Tag | None:
    if task.due_at is None:
        return None
    colour = _COLOURS.get(task.colour, "green")
    text = _("Overdue since %(day)s") if task.colour == "red" else _("Due %(day)s")
    return Tag(text % {"day": show_date(task.due_at)}, colour)


def _posts(actor: Actor) -> list[str]:
    names = {role.slug: role.name.in_language(actor.language) for role in identity.roles()}
    return [
        f"{names.get(post.role, post.role)}, {agency_name(post.agency, actor.language)}"
        for post in actor.posts
    ]

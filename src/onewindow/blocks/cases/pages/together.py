"""One decision on several tasks of one kind, and what became of each."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onewindow.blocks.cases import api
from onewindow.blocks.cases.pages.answering import AnswerPage, answer_page
from onewindow.blocks.cases.types import WorkView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.foundation.access.api import Actor, actor_of, guard
from onewindow.foundation.web.api import render, said
from onewindow.kernel.errors import OnewindowError, Problems

_MOST = 50


@guard("officer")
def decide(request: HttpRequest) -> HttpResponse:
    """Give several tasks the same answers."""
    actor = actor_of(request=request)
    chosen = [int(text) for text in request.GET.getlist("work") if text.isdigit()][: _MOST + 1]
    if not chosen:
        messages.info(request, _("Choose the tasks that you want to decide."))
        return redirect("cases:inbox")
    try:
        works = api.works_of_one_kind(works=chosen, actor=actor)
    except OnewindowError as problem:
        messages.error(request, said(error=problem))
        return redirect("cases:inbox")
    scope = replace(api.scope_of_work(work=works[0].id, actor=actor), answers={})

    def done(answers: dict[str, object], key: str, revision: int | None) -> HttpResponse:
        return _decided(request, actor, works, answers, key)

    count = ngettext("%(n)s task", "%(n)s tasks", len(works)) % {"n": len(works)}
    page = AnswerPage(
        title=task_name(works[0], actor.language), text=count, revision=0, back=reverse("cases:inbox"),
        button=_("Decide all of them"), done=done, template="cases/decide.html", extra={"works": works},
    )  # fmt: skip
    return answer_page(request, actor, scope, page)


def task_name(task: WorkView, language: str) -> str:
    """How the package calls the task's step."""
    package = catalogue.package(service=task.service, version=task.version)
    step = package.steps.get(task.element)
    return step.text.name.in_language(language, official=package.official_language) if step else task.element


def _decided(
    request: HttpRequest, actor: Actor, works: tuple[WorkView, ...], answers: dict[str, object], key: str
) -> HttpResponse:
    found = api.complete_works(works=[one.id for one in works], actor=actor, answers=answers, key=key)
    if isinstance(found[0].problem, Problems) and all(one.problem is not None for one in found):
        raise found[0].problem  # nothing is done yet: what is wrong with the answers is said beside them
    cases = {one.id: one.case for one in works}
    rows = [
        (cases[one.work], one.work, _why(one.problem) if one.problem else "", one.proposed) for one in found
    ]
    failed = sum(1 for one in found if one.problem is not None)
    context = {
        "rows": rows, "title": task_name(works[0], actor.language),
        "done": len(rows) - failed, "failed": failed,
    }  # fmt: skip
    return render(request, "cases/decided.html", context)


def _why(problem: OnewindowError) -> str:
    parts = problem.problems if isinstance(problem, Problems) else (problem,)
    return " ".join(said(error=part) for part in parts)

"""Operations on tasks: find, claim, hand over, do. Each translates and makes one call through the door."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from onewindow.blocks.cases import api
from onewindow.blocks.cases.rest.parameters import IfMatch, Key, Limit, Offset, revision_of
from onewindow.blocks.cases.rest.schemas import (
    AnswersIn,
    AskedToSign,
    DecidedOut,
    Done,
    FormOut,
    HandOverIn,
    ReasonIn,
    Revision,
    SeveralIn,
    SignedAnswersIn,
    TaskOut,
    TaskPage,
    asked_out,
    decided_out,
    form_out,
    task_out,
)
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["cases"])


@router.get("/tasks", response=TaskPage, operation_id="list_tasks")
@guard("signed-in", scope="cases:read")
def list_tasks(
    request: HttpRequest,
    role: str | None = None,
    agency: str | None = None,
    service: str | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> TaskPage:
    """Open tasks: those of your posts, the most urgent first; without posts, those that wait for you."""
    actor = actor_of(request=request)
    if not actor.posts:
        mine = api.works_of_applicant(actor=actor)
        page = [task_out(work) for work in mine[offset : offset + limit]]
        return TaskPage(items=page, total=len(mine), limit=limit, offset=offset)
    works, total = api.inbox(
        actor=actor, role=role, agency=agency, service=service, limit=limit, offset=offset
    )
    return TaskPage(items=[task_out(work) for work in works], total=total, limit=limit, offset=offset)


@router.get("/tasks/{int:task}", response=TaskOut, operation_id="read_task")
@guard("signed-in", scope="cases:read")
def read_task(request: HttpRequest, response: HttpResponse, task: int) -> TaskOut:
    """One task."""
    work = api.work(work=task, actor=actor_of(request=request))
    response["ETag"] = f'"{work.revision}"'
    return task_out(work)


@router.get("/tasks/{task}/form", response=FormOut, by_alias=True, operation_id="read_task_form")
@guard("signed-in", scope="cases:read")
def read_task_form(request: HttpRequest, task: int) -> FormOut:
    """The questions of a task, in the language asked for."""
    actor = actor_of(request=request)
    return form_out(api.scope_of_work(work=task, actor=actor), language=actor.language)


@router.post("/tasks/{task}/claim", response=Revision, operation_id="claim_task")
@guard("officer", scope="work:write")
def claim_task(request: HttpRequest, task: int, if_match: IfMatch = None) -> Revision:
    """Take a task on."""
    actor = actor_of(request=request)
    return Revision(revision=api.claim_work(work=task, actor=actor, revision=revision_of(if_match)))


@router.post("/tasks/{task}/release", response=Revision, operation_id="release_task")
@guard("officer", scope="work:write")
def release_task(request: HttpRequest, task: int) -> Revision:
    """Give a task back to the inbox."""
    return Revision(revision=api.release_work(work=task, actor=actor_of(request=request)))


@router.post("/tasks/{task}/hand-over", response=Revision, operation_id="hand_over_task")
@guard("officer", scope="work:write")
def hand_over_task(request: HttpRequest, task: int, body: HandOverIn) -> Revision:
    """Give a task to a colleague."""
    return Revision(revision=api.hand_over_work(work=task, actor=actor_of(request=request), to=body.to))


@router.post("/tasks/{task}/complete", response=Done, operation_id="complete_task")
@guard("signed-in", scope=("cases:write", "work:write"))
def complete_task(
    request: HttpRequest, task: int, body: AnswersIn, key: Key, if_match: IfMatch = None
) -> Done:
    """Do a task with its answers."""
    actor = actor_of(request=request)
    access.require_scope(actor=actor, scope="work:write" if actor.posts else "cases:write")
    done = api.complete_work(
        work=task, actor=actor, answers=body.answers, key=key,
        revision=revision_of(if_match),
    )  # fmt: skip
    return Done(**done)


@router.post("/tasks/{task}/ask-to-sign", response=AskedToSign, operation_id="ask_to_sign_task")
@guard("signed-in", scope="cases:write")
def ask_to_sign(
    request: HttpRequest, task: int, body: SignedAnswersIn, if_match: IfMatch = None
) -> AskedToSign:
    """Sign the answers to a task for a company that several officers bind, and ask the others to sign."""
    act = api.ask_to_sign_work(
        work=task, actor=actor_of(request=request), answers=body.answers, pin=body.pin,
        revision=revision_of(if_match),
    )  # fmt: skip
    return asked_out(act)


@router.post("/tasks/complete", response=list[DecidedOut], operation_id="complete_tasks")
@guard("officer", scope="work:write")
def complete_tasks(request: HttpRequest, body: SeveralIn, key: Key) -> list[DecidedOut]:
    """Do several tasks of one kind with the same answers. Each stands for itself: see what became of each."""
    actor = actor_of(request=request)
    found = api.complete_works(works=body.tasks, actor=actor, answers=body.answers, key=key)
    return [decided_out(one) for one in found]


@router.post("/tasks/{task}/return", response=Revision, operation_id="return_proposal")
@guard("officer", scope="work:write")
def return_proposal(request: HttpRequest, task: int, body: ReasonIn, if_match: IfMatch = None) -> Revision:
    """Give a proposed decision back to the colleague who proposed it."""
    revision = api.return_proposal(
        work=task, actor=actor_of(request=request), reason=body.reason, revision=revision_of(if_match)
    )
    return Revision(revision=revision)

"""The case operations of the public API. Each translates and makes one call through the door."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router
from pydantic import StringConstraints

from onewindow.blocks.cases import api
from onewindow.blocks.cases.rest_schemas import (
    ActionIn,
    AnswersIn,
    CaseOut,
    CasePage,
    Done,
    DraftIn,
    DraftOut,
    FiledOut,
    FilingIn,
    FormOut,
    HandOverIn,
    HookIn,
    HookOut,
    Kept,
    ReasonIn,
    Revision,
    StoryOut,
    TaskOut,
    TaskPage,
    case_out,
    draft_out,
    form_out,
    hook_out,
    line_out,
    story_out,
    task_out,
)
from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.api import actor_of, guard
from onewindow.kernel.errors import N_, InvalidInput
from onewindow.kernel.reference import Reference

router = Router(tags=["cases"])

Key = Annotated[str, StringConstraints(min_length=8, max_length=200), Header(alias="Idempotency-Key")]
IfMatch = Annotated[str | None, Header(alias="If-Match")]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


class NotAnETag(InvalidInput):
    code = "not-an-etag"
    message = N_("“{text}” is not an ETag of this resource.")
    way_out = N_('Send the ETag that you were given, such as "3", or leave If-Match out.')


def revision_of(if_match: str | None) -> int | None:
    """The revision that a caller saw (RFC 9110 §13.1.1); None where it does not say, or says ``*``."""
    if if_match is None or if_match == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isdigit():
        raise NotAnETag(field="If-Match", text=if_match[:60])
    return int(text)


@router.post("/cases", response={201: FiledOut, 200: FiledOut}, operation_id="file_case")
@guard("signed-in")
def file_case(
    request: HttpRequest, response: HttpResponse, filing: FilingIn, key: Key
) -> tuple[int, FiledOut]:
    """File a case. The same key and body give the same case again (200); another body is refused (409)."""
    identity.require_scope(request=request, scope="cases:write")
    filed = api.file_case(
        service=filing.service, actor=actor_of(request=request), applicant=Reference(filing.applicant),
        answers=filing.answers, channel="counter" if filing.at_the_counter else "api",
        language=filing.language, key=key,
    )  # fmt: skip
    response["ETag"] = f'"{filed.revision}"'
    response["Location"] = f"/api/v1/cases/{filed.number}"
    out = FiledOut(number=filed.number, service=filed.service, revision=filed.revision, status=filed.status)
    return (200 if filed.again else 201), out


@router.get("/cases", response=CasePage, operation_id="list_cases")
@guard("signed-in")
def list_cases(
    request: HttpRequest,
    service: str | None = None,
    status: str | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> CasePage:
    """Cases that you may see, the newest first."""
    identity.require_scope(request=request, scope="cases:read")
    lines, total = api.cases(
        actor=actor_of(request=request), service=service, status=status, limit=limit, offset=offset
    )
    return CasePage(items=[line_out(line) for line in lines], total=total, limit=limit, offset=offset)


@router.get("/cases/{number}", response=CaseOut, operation_id="read_case")
@guard("signed-in")
def read_case(request: HttpRequest, response: HttpResponse, number: str) -> CaseOut:
    """One case: where it stands, whom it waits for, what you may do."""
    identity.require_scope(request=request, scope="cases:read")
    case = api.case(number=number, actor=actor_of(request=request))
    response["ETag"] = f'"{case.revision}"'
    return case_out(case)


@router.get("/cases/{number}/story", response=list[StoryOut], operation_id="read_story")
@guard("signed-in")
def read_story(request: HttpRequest, number: str) -> list[StoryOut]:
    """What happened to a case, the oldest first."""
    identity.require_scope(request=request, scope="cases:read")
    return [story_out(line) for line in api.story(number=number, actor=actor_of(request=request))]


@router.post("/cases/{number}/actions/{action}", response=Done, operation_id="act_on_case")
@guard("signed-in")
def act_on_case(
    request: HttpRequest, number: str, action: str, body: ActionIn, key: Key, if_match: IfMatch = None
) -> Done:
    """Withdraw, amend, extend, correct or revoke: what ``choices`` of the case offers."""
    identity.require_scope(request=request, scope="cases:write")
    done = api.act_on_case(
        number=number, action=action, actor=actor_of(request=request), answers=body.answers, key=key,
        revision=revision_of(if_match),
    )  # fmt: skip
    return Done(**done)


@router.get("/tasks", response=TaskPage, operation_id="list_tasks")
@guard("signed-in")
def list_tasks(
    request: HttpRequest,
    role: str | None = None,
    agency: str | None = None,
    service: str | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> TaskPage:
    """Open tasks: those of your posts, the most urgent first; without posts, those that wait for you."""
    identity.require_scope(request=request, scope="cases:read")
    actor = actor_of(request=request)
    if not actor.posts:
        mine = api.works_of_applicant(actor=actor)
        page = [task_out(work) for work in mine[offset : offset + limit]]
        return TaskPage(items=page, total=len(mine), limit=limit, offset=offset)
    works, total = api.inbox(
        actor=actor, role=role, agency=agency, service=service, limit=limit, offset=offset
    )
    return TaskPage(items=[task_out(work) for work in works], total=total, limit=limit, offset=offset)


@router.get("/tasks/{task}", response=TaskOut, operation_id="read_task")
@guard("signed-in")
def read_task(request: HttpRequest, response: HttpResponse, task: int) -> TaskOut:
    """One task."""
    identity.require_scope(request=request, scope="cases:read")
    work = api.work(work=task, actor=actor_of(request=request))
    response["ETag"] = f'"{work.revision}"'
    return task_out(work)


@router.get("/tasks/{task}/form", response=FormOut, operation_id="read_task_form")
@guard("signed-in")
def read_task_form(request: HttpRequest, task: int) -> FormOut:
    """The questions of a task, in the language asked for."""
    identity.require_scope(request=request, scope="cases:read")
    actor = actor_of(request=request)
    return form_out(api.scope_of_work(work=task, actor=actor), language=actor.language)


@router.post("/tasks/{task}/claim", response=Revision, operation_id="claim_task")
@guard("officer")
def claim_task(request: HttpRequest, task: int, if_match: IfMatch = None) -> Revision:
    """Take a task on."""
    identity.require_scope(request=request, scope="cases:write")
    actor = actor_of(request=request)
    return Revision(revision=api.claim_work(work=task, actor=actor, revision=revision_of(if_match)))


@router.post("/tasks/{task}/release", response=Revision, operation_id="release_task")
@guard("officer")
def release_task(request: HttpRequest, task: int) -> Revision:
    """Give a task back to the inbox."""
    identity.require_scope(request=request, scope="cases:write")
    return Revision(revision=api.release_work(work=task, actor=actor_of(request=request)))


@router.post("/tasks/{task}/hand-over", response=Revision, operation_id="hand_over_task")
@guard("officer")
def hand_over_task(request: HttpRequest, task: int, body: HandOverIn) -> Revision:
    """Give a task to a colleague."""
    identity.require_scope(request=request, scope="cases:write")
    return Revision(revision=api.hand_over_work(work=task, actor=actor_of(request=request), to=body.to))


@router.post("/tasks/{task}/complete", response=Done, operation_id="complete_task")
@guard("signed-in")
def complete_task(
    request: HttpRequest, task: int, body: AnswersIn, key: Key, if_match: IfMatch = None
) -> Done:
    """Do a task with its answers."""
    identity.require_scope(request=request, scope="cases:write")
    done = api.complete_work(
        work=task, actor=actor_of(request=request), answers=body.answers, key=key,
        revision=revision_of(if_match),
    )  # fmt: skip
    return Done(**done)


@router.post("/tasks/{task}/return", response=Revision, operation_id="return_proposal")
@guard("officer")
def return_proposal(request: HttpRequest, task: int, body: ReasonIn, if_match: IfMatch = None) -> Revision:
    """Give a proposed decision back to the colleague who proposed it."""
    identity.require_scope(request=request, scope="cases:write")
    revision = api.return_proposal(
        work=task, actor=actor_of(request=request), reason=body.reason, revision=revision_of(if_match)
    )
    return Revision(revision=revision)


@router.get("/drafts", response=list[DraftOut], operation_id="list_drafts")
@guard("signed-in")
def list_drafts(request: HttpRequest) -> list[DraftOut]:
    """Your drafts, the newest first."""
    identity.require_scope(request=request, scope="cases:read")
    return [draft_out(draft) for draft in api.my_drafts(actor=actor_of(request=request))]


@router.post("/drafts", response={201: DraftOut}, operation_id="begin_draft")
@guard("signed-in")
def begin_draft(request: HttpRequest, response: HttpResponse, body: DraftIn) -> tuple[int, DraftOut]:
    """Begin a draft."""
    identity.require_scope(request=request, scope="cases:write")
    draft = api.begin_draft(
        service=body.service, actor=actor_of(request=request), applicant=Reference(body.applicant),
        channel="api",
    )  # fmt: skip
    response["ETag"] = f'"{draft.revision}"'
    return 201, draft_out(draft)


@router.get("/drafts/{draft}", response=DraftOut, operation_id="read_draft")
@guard("signed-in")
def read_draft(request: HttpRequest, response: HttpResponse, draft: str) -> DraftOut:
    """One of your drafts."""
    identity.require_scope(request=request, scope="cases:read")
    found = api.draft(key=draft, actor=actor_of(request=request))
    response["ETag"] = f'"{found.revision}"'
    return draft_out(found)


@router.get("/drafts/{draft}/form", response=FormOut, operation_id="read_draft_form")
@guard("signed-in")
def read_draft_form(request: HttpRequest, draft: str) -> FormOut:
    """The questions of a draft with what the registers know, in the language asked for."""
    identity.require_scope(request=request, scope="cases:read")
    actor = actor_of(request=request)
    return form_out(api.scope_of_draft(key=draft, actor=actor), language=actor.language)


@router.patch("/drafts/{draft}", response=Kept, operation_id="keep_draft")
@guard("signed-in")
def keep_draft(
    request: HttpRequest, response: HttpResponse, draft: str, body: AnswersIn, if_match: IfMatch = None
) -> Kept:
    """Keep answers in a draft; they are merged over those kept before."""
    identity.require_scope(request=request, scope="cases:write")
    kept = api.keep_draft(
        key=draft, actor=actor_of(request=request), answers=body.answers, revision=revision_of(if_match)
    )
    response["ETag"] = f'"{kept.revision}"'
    return Kept(key=kept.key, revision=kept.revision)


@router.delete("/drafts/{draft}", response={204: None}, operation_id="discard_draft")
@guard("signed-in")
def discard_draft(request: HttpRequest, draft: str) -> tuple[int, None]:
    """Throw a draft away."""
    identity.require_scope(request=request, scope="cases:write")
    api.discard_draft(key=draft, actor=actor_of(request=request))
    return 204, None


@router.post("/drafts/{draft}/file", response={201: FiledOut, 200: FiledOut}, operation_id="file_draft")
@guard("signed-in")
def file_draft(request: HttpRequest, draft: str) -> tuple[int, Any]:
    """File what a draft holds. Done twice, it is the same case."""
    identity.require_scope(request=request, scope="cases:write")
    actor = actor_of(request=request)
    filed = api.file_draft(key=draft, actor=actor, language=actor.language)
    out = FiledOut(number=filed.number, service=filed.service, revision=filed.revision, status=filed.status)
    return (200 if filed.again else 201), out


@router.get("/webhooks", response=list[HookOut], operation_id="list_webhooks")
@guard("signed-in")
def list_webhooks(request: HttpRequest) -> list[HookOut]:
    """Your webhooks."""
    identity.require_scope(request=request, scope="cases:read")
    return [hook_out(hook) for hook in api.hooks_of(actor=actor_of(request=request))]


@router.post("/webhooks", response={201: HookOut}, operation_id="add_webhook")
@guard("signed-in")
def add_webhook(request: HttpRequest, body: HookIn) -> tuple[int, HookOut]:
    """Have an address called when a case of yours changes. The operator lists what may be called."""
    identity.require_scope(request=request, scope="cases:write")
    return 201, hook_out(api.add_hook(actor=actor_of(request=request), url=body.url))


@router.delete("/webhooks/{hook}", response={204: None}, operation_id="stop_webhook")
@guard("signed-in")
def stop_webhook(request: HttpRequest, hook: int) -> tuple[int, None]:
    """Stop calling an address."""
    identity.require_scope(request=request, scope="cases:write")
    api.stop_hook(actor=actor_of(request=request), hook=hook)
    return 204, None

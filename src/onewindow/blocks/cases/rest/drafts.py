"""Operations on drafts: begin, keep, file. Each translates and makes one call through the door."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from onewindow.blocks.cases import api
from onewindow.blocks.cases.rest.parameters import (
    IfMatch,
    Limit,
    Offset,
    reference_of,
    revision_of,
    signature_of,
)
from onewindow.blocks.cases.rest.schemas import (
    AnswersIn,
    AskedToSign,
    AskToSignIn,
    DraftFiling,
    DraftIn,
    DraftOut,
    DraftPage,
    FiledOut,
    Filled,
    FillIn,
    FormOut,
    Kept,
    asked_out,
    draft_out,
    form_out,
)
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["cases"])


@router.get("/drafts", response=DraftPage, operation_id="list_drafts")
@guard("signed-in", scope="cases:read")
def list_drafts(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> DraftPage:
    """Your drafts, the newest first."""
    drafts, total = api.my_drafts(actor=actor_of(request=request), limit=limit, offset=offset)
    return DraftPage(items=[draft_out(draft) for draft in drafts], total=total, limit=limit, offset=offset)


@router.post("/drafts", response={201: DraftOut}, operation_id="begin_draft")
@guard("signed-in", scope="cases:write")
def begin_draft(request: HttpRequest, response: HttpResponse, body: DraftIn) -> Status[DraftOut]:
    """Begin a draft."""
    draft = api.begin_draft(
        service=body.service, actor=actor_of(request=request),
        applicant=reference_of(body.applicant, field="applicant"), channel="api",
    )  # fmt: skip
    response["ETag"] = f'"{draft.revision}"'
    return Status(201, draft_out(draft))


@router.get("/drafts/{draft}", response=DraftOut, operation_id="read_draft")
@guard("signed-in", scope="cases:read")
def read_draft(request: HttpRequest, response: HttpResponse, draft: str) -> DraftOut:
    """One of your drafts."""
    found = api.draft(key=draft, actor=actor_of(request=request))
    response["ETag"] = f'"{found.revision}"'
    return draft_out(found)


@router.get("/drafts/{draft}/form", response=FormOut, by_alias=True, operation_id="read_draft_form")
@guard("signed-in", scope="cases:read")
def read_draft_form(request: HttpRequest, draft: str) -> FormOut:
    """The questions of a draft with what the registers know, in the language asked for."""
    actor = actor_of(request=request)
    return form_out(api.scope_of_draft(key=draft, actor=actor), language=actor.language)


@router.get("/drafts/{draft}/to-sign/{form}", operation_id="read_draft_to_sign")
@guard("signed-in", scope="cases:read")
def read_draft_to_sign(request: HttpRequest, draft: str, form: Literal["json", "xml", "pdf"]) -> HttpResponse:
    """What is to be signed, byte by byte: the file that a program signs without changing it."""
    actor = actor_of(request=request)
    data = api.to_sign_of_draft(key=draft, actor=actor, form=form, language=actor.language)
    return HttpResponse(data, content_type=f"application/{form}")


@router.patch("/drafts/{draft}", response=Kept, operation_id="keep_draft")
@guard("signed-in", scope="cases:write")
def keep_draft(
    request: HttpRequest, response: HttpResponse, draft: str, body: AnswersIn, if_match: IfMatch = None
) -> Kept:
    """Keep answers in a draft; they are merged over those kept before."""
    kept = api.keep_draft(
        key=draft, actor=actor_of(request=request), answers=body.answers, revision=revision_of(if_match)
    )
    response["ETag"] = f'"{kept.revision}"'
    return Kept(key=kept.key, revision=kept.revision)


@router.post("/drafts/{draft}/ask-to-sign", response=AskedToSign, operation_id="ask_to_sign_draft")
@guard("signed-in", scope="cases:write")
def ask_to_sign(request: HttpRequest, draft: str, body: AskToSignIn) -> AskedToSign:
    """Sign a draft for a company that several officers bind, and ask the others to sign it."""
    act = api.ask_to_sign(key=draft, actor=actor_of(request=request), pin=body.pin)
    return asked_out(act)


@router.post("/drafts/{draft}/fill", response=Filled, operation_id="fill_draft")
@guard("signed-in", scope="cases:write")
def fill_draft(request: HttpRequest, response: HttpResponse, draft: str, body: FillIn) -> Filled:
    """Fill a draft from an uploaded message, such as an EN 16931 invoice, where the service takes one."""
    kept, paths = api.fill_draft(
        key=draft, actor=actor_of(request=request), file=reference_of(body.file, field="file")
    )
    response["ETag"] = f'"{kept.revision}"'
    return Filled(key=kept.key, revision=kept.revision, paths=list(paths))


@router.delete("/drafts/{draft}", response={204: None}, operation_id="discard_draft")
@guard("signed-in", scope="cases:write")
def discard_draft(request: HttpRequest, draft: str) -> Status[None]:
    """Throw a draft away."""
    api.discard_draft(key=draft, actor=actor_of(request=request))
    return Status(204, None)


@router.post("/drafts/{draft}/file", response={201: FiledOut, 200: FiledOut}, operation_id="file_draft")
@guard("signed-in", scope="cases:write")
def file_draft(request: HttpRequest, draft: str, body: DraftFiling | None = None) -> Status[FiledOut]:
    """File what a draft holds, signed where the service asks for it. Done twice, it is the same case."""
    actor = actor_of(request=request)
    signature = signature_of(body.signature if body else None)
    filed = api.file_draft(key=draft, actor=actor, language=actor.language, signature=signature)
    out = FiledOut(number=filed.number, service=filed.service, revision=filed.revision, status=filed.status)
    return Status(200 if filed.again else 201, out)

"""Operations on what a clerk filed at the counter and the applicant has to confirm."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from onewindow.blocks.cases import api
from onewindow.blocks.cases.rest.schemas import AskedToSign, AskToSignIn, asked_out
from onewindow.blocks.cases.types import AssistedView
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["cases"])


class AssistedOut(Schema):
    """``answer``: confirmed, refused, over, or empty while it waits. ``case``: once it was confirmed."""

    code: str
    service: str
    applicant: str
    clerk: str
    asked_at: datetime
    until: datetime
    answer: str
    case: str | None


class AnswerIn(Schema):
    """Whether the applicant wants it."""

    confirmed: bool


def _out(found: AssistedView) -> AssistedOut:
    return AssistedOut(
        code=found.code, service=found.service, applicant=str(found.applicant), clerk=found.clerk,
        asked_at=found.asked_at, until=found.until, answer=found.answer, case=found.filed,
    )  # fmt: skip


@router.get("/to-confirm", response=list[AssistedOut], operation_id="list_to_confirm")
@guard("signed-in", scope="cases:read")
def waiting(request: HttpRequest) -> list[AssistedOut]:
    """What clerks filled in for you, and what waits for your yes."""
    return [_out(one) for one in api.to_confirm(actor=actor_of(request=request))]


@router.post("/to-confirm/{code}", response=AssistedOut, operation_id="answer_to_confirm")
@guard("signed-in", scope="cases:write")
def answer(request: HttpRequest, code: str, body: AnswerIn) -> AssistedOut:
    """Confirm it, so that it is filed as the clerk wrote it; or refuse it."""
    return _out(api.answer_assisted(code=code, actor=actor_of(request=request), confirmed=body.confirmed))


@router.post("/to-confirm/{code}/ask-to-sign", response=AskedToSign, operation_id="ask_to_sign_confirmation")
@guard("signed-in", scope="cases:write")
def ask_to_sign(request: HttpRequest, code: str, body: AskToSignIn) -> AskedToSign:
    """Confirm it for a company that several officers bind: sign it, and ask the others to sign it."""
    return asked_out(api.ask_to_sign_assisted(code=code, actor=actor_of(request=request), pin=body.pin))

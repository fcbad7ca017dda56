"""What an agency was asked and has to decide, for its data protection officer or head."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.rest import choosing, questions
from onewindow.blocks.privacy.rest.parameters import IfMatch, Key, seen_of
from onewindow.blocks.privacy.rest.schemas import (
    DecisionIn,
    LookOut,
    ObjectionOut,
    QuestionAnswerIn,
    QuestionOut,
)
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["privacy"])


@router.get(
    "/agencies/{agency}/data-questions", response=list[QuestionOut], operation_id="list_agency_questions"
)
@guard("data-protection", scope="privacy:read")
def asked(request: HttpRequest, agency: str) -> list[QuestionOut]:
    """Questions about looks of an agency's officers, by what is due."""
    return [QuestionOut.of(each) for each in api.questions_at(actor=actor_of(request=request), agency=agency)]


@router.get(
    "/agencies/{agency}/data-questions/{code}", response=QuestionOut, operation_id="read_agency_question"
)
@guard("data-protection", scope="privacy:read")
def one_asked(request: HttpRequest, response: HttpResponse, agency: str, code: str) -> QuestionOut:
    """One of them."""
    found = api.question_at(actor=actor_of(request=request), agency=agency, code=code)
    return questions.marked(response, found)


@router.post(
    "/agencies/{agency}/data-questions/{code}/answer", response=QuestionOut, operation_id="answer_question"
)
@guard("data-protection", scope="privacy:write")
def answer(
    request: HttpRequest,
    response: HttpResponse,
    agency: str,
    code: str,
    body: QuestionAnswerIn,
    key: Key,
    if_match: IfMatch = None,
) -> QuestionOut:
    """Answer for the agency; the person is told."""
    found = api.answer_question(
        actor=actor_of(request=request), code=code, agency=agency, text=body.text, finding=body.finding,
        key=key, seen=seen_of(if_match),
    )  # fmt: skip
    return questions.marked(response, found)


@router.get(
    "/agencies/{agency}/objections", response=list[ObjectionOut], operation_id="list_agency_objections"
)
@guard("data-protection", scope="privacy:read")
def objections(request: HttpRequest, agency: str) -> list[ObjectionOut]:
    """Objections that an agency has to decide, and what it decided."""
    return [
        ObjectionOut.of(each) for each in api.objections_at(actor=actor_of(request=request), agency=agency)
    ]


@router.get(
    "/agencies/{agency}/objections/{code}", response=ObjectionOut, operation_id="read_agency_objection"
)
@guard("data-protection", scope="privacy:read")
def one_objection(request: HttpRequest, response: HttpResponse, agency: str, code: str) -> ObjectionOut:
    """One of them."""
    found = api.objection_at(actor=actor_of(request=request), agency=agency, code=code)
    return choosing.marked(response, found)


@router.post(
    "/agencies/{agency}/objections/{code}/decision", response=ObjectionOut, operation_id="decide_objection"
)
@guard("data-protection", scope="privacy:write")
def decide(
    request: HttpRequest,
    response: HttpResponse,
    agency: str,
    code: str,
    body: DecisionIn,
    key: Key,
    if_match: IfMatch = None,
) -> ObjectionOut:
    """Uphold or reject an objection, with grounds."""
    found = api.decide_objection(
        actor=actor_of(request=request), code=code, agency=agency, upheld=body.upheld, grounds=body.grounds,
        key=key, seen=seen_of(if_match),
    )  # fmt: skip
    return choosing.marked(response, found)


@router.get(
    "/agencies/{agency}/looks-without-cause", response=list[LookOut], operation_id="list_looks_without_cause"
)
@guard("data-protection", scope="privacy:read")
def looks(request: HttpRequest, agency: str, days: Annotated[int, Query(ge=1, le=366)] = 7) -> list[LookOut]:
    """Officers who looked people up with no case of theirs, where something stands out."""
    found = api.report_on_looks(actor=actor_of(request=request), days=days, agency=agency)
    return [LookOut.of(each) for each in found]

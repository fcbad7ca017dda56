"""One's own questions about who looked, and the ombudsman's."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from onewindow.blocks.privacy import api, app_settings
from onewindow.blocks.privacy.rest.parameters import IfMatch, Key, mark, seen_of
from onewindow.blocks.privacy.rest.schemas import QuestionIn, QuestionOut, RulingIn
from onewindow.blocks.privacy.types import QuestionView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.access.types import Rule

RULE = access.declare_rule(
    rule=Rule(
        name="ombudsman",
        kinds=frozenset({"officer"}),
        assurance="substantial",
        check=lambda actor, _: app_settings.ombudsman() in actor.agencies,
    )
)
router = Router(tags=["privacy"])


def marked(response: HttpResponse, found: QuestionView) -> QuestionOut:
    """With its ETag."""
    mark(response, api.stage_of(question=found))
    return QuestionOut.of(found)


@router.get("/me/data-questions", response=list[QuestionOut], operation_id="list_own_questions")
@guard("person", scope="privacy:read")
def own(request: HttpRequest) -> list[QuestionOut]:
    """Your questions about looks at your data, the newest first."""
    return [QuestionOut.of(each) for each in api.questions_of(actor=actor_of(request=request))]


@router.post("/me/data-questions", response={201: QuestionOut}, operation_id="ask_about_look")
@guard("person", scope="privacy:write")
def ask(request: HttpRequest, response: HttpResponse, body: QuestionIn, key: Key) -> Status[QuestionOut]:
    """Ask why somebody looked. The agency has 30 days; then the ombudsman is asked."""
    found = api.ask_about(actor=actor_of(request=request), line=body.line, text=body.text, key=key)
    return Status(201, marked(response, found))


@router.get("/me/data-questions/{code}", response=QuestionOut, operation_id="read_own_question")
@guard("person", scope="privacy:read")
def one(request: HttpRequest, response: HttpResponse, code: str) -> QuestionOut:
    """One of them."""
    return marked(response, api.question(actor=actor_of(request=request), code=code))


@router.post("/me/data-questions/{code}/escalate", response=QuestionOut, operation_id="escalate_own_question")
@guard("person", scope="privacy:write")
def escalate(
    request: HttpRequest, response: HttpResponse, code: str, key: Key, if_match: IfMatch = None
) -> QuestionOut:
    """Hand an answered question to the ombudsman."""
    actor = actor_of(request=request)
    return marked(response, api.escalate_question(actor=actor, code=code, key=key, seen=seen_of(if_match)))


@router.get("/escalated-questions", response=list[QuestionOut], operation_id="list_escalated_questions")
@guard("ombudsman", scope="privacy:read")
def escalated(request: HttpRequest) -> list[QuestionOut]:
    """What came to the ombudsman, for its officers."""
    return [QuestionOut.of(each) for each in api.escalated_questions(actor=actor_of(request=request))]


@router.get("/escalated-questions/{code}", response=QuestionOut, operation_id="read_escalated_question")
@guard("ombudsman", scope="privacy:read")
def one_escalated(request: HttpRequest, response: HttpResponse, code: str) -> QuestionOut:
    """One of them."""
    return marked(response, api.escalated_question(actor=actor_of(request=request), code=code))


@router.post("/escalated-questions/{code}/ruling", response=QuestionOut, operation_id="rule_on_question")
@guard("ombudsman", scope="privacy:write")
def rule(
    request: HttpRequest,
    response: HttpResponse,
    code: str,
    body: RulingIn,
    key: Key,
    if_match: IfMatch = None,
) -> QuestionOut:
    """The ombudsman's word, which closes it."""
    found = api.rule_on_question(
        actor=actor_of(request=request), code=code, text=body.text, key=key, seen=seen_of(if_match)
    )
    return marked(response, found)

"""Operations on cases: file, find, read, act. Each translates and makes one call through the door."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from onewindow.blocks.cases import api
from onewindow.blocks.cases.rest.parameters import (
    IfMatch,
    Key,
    Limit,
    Offset,
    reference_of,
    revision_of,
    signature_of,
)
from onewindow.blocks.cases.rest.schemas import (
    ActionIn,
    AskedToSign,
    CaseOut,
    CasePage,
    Done,
    FiguresOut,
    FiledOut,
    FilingIn,
    FormOut,
    ReasonIn,
    Revision,
    SignedAnswersIn,
    StoryOut,
    asked_out,
    case_out,
    figures_out,
    form_out,
    line_out,
    story_out,
)
from onewindow.blocks.catalogue import api as catalogue
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["cases"])


@router.post("/cases", response={201: FiledOut, 200: FiledOut}, operation_id="file_case")
@guard("signed-in", scope="cases:write")
def file_case(request: HttpRequest, response: HttpResponse, filing: FilingIn, key: Key) -> Status[FiledOut]:
    """File a case. The same key and body give the same case again (200); another body is refused (409)."""
    filed = api.file_case(
        service=filing.service, actor=actor_of(request=request),
        applicant=reference_of(filing.applicant, field="applicant"), answers=filing.answers,
        channel="counter" if filing.at_the_counter else "api",
        language=filing.language, key=key, signature=signature_of(filing.signature),
    )  # fmt: skip
    response["ETag"] = f'"{filed.revision}"'
    response["Location"] = f"/api/v1/cases/{filed.number}"
    out = FiledOut(number=filed.number, service=filed.service, revision=filed.revision, status=filed.status)
    return Status(200 if filed.again else 201, out)


@router.get("/cases", response=CasePage, operation_id="list_cases")
@guard("signed-in", scope="cases:read")
def list_cases(
    request: HttpRequest,
    service: str | None = None,
    status: str | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> CasePage:
    """Cases that you may see, the newest first."""
    lines, total = api.cases(
        actor=actor_of(request=request), service=service, status=status, limit=limit, offset=offset
    )
    return CasePage(items=[line_out(line) for line in lines], total=total, limit=limit, offset=offset)


@router.get("/cases/{number}", response=CaseOut, operation_id="read_case")
@guard("signed-in", scope="cases:read")
def read_case(request: HttpRequest, response: HttpResponse, number: str) -> CaseOut:
    """One case: where it stands, whom it waits for, what you may do."""
    case = api.case(number=number, actor=actor_of(request=request))
    response["ETag"] = f'"{case.revision}"'
    return case_out(case)


@router.get("/cases/{number}/story", response=list[StoryOut], operation_id="read_story")
@guard("signed-in", scope="cases:read")
def read_story(request: HttpRequest, number: str) -> list[StoryOut]:
    """What happened to a case, the oldest first."""
    return [story_out(line) for line in api.story(number=number, actor=actor_of(request=request))]


@router.post("/cases/{number}/actions/{action}", response=Done, operation_id="act_on_case")
@guard("signed-in", scope="cases:write")
def act_on_case(
    request: HttpRequest,
    response: HttpResponse,
    number: str,
    action: str,
    body: ActionIn,
    key: Key,
    if_match: IfMatch = None,
) -> Done:
    """Withdraw, amend, extend, correct or revoke: what ``choices`` of the case offers."""
    done = api.act_on_case(
        number=number, action=action, actor=actor_of(request=request), answers=body.answers, key=key,
        revision=revision_of(if_match),
    )  # fmt: skip
    response["ETag"] = f'"{done["revision"]}"'
    return Done(**done)


@router.post(
    "/cases/{number}/actions/{action}/ask-to-sign", response=AskedToSign, operation_id="ask_to_sign_action"
)
@guard("signed-in", scope="cases:write")
def ask_to_sign(
    request: HttpRequest, number: str, action: str, body: SignedAnswersIn, if_match: IfMatch = None
) -> AskedToSign:
    """Sign an action for a company that several officers bind, and ask the others to sign it.

    Asked again with the same answers, it is the same act. With the last signature it is done by itself.
    """
    act = api.ask_to_sign_action(
        number=number, action=action, actor=actor_of(request=request), answers=body.answers, pin=body.pin,
        revision=revision_of(if_match),
    )  # fmt: skip
    return asked_out(act)


@router.post("/cases/{number}/actions/{action}/decline", response=Revision, operation_id="decline_action")
@guard("officer", scope="work:write")
def decline_action(request: HttpRequest, number: str, action: str, body: ReasonIn) -> Revision:
    """Give an action that a colleague proposed back to them; one's own is taken back."""
    revision = api.decline_action(
        number=number, action=action, actor=actor_of(request=request), reason=body.reason
    )
    return Revision(revision=revision)


@router.get(
    "/cases/{number}/actions/{action}/form", response=FormOut, by_alias=True, operation_id="read_action_form"
)
@guard("signed-in", scope="cases:read")
def read_action_form(request: HttpRequest, number: str, action: str) -> FormOut:
    """The questions of an action that the case offers you, in the language asked for."""
    actor = actor_of(request=request)
    scope = api.scope_of_action(number=number, action=action, actor=actor)
    return form_out(scope, language=actor.language)


@router.get("/services/{agency}/{service}/figures", response=FiguresOut, operation_id="read_figures")
@guard("public")
def read_figures(request: HttpRequest, agency: str, service: str) -> FiguresOut:
    """What really happened with a service, in fives: how many filed, and how long it took."""
    package = catalogue.package(service=f"{agency}/{service}")
    return figures_out(api.public_figures(service=package.key))

"""What people allow and what they object to."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.rest.parameters import IfMatch, Key, mark, seen_of
from onewindow.blocks.privacy.rest.schemas import ConsentIn, ConsentOut, ObjectionIn, ObjectionOut, UseOut
from onewindow.blocks.privacy.types import ObjectionView
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["privacy"])


def marked(response: HttpResponse, found: ObjectionView) -> ObjectionOut:
    """With its ETag."""
    mark(response, found.status)
    return ObjectionOut.of(found)


@router.get("/data-uses", response=list[UseOut], operation_id="list_data_uses")
@guard("public")
def uses(request: HttpRequest) -> list[UseOut]:
    """The uses of data that the law leaves to people."""
    return [UseOut.of(each) for each in api.uses_of_data()]


@router.get("/me/consents", response=list[ConsentOut], operation_id="list_consents")
@guard("person", scope="privacy:read")
def consents(request: HttpRequest) -> list[ConsentOut]:
    """All your consents, also past ones, the newest first."""
    return [ConsentOut.of(each) for each in api.consents(actor=actor_of(request=request))]


@router.put("/me/consents/{use}", response=ConsentOut, operation_id="give_consent")
@guard("person", scope="privacy:write")
def give(request: HttpRequest, use: str, body: ConsentIn) -> ConsentOut:
    """Consent to a use until a day. Sent again it is the same consent, given anew."""
    return ConsentOut.of(api.consent(actor=actor_of(request=request), use=use, until=body.until))


@router.delete("/me/consents/{use}", response=ConsentOut, operation_id="withdraw_consent")
@guard("person", scope="privacy:write")
def withdraw(request: HttpRequest, use: str) -> ConsentOut:
    """Withdraw a consent, from this moment, without a reason."""
    return ConsentOut.of(api.withdraw_consent(actor=actor_of(request=request), use=use))


@router.get("/me/objections", response=list[ObjectionOut], operation_id="list_objections")
@guard("person", scope="privacy:read")
def objections(request: HttpRequest) -> list[ObjectionOut]:
    """Your objections, the newest first."""
    return [ObjectionOut.of(each) for each in api.objections(actor=actor_of(request=request))]


@router.post("/me/objections", response={201: ObjectionOut}, operation_id="object_to_use")
@guard("person", scope="privacy:write")
def object_to(
    request: HttpRequest, response: HttpResponse, body: ObjectionIn, key: Key
) -> Status[ObjectionOut]:
    """Object to a use; it rests while the agency decides."""
    found = api.object_to(actor=actor_of(request=request), use=body.use, reason=body.reason, key=key)
    return Status(201, marked(response, found))


@router.get("/me/objections/{code}", response=ObjectionOut, operation_id="read_objection")
@guard("person", scope="privacy:read")
def one(request: HttpRequest, response: HttpResponse, code: str) -> ObjectionOut:
    """One of them."""
    return marked(response, api.objection(actor=actor_of(request=request), code=code))


@router.post("/me/objections/{code}/take-back", response=ObjectionOut, operation_id="take_objection_back")
@guard("person", scope="privacy:write")
def take_back(
    request: HttpRequest, response: HttpResponse, code: str, key: Key, if_match: IfMatch = None
) -> ObjectionOut:
    """Take an open objection back."""
    found = api.take_objection_back(
        actor=actor_of(request=request), code=code, key=key, seen=seen_of(if_match)
    )
    return marked(response, found)

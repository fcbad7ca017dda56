"""For how long data is kept, and legal holds."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Router, Status

from onewindow.blocks.privacy import officers, once
from onewindow.blocks.privacy.held import held_subject
from onewindow.blocks.privacy.rest.parameters import IfMatch, Key, mark, seen_of
from onewindow.blocks.privacy.rest.schemas import HoldIn, HoldOut, LiftIn, RuleOut
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.holdings.types import HoldView

router = Router(tags=["privacy"])


@router.get("/agencies/{agency}/data-rules", response=list[RuleOut], operation_id="list_data_rules")
@guard("data-protection", scope="privacy:read")
def rules(request: HttpRequest, agency: str) -> list[RuleOut]:
    """For how long each kind of data about people is kept, and why: as it is applied."""
    return [
        RuleOut(
            model=each.model, topic=each.topic, then=each.retention.then, days=each.retention.days,
            why=gettext(each.retention.why),
        )
        for each in holdings.rules()
        if each.rows is not None
    ]  # fmt: skip


@router.get("/agencies/{agency}/legal-holds", response=list[HoldOut], operation_id="list_legal_holds")
@guard("data-protection", scope="privacy:read")
def holds(request: HttpRequest, agency: str) -> list[HoldOut]:
    """The holds of an agency in force, the newest first."""
    officers.require(actor_of(request=request), agency)
    return [HoldOut.of(each) for each in holdings.holds_of(agency=agency)]


@router.get("/agencies/{agency}/legal-holds/{hold}", response=HoldOut, operation_id="read_legal_hold")
@guard("data-protection", scope="privacy:read")
def one(request: HttpRequest, response: HttpResponse, agency: str, hold: int) -> HoldOut:
    """One of them, also after it was lifted."""
    officers.require(actor_of(request=request), agency)
    return _marked(response, holdings.hold(hold=hold, agency=agency))


@router.post("/agencies/{agency}/legal-holds", response={201: HoldOut}, operation_id="place_legal_hold")
@guard("data-protection", scope="privacy:write")
def place(
    request: HttpRequest, response: HttpResponse, agency: str, body: HoldIn, key: Key
) -> Status[HoldOut]:
    """Hold what is held about a person, a company, an account or a case, from this moment."""
    actor, subject = _officer(request, agency), held_subject(body.subject)
    found = once.once(
        actor=actor, key=key,
        request={"do": "hold", "agency": agency, "subject": subject.text, "reason": body.reason},
        do=lambda: holdings.place_hold(
            subject=subject, agency=agency, reason=body.reason, by=actor.account or ""
        ),
        again=lambda code: holdings.hold(hold=int(code), agency=agency),
    )  # fmt: skip
    return Status(201, _marked(response, found))


@router.post(
    "/agencies/{agency}/legal-holds/{hold}/confirm", response=HoldOut, operation_id="confirm_legal_hold"
)
@guard("data-protection", scope="privacy:write")
def confirm(
    request: HttpRequest, response: HttpResponse, agency: str, hold: int, key: Key, if_match: IfMatch = None
) -> HoldOut:
    """Confirm, as a second officer, what a colleague placed."""
    actor = _officer(request, agency)
    found = once.once(
        actor=actor, key=key, request={"do": "confirm-hold", "agency": agency, "hold": hold},
        do=lambda: holdings.confirm_hold(
            hold=hold, agency=agency, by=actor.account or "", seen=seen_of(if_match)
        ),
        again=lambda code: holdings.hold(hold=int(code), agency=agency),
    )  # fmt: skip
    return _marked(response, found)


@router.post("/agencies/{agency}/legal-holds/{hold}/lift", response=HoldOut, operation_id="lift_legal_hold")
@guard("data-protection", scope="privacy:write")
def lift(
    request: HttpRequest,
    response: HttpResponse,
    agency: str,
    hold: int,
    body: LiftIn,
    key: Key,
    if_match: IfMatch = None,
) -> HoldOut:
    """Propose to lift a hold, or, as a second officer, lift it."""
    actor = _officer(request, agency)
    found = once.once(
        actor=actor, key=key,
        request={"do": "lift-hold", "agency": agency, "hold": hold, "reason": body.reason},
        do=lambda: holdings.lift_hold(
            hold=hold, agency=agency, reason=body.reason, by=actor.account or "", seen=seen_of(if_match)
        ),
        again=lambda code: holdings.hold(hold=int(code), agency=agency),
    )  # fmt: skip
    return _marked(response, found)


def _marked(response: HttpResponse, found: HoldView) -> HoldOut:
    """With its ETag."""
    mark(response, found.stage)
    return HoldOut.of(found)


def _officer(request: HttpRequest, agency: str) -> Actor:
    actor = actor_of(request=request)
    officers.require(actor, agency)
    return actor

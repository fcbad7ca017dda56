"""For how long data is kept, and legal holds."""

from django.http import HttpRequest
from ninja import Router, Status

from onewindow.blocks.privacy import officers
from onewindow.blocks.privacy.held import held_subject
from onewindow.blocks.privacy.rest.parameters import deciding, reading
from onewindow.blocks.privacy.rest.schemas import HoldIn, HoldOut, LiftIn, RuleOut
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.holdings import api as holdings

router = Router(tags=["privacy"])


@router.get("/agencies/{agency}/data-rules", response=list[RuleOut], operation_id="list_data_rules")
@guard("data-protection")
def rules(request: HttpRequest, agency: str) -> list[RuleOut]:
    """For how long each kind of data about people is kept, and why: as it is applied."""
    reading(request)
    return [
        RuleOut(
            model=each.model, topic=each.topic, then=each.retention.then, days=each.retention.days,
            why=each.retention.why,
        )
        for each in holdings.rules()
        if each.rows is not None
    ]  # fmt: skip


@router.get("/agencies/{agency}/legal-holds", response=list[HoldOut], operation_id="list_legal_holds")
@guard("data-protection")
def holds(request: HttpRequest, agency: str) -> list[HoldOut]:
    """The holds of an agency in force, the newest first."""
    officers.require(reading(request), agency)
    return [HoldOut.of(each) for each in holdings.holds_of(agency=agency)]


@router.post("/agencies/{agency}/legal-holds", response={201: HoldOut}, operation_id="place_legal_hold")
@guard("data-protection")
def place(request: HttpRequest, agency: str, body: HoldIn) -> Status[HoldOut]:
    """Hold what is held about a person, a company, an account or a case, from this moment."""
    by = _officer(request, agency).account or ""
    subject = held_subject(body.subject)
    return Status(
        201, HoldOut.of(holdings.place_hold(subject=subject, agency=agency, reason=body.reason, by=by))
    )


@router.post(
    "/agencies/{agency}/legal-holds/{hold}/confirm", response=HoldOut, operation_id="confirm_legal_hold"
)
@guard("data-protection")
def confirm(request: HttpRequest, agency: str, hold: int) -> HoldOut:
    """Confirm, as a second officer, what a colleague placed."""
    by = _officer(request, agency).account or ""
    return HoldOut.of(holdings.confirm_hold(hold=hold, agency=agency, by=by))


@router.post("/agencies/{agency}/legal-holds/{hold}/lift", response=HoldOut, operation_id="lift_legal_hold")
@guard("data-protection")
def lift(request: HttpRequest, agency: str, hold: int, body: LiftIn) -> HoldOut:
    """Propose to lift a hold, or, as a second officer, lift it."""
    by = _officer(request, agency).account or ""
    return HoldOut.of(holdings.lift_hold(hold=hold, agency=agency, reason=body.reason, by=by))


def _officer(request: HttpRequest, agency: str) -> Actor:
    actor = deciding(request)
    officers.require(actor, agency)
    return actor

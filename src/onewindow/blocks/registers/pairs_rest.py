"""The API of pairs of entries that may be one and the same."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from onewindow.blocks.registers import api
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard

router = Router()


class PairOut(Schema):
    """Two entries that may be one and the same; ``weight`` are the bits that speak for it."""

    model_config = ConfigDict(populate_by_name=True)

    number: int
    register_name: str = Field(alias="register")
    one: str
    other: str
    weight: float
    compared: dict[str, str]
    state: str
    stays: str


class PairDecisionIn(Schema):
    """What an officer decides: for ``merge``, which entry stays and what it takes over from the other."""

    decision: Literal["different", "merge", "separate", "confirm", "decline"]
    stays: str = ""
    takes_over: list[str] = []
    reason: str = ""


@router.get("/registers/{slug}/duplicates", response=list[PairOut], by_alias=True)
@guard("officer", scope="registers:write")
def duplicates(
    request: HttpRequest, slug: str, state: str = "", page: Annotated[int, Query(ge=1)] = 1
) -> list[PairOut]:
    """Pairs of entries that may be one and the same, 100 a page: those that wait, or those in a state."""
    found, _total = api.pairs(
        register=slug, officer=access.actor_of(request=request), state=state, limit=100,
        skipped=(page - 1) * 100,
    )  # fmt: skip
    return [_pair_out(each) for each in found]


@router.post("/registers/duplicates/{number}", response=PairOut, by_alias=True)
@guard("officer", scope="registers:write")
def decide_pair(request: HttpRequest, number: int, body: PairDecisionIn) -> PairOut:
    """Say that two entries are different or the same, or confirm or decline what a colleague proposed."""
    officer = access.actor_of(request=request)
    match body.decision:
        case "different":
            found = api.say_different(number=number, reason=body.reason, officer=officer)
        case "merge":
            found = api.propose_merge(
                number=number, stays=body.stays, takes_over=body.takes_over, reason=body.reason,
                officer=officer,
            )  # fmt: skip
        case "separate":
            found = api.propose_parting(number=number, reason=body.reason, officer=officer)
        case "confirm":
            found = api.confirm_pair(number=number, officer=officer)
        case "decline":
            found = api.decline_pair(number=number, reason=body.reason, officer=officer)
    return _pair_out(found)


def _pair_out(pair: api.PairView) -> PairOut:
    return PairOut(
        number=pair.number, register_name=pair.register, one=pair.one, other=pair.other,
        weight=pair.weight, state=pair.state, stays=pair.stays,
        compared={part.comparison: part.verdict for part in pair.parts},
    )  # fmt: skip

"""Moving a running case to another version of its service: for those who administer its agency."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from onewindow.blocks.cases import api
from onewindow.blocks.cases.rest.parameters import IfMatch, Key, revision_of
from onewindow.blocks.cases.types import MoveTarget
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["cases"])


class MoveIn(Schema):
    version: str = Field(max_length=64)
    reason: str = Field("", max_length=500, description="In words; the applicant reads it.")


class Moved(Schema):
    case: str
    version: str
    revision: int
    status: str


class MoveBlockerOut(Schema):
    element: str
    reason: str


class MoveTargetOut(Schema):
    version: str
    imported_at: datetime
    current: bool
    possible: bool
    blockers: list[MoveBlockerOut]


class MovesOut(Schema):
    case: str
    version: str
    targets: list[MoveTargetOut]


@router.get("/cases/{number}/moves", response=MovesOut, operation_id="list_moves")
@guard("officer", scope="cases:read")
def list_moves(request: HttpRequest, number: str) -> MovesOut:
    """To which versions the case could be moved, and why not to the others. Nothing is changed."""
    found = api.movable_case(number=number, actor=actor_of(request=request))
    return MovesOut(case=found.number, version=found.version, targets=[_out(one) for one in found.targets])


@router.post("/cases/{number}/moves", response=Moved, operation_id="move_case")
@guard("officer", scope="cases:write")
def move_case(
    request: HttpRequest,
    response: HttpResponse,
    number: str,
    body: MoveIn,
    key: Key,
    if_match: IfMatch = None,
) -> Moved:
    """Move the case to another version. Where a step stands in the way, nothing is changed (409)."""
    moved = api.move_case(
        number=number, version=body.version, reason=body.reason, actor=actor_of(request=request), key=key,
        revision=revision_of(if_match),
    )  # fmt: skip
    response["ETag"] = f'"{moved["revision"]}"'
    return Moved(**moved)


def _out(target: MoveTarget) -> MoveTargetOut:
    blockers = [
        MoveBlockerOut(element=one.element, reason=_(one.message).format(**one.values))
        for one in target.blockers
    ]
    return MoveTargetOut(
        version=target.version, imported_at=target.imported_at, current=target.current,
        possible=not blockers, blockers=blockers,
    )  # fmt: skip

"""Operations on the parts of a case."""

from django.http import HttpRequest
from ninja import Router, Schema

from onewindow.blocks.cases import api
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["cases"])


class PartOut(Schema):
    """A part of a case at another agency.

    ``state`` is the caller's word for it: open, done, failed, undoing, undone or called-off.
    """

    step: str
    number: str
    service: str
    agency: str
    status: str
    state: str
    readable: bool


@router.get("/cases/{number}/parts", response=list[PartOut], operation_id="list_parts")
@guard("signed-in", scope="cases:read")
def list_parts(request: HttpRequest, number: str) -> list[PartOut]:
    """What other agencies do for a case. A part that you may read is a case of its own under its number."""
    return [
        PartOut(
            step=part.element, number=part.number, service=part.service, agency=part.agency,
            status=part.status, state=part.state, readable=part.case is not None,
        )
        for part in api.parts(number=number, actor=actor_of(request=request))
    ]  # fmt: skip

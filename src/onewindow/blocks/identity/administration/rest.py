"""The API by which an agency manages its offices, roles, duties and access reviews."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.administration import duties, places, reviews, who
from onewindow.blocks.identity.types import ReviewView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import NotAllowed

router = Router(tags=["identity"])

Slug = Annotated[str, Field(max_length=60)]
Names = Annotated[dict[str, Annotated[str, Field(max_length=120)]], Field(max_length=10)]


class NewOffice(Schema):
    """An office to open. The short name stays for ever; ``name`` by language, English among them."""

    office: Slug
    name: Names
    code: Annotated[str, Field(max_length=20)] = ""
    address: Annotated[str, Field(max_length=300)] = ""


class OfficeChange(Schema):
    """What an office is called from now on, and where it is."""

    name: Names
    address: Annotated[str, Field(max_length=300)] | None = None


class NewRole(Schema):
    """A role that only this agency has."""

    role: Slug
    name: Names


class RoleChange(Schema):
    """What a role is called from now on."""

    name: Names


class PairIn(Schema):
    """Two roles to keep apart."""

    one: Slug
    other: Slug


class DutiesApartOut(PairIn):
    """Two roles that one person may not have together. ``everywhere``: the whole country says so."""

    pair: int
    everywhere: bool


class ReviewedOut(Schema):
    """One post of a review. ``answer``: confirmed, ended, lapsed, kept, or empty."""

    appointment: int
    account: str
    name: str
    office: str
    role: str
    answer: str
    by: str
    at: datetime | None


class ReviewOut(Schema):
    """An access review with every post."""

    review: int
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    posts: list[ReviewedOut]


class ReviewAnswerIn(Schema):
    """Whether a post is still needed."""

    keep: bool


class Begun(Schema):
    """The number of what was made."""

    id: int


def _admin(request: HttpRequest, agency: str) -> Actor:
    """The actor, who must hold a post at the agency; each operation asks for the administrator's."""
    actor = access.actor_of(request=request)
    if not actor.has_post(agency=agency):
        raise NotAllowed()
    return actor


@router.post("/agencies/{agency}/offices", response={201: None}, operation_id="open_office")
@guard("officer", scope="agency:write")
def open_office(request: HttpRequest, agency: str, body: NewOffice) -> Status[None]:
    """Open an office. For administrators of the agency."""
    places.open_office(
        _admin(request, agency), agency=agency, office=body.office, names=body.name, code=body.code,
        address=body.address,
    )  # fmt: skip
    return Status(201, None)


@router.put("/agencies/{agency}/offices/{office}", response={204: None}, operation_id="change_office")
@guard("officer", scope="agency:write")
def change_office(request: HttpRequest, agency: str, office: str, body: OfficeChange) -> Status[None]:
    """Rename an office, or say where it is. For administrators of the agency."""
    actor = _admin(request, agency)
    places.change_office(actor, agency=agency, office=office, names=body.name, address=body.address)
    return Status(204, None)


@router.delete("/agencies/{agency}/offices/{office}", response={204: None}, operation_id="close_office")
@guard("officer", scope="agency:write")
def close_office(request: HttpRequest, agency: str, office: str) -> Status[None]:
    """Close an office in which nobody holds a post. For administrators of the agency."""
    places.close_office(_admin(request, agency), agency=agency, office=office)
    return Status(204, None)


@router.post("/agencies/{agency}/roles", response={201: None}, operation_id="make_role")
@guard("officer", scope="agency:write")
def make_role(request: HttpRequest, agency: str, body: NewRole) -> Status[None]:
    """Make a role that only this agency has. For its administrators."""
    places.make_role(_admin(request, agency), agency=agency, role=body.role, names=body.name)
    return Status(201, None)


@router.put("/agencies/{agency}/roles/{role}", response={204: None}, operation_id="rename_role")
@guard("officer", scope="agency:write")
def rename_role(request: HttpRequest, agency: str, role: str, body: RoleChange) -> Status[None]:
    """Rename a role of the agency. For its administrators."""
    places.rename_role(_admin(request, agency), agency=agency, role=role, names=body.name)
    return Status(204, None)


@router.get(
    "/agencies/{agency}/duties-apart", response=list[DutiesApartOut], operation_id="list_duties_apart"
)
@guard("officer", scope="agency:read")
def pairs(request: HttpRequest, agency: str) -> list[DutiesApartOut]:
    """Roles that one person may not have together at an agency of yours."""
    _admin(request, agency)
    return [
        DutiesApartOut(pair=row.pair, one=row.one, other=row.other, everywhere=row.everywhere)
        for row in duties.pairs_of(agency)
    ]


@router.post("/agencies/{agency}/duties-apart", response={201: Begun}, operation_id="keep_duties_apart")
@guard("officer", scope="agency:write")
def keep_apart(request: HttpRequest, agency: str, body: PairIn) -> Status[Begun]:
    """Keep two roles apart. For administrators of the agency."""
    made = duties.keep_apart(_admin(request, agency), agency=agency, one=body.one, other=body.other)
    return Status(201, Begun(id=made))


@router.delete(
    "/agencies/{agency}/duties-apart/{pair}", response={204: None}, operation_id="let_duties_together"
)
@guard("officer", scope="agency:write")
def let_together(request: HttpRequest, agency: str, pair: int) -> Status[None]:
    """Let two roles of the agency stand together again. For its administrators."""
    duties.let_together(_admin(request, agency), agency=agency, pair=pair)
    return Status(204, None)


@router.get("/agencies/{agency}/access-reviews", response=list[ReviewOut], operation_id="list_access_reviews")
@guard("officer", scope="agency:read")
def list_reviews(request: HttpRequest, agency: str) -> list[ReviewOut]:
    """The access reviews of an agency, newest first: the report. For its administrators."""
    who.administers(_admin(request, agency), agency)
    queries.agency(agency)
    return [_review_out(one) for one in reviews.reviews_of(agency)]


@router.post("/agencies/{agency}/access-reviews", response={201: Begun}, operation_id="open_access_review")
@guard("officer", scope="agency:write")
def open_review(request: HttpRequest, agency: str) -> Status[Begun]:
    """Begin a review of all posts. For administrators of the agency."""
    return Status(201, Begun(id=reviews.open_review(_admin(request, agency), agency=agency)))


@router.put(
    "/agencies/{agency}/access-reviews/{review}/{appointment}",
    response={204: None},
    operation_id="answer_access_review",
)
@guard("officer", scope="agency:write")
def answer(
    request: HttpRequest, agency: str, review: int, appointment: int, body: ReviewAnswerIn
) -> Status[None]:
    """Confirm a post, or end it. For administrators of the agency."""
    reviews.answer(
        _admin(request, agency), agency=agency, review=review, appointment=appointment, keep=body.keep
    )
    return Status(204, None)


def _review_out(one: ReviewView) -> ReviewOut:
    return ReviewOut(
        review=one.review, opened_at=one.opened_at, due_at=one.due_at, closed_at=one.closed_at,
        posts=[
            ReviewedOut(
                appointment=post.appointment, account=post.account, name=post.name, office=post.office,
                role=post.role, answer=post.answer, by=post.by, at=post.at,
            )
            for post in one.posts
        ],
    )  # fmt: skip

"""The API of identity: who one is, and which agencies there are."""

from django.http import HttpRequest
from ninja import Router, Schema

from onewindow.blocks.identity import api
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Assurance

router = Router(tags=["identity"])


class PostOut(Schema):
    """A post that one holds."""

    agency: str
    office: str
    role: str


class MeOut(Schema):
    """Who makes the request, and for whom."""

    account: str | None
    name: str
    person: str | None
    acting_for: str | None
    basis: str | None
    assurance: Assurance
    posts: list[PostOut]


class OfficeOut(Schema):
    """An office of an agency."""

    office: str
    name: dict[str, str]
    code: str
    address: str


class AgencyOut(Schema):
    """An agency with its offices."""

    agency: str
    name: dict[str, str]
    level: str
    code: str
    offices: list[OfficeOut]


@router.get("/me", response=MeOut)
@guard("signed-in")
def me(request: HttpRequest) -> MeOut:
    """Who the session or the key stands for."""
    actor = access.actor_of(request=request)
    return MeOut(
        account=actor.account,
        name=actor.name,
        person=actor.person.text if actor.person else None,
        acting_for=actor.acting_for.text if actor.acting_for else None,
        basis=actor.basis,
        assurance=actor.assurance,
        posts=[PostOut(agency=post.agency, office=post.office, role=post.role) for post in actor.posts],
    )


@router.get("/agencies", response=list[AgencyOut])
@guard("public")
def agencies(request: HttpRequest) -> list[AgencyOut]:
    """All agencies with their offices."""
    return [
        AgencyOut(
            agency=agency.slug,
            name=dict(agency.name.texts),
            level=agency.level,
            code=agency.code,
            offices=[
                OfficeOut(
                    office=office.slug,
                    name=dict(office.name.texts),
                    code=office.code,
                    address=office.address,
                )
                for office in api.offices_of(agency=agency.slug)
            ],
        )
        for agency in api.agencies()
    ]

"""The API of identity: who one is, and which agencies there are."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from onewindow.blocks.identity import api
from onewindow.blocks.identity.administration.rest import router as administration
from onewindow.blocks.identity.certificates.rest import router as certificates
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor, Assurance
from onewindow.kernel.errors import NotAllowed

router = Router(tags=["identity"])
router.add_router("", administration)
router.add_router("", certificates)


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
@guard("signed-in", scope=access.ANY_KEY)
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


class AppointmentIn(Schema):
    """A post for an account."""

    office: str
    role: str
    account: str


class AppointmentOut(Schema):
    """A post that somebody holds at an agency."""

    appointment: int
    account: str
    name: str
    office: str
    role: str
    starts_at: datetime


class AbsenceIn(Schema):
    """Who is away, from which day to which (both included), and who covers."""

    absent: str
    substitute: str
    first_day: date
    last_day: date


class AbsenceOut(AbsenceIn):
    """An absence that is not over yet."""

    absence: int
    absent_name: str
    substitute_name: str


class Made(Schema):
    """The number of what was made."""

    id: int


@router.get(
    "/agencies/{agency}/appointments", response=list[AppointmentOut], operation_id="list_appointments"
)
@guard("officer", scope="agency:read")
def appointments(request: HttpRequest, agency: str) -> list[AppointmentOut]:
    """Who holds which post at an agency of yours."""
    _of_agency(request, agency)
    return [
        AppointmentOut(
            appointment=one.appointment, account=one.account, name=one.name, office=one.office, role=one.role,
            starts_at=one.starts_at,
        )
        for one in api.appointments_of(agency=agency)
    ]  # fmt: skip


@router.post("/agencies/{agency}/appointments", response={201: Made}, operation_id="appoint")
@guard("officer", scope="agency:write")
def appoint(request: HttpRequest, agency: str, body: AppointmentIn) -> Status[Made]:
    """Give an account a post. For administrators of the agency."""
    actor = _of_agency(request, agency)
    made = api.appoint(actor=actor, agency=agency, office=body.office, role=body.role, account=body.account)
    return Status(201, Made(id=made))


@router.delete(
    "/agencies/{agency}/appointments/{appointment}", response={204: None}, operation_id="end_appointment"
)
@guard("officer", scope="agency:write")
def end_appointment(request: HttpRequest, agency: str, appointment: int) -> Status[None]:
    """Take a post back from this moment on. For administrators of the agency."""
    actor = _of_agency(request, agency)
    api.end_appointment(actor=actor, agency=agency, appointment=appointment)
    return Status(204, None)


@router.get("/agencies/{agency}/absences", response=list[AbsenceOut], operation_id="list_absences")
@guard("officer", scope="agency:read")
def absences(request: HttpRequest, agency: str) -> list[AbsenceOut]:
    """Who is or will be away, and who covers, at an agency of yours."""
    _of_agency(request, agency)
    return [
        AbsenceOut(
            absence=one.absence, absent=one.absent, absent_name=one.absent_name, substitute=one.substitute,
            substitute_name=one.substitute_name, first_day=one.first_day, last_day=one.last_day,
        )
        for one in api.absences_of(agency=agency)
    ]  # fmt: skip


@router.post("/agencies/{agency}/absences", response={201: Made}, operation_id="arrange_absence")
@guard("officer", scope="agency:write")
def arrange_absence(request: HttpRequest, agency: str, body: AbsenceIn) -> Status[Made]:
    """Let a colleague cover for an officer who is away: the officer does it, or an administrator."""
    actor = _of_agency(request, agency)
    made = api.arrange_absence(
        actor=actor, agency=agency, absent=body.absent, substitute=body.substitute, first_day=body.first_day,
        last_day=body.last_day,
    )  # fmt: skip
    return Status(201, Made(id=made))


@router.delete("/agencies/{agency}/absences/{absence}", response={204: None}, operation_id="cancel_absence")
@guard("officer", scope="agency:write")
def cancel_absence(request: HttpRequest, agency: str, absence: int) -> Status[None]:
    """End an absence now."""
    actor = _of_agency(request, agency)
    api.cancel_absence(actor=actor, agency=agency, absence=absence)
    return Status(204, None)


def _of_agency(request: HttpRequest, agency: str) -> Actor:
    """The actor, who must hold a post at the agency."""
    actor = access.actor_of(request=request)
    if not actor.has_post(agency=agency):
        raise NotAllowed()
    return actor

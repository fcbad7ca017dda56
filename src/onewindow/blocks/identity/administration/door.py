"""The door of an agency's own administration: its posts, substitutes, duties, offices, roles and reviews.

``identity.api`` hands these on; other rooms import them from there.
"""

from collections.abc import Mapping
from datetime import date

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.administration import appointing, covering, duties, places, reviews
from onewindow.blocks.identity.types import (
    AbsenceView,
    AppointmentView,
    DutyPairView,
    ReviewView,
)
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import NotAllowed


def appointments_of(*, agency: str) -> tuple[AppointmentView, ...]:
    """The posts held at an agency now."""
    return queries.appointments_of(agency)


def absences_of(*, agency: str) -> tuple[AbsenceView, ...]:
    """Absences at an agency that are not over yet."""
    return queries.absences_of(agency)


def appoint(*, actor: Actor, agency: str, office: str, role: str, account: str) -> int:
    """Give an account a post at an agency.

    :param actor: an administrator of that agency.
    :returns: the number of the appointment.
    :raises NotAnAdministrator: the actor administers another agency, or none.
    :raises OfficeUnknown, OfficeClosed, RoleUnknown, AccountUnknown, AlreadyAppointed: nothing was stored.
    :raises OwnAppointment: nobody gives a post to themself.
    :raises DutiesKeptApart: the person, or who covers for them, has or covers a role that may not stand
        beside this one.
    """
    return appointing.appoint(actor, agency=agency, office=office, role=role, account=account)


def end_appointment(*, actor: Actor, agency: str, appointment: int) -> None:
    """Take a post back from this moment on.

    :raises NotAnAdministrator: the actor administers another agency, or none.
    :raises AppointmentUnknown: not held at this agency.
    :raises LastAdministrator: an agency keeps one.
    """
    appointing.end_appointment(actor, agency=agency, appointment=appointment)


def arrange_absence(
    *, actor: Actor, agency: str, absent: str, substitute: str, first_day: date, last_day: date
) -> int:
    """Let an officer cover for another, both days included (civil days of the agency).

    :param actor: an administrator of that agency, or the absent officer.
    :returns: the number of the absence.
    :raises NotAnAdministrator, NoOfficerOfAgency, CoversForThemself, DaysInWrongOrder, AbsenceTooLong,
        DutiesKeptApart: nothing was stored.
    """
    return covering.arrange_absence(
        actor, agency=agency, absent=absent, substitute=substitute, first_day=first_day, last_day=last_day
    )


def cancel_absence(*, actor: Actor, agency: str, absence: int) -> None:
    """End an absence now.

    :raises AbsenceUnknown: no such absence at this agency.
    :raises NotAnAdministrator: the actor is neither the absent officer nor an administrator.
    """
    covering.cancel_absence(actor, agency=agency, absence=absence)


def kept_apart(*, agency: str, role: str) -> frozenset[str]:
    """The roles that one person may not have beside this one at an agency."""
    return duties.kept_apart(agency=agency, role=role)


def accounts_of_person(*, account: str) -> frozenset[str]:
    """An account, and every other account of the same person."""
    return duties.accounts_of_person(account)


def role_name(*, role: str, language: str) -> str:
    """How a role is called in a language; its short name where there is no such role."""
    return duties.role_name(role=role, language=language)


def duty_pairs(*, agency: str) -> tuple[DutyPairView, ...]:
    """The pairs of roles that are kept apart at an agency."""
    return duties.pairs_of(agency)


def keep_apart(*, actor: Actor, agency: str, one: str, other: str) -> int:
    """Keep two roles apart at one's own agency; whoever has both decides in neither from now on.

    :raises NotAnAdministrator, RoleUnknown, SameRole: nothing was stored.
    """
    return duties.keep_apart(actor, agency=agency, one=one, other=other)


def let_together(*, actor: Actor, agency: str, pair: int) -> None:
    """End a pair of one's own agency.

    :raises NotAnAdministrator: the actor administers another agency, or none.
    :raises DutyPairUnknown: the agency has no such pair of its own.
    """
    duties.let_together(actor, agency=agency, pair=pair)


def open_office(
    *, actor: Actor, agency: str, office: str, names: Mapping[str, str], code: str = "", address: str = ""
) -> None:
    """Open an office of one's own agency.

    :param names: language to name; English is needed.
    :raises NotAnAdministrator, SlugNotValid, OfficeExists, NameMissing: nothing was stored.
    """
    places.open_office(actor, agency=agency, office=office, names=names, code=code, address=address)


def change_office(
    *, actor: Actor, agency: str, office: str, names: Mapping[str, str], address: str | None = None
) -> None:
    """Rename an office of one's own agency, or say where it is.

    :raises NotAnAdministrator, OfficeUnknown, NameMissing: nothing was stored.
    """
    places.change_office(actor, agency=agency, office=office, names=names, address=address)


def close_office(*, actor: Actor, agency: str, office: str) -> None:
    """Close an office of one's own agency.

    :raises NotAnAdministrator, OfficeUnknown, OfficeClosed: as named.
    :raises OfficeInUse: somebody holds a post there.
    """
    places.close_office(actor, agency=agency, office=office)


def make_role(*, actor: Actor, agency: str, role: str, names: Mapping[str, str]) -> None:
    """Make a role that only one's own agency has.

    :raises NotAnAdministrator, SlugNotValid, RoleExists, NameMissing: nothing was stored.
    """
    places.make_role(actor, agency=agency, role=role, names=names)


def rename_role(*, actor: Actor, agency: str, role: str, names: Mapping[str, str]) -> None:
    """Rename a role of one's own agency.

    :raises NotAnAdministrator, RoleUnknown, NameMissing: nothing was stored.
    """
    places.rename_role(actor, agency=agency, role=role, names=names)


def open_review(*, actor: Actor, agency: str) -> int:
    """Begin a review of all posts of one's own agency; its number.

    :raises NotAnAdministrator, ReviewRunning: nothing was stored.
    """
    return reviews.open_review(actor, agency=agency)


def answer_review(*, actor: Actor, agency: str, review: int, appointment: int, keep: bool) -> None:
    """Confirm a post, or end it.

    :raises NotAnAdministrator, ReviewUnknown, AppointmentUnknown, AnsweredBefore, OwnPost, LastAdministrator:
        nothing changed.
    """
    reviews.answer(actor, agency=agency, review=review, appointment=appointment, keep=keep)


def reviews_of(*, actor: Actor, agency: str) -> tuple[ReviewView, ...]:
    """The reviews of an agency, newest first: the report, for whoever holds a post there.

    :raises NotAllowed: the actor holds none.
    """
    if not actor.has_post(agency=agency):
        raise NotAllowed()
    return reviews.reviews_of(agency)

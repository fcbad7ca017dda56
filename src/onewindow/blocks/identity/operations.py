"""Writes of identity: an agency's administrator appoints officers and arranges who covers for whom."""

from datetime import date

from django.db import transaction
from django.http import HttpRequest

from onewindow.blocks.identity import acting, arriving, queries
from onewindow.blocks.identity.errors import (
    AbsenceUnknown,
    AlreadyAppointed,
    AppointmentUnknown,
    BasisDoesNotStand,
    CoversForThemself,
    DaysInWrongOrder,
    LastAdministrator,
    NoOfficerOfAgency,
    NotAnAdministrator,
    OfficeUnknown,
    RoleUnknown,
)
from onewindow.blocks.identity.models import Absence, Account, Agency, Appointment, Office, Role
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

ADMINISTRATOR = "administrator"


def _administers(actor: Actor, agency: str) -> Account:
    """The administrator's row, or NotAnAdministrator. An agency manages its own people, nobody else does."""
    if actor.account is None or not actor.has_post(agency=agency, role=ADMINISTRATOR):
        raise NotAnAdministrator()
    return queries.account_row(actor.account)


def appoint(actor: Actor, *, agency: str, office: str, role: str, account: str) -> int:
    """Give an account a post. Returns the appointment's number."""
    with transaction.atomic():
        by = _administers(actor, agency)
        place = Office.objects.filter(agency=agency, slug=office).first()
        if place is None:
            raise OfficeUnknown(field="office", agency=agency, office=office)
        what = Role.objects.filter(slug=role).first()
        if what is None:
            raise RoleUnknown(field="role", role=role)
        who = queries.account_row(account)
        post, created = Appointment.objects.get_or_create(
            account=who,
            office=place,
            role=what,
            ends_at=None,
            defaults={"starts_at": clock.now(), "appointed_by": by},
        )
        if not created:
            raise AlreadyAppointed(field="role", name=who.name)
        return post.pk


def end_appointment(actor: Actor, *, agency: str, appointment: int) -> None:
    """Take a post back, from this moment on."""
    with transaction.atomic():
        _administers(actor, agency)
        Agency.objects.select_for_update().get(slug=agency)  # two administrators must not remove one another
        held = queries.held(clock.now()).filter(office__agency=agency)
        post = held.filter(pk=appointment).first()
        if post is None:
            raise AppointmentUnknown()
        if post.role_id == ADMINISTRATOR and not _another_administrator(agency, post):
            raise LastAdministrator()
        Appointment.objects.filter(pk=post.pk).update(ends_at=clock.now())


def _another_administrator(agency: str, post: Appointment) -> bool:
    others = queries.held(clock.now()).filter(
        office__agency=agency, role=ADMINISTRATOR, account__is_active=True
    )
    return others.exclude(pk=post.pk).exists()


def arrange_absence(
    actor: Actor, *, agency: str, absent: str, substitute: str, first_day: date, last_day: date
) -> int:
    """Let an officer of the agency cover for another. An officer arranges their own absence, too."""
    with transaction.atomic():
        if actor.account != absent or not actor.has_post(agency=agency):
            _administers(actor, agency)
        if absent == substitute:
            raise CoversForThemself(field="substitute")
        if last_day < first_day:
            raise DaysInWrongOrder(field="last_day")
        people = {name: queries.account_row(name) for name in (absent, substitute)}
        for field, name in (("absent", absent), ("substitute", substitute)):
            held = queries.held(clock.now()).filter(office__agency=agency, account=people[name])
            if not held.exists() or not people[name].is_active:
                raise NoOfficerOfAgency(field=field, name=people[name].name)
        row = Absence.objects.create(
            agency_id=agency,
            absent=people[absent],
            substitute=people[substitute],
            first_day=first_day,
            last_day=last_day,
            arranged_by=queries.account_row(actor.account or ""),
        )
        return row.pk


def cancel_absence(actor: Actor, *, agency: str, absence: int) -> None:
    """The officer is back, or it was a mistake."""
    with transaction.atomic():
        row = (
            Absence.objects.filter(pk=absence, agency=agency, cancelled_at=None)
            .select_related("absent")
            .first()
        )
        if row is None:
            raise AbsenceUnknown()
        if actor.account != row.absent.slug:
            _administers(actor, agency)
        Absence.objects.filter(pk=row.pk).update(cancelled_at=clock.now())


def act_for(request: HttpRequest, *, principal: Reference, basis: str, name: str) -> Actor:
    """From now on the session acts for the principal; its id changes, as with every change of powers."""
    acting_for_self(request)
    actor = acting.actor_of(request)
    if not actor.signed_in or not acting.basis_stands(actor, principal, basis):
        raise BasisDoesNotStand()
    request.session[acting.ACTING_FOR] = {"principal": principal.text, "basis": basis, "name": name}
    arriving.rotate(request)
    access.forget_actor(request=request)
    return acting.actor_of(request)


def acting_for_self(request: HttpRequest) -> None:
    """From now on the session acts for the person who signed in."""
    if request.session.pop(acting.ACTING_FOR, None) is not None:
        arriving.rotate(request)
    access.forget_actor(request=request)

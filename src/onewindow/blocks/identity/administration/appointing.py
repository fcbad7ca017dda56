"""Appoint officers, and take posts back."""

from django.db import transaction

from onewindow.blocks.identity import queries, standing
from onewindow.blocks.identity.administration.duties import accounts_of_person, require_apart, substitutes_of
from onewindow.blocks.identity.administration.who import ADMINISTRATOR, administers, tell
from onewindow.blocks.identity.errors import (
    AlreadyAppointed,
    AppointmentUnknown,
    ClosedByDeath,
    LastAdministrator,
    OfficeClosed,
    OfficeUnknown,
    OwnAppointment,
    RoleUnknown,
)
from onewindow.blocks.identity.models import Agency, Appointment, Office, Role
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock


def appoint(actor: Actor, *, agency: str, office: str, role: str, account: str) -> int:
    """Give an account a post. Returns the appointment's number."""
    with transaction.atomic():
        by = administers(actor, agency)
        Agency.objects.select_for_update().get(slug=agency)  # two appointments must not make a pair together
        place = Office.objects.filter(agency=agency, slug=office).first()
        if place is None:
            raise OfficeUnknown(field="office", agency=agency, office=office)
        if place.closed_at is not None:
            raise OfficeClosed(field="office")
        what = Role.objects.filter(slug=role).first()
        if what is None or what.agency_id not in (None, agency):
            raise RoleUnknown(field="role", role=role)
        who = queries.account_row(account)
        if standing.standing_of(who).died:
            raise ClosedByDeath(field="account")
        if who.slug in accounts_of_person(by.slug):
            raise OwnAppointment(field="account")
        require_apart(who, agency=agency, roles=[role])
        for substitute in substitutes_of(who, agency):  # they get the post, too
            require_apart(substitute, agency=agency, roles=[role])
        post, created = Appointment.objects.get_or_create(
            account=who,
            office=place,
            role=what,
            ends_at=None,
            defaults={"starts_at": clock.now(), "appointed_by": by},
        )
        if not created:
            raise AlreadyAppointed(field="role", name=who.name)
        tell("appointed", agency=agency, actor=actor, account=who.slug, office=office, role=role)
        return post.pk


def end_appointment(actor: Actor, *, agency: str, appointment: int) -> None:
    """Take a post back, from this moment on."""
    with transaction.atomic():
        administers(actor, agency)
        end_post(agency, appointment, actor=actor, why="ended")


def end_post(agency: str, appointment: int, *, actor: Actor | None, why: str) -> None:
    """End one post of an agency, but for its last administrator's.

    :param why: ``ended`` by the administrator, or ``lapsed`` because nobody confirmed it.
    """
    Agency.objects.select_for_update().get(slug=agency)  # two administrators must not remove one another
    held = queries.held(clock.now()).filter(office__agency=agency)
    post = held.filter(pk=appointment).first()
    if post is None:
        raise AppointmentUnknown()
    if post.role_id == ADMINISTRATOR and not _another_administrator(agency, post):
        raise LastAdministrator()
    Appointment.objects.filter(pk=post.pk).update(ends_at=clock.now())
    tell(
        f"appointment-{why}",
        agency=agency,
        actor=actor,
        account=post.account.slug,
        office=post.office.slug,
        role=post.role_id,
    )


def _another_administrator(agency: str, post: Appointment) -> bool:
    others = queries.held(clock.now()).filter(
        office__agency=agency, role=ADMINISTRATOR, account__is_active=True
    )
    return others.exclude(pk=post.pk).exists()

"""Who covers for whom while an officer is away."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction

from onewindow.blocks.identity import queries, standing
from onewindow.blocks.identity.administration.duties import accounts_of_person, require_apart
from onewindow.blocks.identity.administration.who import administers, tell
from onewindow.blocks.identity.errors import (
    AbsenceTooLong,
    AbsenceUnknown,
    CoversForThemself,
    DaysInWrongOrder,
    DutiesKeptApart,
    NoOfficerOfAgency,
    OwnCover,
)
from onewindow.blocks.identity.models import Absence, Agency
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock

LONGEST_OWN: Final = timedelta(days=62)
"""An officer alone passes their posts on for so long; more would be an appointment that nobody made."""
LONGEST: Final = timedelta(days=366)


def arrange_absence(
    actor: Actor, *, agency: str, absent: str, substitute: str, first_day: date, last_day: date
) -> int:
    """Let an officer of the agency cover for another. An officer arranges their own absence, too."""
    with transaction.atomic():
        if actor.account != absent or not actor.has_post(agency=agency):
            administers(actor, agency)
        if substitute in {absent, *accounts_of_person(absent)}:
            raise CoversForThemself(field="substitute")
        # An administrator gives no post to themself, also not for some days.
        if actor.account != absent and substitute in accounts_of_person(actor.account or ""):
            raise OwnCover(field="substitute")
        if last_day < first_day:
            raise DaysInWrongOrder(field="last_day")
        most = LONGEST_OWN if actor.account == absent else LONGEST
        if last_day - first_day >= most:
            raise AbsenceTooLong(field="last_day", days=most.days)
        Agency.objects.select_for_update().get(slug=agency)
        people = {name: queries.account_row(name) for name in (absent, substitute)}
        roles: set[str] = set()
        for field, name in (("absent", absent), ("substitute", substitute)):
            held = queries.held(clock.now()).filter(office__agency=agency, account=people[name])
            if not held.exists() or not standing.may_act(people[name]):
                raise NoOfficerOfAgency(field=field, name=people[name].name)
            if name == absent:
                roles = set(held.values_list("role", flat=True))
        try:
            require_apart(people[substitute], agency=agency, roles=sorted(roles))
        except DutiesKeptApart as problem:
            problem.field = "substitute"
            raise
        row = Absence.objects.create(
            agency_id=agency,
            absent=people[absent],
            substitute=people[substitute],
            first_day=first_day,
            last_day=last_day,
            arranged_by=queries.account_row(actor.account or ""),
        )
        tell(
            "cover-arranged",
            agency=agency,
            actor=actor,
            absent=absent,
            substitute=substitute,
            first_day=first_day.isoformat(),
            last_day=last_day.isoformat(),
        )
        return row.pk


def cancel_absence(actor: Actor, *, agency: str, absence: int) -> None:
    """The officer is back, or it was a mistake."""
    with transaction.atomic():
        row = (
            Absence.objects.filter(pk=absence, agency=agency, cancelled_at=None)
            .select_related("absent", "substitute")
            .first()
        )
        if row is None:
            raise AbsenceUnknown()
        if actor.account != row.absent.slug:
            administers(actor, agency)
        Absence.objects.filter(pk=row.pk).update(cancelled_at=clock.now())
        tell(
            "cover-ended",
            agency=agency,
            actor=actor,
            absent=row.absent.slug,
            substitute=row.substitute.slug,
        )

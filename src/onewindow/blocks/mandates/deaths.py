"""What a death ends: mandates of and to whoever died, and posts that a company gave them.

Such a right counts no more from the moment of the change (``standing``); here it is written down, and the
other side is told. If the death was a mistake, what ended stays ended, for others were told so and may have
acted on it: both sides hear that it can be granted anew.
"""

from django.db import transaction
from django.db.models import Q

from onewindow.blocks.mandates import statements
from onewindow.blocks.mandates.living import dead_among, keys_of, lives
from onewindow.blocks.mandates.models import Employee, GrantedMandate
from onewindow.blocks.mandates.types import MandateTold
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

DIED = "died"
_ANEW = "anew"


def person_died(person: Reference) -> None:
    """End what names them on either side, in the caller's transaction or one of its own; once."""
    if lives(person):
        return  # corrected since
    same = {each.text for each in keys_of(person)}
    with transaction.atomic():
        for row in _of(same).select_for_update().filter(ended_at=None):
            row.ended_at, row.end = clock.now(), DIED
            row.save(update_fields=["ended_at", "end"])
            _tell(row)
            other = row.agent if row.principal in same else row.principal
            if row.signed_at is not None:
                _send(row, other, DIED)
        for post in Employee.objects.select_for_update().filter(person__in=same, ended_at=None):
            post.ended_at = clock.now()
            post.save(update_fields=["ended_at"])
            record.append(
                kind="employee.ended",
                subject=Reference.of("employee", post.code),
                payload={**statements.of_employee(post), "reason": DIED},
                actor=None,
            )


def person_lives(person: Reference) -> None:
    """It was a mistake: both sides hear which mandates ended because of it and may be granted anew."""
    if not lives(person):
        return
    same = {each.text for each in keys_of(person)}
    with transaction.atomic():
        rows = list(_of(same).filter(end=DIED).exclude(signed_at=None))
        dead = dead_among({party for row in rows for party in (row.principal, row.agent)})
        for row in rows:
            if row.principal not in dead and row.agent not in dead:
                _send(row, row.principal, _ANEW)
                _send(row, row.agent, _ANEW)


def _of(parties: set[str]):
    return GrantedMandate.objects.filter(Q(principal__in=parties) | Q(agent__in=parties))


def _send(row: GrantedMandate, to: str, what: str) -> None:
    outbox.publish(MandateTold(row.code, Reference(to), what, row.principal_name, row.agent_name))


def _tell(row: GrantedMandate) -> None:
    record.append(
        kind=f"mandate.{DIED}",
        subject=Reference.of("mandate", row.code),
        payload={**statements.of_mandate(row), "reason": DIED},
        actor=None,
    )

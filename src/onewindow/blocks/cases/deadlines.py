"""When something is due, reminded of and escalated: working days of the calendar that the package names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from onewindow.blocks.cases.environment import text_of
from onewindow.blocks.cases.standing_still import Waiting, waited_days
from onewindow.blocks.catalogue.types import Deadline
from onewindow.blocks.registers import api as registers


@dataclass(frozen=True, slots=True)
class Due:
    """The moments of a deadline, UTC. ``remind_at`` is None where nobody is to be reminded."""

    at: datetime
    remind_at: datetime | None
    escalate_to: str


def due_of(
    deadline: Deadline | None, *, agency: str, start: datetime, scope: Mapping[str, object]
) -> Due | None:
    """Count a deadline from a moment; None where there is none, or its days cannot be computed."""
    if deadline is None:
        return None
    days = deadline.working_days.value(scope, now=start)
    if not isinstance(days, int | Decimal):
        return None
    calendar = registers.calendar(name=text_of(deadline.calendar, scope, now=start) or agency)
    remind_at = None
    if deadline.remind is not None and int(days) > deadline.remind:
        remind_at = calendar.add(start, int(days) - deadline.remind)
    return Due(calendar.add(start, int(days)), remind_at, deadline.escalate_to or "")


def due_with(
    deadline: Deadline, *, agency: str, start: datetime, waits: Sequence[Waiting], at: datetime
) -> datetime | None:
    """When a whole is due, later by the working days in which it waited for the applicant's side alone.

    :returns: None where its days cannot be computed.
    """
    days = deadline.working_days.value({}, now=start)
    if not isinstance(days, int | Decimal):
        return None
    calendar = registers.calendar(name=text_of(deadline.calendar, {}, now=start) or agency)
    return calendar.add(start, int(days) + waited_days(waits, at=at, calendar=calendar))

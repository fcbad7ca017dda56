"""The days in which a case waited for the applicant's side alone."""

from datetime import UTC, datetime, time

import pytest

from onewindow.blocks.cases.standing_still import Waiting, waited_days
from onewindow.kernel.working_days import WorkingCalendar

CALENDAR = WorkingCalendar("test", "UTC", frozenset({5, 6}), frozenset(), time(8), time(17))


def day(number: int, hour: int = 10) -> datetime:
    """A day of March 2026, which begins on a Sunday."""
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def theirs(since: datetime, until: datetime | None) -> Waiting:
    return Waiting(since, until, applicant=True)


def office(since: datetime, until: datetime | None) -> Waiting:
    return Waiting(since, until, applicant=False)


@pytest.mark.parametrize(
    ("waits", "days"),
    [
        ([], 0),
        ([office(day(2), day(6))], 0),
        ([theirs(day(2), day(6))], 4),
        ([theirs(day(2), day(2, 15))], 0),
        ([theirs(day(1), day(2))], 1),
        ([theirs(day(2), day(6)), office(day(2), day(4))], 2),
        ([theirs(day(2), day(4)), theirs(day(3), day(6))], 4),
        ([office(day(2), day(3)), theirs(day(3), day(5)), office(day(5), None)], 2),
        ([theirs(day(4), None)], 2),
        ([theirs(day(2), None), office(day(3), None)], 1),
    ],
)
def test_only_what_waits_for_nobody_else_counts(waits: list[Waiting], days: int) -> None:
    assert waited_days(waits, at=day(6), calendar=CALENDAR) == days

"""Working days of an office: statutory deadlines are counted in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import overload
from zoneinfo import ZoneInfo

from onewindow.kernel.errors import N_, InvalidInput

_SEARCH_LIMIT = timedelta(days=366 * 30)


class NoWorkingDay(InvalidInput):
    code = "no-working-day"
    message = N_("The calendar “{calendar}” has too few working days to count {days} of them.")
    way_out = N_("Look at its weekend and its holidays.")


@dataclass(frozen=True)
class WorkingCalendar:
    """When an office works.

    :param name: the calendar's slug.
    :param zone: IANA time zone; civil days are days there.
    :param weekend: days of the week that are free, Monday is 0. Friday and Saturday in many countries.
    :param holidays: civil dates that are free.
    :param closes: a deadline of n working days ends at this time of its last day.
    """

    name: str
    zone: str
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = field(default_factory=frozenset[date])
    opens: time = time(8)
    closes: time = time(17)

    def is_working(self, day: date) -> bool:
        """Whether the office works on a civil day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    @overload
    def add(self, start: datetime, days: int) -> datetime: ...
    @overload
    def add(self, start: date, days: int) -> date: ...
    def add(self, start: date, days: int) -> date:
        """The day (or the closing moment, for a moment) that lies ``days`` working days after ``start``.

        The day of ``start`` itself does not count, as in the computation of most statutory periods.

        :raises NoWorkingDay: nothing found within thirty years.
        """
        if isinstance(start, datetime):
            last = self._nth_after(start.astimezone(ZoneInfo(self.zone)).date(), days)
            closing = datetime.combine(last, self.closes, ZoneInfo(self.zone))
            return closing.astimezone(start.tzinfo)
        return self._nth_after(start, days)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and with ``end``; negative when end is earlier."""
        if end < start:
            return -self.between(end, start)
        days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_working(day))

    def _nth_after(self, start: date, days: int) -> date:
        left, last = days, start
        for day in _days_after(start):
            if left <= 0:
                return last
            if day - start > _SEARCH_LIMIT:
                break
            if self.is_working(day):
                left, last = left - 1, day
        raise NoWorkingDay(calendar=self.name, days=days)


def _days_after(start: date) -> Iterator[date]:
    day = start
    while True:
        day += timedelta(days=1)
        yield day

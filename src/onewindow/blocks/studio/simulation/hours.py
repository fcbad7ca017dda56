"""Working time of an office as arithmetic: which minute is it after so many minutes of work?

Minutes count from the midnight (UTC) with which the simulation begins.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from onewindow.kernel.working_days import WorkingCalendar

DAY = 1440
_CHUNK = 400


class Hours:
    """The working minutes of one calendar, looked up and not counted.

    :param calendar: says which days are worked and from when to when.
    :param start: the day whose midnight (UTC) is minute 0.
    """

    __slots__ = ("_begins", "_calendar", "_done", "_ends", "_following", "_start", "_zone", "per_day")

    def __init__(self, *, calendar: WorkingCalendar, start: date) -> None:
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.zone)
        self._start = datetime(start.year, start.month, start.day, tzinfo=UTC)
        self._following = start - timedelta(days=2)
        self._begins: list[float] = []
        self._ends: list[float] = []
        self._done: list[float] = [0.0]
        self.per_day = _minutes_of(calendar)
        self._extend()

    def _extend(self) -> None:
        """Another year or so of days."""
        for _ in range(_CHUNK):
            day = self._following
            self._following = day + timedelta(days=1)
            if not self._calendar.is_working(day):
                continue
            begins = self._minute(datetime.combine(day, self._calendar.opens, self._zone))
            ends = self._minute(datetime.combine(day, self._calendar.closes, self._zone))
            self._begins.append(begins)
            self._ends.append(ends)
            self._done.append(self._done[-1] + ends - begins)

    def _minute(self, moment: datetime) -> float:
        return (moment - self._start).total_seconds() / 60

    def worked(self, minute: float) -> float:
        """Working minutes from the beginning up to a minute."""
        while not self._begins or minute >= self._begins[-1]:
            self._extend()
        day = bisect_right(self._begins, minute) - 1
        if day < 0:
            return 0.0
        return self._done[day] + min(minute, self._ends[day]) - self._begins[day]

    def after(self, minute: float, work: float) -> float:
        """The minute at which ``work`` minutes are done that begin at ``minute``, or at the next opening."""
        target = self.worked(minute) + work
        while target > self._done[-1]:
            self._extend()
        day = bisect_left(self._done, target) - 1
        if day < 0:
            return minute
        return max(minute, self._begins[day] + target - self._done[day])

    def opened(self, minute: float) -> float:
        """The minute itself where the office works then, else when it opens next."""
        while minute >= self._begins[-1]:
            self._extend()
        day = bisect_right(self._begins, minute) - 1
        if day >= 0 and minute < self._ends[day]:
            return minute
        return self._begins[day + 1]

    def days(self, minute: float) -> float:
        """Working days up to a minute; a day under way counts with its share."""
        return self.worked(minute) / self.per_day if self.per_day else 0.0

    def between(self, start: float, end: float) -> int:
        """How many working days lie after the civil day of one minute, up to and with that of another."""
        first, last = (self._start + timedelta(minutes=one) for one in (start, end))
        return self._calendar.between(first.astimezone(self._zone).date(), last.astimezone(self._zone).date())

    def closing(self, minute: float, days: int) -> float:
        """The closing minute of the day that lies ``days`` working days after the civil day of ``minute``."""
        moment = self._start + timedelta(minutes=minute)
        return self._minute(self._calendar.add(moment, days))


def _minutes_of(calendar: WorkingCalendar) -> float:
    opens, closes = calendar.opens, calendar.closes
    return (closes.hour - opens.hour) * 60 + closes.minute - opens.minute

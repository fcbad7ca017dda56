"""What FEEL sees beside the data of a case that is played: today, now and working calendars."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from onewindow.kernel.working_days import WorkingCalendar
from onewindow.standards import feel

Calendars = Callable[[str], WorkingCalendar]
"""The working calendar of an agency, by its name."""


def plain_calendar(name: str) -> WorkingCalendar:
    """A calendar without holidays: a scenario must not fail because the government adds one."""
    return WorkingCalendar(name, "UTC")


def functions_of(calendars: Calendars) -> dict[str, object]:
    """The calendars' functions, as FEEL calls them. They are the same for every moment."""

    def after(start: object, days: object, calendar: object) -> object:
        if not isinstance(start, date) or not isinstance(days, Decimal) or not isinstance(calendar, str):
            return None
        return calendars(calendar).add(start, int(days))

    def between(start: object, end: object, calendar: object) -> object:
        if not isinstance(start, date) or not isinstance(end, date) or not isinstance(calendar, str):
            return None
        return Decimal(calendars(calendar).between(_day(start), _day(end)))

    return {
        "working days after": feel.Function(names=("from", "n", "calendar"), call=after),
        "working days between": feel.Function(names=("from", "to", "calendar"), call=between),
    }


def environment(*, at: datetime, functions: dict[str, object], zone: ZoneInfo) -> dict[str, object]:
    """Names for an evaluation at a moment; the civil day is that of the zone."""
    return {"now": at, "today": at.astimezone(zone).date(), **functions}


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment

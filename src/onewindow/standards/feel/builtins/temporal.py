"""Functions of dates and times (DMN 1.5 tables 72, 77 and 79)."""

from datetime import datetime
from decimal import Decimal

from ..boundary import to_feel
from ..durations import DaysTimeDuration, YearsMonthsDuration
from ..equality import equal
from ..literals import parse_date, parse_date_time, parse_duration, parse_time
from ..reasons import NO_CLOCK, NOT_A_LITERAL, WRONG_ARGUMENT
from ..run import Run
from ..temporal import Date, DateTime, Time, days_from_civil, valid_date, zone_named
from ..values import Value
from .registry import builtin

_DAYS: tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@builtin("date(from: string)")
def date_of_text(run: Run, text: str) -> Value:
    return parse_date(text) or run.note(NOT_A_LITERAL, text=text, kind="date")


@builtin("date(from: date|date and time)")
def date_of(run: Run, value: Date | DateTime) -> Date:
    return value if isinstance(value, Date) else value.date


@builtin("date(year: number, month: number, day: number)")
def date_of_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    parts = f"{year}-{month}-{day}"
    if any(part != part.to_integral_value() or abs(part) > 10**9 for part in (year, month, day)):
        return run.note(NOT_A_LITERAL, text=parts, kind="date")
    return valid_date(int(year), int(month), int(day)) or run.note(NOT_A_LITERAL, text=parts, kind="date")


@builtin("time(from: string)")
def time_of_text(run: Run, text: str) -> Value:
    return parse_time(text) or run.note(NOT_A_LITERAL, text=text, kind="time")


@builtin("time(from: time|date and time|date)")
def time_of(run: Run, value: Value) -> Value:
    if isinstance(value, Date):
        return Time(0, 0, 0, 0, 0)
    return value.time if isinstance(value, DateTime) else value


@builtin("time(hour: number, minute: number, second: number, [offset: days and time duration?])")
def time_of_parts(
    run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTimeDuration | None = None
) -> Value:
    seconds = None if offset is None else offset.seconds_total
    return _clock(run, hour, minute, second, seconds, None)


def _clock(
    run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: int | None, zone: str | None
) -> Time | None:
    whole = hour == hour.to_integral_value() and minute == minute.to_integral_value()
    inside = 0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second < 60
    if not whole or not inside or abs(offset or 0) > 18 * 3600:
        return run.note(NOT_A_LITERAL, text=f"{hour}:{minute}:{second}", kind="time")
    nanos = int((second - int(second)).scaleb(9))
    return Time(int(hour), int(minute), int(second), nanos, offset, zone)


@builtin("date and time(from: string)")
def date_time_of_text(run: Run, text: str) -> Value:
    return parse_date_time(text) or run.note(NOT_A_LITERAL, text=text, kind="date and time")


@builtin("date and time(from: date and time)")
def date_time_of(run: Run, value: DateTime) -> Value:
    return value


@builtin("date and time(date: date|date and time, time: time)")
def date_time_of_both(run: Run, date: Date | DateTime, time: Time) -> Value:
    return DateTime(date if isinstance(date, Date) else date.date, time)


@builtin(
    "date and time(year: number, month: number, day: number, hour: number, minute: number, second: number, "
    "[offset: days and time duration|number?])"
)
def date_time_of_parts(
    run: Run,
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: DaysTimeDuration | Decimal | None = None,
) -> Value:
    """An offset that is a number counts hours."""
    seconds = offset.seconds_total if isinstance(offset, DaysTimeDuration) else None
    if isinstance(offset, Decimal):
        seconds = int(offset * 3600)
    date, time = date_of_parts(run, year, month, day), _clock(run, hour, minute, second, seconds, None)
    return None if date is None or time is None else DateTime(date, time)


@builtin(
    "date and time(year: number, month: number, day: number, hour: number, minute: number, second: number, "
    "timezone: string)"
)
def date_time_in_zone(
    run: Run,
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    zone: str,
) -> Value:
    if zone_named(zone) is None:
        return run.note(NOT_A_LITERAL, text=zone, kind="time zone")
    date, time = date_of_parts(run, year, month, day), _clock(run, hour, minute, second, None, zone)
    return None if date is None or time is None else DateTime(date, time)


@builtin("duration(from: string)")
def duration_of_text(run: Run, text: str) -> Value:
    return parse_duration(text) or run.note(NOT_A_LITERAL, text=text, kind="duration")


@builtin("duration(from: days and time duration|years and months duration)")
def duration_of(run: Run, value: Value) -> Value:
    return value


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def years_and_months_between(run: Run, start: Date | DateTime, end: Date | DateTime) -> Value:
    """Whole months from one day to another; negative where the second comes first."""
    first, last = date_of(run, start), date_of(run, end)
    if first.ordinal() > last.ordinal():
        return YearsMonthsDuration(-_whole_months(last, first))
    return YearsMonthsDuration(_whole_months(first, last))


def _whole_months(first: Date, last: Date) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)


@builtin("is(value1: Any?, value2: Any?)")
def is_same(run: Run, one: Value, other: Value) -> Value:
    """Equal and of one kind, times also by their offset (table 77)."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Time | DateTime):
        return one == other
    return equal(run, one, other) is True


@builtin("now()")
def now(run: Run) -> Value:
    return run.note(NO_CLOCK, name="now") if run.now is None else to_feel(run.now)


@builtin("today()")
def today(run: Run) -> Value:
    moment: datetime | None = run.now
    return run.note(NO_CLOCK, name="today") if moment is None else to_feel(moment.date())


@builtin("day of year(date: date|date and time)")
def day_of_year(run: Run, value: Date | DateTime) -> Value:
    date = date_of(run, value)
    return Decimal(date.ordinal() - days_from_civil(date.year, 1, 1) + 1)


@builtin("day of week(date: date|date and time)")
def day_of_week(run: Run, value: Date | DateTime) -> Value:
    return _DAYS[(date_of(run, value).ordinal() + 3) % 7]


@builtin("month of year(date: date|date and time)")
def month_of_year(run: Run, value: Date | DateTime) -> Value:
    return _MONTHS[date_of(run, value).month - 1]


@builtin("week of year(date: date|date and time)")
def week_of_year(run: Run, value: Date | DateTime) -> Value:
    """ISO 8601: the week belongs to the year that its Thursday is in."""
    date = date_of(run, value)
    thursday = date.ordinal() - (date.ordinal() + 3) % 7 + 3
    for year in (date.year + 1, date.year, date.year - 1):
        first = days_from_civil(year, 1, 1)
        if thursday >= first:
            return Decimal((thursday - first) // 7 + 1)
    return run.note(WRONG_ARGUMENT, name="week of year", value=str(date))

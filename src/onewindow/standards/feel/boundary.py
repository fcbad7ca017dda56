"""Python values in, FEEL values out, and back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from .durations import DaysTimeDuration, YearsMonthsDuration
from .errors import BudgetSpent, NotAFeelValue
from .functions import Invocable
from .numbers import number_of, rounded
from .ranges import Range
from .temporal import Date, DateTime, Time
from .values import Value, kind_of

_SAME = frozenset({type(None), bool, str, Date, Time, DateTime, YearsMonthsDuration, DaysTimeDuration})
_SAME_OUTSIDE = frozenset({type(None), bool, str, Decimal, YearsMonthsDuration, DaysTimeDuration})
_MOST_DEPTH = 100
_MOST_VALUES = 1_000_000


def to_feel(value: object, depth: int = 0) -> Value:
    """A Python value as FEEL sees it: ints become decimals, datetimes keep their zone.

    :raises NotAFeelValue: for floats, bytes, NaN, numbers out of range, keys that are no text, and so on.
    """
    kind = kind_of(value)
    if kind in _SAME:
        return value
    if kind is Decimal:
        number: Any = value
        return _number(rounded(number), number)
    if kind is int:
        number = value
        return _number(number_of(number), number)
    if depth > _MOST_DEPTH:
        raise NotAFeelValue(kind="nested structure")
    if isinstance(value, Mapping):
        return _context(cast("Mapping[object, object]", value), depth + 1)
    if isinstance(value, list | tuple):
        items = cast("Sequence[object]", value)
        return [to_feel(item, depth + 1) for item in items]
    return _other(value)


def _number(value: Decimal | None, given: object) -> Decimal:
    if value is None:
        raise NotAFeelValue(kind=f"{type(given).__name__} out of range")
    return value


def _context(value: Mapping[object, object], depth: int) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotAFeelValue(kind=f"key {type(key).__name__}")
        made[key] = to_feel(item, depth)
    return made


def _other(value: object) -> Value:
    if isinstance(value, datetime):
        return DateTime(Date(value.year, value.month, value.day), _time_of(value.timetz(), value))
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, time):
        return _time_of(value, None)
    if isinstance(value, timedelta):
        return DaysTimeDuration.of_timedelta(value)
    if isinstance(value, Range):
        return Range(
            to_feel(value.start), to_feel(value.end), value.start_included, value.end_included, value.operator
        )
    if isinstance(value, Invocable):
        return value
    if isinstance(value, str):
        return str(value)
    raise NotAFeelValue(kind=type(value).__name__)


def _time_of(value: time, moment: datetime | None) -> Time:
    clock = (value.hour, value.minute, value.second, value.microsecond * 1000)
    zone = value.tzinfo
    if zone is None:
        return Time(*clock)
    if isinstance(zone, ZoneInfo) and zone.key != "UTC":
        return Time(*clock, None, zone.key)
    offset = zone.utcoffset(moment)
    return Time(*clock, 0 if offset is None else int(offset.total_seconds()))


class _Outward:
    """One conversion of a result. What is shared inside stays shared, so that its size stays bounded."""

    def __init__(self) -> None:
        self.done: dict[int, object] = {}
        self.left = _MOST_VALUES

    def convert(self, value: Value) -> object:
        kind = kind_of(value)
        if kind is list or kind is dict:
            return self._structure(value)
        if kind is Date:
            return python_date(value)
        if kind is DateTime:
            return python_datetime(value)
        if kind is Time:
            return python_time(value)
        if kind is Range:
            return Range(
                self.convert(value.start),
                self.convert(value.end),
                value.start_included,
                value.end_included,
                value.operator,
            )
        return value

    def _structure(self, value: Value) -> object:
        known = self.done.get(id(value))
        if known is not None:
            return known
        self.left -= len(value)
        if self.left < 0:
            raise BudgetSpent(kind="memory")
        made: object
        if kind_of(value) is list:
            made = [self.convert(item) for item in cast("list[Value]", value)]
        else:
            made = {key: self.convert(item) for key, item in cast("dict[str, Value]", value).items()}
        self.done[id(value)] = made
        return made


def to_python(value: Value) -> object:
    """A FEEL value for Python: dates, times and datetimes as the standard library's where those can hold it.

    What they cannot hold (years beyond 9999, nanoseconds) stays a feel.Date, feel.Time or feel.DateTime.
    """
    return value if type(value) in _SAME_OUTSIDE else _Outward().convert(value)


def python_date(value: Date) -> date | Date:
    return date(value.year, value.month, value.day) if 1 <= value.year <= 9999 else value


def python_time(value: Time) -> time | Time:
    if value.nanosecond % 1000:
        return value
    return time(value.hour, value.minute, value.second, value.nanosecond // 1000, tzinfo=_zone(value))


def python_datetime(value: DateTime) -> datetime | DateTime:
    day, clock = value.date, value.time
    if not 1 <= day.year <= 9999 or clock.nanosecond % 1000:
        return value
    micros = clock.nanosecond // 1000
    return datetime(
        day.year, day.month, day.day, clock.hour, clock.minute, clock.second, micros, tzinfo=_zone(clock)
    )


def _zone(value: Time) -> tzinfo | None:
    if value.zone is not None:
        return ZoneInfo(value.zone)
    if value.offset is None:
        return None
    return timezone(timedelta(seconds=value.offset))

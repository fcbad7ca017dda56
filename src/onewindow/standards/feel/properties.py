"""What a dot reaches: entries of contexts, and the parts of dates, times, durations and ranges (table 65)."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from .durations import DaysTimeDuration, YearsMonthsDuration
from .equality import time_offset
from .ranges import Range
from .reasons import NO_ENTRY
from .run import ITEM, Run
from .temporal import Date, DateTime, Time
from .types import name_of
from .values import Value, kind_of

Reader = Callable[[Value], Value]


def property_of(run: Run, value: Value, name: str) -> Value:
    """``value.name``; over a list, the list of what each item has there."""
    kind = kind_of(value)
    if kind is dict:
        if name in value:
            return value[name]
        return run.note(NO_ENTRY, name=name, kind="the context")
    if value is None:
        return None
    if kind is list:
        run.tick(len(value) + 1)
        run.grow(ITEM * len(value))
        return [property_of(run, item, name) for item in value]
    run.tick(30 if kind is DateTime else 5)
    reader = _READERS.get(kind, {}).get(name)
    if reader is None:
        return run.note(NO_ENTRY, name=name, kind=name_of(value))
    return reader(value)


def _date(value: Date | DateTime) -> Date:
    return value if isinstance(value, Date) else value.date


def _offset(value: Time | DateTime) -> DaysTimeDuration | None:
    offset = time_offset(value) if isinstance(value, Time) else value.offset()
    return None if offset is None else DaysTimeDuration.of_seconds(offset)


def _time(value: Time | DateTime) -> Time:
    return value if isinstance(value, Time) else value.time


_OF_DATE: Mapping[str, Reader] = {
    "year": lambda value: Decimal(_date(value).year),
    "month": lambda value: Decimal(_date(value).month),
    "day": lambda value: Decimal(_date(value).day),
    "weekday": lambda value: Decimal((_date(value).ordinal() + 3) % 7 + 1),
}
_OF_TIME: Mapping[str, Reader] = {
    "hour": lambda value: Decimal(_time(value).hour),
    "minute": lambda value: Decimal(_time(value).minute),
    "second": lambda value: Decimal(_time(value).second),
    "time offset": _offset,
    "timezone": lambda value: _time(value).zone,
}
_READERS: Mapping[type, Mapping[str, Reader]] = {
    Date: _OF_DATE,
    Time: _OF_TIME,
    DateTime: {**_OF_DATE, **_OF_TIME},
    YearsMonthsDuration: {
        "years": lambda value: Decimal(value.years),
        "months": lambda value: Decimal(value.months),
    },
    DaysTimeDuration: {
        "days": lambda value: Decimal(value.days),
        "hours": lambda value: Decimal(value.hours),
        "minutes": lambda value: Decimal(value.minutes),
        "seconds": lambda value: Decimal(value.seconds),
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}
PROPERTY_NAMES = ("time offset", "start included", "end included")
READER_NAMES: Mapping[str, frozenset[str]] = {
    "date": frozenset(_OF_DATE),
    "time": frozenset(_OF_TIME),
    "date and time": frozenset({*_OF_DATE, *_OF_TIME}),
    "years and months duration": frozenset({"years", "months"}),
    "days and time duration": frozenset({"days", "hours", "minutes", "seconds"}),
    "range": frozenset({"start", "end", "start included", "end included"}),
}
"""The properties of each type that has any, by its name."""

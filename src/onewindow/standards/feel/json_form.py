"""FEEL values as JSON, and back, without loss: what case data is stored as.

Whole numbers below 2**53 are JSON numbers, other decimals ``{"$d": "0.00880"}``, dates ``{"$date": ...}``,
times ``{"$time": ...}``, dates with times ``{"$at": ...}``, durations ``{"$dur": ...}``, ranges
``{"$range": ...}``. A context whose only key begins with a dollar sign is wrapped as ``{"$ctx": ...}``.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast

from .boundary import to_feel, to_python
from .durations import DaysTimeDuration, YearsMonthsDuration
from .errors import BudgetSpent, NotAFeelValue
from .literals import parse_date, parse_date_time, parse_duration, parse_time
from .numbers import parse_number
from .ranges import Range
from .temporal import Date, DateTime, Time
from .values import Value, kind_of

_SAFE = 2**53
_MOST_NODES = 2_000_000
_MOST_DEPTH = 120
_TAGS: dict[type, str] = {
    Date: "$date",
    Time: "$time",
    DateTime: "$at",
    YearsMonthsDuration: "$dur",
    DaysTimeDuration: "$dur",
}


def to_json(value: object) -> object:
    """A Python or FEEL value as JSON can hold it. Raises NotAFeelValue for functions and other things."""
    return _Writer().write(value, 0)


class _Writer:
    """Counts what it writes: values that share their parts grow when they are written out.

    Case data is written at every step: what JSON holds as it is passes without a call.
    """

    def __init__(self) -> None:
        self.left = _MOST_NODES

    def write(self, value: object, depth: int) -> object:
        kind: type[object] = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int and -_SAFE < cast("int", value) < _SAFE:
            return value
        if kind is dict:
            return self._context(cast("dict[object, object]", value), depth + 1)
        if kind is list:
            items = cast("list[object]", value)
            self._spend(len(items), depth)
            return [item if type(item) is str else self.write(item, depth + 1) for item in items]
        return self._other(to_feel(value), depth)

    def _spend(self, many: int, depth: int) -> None:
        self.left -= many + 1
        if self.left < 0 or depth > _MOST_DEPTH:
            raise BudgetSpent(kind="memory")

    def _context(self, value: dict[object, object], depth: int) -> object:
        self._spend(len(value), depth)
        made: dict[str, object] = {}
        for key, item in value.items():
            if type(key) is not str:
                raise NotAFeelValue(kind=f"key {type(key).__name__}")
            made[key] = item if type(item) is str else self.write(item, depth)
        return {"$ctx": made} if len(made) == 1 and next(iter(made)).startswith("$") else made

    def _other(self, value: Value, depth: int) -> object:
        kind = kind_of(value)
        if kind is Decimal:
            return _number(value)
        if kind is list or kind is dict or kind is str:
            return self.write(value, depth)
        if kind is Range:
            ends = [self.write(end, depth + 1) for end in (value.start, value.end)]
            return {"$range": [*ends, value.start_included, value.end_included, value.operator]}
        if kind in _TAGS:
            return {_TAGS[kind]: str(value)}
        raise NotAFeelValue(kind="function")


def _number(value: Decimal) -> object:
    exponent = value.as_tuple().exponent
    if exponent == 0 and abs(value) < _SAFE and not (value.is_signed() and not value):
        return int(value)
    return {"$d": str(value)}


def from_json(value: object) -> object:
    """What ``to_json`` wrote, as Python values: numbers as Decimal, dates and times of the standard library.

    A JSON number with a fraction is read by the digits it is written with. Raises NotAFeelValue.
    """
    return _read(value, 0)


def _read(value: object, depth: int) -> object:
    kind: type[object] = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int and -_SAFE < cast("int", value) < _SAFE:
        return Decimal(cast("int", value))
    if depth > _MOST_DEPTH * 2:
        raise NotAFeelValue(kind="nested structure")
    if kind is dict or isinstance(value, Mapping):
        return _read_context(cast("Mapping[str, object]", value), depth)
    if kind is list:
        items = cast("list[object]", value)
        return [item if type(item) is str else _read(item, depth + 1) for item in items]
    if isinstance(value, float):
        return to_python(to_feel(parse_number(repr(value))))
    return to_python(to_feel(value))


def _read_context(value: Mapping[str, object], depth: int) -> object:
    if len(value) == 1:
        ((tag, inner),) = value.items()
        if tag == "$ctx" and isinstance(inner, Mapping):
            entries = cast("Mapping[str, object]", inner)
            return {key: _read(item, depth + 1) for key, item in entries.items()}
        if tag == "$range" and isinstance(inner, list):
            return _read_range(cast("list[object]", inner), depth)
        reader = _READERS.get(tag)
        if reader is not None and isinstance(inner, str):
            return to_python(_tagged(tag, reader(inner)))
    return {key: item if type(item) is str else _read(item, depth + 1) for key, item in value.items()}


def _read_range(parts: list[object], depth: int) -> Range:
    if len(parts) != 5:
        raise NotAFeelValue(kind="$range")
    operator = parts[4] if isinstance(parts[4], str) else None
    start, end = (cast("Value", _read(part, depth + 1)) for part in parts[:2])
    return Range(start, end, parts[2] is True, parts[3] is True, operator)


def _tagged(tag: str, value: Value) -> Value:
    if value is None:
        raise NotAFeelValue(kind=tag)
    return value


_READERS: dict[str, Callable[[str], Value]] = {
    "$d": parse_number,
    "$date": parse_date,
    "$time": parse_time,
    "$at": parse_date_time,
    "$dur": parse_duration,
}

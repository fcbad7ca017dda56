"""Order (DMN 1.5 §10.3.2.13.1, table 54): which values come before which."""

import operator
from collections.abc import Callable
from decimal import Decimal

from .durations import DaysTimeDuration, YearsMonthsDuration
from .equality import equal, time_offset
from .reasons import WRONG_OPERANDS
from .run import Run
from .temporal import Date, DateTime, Time
from .types import name_of
from .values import Value, kind_of

Order = Callable[[Value, Value], bool]
ORDERS: dict[str, Order] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
COMPARABLE = frozenset({Decimal, str, Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration})


def sort_key(value: Value, other: Value) -> Value:
    """What of a value to compare with a value of the other's kind; None where they have no order."""
    kind = kind_of(value)
    against = kind_of(other)
    if kind is DateTime or (kind is Date and against is DateTime):
        return _moment_key(value, other)
    if kind is not against or kind not in COMPARABLE:
        return None
    if kind is Date:
        return value.ordinal()
    return _time_key(value, other) if kind is Time else value


def _moment_key(value: Date | DateTime, other: Value) -> tuple[int, int] | None:
    if isinstance(value, Date):
        return value.ordinal() * 86_400, 0
    if type(other) is Date:
        return (value.local_seconds() if value.is_local else value.epoch_seconds()), value.time.nanosecond
    if type(other) is not DateTime:
        return None
    # Where one has no offset, it takes the other's (table 54): their clocks are compared.
    seconds = value.epoch_seconds() if value.is_local == other.is_local else value.local_seconds()
    return seconds, value.time.nanosecond


def _time_key(value: Time, other: Time) -> tuple[int, int] | None:
    if value.is_local or other.is_local or (value.zone is not None and value.zone == other.zone):
        return value.second_of_day(), value.nanosecond  # one without an offset takes the other's (table 54)
    offset = time_offset(value)
    return None if offset is None else (value.second_of_day() - offset, value.nanosecond)


def compare(run: Run, symbol: str, left: Value, right: Value) -> bool | None:
    """``left < right`` and its like; None, with a reason, where they have no order."""
    kind = kind_of(left)
    if kind is type(right) and (kind is Decimal or kind is str):
        return ORDERS[symbol](left, right)
    run.tick(30 if kind is DateTime else 5)
    one, other = sort_key(left, right), sort_key(right, left)
    if one is None or other is None:
        return run.note(WRONG_OPERANDS, operator=symbol, left=name_of(left), right=name_of(right))
    return ORDERS[symbol](one, other)


def relate(run: Run, symbol: str, left: Value, right: Value) -> bool | None:
    """Any of the six comparisons."""
    if symbol == "=":
        return equal(run, left, right)
    if symbol == "!=":
        same = equal(run, left, right)
        return None if same is None else not same
    return compare(run, symbol, left, right)

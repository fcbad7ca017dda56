"""Equality (DMN 1.5 §10.3.2.13.1 and table 53): True, False, or null where the kinds cannot be compared."""

from decimal import Decimal

from .durations import DaysTimeDuration, YearsMonthsDuration
from .functions import Invocable
from .ranges import Range
from .reasons import WRONG_OPERANDS
from .run import Run
from .temporal import Date, DateTime, Time, fixed_offset
from .types import name_of
from .values import Value, kind_of

_PLAIN = frozenset({Decimal, str, bool, Date, DaysTimeDuration, YearsMonthsDuration})


def equal(run: Run, left: Value, right: Value) -> bool | None:
    """Whether two values are equal; None, with a reason, where they are of different kinds."""
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind is type(right):
        return left == right if kind in _PLAIN else _same_kind(run, left, right)
    if kind is Date and type(right) is DateTime:
        return _dates(left, right)
    if kind is DateTime and type(right) is Date:
        return _dates(right, left)
    if isinstance(left, Invocable) and isinstance(right, Invocable):
        return False
    return run.note(WRONG_OPERANDS, operator="=", left=name_of(left), right=name_of(right))


def _same_kind(run: Run, left: Value, right: Value) -> bool | None:
    kind = kind_of(left)
    run.tick(30 if kind is DateTime else 3)
    if kind is list:
        return _lists(run, left, right)
    if kind is dict:
        return _contexts(run, left, right)
    if kind is Time:
        return times_equal(left, right)
    if kind is DateTime:
        return left.is_local == right.is_local and left.epoch_seconds() == right.epoch_seconds()
    if kind is Range:
        return _ranges(run, left, right)
    return left is right


def _lists(run: Run, left: list[Value], right: list[Value]) -> bool:
    run.tick(4 * len(left) + 6)
    if len(left) != len(right):
        return False
    return all(equal(run, one, other) for one, other in zip(left, right, strict=True))


def _contexts(run: Run, left: dict[str, Value], right: dict[str, Value]) -> bool:
    run.tick(4 * len(left) + 6)
    if left.keys() != right.keys():
        return False
    return all(equal(run, value, right[key]) for key, value in left.items())


def _ranges(run: Run, left: Range, right: Range) -> bool:
    if (left.start_included, left.end_included, left.operator) != (
        right.start_included,
        right.end_included,
        right.operator,
    ):
        return False
    return bool(equal(run, left.start, right.start)) and bool(equal(run, left.end, right.end))


def _dates(date: Date, moment: DateTime) -> bool:
    """A date stands for the midnight that begins it, in UTC where the other side has a zone."""
    return date.ordinal() * 86_400 == (moment.local_seconds() if moment.is_local else moment.epoch_seconds())


def times_equal(left: Time, right: Time) -> bool:
    """Equal to the whole second, and at the same offset from UTC or in the same zone."""
    if left.is_local or right.is_local:
        return left.is_local and right.is_local and left.second_of_day() == right.second_of_day()
    if left.zone is not None and left.zone == right.zone:
        return left.second_of_day() == right.second_of_day()
    one, other = time_offset(left), time_offset(right)
    if one is None or other is None:
        return False
    return left.second_of_day() - one == right.second_of_day() - other


def time_offset(time: Time) -> int | None:
    """Its offset; None where its zone has more than one, since no day says which."""
    return time.offset if time.zone is None else fixed_offset(time.zone)

"""Sums, differences, products, quotients and powers (DMN 1.5 §10.3.2.13.6, tables 56 to 60)."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal, DecimalException
from typing import TypeAlias

from .durations import NANOS, DaysTimeDuration, YearsMonthsDuration
from .equality import time_offset
from .numbers import CONTEXT, ONE
from .reasons import DIVISION_BY_ZERO, OUT_OF_RANGE, WRONG_OPERAND, WRONG_OPERANDS
from .run import CHARACTER, Run
from .temporal import MOST_YEARS, Date, DateTime, Time, civil_from_days, month_length, utc_offset
from .types import name_of
from .values import Value, kind_of

Operation: TypeAlias = Callable[[Value, Value], Value]
_LARGEST = 10**34
_LONGEST = 10**50
_POWER_COST = 1_000
_ZONE_COST = 150


def operate(run: Run, symbol: str, left: Value, right: Value) -> Value:
    """``left symbol right``; null with a reason where the operator does not work on them."""
    kind = kind_of(left)
    if kind is str and type(right) is str and symbol == "+":
        run.grow(CHARACTER * (len(left) + len(right)))
        return left + right
    known = _TABLE.get((symbol, kind, kind_of(right)))
    if known is None:
        return run.note(WRONG_OPERANDS, operator=symbol, left=name_of(left), right=name_of(right))
    run.tick(_cost(symbol, left, right))
    try:
        value = known(left, right)
    except ZeroDivisionError:
        return run.note(DIVISION_BY_ZERO)
    except (DecimalException, OverflowError, ValueError):
        value = None
    return run.note(OUT_OF_RANGE, operator=symbol) if value is None or _too_long(value) else value


def _cost(symbol: str, left: Value, right: Value) -> int:
    """Steps that an operation takes."""
    if symbol == "**":
        return 10 if right == right.to_integral_value() else _POWER_COST
    return _ZONE_COST if isinstance(left, DateTime) or isinstance(right, DateTime) else 5


def _too_long(value: Value) -> bool:
    """Whether a duration is longer than any use of it: whole numbers of any length would take any time."""
    if type(value) is DaysTimeDuration:
        return abs(value.nanoseconds) > _LONGEST
    return type(value) is YearsMonthsDuration and abs(value.total_months) > _LONGEST


def negate(run: Run, value: Value) -> Value:
    """``-value`` of a number or a duration."""
    if type(value) is Decimal:
        return value.copy_negate() if value else value
    if type(value) is DaysTimeDuration:
        return DaysTimeDuration(-value.nanoseconds)
    if type(value) is YearsMonthsDuration:
        return YearsMonthsDuration(-value.total_months)
    return run.note(WRONG_OPERAND, operator="-", kind=name_of(value))


def _divide(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise ZeroDivisionError
    return CONTEXT.divide(left, right)


def _power(left: Decimal, right: Decimal) -> Decimal:
    """The power, with 0 ** 0 as 1. Raises DecimalException or ZeroDivisionError where there is none."""
    if not right:
        return ONE
    if not left and right < 0:
        raise ZeroDivisionError
    return CONTEXT.power(left, right)


def plus_days_time(moment: DateTime, length: DaysTimeDuration) -> DateTime | None:
    """A moment later by exact time (table 57): in a named zone the clock may have changed meanwhile."""
    if moment.time.zone is not None:
        return _plus_in_zone(moment, length, moment.time.zone)
    nanos = moment.local_seconds() * NANOS + moment.time.nanosecond + length.nanoseconds
    return _local_date_time(*divmod(nanos, NANOS), moment.time)


def _plus_in_zone(moment: DateTime, length: DaysTimeDuration, zone: str) -> DateTime | None:
    nanos = moment.epoch_seconds() * NANOS + moment.time.nanosecond + length.nanoseconds
    seconds, nanosecond = divmod(nanos, NANOS)
    utc = _local_date_time(seconds, nanosecond, Time(0, 0, 0))
    if utc is None:
        return None
    return _local_date_time(seconds + utc_offset(zone, utc.date, utc.time), nanosecond, moment.time)


def _local_date_time(seconds: int, nanosecond: int, like: Time) -> DateTime | None:
    days, second = divmod(seconds, 86_400)
    date = _civil(days)
    return None if date is None else DateTime(date, _clock(second, nanosecond, like))


def _civil(days: int) -> Date | None:
    date = civil_from_days(days)
    return date if -MOST_YEARS <= date.year <= MOST_YEARS else None


def _clock(second: int, nanosecond: int, like: Time) -> Time:
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    return Time(hour, minute, second, nanosecond, like.offset, like.zone)


def plus_months(date: Date, length: YearsMonthsDuration) -> Date | None:
    """The same day that many months later, or the last day of that month."""
    years, month = divmod(date.year * 12 + date.month - 1 + length.total_months, 12)
    if not -MOST_YEARS <= years <= MOST_YEARS:
        return None
    return Date(years, month + 1, min(date.day, month_length(years, month + 1)))


def _moment_plus_months(moment: DateTime, length: YearsMonthsDuration) -> DateTime | None:
    date = plus_months(moment.date, length)
    return None if date is None else DateTime(date, moment.time)


def _date_plus_time(date: Date, length: DaysTimeDuration) -> Date | None:
    moved = plus_days_time(DateTime(date, Time(0, 0, 0)), length)
    return None if moved is None else moved.date


def _time_plus(time: Time, length: DaysTimeDuration) -> Time:
    nanos = time.second_of_day() * NANOS + time.nanosecond + length.nanoseconds
    seconds, nanosecond = divmod(nanos % (86_400 * NANOS), NANOS)
    return _clock(seconds, nanosecond, time)


def _moments_apart(left: DateTime, right: DateTime) -> DaysTimeDuration | None:
    if left.is_local != right.is_local:
        return None
    seconds = left.epoch_seconds() - right.epoch_seconds()
    return DaysTimeDuration(seconds * NANOS + left.time.nanosecond - right.time.nanosecond)


def _midnight(date: Date) -> DateTime:
    """A date among moments is its midnight in UTC (§10.3.2.9.4)."""
    return DateTime(date, Time(0, 0, 0, 0, 0))


def _times_apart(left: Time, right: Time) -> DaysTimeDuration | None:
    if left.is_local != right.is_local:
        return None
    seconds = left.second_of_day() - right.second_of_day()
    if not left.is_local and (left.zone is None or left.zone != right.zone):
        one, other = time_offset(left), time_offset(right)
        if one is None or other is None:  # no day says which of its offsets the zone has
            return None
        seconds += other - one
    return DaysTimeDuration(seconds * NANOS + left.nanosecond - right.nanosecond)


def _scaled(total: int, factor: Decimal) -> int:
    # Exact: the product of whole numbers of any length, cut down to the unit.
    sign, digits, exponent = factor.as_tuple()
    number = int("".join(map(str, digits)) or "0") * (-1 if sign else 1)
    power = int(exponent)
    if power > 40 or power < -6200:
        raise OverflowError
    if power >= 0:
        return total * number * 10**power
    product = total * number
    return -(-product // 10**-power) if product < 0 else product // 10**-power


def _times_number(length: Value, factor: Decimal) -> Value:
    if isinstance(length, YearsMonthsDuration):
        return YearsMonthsDuration(_scaled(length.total_months, factor))
    return DaysTimeDuration(_scaled(length.nanoseconds, factor))


def _by_number(length: Value, divisor: Decimal) -> Value:
    total = length.total_months if isinstance(length, YearsMonthsDuration) else length.nanoseconds
    quotient = CONTEXT.divide(Decimal(total), _nonzero(divisor))
    if abs(quotient) > _LARGEST:
        raise OverflowError
    rounding = (
        int(quotient)
        if isinstance(length, YearsMonthsDuration)
        else int(quotient.to_integral_value(ROUND_FLOOR))
    )
    return type(length)(rounding)


def _nonzero(value: Decimal) -> Decimal:
    if not value:
        raise ZeroDivisionError
    return value


def _ratio(left: Value, right: Value) -> Decimal | None:
    months = isinstance(left, YearsMonthsDuration)
    top = left.total_months if months else left.nanoseconds
    bottom = right.total_months if months else right.nanoseconds
    if not bottom:
        raise ZeroDivisionError
    return CONTEXT.divide(Decimal(top), Decimal(bottom))


def _minus(length: Value) -> Value:
    if isinstance(length, YearsMonthsDuration):
        return YearsMonthsDuration(-length.total_months)
    return DaysTimeDuration(-length.nanoseconds)


_D, _DT, _T, _YM, _N = Date, DateTime, Time, YearsMonthsDuration, Decimal
_L = DaysTimeDuration
_TABLE: dict[tuple[str, type, type], Operation] = {
    ("+", _N, _N): CONTEXT.add,
    ("-", _N, _N): CONTEXT.subtract,
    ("*", _N, _N): CONTEXT.multiply,
    ("/", _N, _N): _divide,
    ("**", _N, _N): _power,
    ("+", _D, _YM): plus_months,
    ("-", _D, _YM): lambda a, b: plus_months(a, _minus(b)),
    ("+", _D, _L): _date_plus_time,
    ("-", _D, _L): lambda a, b: _date_plus_time(a, _minus(b)),
    ("+", _DT, _YM): _moment_plus_months,
    ("-", _DT, _YM): lambda a, b: _moment_plus_months(a, _minus(b)),
    ("+", _DT, _L): plus_days_time,
    ("-", _DT, _L): lambda a, b: plus_days_time(a, _minus(b)),
    ("+", _T, _L): _time_plus,
    ("-", _T, _L): lambda a, b: _time_plus(a, _minus(b)),
    ("-", _D, _D): lambda a, b: DaysTimeDuration((a.ordinal() - b.ordinal()) * 86_400 * NANOS),
    ("-", _DT, _DT): _moments_apart,
    ("-", _D, _DT): lambda a, b: _moments_apart(_midnight(a), b),
    ("-", _DT, _D): lambda a, b: _moments_apart(a, _midnight(b)),
    ("-", _T, _T): _times_apart,
    ("+", _YM, _YM): lambda a, b: YearsMonthsDuration(a.total_months + b.total_months),
    ("-", _YM, _YM): lambda a, b: YearsMonthsDuration(a.total_months - b.total_months),
    ("+", _L, _L): lambda a, b: DaysTimeDuration(a.nanoseconds + b.nanoseconds),
    ("-", _L, _L): lambda a, b: DaysTimeDuration(a.nanoseconds - b.nanoseconds),
    ("/", _YM, _YM): _ratio,
    ("/", _L, _L): _ratio,
}
for _length in (_YM, _L):
    _TABLE["*", _length, _N] = _times_number
    _TABLE["*", _N, _length] = lambda a, b: _times_number(b, a)
    _TABLE["/", _length, _N] = _by_number
    for _moment, _mover in ((_D, _TABLE["+", _D, _length]), (_DT, _TABLE["+", _DT, _length])):
        _TABLE["+", _length, _moment] = lambda a, b, mover=_mover: mover(b, a)
_TABLE["+", _L, _T] = lambda a, b: _time_plus(b, a)

"""Numeric functions (DMN 1.5 table 76)."""

from collections.abc import Callable
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    InvalidOperation,
)

from ..durations import DaysTimeDuration, YearsMonthsDuration
from ..numbers import CONTEXT, ONE, rounded
from ..reasons import DIVISION_BY_ZERO, WRONG_ARGUMENT
from ..run import Run
from ..values import Value, only_item
from .registry import builtin

_WIDEST = Context(prec=12_600, Emin=MIN_EMIN, Emax=MAX_EMAX)
_TWO = Decimal(2)
_SCALES = (-6111, 6176)
_WIDE = Context(prec=6300, Emin=MIN_EMIN, Emax=MAX_EMAX)


def _round(run: Run, name: str, value: Decimal, scale: Decimal, rounding: str) -> Value:
    places = int(scale)
    if not _SCALES[0] <= places <= _SCALES[1]:
        return run.note(WRONG_ARGUMENT, name=name, value=f"the scale {scale}")
    run.tick(max(1, abs(places) // 50))
    exponent = Decimal(1).scaleb(-places, _WIDE)
    if -int(value.as_tuple().exponent) <= places:
        return _padded(value, exponent)
    return rounded(value.quantize(exponent, rounding=rounding, context=_WIDE))


def _padded(value: Decimal, exponent: Decimal) -> Decimal:
    """The value with as many decimals as were asked for, if 34 digits are enough for that."""
    try:
        return value.quantize(exponent, context=CONTEXT)
    except InvalidOperation:
        return value


def _rounder(rounding: str, name: str) -> Callable[[Run, Decimal, Decimal], Value]:
    return lambda run, value, scale: _round(run, name, value, scale, rounding)


for _name, _rounding in (
    ("decimal", ROUND_HALF_EVEN),
    ("round up", ROUND_UP),
    ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP),
    ("round half down", ROUND_HALF_DOWN),
):
    builtin(f"{_name}(n: number, scale: number)")(_rounder(_rounding, _name))


@builtin("floor(n: number, [scale: number])")
def floor(run: Run, value: Decimal, scale: Decimal | None = None) -> Value:
    return _round(run, "floor", value, scale or Decimal(0), ROUND_FLOOR)


@builtin("ceiling(n: number, [scale: number])")
def ceiling(run: Run, value: Decimal, scale: Decimal | None = None) -> Value:
    return _round(run, "ceiling", value, scale or Decimal(0), ROUND_CEILING)


@builtin("abs(n: number|days and time duration|years and months duration)")
def absolute(run: Run, value: Value) -> Value:
    if type(value) is DaysTimeDuration:
        return DaysTimeDuration(abs(value.nanoseconds))
    if type(value) is YearsMonthsDuration:
        return YearsMonthsDuration(abs(value.total_months))
    return value.copy_abs()


def _remainder(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal:
    """The exact rest, also where the quotient has more digits than a number may have."""
    run.tick(max(0, dividend.adjusted() - divisor.adjusted()) // 20)
    return CONTEXT.plus(_WIDEST.remainder(dividend, divisor))


@builtin("modulo(dividend: number, divisor: number)")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    """The rest of flooring division: it has the divisor's sign."""
    if not divisor:
        return run.note(DIVISION_BY_ZERO)
    rest = _remainder(run, dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest = CONTEXT.add(rest, divisor)
    return rest if rest else abs(rest)


@builtin("sqrt(number: number)")
def square_root(run: Run, value: Decimal) -> Value:
    return CONTEXT.sqrt(value)


@builtin("log(number: number)")
def logarithm(run: Run, value: Decimal) -> Value:
    if value <= 0:
        return run.note(WRONG_ARGUMENT, name="log", value=f"the number {value}")
    return CONTEXT.ln(value)


@builtin("exp(number: number)")
def exponential(run: Run, value: Decimal) -> Value:
    return CONTEXT.exp(value)


@builtin("odd(number: number)")
def odd(run: Run, value: Decimal) -> Value:
    """A number with a fraction is neither odd nor even."""
    return abs(_remainder(run, value, _TWO)) == ONE


@builtin("even(number: number)")
def even(run: Run, value: Decimal) -> Value:
    return not _remainder(run, value, _TWO)


@builtin("not(negand: Any?)")
def negation(run: Run, value: Value) -> Value:
    value = only_item(value)
    if value is True or value is False:
        return not value
    return (
        None if value is None else run.note(WRONG_ARGUMENT, name="not", value="something else than yes or no")
    )

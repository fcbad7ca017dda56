"""Numbers: IEEE 754 decimal128, 34 digits (DMN 1.5 §10.3.2.3.1)."""

from decimal import (
    ROUND_HALF_EVEN,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    clamp=1,
    traps=[InvalidOperation, DivisionByZero, Overflow],
    flags=[Clamped],
)
ZERO = Decimal(0)
ONE = Decimal(1)
_EXACT = 10**34  # what 34 digits hold without rounding
_MOST_BITS = 20_500  # just above 10**6144: a longer whole number is out of range anyway, and slow to convert


def number_of(value: int) -> Decimal | None:
    """A whole number as a FEEL number; None where decimal128 cannot hold its magnitude."""
    if -_EXACT < value < _EXACT:
        return Decimal(value)
    if value.bit_length() > _MOST_BITS:
        return None
    return rounded(Decimal(value))


def rounded(value: Decimal) -> Decimal | None:
    """The value with at most 34 digits; None for NaN, infinities and what overflows."""
    if not value.is_finite():
        return None
    try:
        return CONTEXT.plus(value)
    except (InvalidOperation, Overflow):
        return None


def parse_number(text: str) -> Decimal | None:
    """Read digits with an optional sign, fraction and exponent; None where it is no number in range."""
    try:
        return rounded(CONTEXT.create_decimal(text))
    except (InvalidOperation, Overflow):
        return None


def plain(value: Decimal) -> str:
    """The number in digits, never with an exponent, and never as minus nothing."""
    if value == 0:
        value = abs(value)
    return format(value, "f")


def whole(value: Decimal) -> int:
    """The whole part, towards zero."""
    return int(value)

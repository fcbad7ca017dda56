"""Money in integers of minor units, prices and rates in decimals of their own (ISO 4217)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Self

from onewindow.kernel.currencies import minor_unit_digits
from onewindow.kernel.errors import N_, InvalidInput

_EXACT = Context(prec=60)


class CurrencyMismatch(InvalidInput):
    code = "currency-mismatch"
    message = N_("Amounts in {left} and {right} cannot be put together.")
    way_out = N_("Convert one of them with a rate first.")


class AmountNotExact(InvalidInput):
    code = "amount-not-exact"
    message = N_("{amount} {currency} has more decimals than the {digits} that this currency has.")
    way_out = N_("Give an amount with at most {digits} decimals.")


class NotANumber(InvalidInput):
    code = "not-a-number"
    message = N_("“{text}” is not a number.")
    way_out = N_("Use digits and a dot, such as 1250.5.")


def parse_decimal(text: str | int | Decimal) -> Decimal:
    """Read a finite decimal.

    :raises NotANumber: the text is no decimal, or not finite.
    """
    try:
        number = Decimal(text)
    except (InvalidOperation, ValueError) as problem:
        raise NotANumber(text=str(text)) from problem
    if not number.is_finite():
        raise NotANumber(text=str(text))
    return number


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of money: ``Money(1250, "TND")`` is 1.250 TND, for the dinar has three minor digits.

    :param minor: minor units, an integer of either sign. Never a float.
    :param currency: ISO 4217 alphabetic code.
    :raises UnknownCurrency: the code is not in ISO 4217.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise NotANumber(text=repr(self.minor))
        minor_unit_digits(self.currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Self:
        """Make money from major units, exactly.

        :raises AmountNotExact: the amount has more decimals than the currency.
        """
        digits = minor_unit_digits(currency)
        scaled = parse_decimal(amount).scaleb(digits, _EXACT)
        if scaled != scaled.to_integral_value(context=_EXACT):
            raise AmountNotExact(amount=str(amount), currency=currency, digits=digits)
        return cls(int(scaled), currency)

    @classmethod
    def rounded(cls, amount: Decimal, currency: str, *, rounding: str = ROUND_HALF_UP) -> Self:
        """Make money from major units, rounded to the minor unit (half away from zero unless told)."""
        scaled = amount.scaleb(minor_unit_digits(currency), _EXACT)
        return cls(int(scaled.to_integral_value(rounding=rounding, context=_EXACT)), currency)

    @property
    def amount(self) -> Decimal:
        """Major units with all minor digits, such as ``Decimal("1.250")``."""
        return Decimal(self.minor).scaleb(-minor_unit_digits(self.currency), _EXACT)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other).minor

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other).minor

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)
        return other


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """The price of one unit, with as many decimals as the invoice says: 0.00880 a piece is normal.

    :param price: major units, any number of decimals, kept as written.
    :param currency: ISO 4217 alphabetic code.
    :param per: how many units the price is for (EN 16931 BT-149); more than zero.
    """

    price: Decimal
    currency: str
    per: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        minor_unit_digits(self.currency)
        parse_decimal(self.price)
        if parse_decimal(self.per) <= 0:
            raise NotANumber(text=str(self.per))

    def times(self, quantity: Decimal) -> Money:
        """The amount of a line, rounded to the minor unit."""
        return Money.rounded(self.price * quantity / self.per, self.currency)


@dataclass(frozen=True, slots=True)
class Rate:
    """An exchange rate: one unit of ``base`` costs ``value`` units of ``quote``."""

    base: str
    quote: str
    value: Decimal

    def __post_init__(self) -> None:
        minor_unit_digits(self.base)
        minor_unit_digits(self.quote)
        if parse_decimal(self.value) <= 0:
            raise NotANumber(text=str(self.value))

    def convert(self, money: Money) -> Money:
        """Convert, rounded to the minor unit of the other currency.

        :raises CurrencyMismatch: the money is in neither base nor quote currency.
        """
        if money.currency == self.base:
            return Money.rounded(money.amount * self.value, self.quote)
        if money.currency == self.quote:
            return Money.rounded(money.amount / self.value, self.base)
        raise CurrencyMismatch(left=money.currency, right=self.base)

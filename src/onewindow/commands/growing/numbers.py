"""Numbers that say nothing of whom they name, each with a sign that gives a typing error away."""

from typing import Final

_SERIAL_DIGITS: Final = 11
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DOUBLED: Final = bytes.maketrans(b"0123456789", b"0246813579")


def luhn(digits: str) -> str:
    """The check digit that follows the digits (ISO/IEC 7812-1, annex B): finds each wrong digit.

    >>> luhn("7992739871")
    '3'
    """
    backwards = digits.encode()[::-1]
    total = sum(backwards[::2].translate(_DOUBLED)) + sum(backwards[1::2]) - ord("0") * len(backwards)
    return str(-total % 10)


def personal(serial: int) -> str:
    """Twelve digits for one person: eleven that count from one, and the check digit."""
    digits = f"{serial + 10_000_000_000:0{_SERIAL_DIGITS}d}"
    return digits + luhn(digits)


def is_personal(number: str) -> bool:
    """Whether a number of twelve digits has its right check digit."""
    return len(number) == _SERIAL_DIGITS + 1 and number.isdigit() and luhn(number[:-1]) == number[-1]


def company(serial: int) -> str:
    """Seven digits and the letter that follows from them; grown companies begin at 3,000,000."""
    digits = f"{3_000_000 + serial:07d}"
    return digits + company_letter(digits)


def company_letter(digits: str) -> str:
    """The letter of seven digits: their weighted sum, so that swapped neighbours give another one."""
    total = sum(place * (ord(digit) - 48) for place, digit in enumerate(digits, start=2))
    return _LETTERS[total % 23]


def building(serial: int) -> str:
    """An address: ``A``, eight digits, check digit."""
    digits = f"{serial:08d}"
    return f"A{digits}{luhn(digits)}"


def parcel(serial: int) -> str:
    """A parcel of land: ``P``, eight digits, check digit."""
    digits = f"{serial:08d}"
    return f"P{digits}{luhn(digits)}"


def house(serial: int) -> str:
    """A building: ``B``, eight digits, check digit."""
    digits = f"{serial:08d}"
    return f"B{digits}{luhn(digits)}"


def licence(serial: int) -> str:
    """A licence to practise: ``L``, eight digits, check digit."""
    digits = f"{serial:08d}"
    return f"L{digits}{luhn(digits)}"


def street(locality: int, number: int) -> str:
    """A street: ``S``, five digits of its town, three of its own, check digit."""
    digits = f"{locality:05d}{number:03d}"
    return f"S{digits}{luhn(digits)}"


def vehicle(serial: int) -> str:
    """A vehicle: ``V``, eight digits, and the check digit of ISO/IEC 7064 MOD 11-10."""
    digits = f"{serial:08d}"
    product = 10
    for digit in digits:
        product = ((product + ord(digit) - 48) % 10 or 10) * 2 % 11
    return f"V{digits}{(11 - product) % 10}"

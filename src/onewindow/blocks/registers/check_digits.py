"""Check digits of register numbers: a digit misread or two that changed places are noticed. Pure.

Luhn is ISO/IEC 7812-1 annex B; the others are ISO/IEC 7064: MOD 11-10 adds one digit, MOD 97-10 two.
"""

from onewindow.blocks.registers.declarations import CheckDigits, Numbering


def numbered(numbering: Numbering, number: int) -> str:
    """The key of a running number, such as ``V00000420`` with prefix ``V``."""
    body = f"{number:0{numbering.digits}d}"
    return f"{numbering.prefix}{body}{check_digits(numbering.check, body)}"


def fits(numbering: Numbering, key: str) -> bool:
    """Whether a key has the right prefix, length and check digits."""
    body = key.removeprefix(numbering.prefix)
    digits = 2 if numbering.check == "mod97-10" else 1
    if not key.startswith(numbering.prefix) or not body.isascii() or not body.isdigit():
        return False
    if len(body) != numbering.digits + digits:
        return False
    return check_digits(numbering.check, body[:-digits]) == body[-digits:]


def check_digits(scheme: CheckDigits, digits: str) -> str:
    """The check digits of a number, to be written after it."""
    match scheme:
        case "luhn":
            return _luhn(digits)
        case "mod11-10":
            return _mod_11_10(digits)
        case "mod97-10":
            return f"{98 - int(digits) * 100 % 97:02d}"


def _luhn(digits: str) -> str:
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def _mod_11_10(digits: str) -> str:
    """ISO/IEC 7064 clause 8: the hybrid system MOD 11,10."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)

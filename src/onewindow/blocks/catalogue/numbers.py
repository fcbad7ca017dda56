"""Numbers as people type them, read without guessing."""

import re
from decimal import Decimal

from onewindow.blocks.catalogue.errors import NumberAmbiguous, NumberNotReadable
from onewindow.kernel.errors import OnewindowError

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−", "01234567890123456789.-")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_PLAIN = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,20})?")
_COMMA = re.compile(r"(-?[0-9]{1,30}),([0-9]{1,20})")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,20}")


def read_number(raw: object) -> Decimal:
    """A finite decimal of at most 30 whole digits and 20 decimals; its written decimals are kept.

    A comma is a decimal sign (``12,5``), unless three digits follow and it may separate thousands
    (``1,250``): that is refused, for both readings are common and a guess would be a thousandfold.

    :raises NumberNotReadable: no number.
    :raises NumberAmbiguous: two readings.
    """
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise NumberNotReadable(text=str(raw)[:40])
    if isinstance(raw, int):
        raw = Decimal(raw) if abs(raw) < 10**30 else "x"
    if isinstance(raw, Decimal):
        if not raw.is_finite():
            raise NumberNotReadable(text=str(raw))
        raw = format(raw, "f") if abs(raw.adjusted()) < 30 else "x"
    text = _SPACES.sub("", raw.translate(_DIGITS)) if len(raw) <= 80 else "x"
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    comma = _COMMA.fullmatch(text)
    if comma and (
        len(comma[2]) != 3 or comma[1].lstrip("-").startswith("0") or len(comma[1].lstrip("-")) > 3
    ):
        return Decimal(f"{comma[1]}.{comma[2]}")
    problem: type[OnewindowError] = NumberNotReadable
    if comma or _GROUPED.fullmatch(text):
        problem = NumberAmbiguous
    raise problem(text=raw[:40])

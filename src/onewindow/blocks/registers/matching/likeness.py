"""How near two names or two dates are, whatever the script and whoever mistyped them. Pure."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from onewindow.blocks.registers import search_keys
from onewindow.blocks.registers.dictionary import likeness

SWAPPED: Final = 0.9
"""Day and month in each other's place: who keys dates of two countries does it every day."""
_ONE_DIGIT: Final = 0.75
_DAY_UNKNOWN: Final = 0.7  # registers write the first of January where only the year is known
_NEAR: Final = 0.5
_LESS_SAID: Final = 0.9  # one form says fewer words than the other: Ben Salah, Salah


@lru_cache(maxsize=50_000)
def of_names(one: str, other: str) -> float:
    """1 for the same name in any script and order of its words, 0 for nothing alike.

    >>> of_names("Amira Ben Salah", "أميرة بن صالح") > 0.7
    True
    """
    few, many = sorted((search_keys.words(one), search_keys.words(other)), key=len)
    if not few:
        return 0.0
    if "".join(few) == "".join(many):
        return 1.0
    return _aligned(few, many) * (1.0 if len(few) == len(many) else _LESS_SAID)


def _aligned(few: Sequence[str], many: Sequence[str]) -> float:
    """Each word with the nearest that is left; the mean over the words of the shorter name."""
    left = list(many)
    total = 0.0
    for word in few:
        sound = search_keys.skeleton(word)
        near = [likeness(word, sound, each, search_keys.skeleton(each)) for each in left]
        best = max(range(len(left)), key=near.__getitem__)
        total += near[best]
        left.pop(best)
    return total / len(few)


def of_dates(one: date, other: date) -> float:
    """1 for the same day, 0 for another one; between, what a slip of the pen or of the memory makes of it."""
    if one == other:
        return 1.0
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return SWAPPED
    if OSA.distance(one.isoformat(), other.isoformat(), score_cutoff=1) == 1:
        return _ONE_DIGIT
    if one.year != other.year:
        return 0.0
    if (1, 1) in ((one.month, one.day), (other.month, other.day)):
        return _DAY_UNKNOWN
    return _NEAR if one.month == other.month or one.day == other.day else 0.0

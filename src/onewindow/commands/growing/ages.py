"""How old people are: a young country's pyramid, in groups of five years, and who outlives whom."""

from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final

# Per thousand in each group of five years from 0-4 up, after Central Asian censuses; rounded by us.
_PYRAMID: Final = (104, 106, 92, 74, 61, 66, 82, 80, 67, 60, 53, 51, 45, 32, 17, 9, 6, 3, 1, 1)
_CUMULATIVE: Final = list(accumulate(_PYRAMID))
# Women per thousand in the same groups: more boys are born, more women grow old.
_WOMEN: Final = (
    485, 486, 487, 489, 492, 497, 501, 505, 511, 519, 531, 546, 566, 590, 626, 668, 702, 728, 750, 760,
)  # fmt: skip
_DAYS: Final = 5 * 365.25
YEAR: Final = 365.25


def birthdays(draw: Random, many: int, *, on: date) -> list[tuple[date, str]]:
    """Days of birth and sexes of so many living people on a day, the oldest first."""
    groups = draw.choices(range(len(_PYRAMID)), cum_weights=_CUMULATIVE, k=many)
    born = [
        (
            on - timedelta(days=int((group + draw.random()) * _DAYS)),
            "F" if draw.random() * 1000 < _WOMEN[group] else "M",
        )
        for group in groups
    ]
    born.sort()
    return born


def is_married(draw: Random, age: float) -> bool:
    """Whether somebody of this age, in years, is or was married."""
    if age < 19:
        return False
    return draw.random() < (0.3 if age < 25 else 0.68 if age < 30 else 0.88)

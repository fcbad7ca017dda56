"""How long something takes, as a distribution that is asked with a number between 0 and 1.

Asked with the same number, a distribution gives the same answer: two runs with the same random numbers differ
only by what was changed between them (common random numbers).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol

_NORMAL = NormalDist()
_Z90 = _NORMAL.inv_cdf(0.9)


class Distribution(Protocol):
    """Minutes that something takes."""

    def draw(self, u: float) -> float:
        """The minutes below which a share ``u`` of all cases lies; 0 < u < 1."""
        ...

    @property
    def mean(self) -> float:
        """Minutes, on average."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same."""

    minutes: float

    def draw(self, u: float) -> float:
        """See ``Distribution``."""
        return self.minutes

    @property
    def mean(self) -> float:
        """See ``Distribution``."""
        return self.minutes


@dataclass(frozen=True, slots=True)
class Triangular:
    """Between ``low`` and ``high``, most often ``mode``."""

    low: float
    mode: float
    high: float

    def draw(self, u: float) -> float:
        """See ``Distribution``."""
        width = self.high - self.low
        if width <= 0:
            return self.low
        turn = (self.mode - self.low) / width
        if u < turn:
            return self.low + math.sqrt(u * width * (self.mode - self.low))
        return self.high - math.sqrt((1 - u) * width * (self.high - self.mode))

    @property
    def mean(self) -> float:
        """See ``Distribution``."""
        return (self.low + self.mode + self.high) / 3


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Half of all take less than ``median``; one in ten takes more than ``p90``."""

    median: float
    p90: float

    def draw(self, u: float) -> float:
        """See ``Distribution``."""
        return self.median * (self.p90 / self.median) ** (_NORMAL.inv_cdf(u) / _Z90)

    @property
    def mean(self) -> float:
        """See ``Distribution``."""
        sigma = math.log(self.p90 / self.median) / _Z90
        return self.median * math.exp(sigma * sigma / 2)


@dataclass(frozen=True, slots=True)
class Observed:
    """What was measured, in ascending order; at least one value."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[float]) -> "Observed":
        """From measured minutes in any order."""
        return cls(tuple(sorted(values)))

    def draw(self, u: float) -> float:
        """See ``Distribution``."""
        return self.values[min(int(u * len(self.values)), len(self.values) - 1)]

    @property
    def mean(self) -> float:
        """See ``Distribution``."""
        return sum(self.values) / len(self.values)

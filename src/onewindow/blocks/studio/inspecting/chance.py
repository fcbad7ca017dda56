"""Values to try: spread over a range, and the same each time, so that a check does not change its mind."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

_Value = TypeVar("_Value")


class Chance:
    """Numbers that look random and follow from a name alone. Nothing secret depends on them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._drawn = 0

    def uniform(self, low: float, high: float) -> float:
        """A number from the range."""
        return low + (high - low) * self._next() / 2**64

    def choice(self, values: Sequence[_Value]) -> _Value:
        """One of the values."""
        return values[self._next() % len(values)]

    def _next(self) -> int:
        self._drawn += 1
        return int.from_bytes(sha256(f"{self._name}/{self._drawn}".encode()).digest()[:8])

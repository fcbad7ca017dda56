"""What is to be grown: everything follows from it, chunk by chunk, in any order and on any machine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from onewindow.commands.growing import names_arabic, names_kazakh
from onewindow.commands.growing.naming import Names, frequencies
from onewindow.commands.growing.places import Territory

CHUNK: Final = 5_000
"""People in one chunk; their families are closed in it."""
SETS: Final[Mapping[str, Callable[[], Names]]] = {"arabic": names_arabic.names, "kazakh": names_kazakh.names}
Entry = tuple[str, str, list[tuple[str, dict[str, Any]]]]
"""Register, key, and spans: since when, and the values."""


@dataclass(frozen=True)
class Plan:
    """A country.

    :param names: ``arabic`` (with French spellings) or ``kazakh`` (with Russian and Latin ones).
    :param on: the day on which everybody has the age that the pyramid says.
    :param activities: codes of what companies may do.
    :param whole: key of the entry of the territory that regions lie in; empty where there is none.
    :param first: chunks that other runs made before: their numbers are given.
    :param country: ISO 3166-1 code that companies are of.
    """

    people: int
    seed: int = 1
    names: str = "arabic"
    on: date = date(2026, 1, 1)
    activities: tuple[str, ...] = ()
    whole: str = ""
    first: int = 0
    country: str = "TN"

    @property
    def chunks(self) -> int:
        """How many chunks of people; the places are one more, number 0."""
        return -(-self.people // CHUNK)

    @property
    def title(self) -> str:
        """What tells this country from another one."""
        return f"grow/{self.names}/{self.people}/{self.seed}/{self.on}"

    @cached_property
    def offered(self) -> Names:
        """The set of names."""
        return SETS[self.names]()

    @cached_property
    def territory(self) -> Territory:
        """All places."""
        return Territory(names=self.offered, people=self.people, seed=self.seed, whole=self.whole)

    @cached_property
    def weights(self) -> Mapping[str, list[float]]:
        """How frequent the first name, the second … of each kind is."""
        names = self.offered
        return {
            "men": frequencies(len(names.men)),
            "women": frequencies(len(names.women)),
            "families": frequencies(len(names.families), exponent=1.0),
        }

"""What a set of names offers: people's names in several scripts, and names of places and streets."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final, Literal, TypeVar

import yaml

_Thing = TypeVar("_Thing")

Sex = Literal["M", "F"]
Written = Mapping[str, str]
"""Script to spelling: ``latn``, ``arab``, ``kaz`` (Kazakh in Cyrillic letters), ``rus``."""


@dataclass(frozen=True, slots=True)
class FamilyName:
    """One family's name; women's differs where the language says so."""

    male: Written
    female: Written

    def of(self, sex: Sex) -> Written:
        """As a woman or a man bears it."""
        return self.male if sex == "M" else self.female


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that has a name.

    :param scripts: script to the suffix of the register's attributes: ``given_name`` + suffix.
    :param patronymics: whether people bear their father's name between their own and the family's.
    :param places: enough of them for a country; the first ones are regions.
    :param streets: without a number.
    :param languages: language to script, for the names of places.
    """

    scripts: Mapping[str, str]
    men: tuple[Written, ...]
    women: tuple[Written, ...]
    families: tuple[FamilyName, ...]
    places: tuple[Written, ...]
    streets: tuple[str, ...]
    company_words: tuple[str, ...]
    company_forms: tuple[str, ...]
    languages: Mapping[str, str]
    phone: str
    nationality: str
    patronymics: bool = False


def frequencies(many: int, *, exponent: float = 0.9) -> list[float]:
    """Cumulative weights as names have them everywhere: a few are borne by many, most by few (Zipf)."""
    return list(accumulate(1.0 / (rank + 8) ** exponent for rank in range(many)))


_SHUFFLE: Final = 7
_FOLDER: Final = Path(__file__).with_name("names")
Parts = Mapping[str, list[str]]
"""What names are made of, by kind."""


def read_parts(name: str) -> Parts:
    """The words of ``names/<name>.yaml``: parted by bars where they have spaces in them."""
    texts = yaml.load((_FOLDER / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {kind: text.split(" | ") if "|" in text else text.split() for kind, text in texts.items()}


def shuffled(things: list[_Thing]) -> tuple[_Thing, ...]:
    """The same order on each machine, but none that reads like a table."""
    Random(_SHUFFLE).shuffle(things)  # noqa: S311
    return tuple(things)

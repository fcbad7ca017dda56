"""Where people live: regions, districts, towns and rural counties, each with its share of them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from onewindow.commands.growing.naming import Names, Written

REGIONS: Final = 14
CITIES: Final = 2
DISTRICTS: Final = 160
TOWNS: Final = 200
COUNTIES: Final = 2_150
_FIRST_KEY: Final = 11  # keys below are the demonstration's own
_SHARES: Final = {"city": 0.22, "town": 0.42, "county": 0.36}
_POSTCODE: Final = 10_000
_PEOPLE_IN_A_STREET: Final = 150
_MOST_STREETS: Final = 600


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the country. ``names`` by script."""

    key: str
    level: str
    parent: str
    names: Written

    def facts(self, names: Names) -> dict[str, Any]:
        """What the register of territory says about it."""
        spelled = {language: self.names[script] for language, script in names.languages.items()}
        return {
            "level": self.level,
            "parent": f"register/territory/{self.parent}" if self.parent else None,
            "name": spelled,
        }


@dataclass(frozen=True, slots=True)
class Locality:
    """Where households are: a city, a town or a rural county.

    :param number: its place among all of them, from 0.
    :param streets: the names of its streets, in order.
    """

    number: int
    place: Place
    postcode: str
    streets: tuple[str, ...]

    def street_facts(self, street: int, names: Names) -> dict[str, Any]:
        """What the register of streets says about one of them."""
        name = self.streets[street]
        return {
            "town": f"register/territory/{self.place.key}",
            "name": dict.fromkeys(names.languages, name),
        }


class Territory:
    """All places, and which part of the people lives where."""

    def __init__(self, *, names: Names, people: int, seed: int, whole: str) -> None:
        self.places: tuple[Place, ...] = tuple(_places(names, whole))
        homes = [place for place in self.places if place.level in _SHARES]
        self._begins = _begins(homes, people, seed)
        ends = [*self._begins[1:], people]
        self.localities: Sequence[Locality] = [
            Locality(number, place, str(_POSTCODE + number), _streets(names, place, end - begin))
            for number, (place, begin, end) in enumerate(zip(homes, self._begins, ends, strict=True))
        ]

    def locality_of(self, serial: int) -> Locality:
        """Where the person with this serial number lives, counted through the country from one place on."""
        return self.localities[max(bisect_right(self._begins, serial) - 1, 0)]


def _places(names: Names, whole: str) -> Iterator[Place]:
    """Regions first, then what lies in them; each name is used once."""
    fresh = iter(names.places)
    regions = [
        Place(str(_FIRST_KEY + n), "region" if n < REGIONS else "city", whole, next(fresh))
        for n in range(REGIONS + CITIES)
    ]
    yield from regions
    inside: list[Place] = []
    for n in range(DISTRICTS):
        region = regions[n % REGIONS]
        inside.append(Place(f"{region.key}-{n // REGIONS + 1:02d}", "district", region.key, next(fresh)))
    yield from inside
    for n in range(TOWNS + COUNTIES):
        district = inside[n % DISTRICTS]
        level = "town" if n < TOWNS else "county"
        yield Place(f"{district.key}-{n // DISTRICTS + 1:03d}", level, district.key, next(fresh))


def _begins(homes: Sequence[Place], people: int, seed: int) -> list[int]:
    """The serial number of the first person of each locality."""
    draw = Random(f"{seed}/places")  # noqa: S311
    sizes = [draw.paretovariate(1.3) for _ in homes]
    whole = dict.fromkeys(_SHARES, 0.0)
    for size, home in zip(sizes, homes, strict=True):
        whole[home.level] += size
    at, begins = 0.0, list[int]()
    for size, home in zip(sizes, homes, strict=True):
        begins.append(int(at))
        at += people * _SHARES[home.level] * size / whole[home.level]
    return begins


def _streets(names: Names, place: Place, people: int) -> tuple[str, ...]:
    """One for a hundred and fifty people, at least one; the names come round, in an order of its own."""
    many = max(1, min(people // _PEOPLE_IN_A_STREET, _MOST_STREETS))
    turn = int(place.key.replace("-", ""))
    found = [names.streets[(turn + n) % len(names.streets)] for n in range(min(many, len(names.streets)))]
    for n in range(len(found), many):
        other = names.places[(turn * 7 + n) % len(names.places)]["latn"]
        found.append(f"{names.streets[n % len(names.streets)]} {other}")
    return tuple(found)

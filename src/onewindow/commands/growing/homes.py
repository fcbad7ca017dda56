"""Where households live: addresses, each in a street of a town, and the parcels that they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from onewindow.commands.growing import numbers
from onewindow.commands.growing.places import Locality
from onewindow.commands.growing.plan import CHUNK, Entry, Plan

EVER: Final = "1900-01-01 00:00:00+00"
_HOUSEHOLDS_IN_A_HOUSE: Final = {"city": 6, "town": 2, "county": 1}


@dataclass(frozen=True, slots=True)
class Home:
    """An address.

    :param serial: its number in the country.
    """

    serial: int
    key: str
    street: str
    street_key: str
    number: str
    locality: Locality

    @property
    def line(self) -> str:
        """On one line, as it stands on a letter."""
        return f"{self.number} {self.street}, {self.town}"

    @property
    def town(self) -> str:
        """The municipality."""
        return self.locality.place.names["latn"]

    def entry(self, kind: str) -> Entry:
        """What the register of addresses says."""
        facts = {
            "street": f"{self.number} {self.street}",
            "municipality": self.town,
            "postcode": self.locality.postcode,
            "kind": kind,
            "town": f"register/territory/{self.locality.place.key}",
            "street_ref": f"register/streets/{self.street_key}",
            "number": self.number,
        }
        return ("addresses", self.key, [(EVER, facts)])


def homes(plan: Plan, draw: Random, *, chunk: int, serial: int, sizes: list[int]) -> list[Home]:
    """A home for each household, in the places that the chunk's people live in.

    :param serial: the number of the chunk among those of all runs.
    :param sizes: how many people each household has.
    """
    found: list[Home] = []
    made: list[Home] = []
    at = (chunk - 1) * CHUNK
    left = 0
    for size in sizes:
        locality = plan.territory.locality_of(at)
        if not made or left == 0 or made[-1].locality is not locality:
            made.append(_home(draw, (serial - 1) * CHUNK + len(made), locality))
            left = _HOUSEHOLDS_IN_A_HOUSE[locality.place.level]
        found.append(made[-1])
        left -= 1
        at += size
    return found


def _home(draw: Random, serial: int, locality: Locality) -> Home:
    street = int(draw.random() * len(locality.streets))
    return Home(
        serial=serial,
        key=numbers.building(serial),
        street=locality.streets[street],
        street_key=numbers.street(locality.number, street),
        # No two houses of a street have one number: the serial says which they are.
        number=str(serial % 1_000 + 1),
        locality=locality,
    )


def places(plan: Plan) -> Iterator[Entry]:
    """Regions, districts, towns and counties, and the streets in them."""
    names = plan.offered
    for place in plan.territory.places:
        yield "territory", place.key, [(EVER, place.facts(names))]
    for locality in plan.territory.localities:
        for street in range(len(locality.streets)):
            key = numbers.street(locality.number, street)
            yield "streets", key, [(EVER, locality.street_facts(street, names))]

"""Companies, land with its houses, and vehicles: whose they are, and who acts for them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from onewindow.commands.growing import ages, numbers
from onewindow.commands.growing.families import Person
from onewindow.commands.growing.homes import Home
from onewindow.commands.growing.people import Naming
from onewindow.commands.growing.plan import CHUNK, Entry, Plan

PEOPLE_FOR_A_COMPANY: Final = 12
_FUELS: Final = ("petrol", "petrol", "diesel", "hybrid", "electric")
_ADULT: Final = 21.0
_VEHICLES: Final = 0.36  # for each adult
_TOGETHER: Final = 0.6  # of couples whose house belongs to both
_FIRST_VEHICLE: Final = 10_000_000  # smaller numbers are the demonstration's own
_HOUSES: Final = {"city": ("flats", 6), "town": ("flats", 2), "county": ("house", 1)}
"""Level of the place to the kind of its houses, and the most floors above the ground floor."""
_MAKES: Final = (
    "Peugeot 208",
    "Renault Symbol",
    "Kia Picanto",
    "Hyundai Accent",
    "Toyota Corolla",
    "Isuzu D-Max",
    "Lada Granta",
)


def companies(
    plan: Plan, draw: Random, *, chunk: int, people: Sequence[Person], homes: Sequence[Home]
) -> Iterator[Entry]:
    """One for a dozen people, with one to three who act for it and own it."""
    grown = _adults(people, plan.on)
    each_chunk = CHUNK // PEOPLE_FOR_A_COMPANY
    for n in range(min(len(people) // PEOPLE_FOR_A_COMPANY, each_chunk) if grown else 0):
        key = numbers.company((chunk - 1) * each_chunk + n)
        who = list(
            {each.place: each for each in draw.choices(grown, k=draw.choice((1, 1, 1, 2, 3)))}.values()
        )
        youngest = max(each.born for each in who) + timedelta(days=int(_ADULT * ages.YEAR))
        founded = youngest + (plan.on - youngest) * (draw.random() ** 0.5)
        home = homes[int(draw.random() * len(homes))]
        yield (
            "companies",
            key,
            [(f"{founded} 00:00:00+00", _company(plan, draw, key, who, founded, home))],
        )


def _company(
    plan: Plan, draw: Random, key: str, who: Sequence[Person], founded: date, home: Home
) -> dict[str, Any]:
    words, forms = plan.offered.company_words, plan.offered.company_forms
    references = [each.reference for each in who]
    form = forms[0] if len(who) > 1 else draw.choice(forms)
    facts: dict[str, Any] = {
        "name": f"{draw.choice(words)} {home.town} {form}",
        "tax_number": key,
        "legal_form": form,
        "address": home.line,
        "municipality": home.town,
        "country": plan.country,
        "founded": str(founded),
        "status": "active" if draw.random() < 0.93 else "dissolved",
        "officers": [
            {
                "person": person,
                "role": "manager" if n == 0 else "director",
                "scopes": ["*"],
                "since": str(founded),
            }
            for n, person in enumerate(references)
        ],
        "beneficial_owners": [
            {"person": person, "share": share, "kind": "ownership", "since": str(founded)}
            for person, share in zip(references, _shares(len(references)), strict=True)
        ],
    }
    if plan.activities:
        facts["isic"] = draw.choice(plan.activities)
        facts["activities"] = [{"isic": facts["isic"], "main": True, "since": str(founded)}]
    return facts


def _shares(owners: int) -> list[str]:
    """Per cent, a hundred in all."""
    each = 100 // owners
    return [str(100 - each * (owners - 1)), *[str(each)] * (owners - 1)]


def land(
    plan: Plan, draw: Random, *, people: Sequence[Person], naming: Naming, homes: Sequence[Home]
) -> Iterator[Entry]:
    """Each house, the parcel under it, and the page of the book of titles that says whose that is."""
    owners: dict[str, Person] = {}
    standing: dict[str, Home] = {}
    for person in people:
        home = homes[person.home - 1]
        if home.key not in owners:  # the oldest of the house
            owners[home.key], standing[home.key] = person, home
    for key, owner in owners.items():
        home = standing[key]
        yield home.entry("residential")
        area = _area(draw, home)
        holders, since = _holders(plan, draw, owner)
        yield from _parcel(home, area, holders, since, naming)
        yield _building(plan, draw, home, since)


def _area(draw: Random, home: Home) -> str:
    rural = home.locality.place.level == "county"
    return f"{90 + int(draw.random() * (4_000 if rural else 500))}.{int(draw.random() * 2) * 5}"


def _holders(plan: Plan, draw: Random, owner: Person) -> tuple[list[Person], date]:
    """Whose it is, and since when: of age, and together no earlier than they married.

    What an orphan inherits is theirs since the day that the country grew.
    """
    passed, holders = draw.random(), [owner]
    if owner.spouse is not None and draw.random() < _TOGETHER:
        holders.append(owner.spouse)
    first = max(each.born for each in holders) + timedelta(days=int(_ADULT * ages.YEAR))
    if len(holders) > 1 and owner.married_on is not None:
        first = max(first, owner.married_on)
    first = min(first, plan.on)
    return holders, first + (plan.on - first) * passed


def _parcel(home: Home, area: str, holders: list[Person], since: date, naming: Naming) -> Iterator[Entry]:
    """What was before whoever owns it is not known, so both begin with them."""
    rural, owner = home.locality.place.level == "county", holders[0]
    begins, key = f"{since} 00:00:00+00", numbers.parcel(home.serial)
    yield (
        "parcels",
        key,
        [
            (
                begins,
                {
                    "address": home.line,
                    "area": area,
                    "zone": "mixed" if rural else "residential",
                    "owner": owner.reference,
                    "town": f"register/territory/{home.locality.place.key}",
                },
            )
        ],
    )
    rights = [
        {
            "kind": "ownership",
            "holder": each.reference,
            "share_n": 1,
            "share_d": len(holders),
            "since": str(since),
        }
        for each in holders
    ]
    facts = {
        "parcel": key,
        "address": home.line,
        "area": area,
        "owner": owner.reference,
        "owner_name": naming.full(owner),
        "since": str(since),
        "value": f"{int(float(area) * (60 if rural else 700))}.000",
        "encumbrances": [],
        "rights": rights,
    }
    yield "titles", f"T{key[1:]}", [(begins, facts)]


def _building(plan: Plan, draw: Random, home: Home, since: date) -> Entry:
    """A house in the country, flats in towns; never larger than its floors let it be."""
    kind, floors = _HOUSES[home.locality.place.level]
    floors = int(draw.random() * (floors + 1))
    built = plan.on.year - 1 - int(draw.random() ** 1.5 * 90)
    facts = {
        "parcel": numbers.parcel(home.serial),
        "address": home.line,
        "kind": kind,
        "floors": floors,
        "built": built,
        "area": f"{(70 + int(draw.random() * 120)) * (floors + 1)}.0",
    }
    known = max(date(built, 1, 1), since)  # no earlier than the parcel that it names
    return "buildings", numbers.house(home.serial), [(f"{known} 00:00:00+00", facts)]


def vehicles(plan: Plan, draw: Random, *, chunk: int, people: Sequence[Person]) -> Iterator[Entry]:
    """Cars, each with a plate and a chassis of its own."""
    made = 0
    for owner in _adults(people, plan.on):
        if draw.random() >= _VEHICLES:
            continue
        serial = _FIRST_VEHICLE + (chunk - 1) * CHUNK + made
        made += 1
        grown = owner.born + timedelta(days=int(_ADULT * ages.YEAR))
        first = max(grown, date(plan.on.year - 18, 1, 1))
        since = first + (plan.on - first) * draw.random()
        make, _, model = draw.choice(_MAKES).partition(" ")
        facts = {
            "plate": f"{serial % 9000 + 1000} OW {serial // 9000}",
            "vin": f"DEM{serial:014d}",
            "make": make,
            "model": model,
            "category": "M1",
            "fuel": draw.choice(_FUELS),
            "first_registered": str(since),
            "owner": owner.reference,
            "status": "registered",
        }
        yield "vehicles", numbers.vehicle(serial), [(f"{since} 00:00:00+00", facts)]


def _adults(people: Sequence[Person], on: date) -> list[Person]:
    last = on - timedelta(days=int(_ADULT * ages.YEAR) + 1)
    return [each for each in people if each.born <= last]

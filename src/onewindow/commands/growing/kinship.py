"""What the registers of families and of guardianships say: who acts for children, and whom a court chose."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from onewindow.commands.growing import ages
from onewindow.commands.growing.families import Person
from onewindow.commands.growing.people import Naming
from onewindow.commands.growing.plan import Entry, Plan

_OF_AGE: Final = 18.0
_TAKEN: Final = 0.003  # of children, from their parents
_FRAIL: Final = 80.0
_IN_CARE: Final = 0.1  # of the frail who have grown children
_GUARDIANS: Final = (28.0, 60.0)


def appoint(draw: Random, people: Sequence[Person], *, on: date) -> None:
    """Guardians for children without parents or taken from them; for some of the old, a child of theirs."""
    youngest, oldest = _GUARDIANS
    able = [each for each in people if youngest <= each.age(on) <= oldest]
    for person in people:
        age = person.age(on)
        if age < _OF_AGE:
            if able and (person.mother is None or draw.random() < _TAKEN):
                person.guardian = able[int(draw.random() * len(able))]
        elif age >= _FRAIL and draw.random() < _IN_CARE:
            person.guardian = next((each for each in person.children if each.age(on) >= youngest), None)


def entries(plan: Plan, draw: Random, *, people: Sequence[Person], naming: Naming) -> Iterator[Entry]:
    """One entry for whoever is married or has children, and one for each ward."""
    for person in people:
        if person.spouse is not None or person.children:
            yield "families", person.key, [(_since(person), _family(person, naming))]
        if person.guardian is not None:
            yield _guardianship(plan, draw, person, person.guardian)


def _since(person: Person) -> str:
    """The day from which all of it is true: nobody is named before they were born or married."""
    days = [each.born for each in person.children]
    if person.spouse is not None and person.married_on is not None:
        days.append(person.married_on)
    return f"{max(days)} 00:00:00+00"


def _family(person: Person, naming: Naming) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if person.spouse is not None:
        facts["spouse"] = person.spouse.reference
        facts["spouse_name"] = naming.full(person.spouse)
    if person.children:
        facts["children"] = [
            {"person": each.reference, "name": naming.full(each), "born_on": str(each.born)}
            for each in person.children
        ]
    return facts


def _guardianship(plan: Plan, draw: Random, ward: Person, guardian: Person) -> Entry:
    minor = ward.age(plan.on) < _OF_AGE
    first = ward.born if minor else ward.born + timedelta(days=int(_FRAIL * ages.YEAR))
    since = first + (plan.on - first) * draw.random()
    court = plan.territory.places[0].names["latn"]
    facts = {
        "guardians": [
            {"person": guardian.reference, "kind": "guardian", "scopes": ["*"], "since": str(since)}
        ],
        "decision": f"{court}, {since.year}/{int(draw.random() * 900) + 100}",
        "instead_of_parents": "yes" if minor else "no",
    }
    return "guardianships", ward.key, [(f"{since} 00:00:00+00", facts)]

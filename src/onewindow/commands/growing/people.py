"""What the population register says about everybody in a chunk."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any, Final

from onewindow.commands.growing import numbers
from onewindow.commands.growing.families import Person
from onewindow.commands.growing.homes import Home
from onewindow.commands.growing.naming import Names, Written
from onewindow.commands.growing.plan import CHUNK, Entry, Plan

_FIRST_OF_THE_DEAD: Final = 40_000_000_000
_MOVED: Final = 0.12  # of the married, who lived elsewhere before


def number(people: Sequence[Person], chunk: int) -> None:
    """Give everybody their number in the population register."""
    first = (chunk - 1) * CHUNK
    for person in people:
        of_the_dead = 0 if person.died is None else _FIRST_OF_THE_DEAD
        person.reference = f"register/people/{numbers.personal(of_the_dead + first + person.place)}"


class Naming:
    """Gives everybody in a chunk their names; a child has the father's family name."""

    def __init__(self, plan: Plan, draw: Random, people: Sequence[Person]) -> None:
        self.names: Names = plan.offered
        for sex, pool in (("M", "men"), ("F", "women")):
            of_sex = [each for each in people if each.sex == sex]
            size = len(self.names.men if sex == "M" else self.names.women)
            drawn = draw.choices(range(size), cum_weights=plan.weights[pool], k=len(of_sex))
            for person, given in zip(of_sex, drawn, strict=True):
                person.given = given
        families = range(len(self.names.families))
        drawn = draw.choices(families, cum_weights=plan.weights["families"], k=len(people))
        for person, family in zip(people, drawn, strict=True):  # the oldest first, so fathers have theirs
            person.family = person.father.family if person.father else family

    def given(self, person: Person) -> Written:
        """Their own name."""
        return (self.names.men if person.sex == "M" else self.names.women)[person.given]

    def family(self, person: Person) -> Written:
        """Their family's."""
        return self.names.families[person.family].of("M" if person.sex == "M" else "F")

    def full(self, person: Person) -> str:
        """In Latin letters."""
        return f"{self.given(person)['latn']} {self.family(person)['latn']}"


def entries(
    plan: Plan, draw: Random, *, people: Sequence[Person], naming: Naming, homes: Sequence[Home]
) -> Iterator[Entry]:
    """One entry each; some have lived elsewhere before they married, and that stays known."""
    towns = plan.territory.localities
    for person in people:
        home = homes[person.home - 1]
        facts = _facts(plan, draw, person, naming)
        facts["birth_place"] = towns[int(draw.random() ** 2 * len(towns))].place.names["latn"]
        facts["phone"] = f"{plan.offered.phone}{int(draw.random() * 10**7):07d}"
        now = facts | _living_at(home)
        before = homes[int(draw.random() * len(homes))] if draw.random() < _MOVED else None
        yield "people", person.key, list(_spans(draw, person, now, before))


def _living_at(home: Home) -> dict[str, Any]:
    return {"address": home.line, "municipality": home.town, "home": f"register/addresses/{home.key}"}


def _spans(
    draw: Random, person: Person, now: dict[str, Any], before: Home | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was true since birth, since they married or parted, and since a death."""
    late = person.late
    elsewhere = _living_at(before) if before is not None and person.married_on is not None else {}
    yield _midnight(person.born), now | elsewhere | {"marital_status": "single", "spouse": None}
    if person.married_on is not None:
        together = {} if late is None else {"marital_status": "married", "spouse": late.reference}
        yield _midnight(person.married_on), now | together
    if person.divorced_on is not None:
        yield _midnight(person.divorced_on), now
    if late is not None and late.died is not None:
        yield _midnight(late.died), now
    if person.died is not None:
        act = f"{person.died.year}/{int(draw.random() * 9_000) + 1_000}"
        yield _midnight(person.died), now | {"death_date": str(person.died), "death_act": act}


def _midnight(day: date) -> str:
    return f"{day} 00:00:00+00"


def _facts(plan: Plan, draw: Random, person: Person, naming: Naming) -> dict[str, Any]:
    given, family = naming.given(person), naming.family(person)
    facts: dict[str, Any] = {}
    for script, suffix in plan.offered.scripts.items():
        facts[f"given_name{suffix}"] = given[script]
        facts[f"family_name{suffix}"] = family[script]
    if plan.offered.patronymics and person.father is not None:
        own = naming.given(person.father)["latn"]
        facts["patronymic"] = own + ("uly" if person.sex == "M" else "qyzy")
    facts["sex"] = person.sex
    facts["birth_date"] = str(person.born)
    facts["birth_act"] = f"{person.born.year}/{int(draw.random() * 9_000) + 1_000}"
    if person.father is not None and person.mother is not None:
        facts["father"] = person.father.reference
        facts["mother"] = person.mother.reference
    facts["marital_status"] = person.status
    if person.spouse is not None:
        facts["spouse"] = person.spouse.reference
    facts["nationality"] = plan.offered.nationality
    return facts

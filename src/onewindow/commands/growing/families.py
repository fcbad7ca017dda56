"""Families: who is married to whom, and whose children they are. No child is older than a parent."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from onewindow.commands.growing import ages

_YOUNGEST_MOTHER: Final = timedelta(days=int(18.5 * ages.YEAR))
_OLDEST_MOTHER: Final = timedelta(days=int(43 * ages.YEAR))
_YOUNGEST_FATHER: Final = timedelta(days=int(18.5 * ages.YEAR))
_BETWEEN_SIBLINGS: Final = timedelta(days=300)
_LEAVES_HOME: Final = 23.0
_TRIES: Final = 12


@dataclass(slots=True, eq=False)
class Person:
    """Somebody, before they have a name and a number.

    :param place: their place in the chunk, by age; the oldest is 0.
    """

    place: int
    born: date
    sex: str
    spouse: "Person | None" = None
    mother: "Person | None" = None
    father: "Person | None" = None
    children: list["Person"] = field(default_factory=list["Person"])
    married_on: date | None = None
    given: int = 0
    family: int = 0
    home: int = 0
    reference: str = ""

    def age(self, on: date) -> float:
        """In years."""
        return (on - self.born).days / ages.YEAR


def families(draw: Random, many: int, *, on: date) -> list[Person]:
    """So many people who live on a day, married and with parents where those live, the oldest first."""
    people = [Person(n, born, sex) for n, (born, sex) in enumerate(ages.birthdays(draw, many, on=on))]
    mothers = _marry(draw, people, on)
    _give_parents(draw, people, mothers)
    return people


def _marry(draw: Random, people: Sequence[Person], on: date) -> list[Person]:
    """Pair women with men who are about two years older; the wives, the oldest first."""
    willing = [each for each in people if ages.is_married(draw, each.age(on))]
    men = sorted(
        (each for each in willing if each.sex == "M"),
        key=lambda each: each.born + timedelta(days=int(draw.gauss(800, 700))),
    )
    women = [each for each in willing if each.sex == "F"]
    grown = timedelta(days=int(18 * ages.YEAR))
    for wife, husband in zip(women, men, strict=False):
        together = max(wife.born, husband.born) + grown
        if abs((wife.born - husband.born).days) > 18 * ages.YEAR or together >= on:
            continue
        wife.spouse, husband.spouse = husband, wife
        wife.married_on = husband.married_on = together + (on - together) * (draw.random() ** 3 * 0.5)
    return [each for each in women if each.spouse is not None]


def _give_parents(draw: Random, people: Sequence[Person], mothers: Sequence[Person]) -> None:
    born = [each.born for each in mothers]
    for child in people:
        first = bisect_left(born, child.born - _OLDEST_MOTHER)
        last = bisect_left(born, child.born - _YOUNGEST_MOTHER)
        if first >= last:
            continue
        for _ in range(_TRIES):
            # Most mothers are in the younger half of the years in which women give birth.
            mother = mothers[min(first + int((1 - draw.random() ** 1.6) * (last - first)), last - 1)]
            if _may_be_child(child, mother):
                _join(child, mother)
                break


def _may_be_child(child: Person, mother: Person) -> bool:
    father = mother.spouse
    if father is None or mother is child.spouse or len(mother.children) > 6:
        return False
    if child.born - father.born < _YOUNGEST_FATHER or child.born - mother.born < _YOUNGEST_MOTHER:
        return False
    if child.spouse is not None and child.spouse.mother is mother:
        return False
    return all(
        child.born == each.born or abs(child.born - each.born) > _BETWEEN_SIBLINGS for each in mother.children
    )


def _join(child: Person, mother: Person) -> None:
    child.mother, child.father = mother, mother.spouse
    mother.children.append(child)
    if mother.spouse is not None:
        mother.spouse.children.append(child)
        if mother.married_on is not None and mother.married_on > child.born:
            earlier = max(mother.born, mother.spouse.born) + timedelta(days=int(18 * ages.YEAR))
            mother.married_on = mother.spouse.married_on = max(earlier, child.born - timedelta(days=400))


def households(people: Sequence[Person], *, on: date) -> list[list[Person]]:
    """Who lives together: couples with their young and unmarried children, and everybody else alone."""
    found: list[list[Person]] = []
    for person in people:
        if person.home:
            continue
        together = [person, *([person.spouse] if person.spouse else [])]
        together += [
            child
            for child in person.children
            if child.spouse is None and child.age(on) < _LEAVES_HOME and not child.home
        ]
        found.append(together)
        for each in together:
            each.home = len(found)
    return found

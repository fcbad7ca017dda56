"""Families: who is or was married to whom, and whose children they are. No child is older than a parent."""

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
_GROWN: Final = timedelta(days=18 * 365 + 5)  # the eighteenth birthday, however many leap years lie between
_WIDOWS_FROM: Final = 30.0


@dataclass(slots=True, eq=False)
class Person:
    """Somebody, before they have a name and a number.

    :param place: their place in the chunk, by age; the oldest is 0. Of the dead, among the chunk's dead.
    :param divorced_on: when a marriage ended that was made before the register was kept.
    :param late: the spouse who died, whose widow or widower they are.
    :param guardian: whom a court appointed for them.
    """

    place: int
    born: date
    sex: str
    spouse: "Person | None" = None
    mother: "Person | None" = None
    father: "Person | None" = None
    children: list["Person"] = field(default_factory=list["Person"])
    married_on: date | None = None
    divorced_on: date | None = None
    status: str = "single"
    died: date | None = None
    late: "Person | None" = None
    guardian: "Person | None" = None
    given: int = 0
    family: int = 0
    home: int = 0
    reference: str = ""

    @property
    def partner(self) -> "Person | None":
        """Whom they are or were married to."""
        return self.spouse or self.late

    @property
    def key(self) -> str:
        """In the population register."""
        return self.reference.rpartition("/")[2]

    def age(self, on: date) -> float:
        """In years."""
        return (on - self.born).days / ages.YEAR


def families(draw: Random, many: int, *, on: date) -> tuple[list[Person], list[Person]]:
    """So many people who live on a day, the oldest first, and the dead whom they were married to."""
    people = [Person(n, born, sex) for n, (born, sex) in enumerate(ages.birthdays(draw, many, on=on))]
    _marry(draw, people, on)
    dead = _widow(draw, people, on)
    mothers = [each for each in (*people, *dead) if each.sex == "F" and each.partner is not None]
    mothers.sort(key=lambda each: (each.born, each.died is not None, each.place))
    _give_parents(draw, people, mothers)
    return people, dead


def _marry(draw: Random, people: Sequence[Person], on: date) -> None:
    """Pair women with men who are about two years older."""
    willing = [each for each in people if ages.is_married(draw, each.age(on))]
    men = sorted(
        (each for each in willing if each.sex == "M"),
        key=lambda each: each.born + timedelta(days=int(draw.gauss(800, 700))),
    )
    women = [each for each in willing if each.sex == "F"]
    for wife, husband in zip(women, men, strict=False):
        together = max(wife.born, husband.born) + _GROWN
        if abs((wife.born - husband.born).days) > 18 * ages.YEAR or together >= on:
            continue
        wife.spouse, husband.spouse = husband, wife
        wife.status = husband.status = "married"
        wife.married_on = husband.married_on = together + (on - together) * (draw.random() ** 3 * 0.5)


def _widow(draw: Random, people: Sequence[Person], on: date) -> list[Person]:
    """Of those who live alone, the older the more have lost somebody: whom, and when."""
    dead: list[Person] = []
    for person in people:
        age = person.age(on)
        if person.spouse is not None or age < _WIDOWS_FROM:
            continue
        chance = draw.random()
        if chance >= (age - _WIDOWS_FROM) / 60:
            if chance < 0.6:
                grown = person.born + _GROWN
                person.status, person.divorced_on = "divorced", grown + (on - grown) * draw.random()
            continue
        older = timedelta(days=int(draw.gauss(800, 700)))
        late = Person(
            len(dead),
            person.born - older if person.sex == "F" else person.born + older,
            "M" if person.sex == "F" else "F",
            spouse=person,
            status="married",
        )
        together = max(person.born, late.born) + _GROWN
        person.married_on = late.married_on = together + (on - together) * (draw.random() * 0.3)
        late.died = late.married_on + (on - late.married_on) * (0.05 + 0.9 * draw.random())
        person.status, person.late = "widowed", late
        dead.append(late)
    return dead


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
    father = mother.partner
    if father is None or mother is child.partner or len(mother.children) > 6:
        return False
    if child.born - father.born < _YOUNGEST_FATHER or child.born - mother.born < _YOUNGEST_MOTHER:
        return False
    if child.partner is not None and child.partner.mother is mother:
        return False
    if any(each.died is not None and child.born >= each.died for each in (mother, father)):
        return False
    return all(
        child.born == each.born or abs(child.born - each.born) > _BETWEEN_SIBLINGS for each in mother.children
    )


def _join(child: Person, mother: Person) -> None:
    father = mother.partner
    assert father is not None
    child.mother, child.father = mother, father
    mother.children.append(child)
    father.children.append(child)
    if mother.married_on is not None and mother.married_on > child.born:
        earlier = max(mother.born, father.born) + _GROWN
        mother.married_on = father.married_on = max(earlier, child.born - timedelta(days=400))


def households(people: Sequence[Person], *, on: date) -> list[list[Person]]:
    """Who lives together: couples with their young and unmarried children, wards with their guardians, and
    everybody else alone. The dead have the home that they left."""
    wards: dict[Person, list[Person]] = {}
    for person in people:
        if person.guardian is not None and person.age(on) < _LEAVES_HOME:
            wards.setdefault(person.guardian, []).append(person)
    found: list[list[Person]] = []
    for person in people:
        if person.home:
            continue
        together = [person, *([person.spouse] if person.spouse else [])]
        together += [child for child in person.children if not child.home and _lives_with_parents(child, on)]
        together += [ward for each in together[:2] for ward in wards.get(each, ()) if not ward.home]
        together = list(dict.fromkeys(together))
        found.append(together)
        for each in together:
            each.home = len(found)
            if each.late is not None:
                each.late.home = each.home
    return found


def _lives_with_parents(child: Person, on: date) -> bool:
    return child.spouse is None and child.guardian is None and child.age(on) < _LEAVES_HOME

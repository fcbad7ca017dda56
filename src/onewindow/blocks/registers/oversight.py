"""Officers who looked people up with no case of theirs, and what stands out about each such look.

Signs are computed inside this room, from what the registers say about the officer and about the person; what
leaves it is only the names of the signs, never the address or the family behind them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import median
from typing import Any, Final
from zoneinfo import ZoneInfo

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import merged, search_keys
from onewindow.blocks.registers.models import AccessLine
from onewindow.blocks.registers.reading import known_rows
from onewindow.blocks.registers.reference_data import calendar
from onewindow.kernel.errors import NotFound, OnewindowError
from onewindow.kernel.reference import Reference
from onewindow.kernel.working_days import WorkingCalendar

WEIGHTS: Final[Mapping[str, int]] = {
    "oneself": 5,
    "same-household": 5,
    "relative": 5,
    "neighbour": 4,
    "colleague": 4,
    "well-known": 3,
    "same-street": 2,
    "same-family-name": 2,
    "rare-family-name": 1,
    "outside-hours": 2,
    "unusually-many": 2,
}
"""How much each sign says. A common name, a long street or an evening alone is no reason to ask."""

ASKED_FROM: Final = 3
"""From this sum on somebody should ask."""

_CLOSE: Final = frozenset({"oneself", "same-household", "relative"})
"""Signs for which a case of one's own is no excuse: nobody decides about their own family."""
_NEAR: Final = 10  # numbers of houses between neighbours
_MANY_READERS: Final = 4
_RARE: Final = 0.02  # share of all that were looked at
_FEW: Final = 8
_UNUSUAL: Final = 4
_PEOPLE: Final = "register/people/"
_RELATIVES: Final = ("father", "mother", "spouse")
_BATCH: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """All looks of one officer at one person in a period.

    :param cases: the cases that were stated.
    """

    reader: str
    reader_name: str
    agency: str
    office: str
    concerned: Reference
    times: int
    first_at: datetime
    last_at: datetime
    cases: frozenset[str]
    legal_bases: frozenset[str]
    lines: tuple[int, ...]
    outside_hours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """A pair of officer and person that somebody should ask about.

    :param signs: slugs of what stands out, the strongest first.
    :param has_case: the officer had a case of this person; then only close family is told.
    :param score: sum of the signs' weights.
    """

    looks: Looks
    signs: tuple[str, ...]
    has_case: bool
    score: int


Involved = Callable[[Sequence[Looks]], frozenset[int]]
"""Says by their places which looks belong to a case of the person on which the officer works."""


@dataclass
class _People:
    """What the signs compare of each person."""

    values: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    homes: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    same: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def of(self, person: Reference) -> Mapping[str, Any]:
        return next((self.values[text] for text in self.texts(person.text) if text in self.values), {})

    def texts(self, text: str) -> tuple[str, ...]:
        """A person and every other entry that officers merged with theirs: one and the same today."""
        return self.same.get(text, (text,))

    def one(self, text: str) -> str:
        """The same text for each of the entries that are one person."""
        return min(self.texts(text))

    def know(self, texts: Iterable[object]) -> None:
        """Find out which entries are the same as these."""
        keys = sorted(
            text.removeprefix(_PEOPLE)
            for text in set(texts)
            if isinstance(text, str) and text.startswith(_PEOPLE) and text not in self.same
        )
        for start in range(0, len(keys), _BATCH):
            for key, all_keys in merged.all_of_several("people", keys[start : start + _BATCH]).items():
                self.same[f"{_PEOPLE}{key}"] = tuple(f"{_PEOPLE}{each}" for each in all_keys)


def noticed(*, since: datetime, until: datetime, agency: str | None, involved: Involved) -> list[Noticed]:
    """The pairs that stand out, the strongest first."""
    looks = _looks(since, until)
    people = _people(looks)
    with_case = _with_case(looks, people, involved)
    without = [each for place, each in enumerate(looks) if place not in with_case]
    common = _Common.of(without, people)
    found = [
        _judged(each, common.signs(each, people), has_case=place in with_case)
        for place, each in enumerate(looks)
        if agency is None or each.agency == agency
    ]
    told = [each for each in found if each is not None]
    return sorted(told, key=lambda each: (-each.score, each.looks.first_at))


def _with_case(looks: Sequence[Looks], people: _People, involved: Involved) -> frozenset[int]:
    """The places of looks that a case explains, under whichever number it knows the person."""
    asked = [
        (place, replace(each, concerned=Reference(text)))
        for place, each in enumerate(looks)
        for text in people.texts(each.concerned.text)
    ]
    explained = involved([each for _, each in asked])
    return frozenset(place for at, (place, _) in enumerate(asked) if at in explained)


def _judged(looks: Looks, signs: frozenset[str], *, has_case: bool) -> Noticed | None:
    counted = signs & _CLOSE if has_case else signs
    score = sum(WEIGHTS[sign] for sign in counted)
    if score < ASKED_FROM:
        return None
    ordered = tuple(sorted(counted, key=lambda sign: (-WEIGHTS[sign], sign)))
    return Noticed(looks=looks, signs=ordered, has_case=has_case, score=score)


def _looks(since: datetime, until: datetime) -> list[Looks]:
    rows = AccessLine.objects.filter(
        at__gte=since, at__lt=until, reader_kind="officer", concerned__startswith=_PEOPLE
    ).order_by("at", "pk")
    pairs: dict[tuple[str, str], list[AccessLine]] = defaultdict(list)
    for row in rows.iterator():
        # Somebody's entry names their parents, too: they were not looked up.
        if row.register != "people" or row.concerned == f"{_PEOPLE}{row.key}":
            pairs[row.reader, row.concerned].append(row)
    hours = _Hours()
    return [_joined(rows, hours) for rows in pairs.values()]


def _joined(rows: list[AccessLine], hours: "_Hours") -> Looks:
    first, last = rows[0], rows[-1]
    return Looks(
        reader=first.reader,
        reader_name=first.reader_name,
        agency=first.agency,
        office=first.office,
        concerned=Reference(first.concerned),
        times=len(rows),
        first_at=first.at,
        last_at=last.at,
        cases=frozenset(row.case for row in rows if row.case),
        legal_bases=frozenset(row.legal_basis for row in rows if row.legal_basis),
        lines=tuple(row.pk for row in rows),
        outside_hours=any(not hours.open_at(row.agency, row.at) for row in rows),
    )


class _Hours:
    """When an agency works: its calendar's days, an hour before it opens to two after it closes."""

    def __init__(self) -> None:
        self._known: dict[str, WorkingCalendar | None] = {}

    def open_at(self, agency: str, at: datetime) -> bool:
        if agency not in self._known:
            self._known[agency] = self._calendar(agency)
        found = self._known[agency]
        return True if found is None else _works(found, at)

    def _calendar(self, agency: str) -> WorkingCalendar | None:
        try:
            return calendar(identity.agency(slug=agency).calendar)
        except OnewindowError:
            return None


def _works(days: WorkingCalendar, at: datetime) -> bool:
    here = at.astimezone(ZoneInfo(days.zone))
    early, late = max(days.opens.hour - 1, 0), min(days.closes.hour + 2, 23)
    return days.is_working(here.date()) and early <= here.hour <= late


def _people(looks: Iterable[Looks]) -> _People:
    """The people looked at and the officers' own entries, in batches; no line is written, and none leaves."""
    wanted = {each.concerned.text for each in looks}
    wanted |= {person.text for each in looks if (person := _person_of(each.reader))}
    people = _People()
    people.know(wanted)
    keys = sorted({same.removeprefix(_PEOPLE) for text in wanted for same in people.texts(text)})
    for start in range(0, len(keys), _BATCH):
        for key, values in known_rows("people", keys[start : start + _BATCH]).items():
            people.values[f"{_PEOPLE}{key}"] = values
    people.know(values.get(slug) for values in people.values.values() for slug in _RELATIVES)
    homes = sorted(
        {
            Reference(home).key.partition("/")[2]
            for values in people.values.values()
            if isinstance(home := values.get("home"), str) and home.startswith("register/addresses/")
        }
    )
    for start in range(0, len(homes), _BATCH):
        for key, values in known_rows("addresses", homes[start : start + _BATCH]).items():
            people.homes[f"register/addresses/{key}"] = values
    return people


def _person_of(reader: str) -> Reference | None:
    account = reader.removeprefix("account/")
    try:
        return identity.account(account=account).person
    except NotFound:
        return None


@dataclass
class _Common:
    """What is known over all looks without a case: how common a name is, who is asked for by many."""

    names: Counter[str]
    readers: Mapping[str, int]
    busy: frozenset[str]
    persons: dict[str, Reference | None]
    posts: dict[str, frozenset[str]]

    @staticmethod
    def of(without: Sequence[Looks], people: _People) -> "_Common":
        names = Counter(_family(people.values.get(text, {})) for text in people.values)
        readers: dict[str, set[str]] = defaultdict(set)
        for each in without:
            readers[people.one(each.concerned.text)].add(each.reader)
        return _Common(
            names=names,
            readers={text: len(found) for text, found in readers.items()},
            busy=_unusually_many(without),
            persons={reader: _person_of(reader) for reader in {each.reader for each in without}},
            posts={},
        )

    def signs(self, looks: Looks, people: _People) -> frozenset[str]:
        """The slugs of what stands out in these looks."""
        if looks.reader not in self.persons:
            self.persons[looks.reader] = _person_of(looks.reader)
        person = self.persons[looks.reader]
        found = set(_between(person, looks.concerned, people))
        if "same-family-name" in found and self._is_rare(_family(people.of(looks.concerned))):
            found.add("rare-family-name")
        if looks.outside_hours:
            found.add("outside-hours")
        if looks.reader in self.busy:
            found.add("unusually-many")
        if self.readers.get(people.one(looks.concerned.text), 0) >= _MANY_READERS:
            found.add("well-known")
        if self._is_colleague(looks, people):
            found.add("colleague")
        return frozenset(found)

    def _is_rare(self, name: str) -> bool:
        return self.names[name] <= max(2, _RARE * sum(self.names.values()))

    def _is_colleague(self, looks: Looks, people: _People) -> bool:
        if looks.agency not in self.posts:
            held = identity.appointments_of(agency=looks.agency) if looks.agency else ()
            persons = [person.text for post in held if (person := _person_of(post.account))]
            people.know(persons)
            self.posts[looks.agency] = frozenset(map(people.one, persons))
        own, concerned = self.persons[looks.reader], people.one(looks.concerned.text)
        return concerned in self.posts[looks.agency] and (own is None or concerned != people.one(own.text))


def _unusually_many(without: Sequence[Looks]) -> frozenset[str]:
    """Officers who looked up many times as many people as is usual at their office."""
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in without:
        counted[each.agency, each.office][each.reader] += 1
    return frozenset(
        reader
        for office in counted.values()
        for reader, number in office.items()
        if number >= _FEW and number > _UNUSUAL * _usual(office, reader)
    )


def _usual(office: Counter[str], reader: str) -> float:
    """How many people the others of an office looked up; for somebody alone, as many as it takes."""
    others = [number for other, number in office.items() if other != reader]
    return median(others) if others else float(office[reader])


def _between(officer: Reference | None, person: Reference, people: _People) -> Iterable[str]:
    """What connects an officer with a person."""
    if officer is None:
        return
    if people.one(officer.text) == people.one(person.text):
        yield "oneself"
        return
    one, other = people.of(officer), people.of(person)
    if not one or not other:
        return
    if _are_relatives(officer, person, people):
        yield "relative"
    if _family(one) and _family(one) == _family(other):
        yield "same-family-name"
    here, there = _home(one, people), _home(other, people)
    if here is None or there is None or here.street != there.street:
        return
    if here.number == there.number:
        yield "same-household"
    elif here.number is not None and there.number is not None and abs(here.number - there.number) <= _NEAR:
        yield "neighbour"
    else:
        yield "same-street"


def _are_relatives(officer: Reference, person: Reference, people: _People) -> bool:
    own, theirs = _named(officer, people), _named(person, people)
    parents, others = own["father"] | own["mother"], theirs["father"] | theirs["mother"]
    one, other = {people.one(officer.text)}, {people.one(person.text)}
    married = other <= own["spouse"] or one <= theirs["spouse"]
    return other <= parents or one <= others or bool(parents & others) or married


def _named(person: Reference, people: _People) -> dict[str, set[str]]:
    """Whom an entry names as relatives, each by the one text that stands for them."""
    said = people.of(person)
    return {
        slug: {people.one(named)} if isinstance(named := said.get(slug), str) and named else set[str]()
        for slug in _RELATIVES
    }


def _family(values: Mapping[str, Any]) -> str:
    name = values.get("family_name")
    return search_keys.fold(name) if isinstance(name, str) else ""


@dataclass(frozen=True, slots=True)
class _Home:
    street: str
    number: int | None


def _home(values: Mapping[str, Any], people: _People) -> _Home | None:
    """Street and number: of the address that the entry names, or else out of its written address."""
    named = people.homes.get(str(values.get("home")))
    if named is not None:
        street = named.get("street_ref") or named.get("street")
        number = named.get("number")
        if street and number is not None:
            return _Home(str(street), _whole(str(number)))
        return _parsed(str(street)) if street else None
    written = values.get("address")
    return _parsed(written) if isinstance(written, str) and written.strip() else None


def _parsed(address: str) -> _Home:
    """``12 Rue des Quais, Port-Neuf`` and ``көшесі Алма, 12``: the first number is the house's."""
    words = search_keys.fold(address.replace(",", " ")).split()
    number = next((word for word in words if word[:1].isdigit()), None)
    street = " ".join(word for word in words if word != number)
    return _Home(street, _whole(number) if number else None)


def _whole(text: str) -> int | None:
    digits = ""
    for letter in text:
        if not letter.isdigit():
            break
        digits += letter
    return int(digits) if digits else None

"""For whom a person acts because of who they are to each other: their minor children, and their wards.

Children come from the population register: a mother or a father acts until the child is of age, unless a
guardian stands in their place today. Guardians come from the register of guardianships; who stands in the
parents' place does so until the child is of age, too, unless the court named a later day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, cast

from onewindow.blocks.mandates import app_settings
from onewindow.blocks.mandates.app_settings import majority
from onewindow.blocks.mandates.limits import ALL_SCOPES, Limits
from onewindow.blocks.mandates.living import keys_of, lives
from onewindow.blocks.mandates.representing import own_eyes
from onewindow.blocks.mandates.types import Mandate
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor, Extent
from onewindow.kernel.errors import NotFound
from onewindow.kernel.reference import Reference

_PEOPLE: Final = "people"
_FAMILIES: Final = "families"
_GUARDIANSHIPS: Final = "guardianships"


SAME_PERSON: Final = Extent(whole=True, unseen=True)
"""What another register keeps under one's own number is read as one's own."""


def of_age_on(born: date) -> date:
    """The day on which somebody comes of age; a 29 February counts as 1 March."""
    years = majority()
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def wards_of(reader: Actor, *, only: Sequence[Reference] = ()) -> Iterable[Mandate]:
    """Wards by the register of guardianships, then one's minor children.

    :param reader: the person, with own eyes.
    :param only: nobody but this one, under every key; then nothing is read but what concerns the two of them.
    """
    yield from _guarded(reader, only)
    if not only:
        yield from _children(reader)
    elif only[0].key.startswith(f"{_PEOPLE}/"):
        yield from _child(reader, only[0], "")


def _guarded(reader: Actor, only: Sequence[Reference]) -> Iterable[Mandate]:
    assert reader.person is not None
    try:
        rows = registers.rows_naming(
            register=_GUARDIANSHIPS, attribute="guardians", target=reader.person, reader=reader
        )
    except registers.RegisterUnknown:
        return
    today = app_settings.today()
    for key, row in rows:
        ward = Reference.of("register", _PEOPLE, key)
        if (only and ward not in only) or not _on(row, today) or not lives(ward):
            continue
        until = cast("date | None", row.get("until"))
        majority_on = _ends_with_majority(ward, row)
        if majority_on is not None:
            if majority_on <= today:
                continue
            until = majority_on
        yield Mandate(
            principal=ward,
            principal_name=_name(ward),
            kind="guardian",
            basis=Reference.of("register", _GUARDIANSHIPS, key).text,
            reach=Limits(
                scopes=frozenset(cast("list[str]", row.get("scopes") or [ALL_SCOPES])), last_day=until
            ),
        )


def _children(reader: Actor) -> Iterable[Mandate]:
    """Whom the reader's family entry names; what the population register says of each decides."""
    for person in reader.themself:
        yield from _children_by(reader, Reference.of("register", _FAMILIES, person.key.partition("/")[2]))


def _children_by(reader: Actor, entry: Reference) -> Iterable[Mandate]:
    family = replace(reader, acting_for=entry, extent=SAME_PERSON)
    try:
        facts = registers.read(
            register=_FAMILIES,
            key=entry.key.partition("/")[2],
            attributes=["children"],
            reader=family,
        )
    except NotFound:
        return
    today = app_settings.today()
    for row in cast("list[dict[str, object]]", facts.values.get("children") or []):
        born = row.get("born_on")
        if isinstance(born, date) and of_age_on(born) <= today:
            continue
        yield from _child(reader, Reference(str(row["person"])), str(row.get("name") or ""))


def _child(reader: Actor, child: Reference, name: str) -> Iterable[Mandate]:
    """A minor whose mother or father the reader is, and for whom no guardian stands in the parents' place."""
    key = child.key.partition("/")[2]
    try:
        facts = registers.read(
            register=_PEOPLE, key=key, attributes=["father", "mother", "birth_date"], reader=own_eyes(child)
        ).values
    except NotFound:
        return
    born = facts.get("birth_date")
    parents = {str(facts.get(each)) for each in ("father", "mother")}
    if not isinstance(born, date) or parents.isdisjoint(str(each) for each in reader.themself):
        return
    last = of_age_on(born)
    if last <= app_settings.today() or not lives(child) or _guarded_instead(child):
        return
    yield Mandate(
        principal=child,
        principal_name=name or _name(child),
        kind="parent",
        basis=child.text,
        reach=Limits(scopes=frozenset({ALL_SCOPES}), last_day=last),
    )


def _guarded_instead(child: Reference) -> bool:
    """Whether somebody stands in the parents' place today: a guardianship that is over gives them back."""
    today = app_settings.today()
    entries = (_guardianship(each) for each in keys_of(child))
    return any(_instead(entry) and any(_on(row, today) for row in _guardians(entry)) for entry in entries)


def _ends_with_majority(ward: Reference, row: Mapping[str, object]) -> date | None:
    """The day on which it ends that somebody stands in the parents' place; None where the court says when.

    Where the court named a guardian only after that day, or until a day after it, that is what it says.
    """
    if not _instead(_guardianship(ward)):
        return None
    try:
        born = registers.read(
            register=_PEOPLE, key=_key(ward), attributes=["birth_date"], reader=own_eyes(ward)
        ).values.get("birth_date")
    except NotFound:
        return None
    if not isinstance(born, date):
        return None
    ends = of_age_on(born)
    since, until = row.get("since"), row.get("until")
    named_later = isinstance(since, date) and since >= ends
    return None if named_later or isinstance(until, date) else ends


def _guardianship(ward: Reference) -> Mapping[str, object]:
    """The entry of a ward, read with the ward's own eyes; empty where there is none."""
    entry = Reference.of("register", _GUARDIANSHIPS, _key(ward))
    try:
        return registers.read(
            register=_GUARDIANSHIPS,
            key=_key(ward),
            attributes=["instead_of_parents", "guardians"],
            reader=replace(own_eyes(ward), acting_for=entry, extent=SAME_PERSON),
        ).values
    except NotFound:
        return {}


def _instead(entry: Mapping[str, object]) -> bool:
    return entry.get("instead_of_parents") == "yes"


def _guardians(entry: Mapping[str, object]) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", entry.get("guardians") or [])


def _on(row: Mapping[str, object], today: date) -> bool:
    """Whether the days of a guardian's row, both included, hold today."""
    since, until = cast("date | None", row.get("since")), cast("date | None", row.get("until"))
    return (since is None or since <= today) and (until is None or until >= today)


def _key(party: Reference) -> str:
    return party.key.partition("/")[2]


def _name(ward: Reference) -> str:
    key = ward.key.partition("/")[2]
    return registers.name_of(register=_PEOPLE, key=key, purpose=registers.PUBLIC, reader=own_eyes(ward))

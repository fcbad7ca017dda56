"""Checked rows into a register: new entries by COPY, changed ones one by one, the same ones not at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
from django.db import connection
from django.utils.translation import get_language

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import checking, copying, values, writing
from onewindow.blocks.registers.bulk.carrying import Carried
from onewindow.blocks.registers.bulk.errors import (
    NoEventChangesIt,
    NoEventMakesIt,
    RowOfAnotherPart,
    TwiceInTheFile,
)
from onewindow.blocks.registers.bulk.rights import EVERYTHING, Filled
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.errors import TargetUnknown, ValueMissing, ValueTaken
from onewindow.blocks.registers.impartiality import hold_not_own
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

_DAY: Final = timedelta(days=1)
_KNOWN: Final = """
    SELECT key, valid_from, values FROM registers_fact
    WHERE register = %s AND key = ANY(%s) AND recorded_until IS NULL ORDER BY key, valid_from
"""


@dataclass(frozen=True, slots=True)
class Ready:
    """One row that fits the declaration."""

    line: int
    key: str
    since: datetime | None
    stored: dict[str, Any]


@dataclass(slots=True)
class Merged:
    """What became of some rows.

    :param lines: the keys that were taken, with their lines.
    :param made: those of them whose entries are new and stand from now on.
    :param given: attribute, value and key of each unique value that a check would have given.
    """

    new: int
    changed: int
    refused: list[tuple[int, OnewindowError]]
    lines: dict[str, int] = field(default_factory=dict[str, int])
    made: set[str] = field(default_factory=set[str])
    given: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])


def merge(
    declaration: Declaration,
    rows: Sequence[Ready],
    *,
    source: str,
    writer: Actor,
    dry: bool,
    carried: Carried,
    filled: Filled = EVERYTHING,
    officers: Collection[Reference] = (),
) -> Merged:
    """Make the register say what the rows say, in the caller's transaction.

    What must hold against other entries (rules, unique values, entries that are named) is judged here; a row
    that breaks it is refused, and the others go on.

    :param dry: only say what would become of them; the caller undoes the rest.
    :param carried: what the parts of the file before this one said.
    :param filled: what the file may fill; a row that says more is refused.
    :param officers: who stands behind the file, as the registers know them: no row may be about them.
    """
    if filled is not EVERYTHING:
        writing.one_at_a_time(declaration.slug, [row.key for row in rows])
    known = _known(declaration.slug, [row.key for row in rows])
    now = clock.now()
    lost = _lost(declaration, rows, now, carried)
    result = Merged(0, 0, [])
    fresh: dict[str, list[copying.Span]] = {}
    lines = carried.lines([row.key for row in rows])
    for row in rows:
        try:
            if (lacking := lost[row.key]) is not None:
                raise lacking
            if row.key in lines:
                raise TwiceInTheFile(field="key", key=row.key, line=lines[row.key])
            lines[row.key] = row.line
            _hold_right(declaration, row, known.get(row.key, ()), filled, officers)
            if row.key in known:
                changed = _changed(declaration, row, known[row.key], source, writer, dry)
            else:
                changed = _hold(declaration, row, now)
            if dry:
                result.given += _given(declaration, row, carried)
            result.changed, result.lines[row.key] = result.changed + changed, row.line
            if row.key not in known:
                fresh[row.key] = [(row.since or copying.SINCE_EVER, row.stored)]
        except OnewindowError as problem:
            result.refused.append((row.line, problem))
    result.new = len(fresh)
    result.made = {key for key, spans in fresh.items() if spans[0][0] <= now}
    if fresh and not dry:
        copying.add(declaration, fresh, source=source)
    return result


def _lost(
    declaration: Declaration, rows: Sequence[Ready], now: datetime, carried: Carried
) -> dict[str, TargetUnknown | None]:
    """By key, the first entry that a row names and that is neither there nor of the file so far."""
    named = {row.key: row.stored for row in rows}
    earlier: dict[str, dict[str, Any]] = {}
    while True:
        lacking = checking.targets_lacking(declaration, {**named, **earlier}, at=now)
        lost = dict(zip(named, lacking, strict=False))
        asked = {
            each.values["key"] for each in lacking if each and each.values["register"] == declaration.slug
        }
        more = carried.made([str(key) for key in asked])
        if not more:
            return lost
        earlier |= {key: {} for key in more}


def _given(declaration: Declaration, row: Ready, carried: Carried) -> list[tuple[str, str, str]]:
    """The unique values that a row would be given, of which no earlier part gave one to another.

    :raises ValueTaken: the register, or an earlier part, gave it already.
    """
    wanted = checking.unique_values(declaration, row.stored)
    checking.keep_unique(declaration, row.key, [row.stored])  # undone with the check
    if (taken := carried.taken(row.key, wanted)) is not None:
        attribute, value = taken
        raise ValueTaken(field=attribute, register=declaration.slug, attribute=attribute, value=value)
    return [(attribute, value, row.key) for attribute, value in wanted.items()]


def _known(register: str, keys: list[str]) -> Mapping[str, list[tuple[datetime, dict[str, Any] | None]]]:
    found: dict[str, list[tuple[datetime, dict[str, Any] | None]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [register, keys])
        for key, since, values in cursor.fetchall():
            found.setdefault(key, []).append((since, orjson.loads(values) if values else None))
    return found


def _hold_right(
    declaration: Declaration,
    row: Ready,
    known: Sequence[tuple[datetime, dict[str, Any] | None]],
    filled: Filled,
    officers: Collection[Reference],
) -> None:
    """The row says nothing that the officers behind the file could not record themselves."""
    start = row.since or clock.now()
    ends = [*(begins for begins, _ in known[1:]), datetime.max.replace(tzinfo=UTC)]
    touched = [said or {} for (_, said), end in zip(known, ends, strict=False) if end > start]
    if _says_something_else(row, touched):
        hold_not_own(declaration.slug, row.key, row.stored, *touched, officers=officers)
    if filled.parts is not None:
        _hold_part(declaration, row, touched, filled.parts)
    _hold_events(row, touched, filled)


def _says_something_else(row: Ready, touched: Sequence[dict[str, Any]]) -> bool:
    said = touched or [{}]
    return any(each.get(slug) != value for each in said for slug, value in row.stored.items())


def _hold_events(row: Ready, touched: Sequence[dict[str, Any]], filled: Filled) -> None:
    may = filled.changes if any(touched) else filled.makes
    if may is None:
        return
    if not may and not any(touched):
        raise NoEventMakesIt(field="key", key=row.key)
    for slug, value in row.stored.items():
        if slug not in may and any(said.get(slug) != value for said in touched or [{}]):
            raise NoEventChangesIt(field=slug, attribute=slug)


def _hold_part(
    declaration: Declaration, row: Ready, touched: Sequence[dict[str, Any]], own: Collection[str]
) -> None:
    """A row is of one's own part where the entry is so, and stays so, at every moment that it tells of.

    :raises RowOfAnotherPart: the first agency whose part it is instead.
    """
    assert declaration.partition is not None
    attribute = declaration.partition.attribute
    for said in (*filter(None, touched), *({**said, **row.stored} for said in touched or [{}])):
        if (agency := declaration.owner_of(said)) not in own:
            name = identity.agency(slug=agency).name.in_language(get_language() or "en")
            raise RowOfAnotherPart(field=attribute, agency=name, value=str(said.get(attribute) or ""))


def _hold(declaration: Declaration, row: Ready, now: datetime) -> int:
    """A new entry changes none."""
    if lacking := values.missing(declaration, row.stored):
        raise ValueMissing(field=lacking[0], attribute=lacking[0])
    checking.hold_rules(declaration, row.key, row.stored, None, now=now)
    checking.keep_unique(declaration, row.key, [row.stored])
    return 0


def _changed(
    declaration: Declaration,
    row: Ready,
    known: Sequence[tuple[datetime, dict[str, Any] | None]],
    source: str,
    writer: Actor,
    dry: bool,
) -> int:
    """One where the entry says something else afterwards; its other attributes stay."""
    since = row.since
    # A civil day that the entry itself begins on is the same day, whatever the hour.
    last = since + _DAY if since else None
    before = next((said for begins, said in reversed(known) if last is None or begins < last), None)
    if before is not None and all(before.get(slug) == value for slug, value in row.stored.items()):
        return 0
    if dry:
        merged = {**(before or {}), **row.stored}
        checking.hold_rules(declaration, row.key, merged, before, now=clock.now())
        return 1
    writing.store(
        declaration, key=row.key, stored=row.stored, valid=Period(since, None), source=source, writer=writer,
        said=False,
    )  # fmt: skip
    return 1

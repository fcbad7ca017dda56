"""Reads of one entry: with a purpose or not at all, and never without a line."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

import orjson
from django.db import connection

from onewindow.blocks.registers import (
    access_lines,
    evidence,
    merged,
    optional_uses,
    persons,
    refusals,
    stated_cases,
    values,
)
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import (
    AttributeRefused,
    AttributeUnknown,
    EntryUnknown,
    KeyNotValid,
    PurposeMissing,
    PurposeUnknown,
)
from onewindow.blocks.registers.permission import Allowed, readable
from onewindow.blocks.registers.types import AccessLineView, Facts, Purpose
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed, OnewindowError
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

_LONGEST_KEY = 120
_KNOWN_NOW: Final = """
    SELECT values, source, recorded_from FROM registers_fact
    WHERE register = %s AND key = %s AND recorded_until IS NULL AND valid_from <= %s
    ORDER BY valid_from DESC LIMIT 1
"""
_KNOWN_THEN: Final = """
    SELECT values, source, recorded_from FROM registers_fact
    WHERE register = %s AND key = %s AND valid_from <= %s
      AND recorded_from <= %s AND (recorded_until IS NULL OR recorded_until > %s)
    ORDER BY valid_from DESC LIMIT 1
"""
_SEVERAL: Final = """
    SELECT DISTINCT ON (key) key, values FROM registers_fact
    WHERE register = %s AND key = ANY(%s) AND recorded_until IS NULL AND valid_from <= %s
    ORDER BY key, valid_from DESC
"""
_NAMING: Final = """
    SELECT entry.key, said.values -> %s FROM registers_searchentry entry
    CROSS JOIN LATERAL (
        SELECT fact.values FROM registers_fact fact
        WHERE fact.register = entry.register AND fact.key = entry.key
          AND fact.recorded_until IS NULL AND fact.valid_from <= %s
        ORDER BY fact.valid_from DESC LIMIT 1
    ) said
    -- Those who name somebody are few: their register is looked at, not looked up.
    WHERE entry.names && %s::varchar[] AND entry.register || '' = %s
    ORDER BY entry.key
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What a register knows of an entry: stored values, who says so, and since when it is known."""

    values: dict[str, Any]
    source: str
    recorded_from: datetime


_read_once: ContextVar[dict[tuple[str, str], Known | None] | None] = ContextVar("read once", default=None)


def entry_reference(register: str, key: str) -> Reference:
    """``register/<register>/<key>``; a key that cannot be one is told so."""
    try:
        if len(key) > _LONGEST_KEY:
            raise KeyNotValid(field="key", key=key[:_LONGEST_KEY], register=register)
        return Reference.of("register", register, key)
    except OnewindowError as problem:
        raise KeyNotValid(field="key", key=key[:_LONGEST_KEY], register=register) from problem


def read(
    register: str,
    *,
    key: str,
    attributes: Sequence[str] | None,
    purpose: Purpose,
    reader: Actor,
    as_of: datetime | None,
    known_at: datetime | None,
) -> Facts:
    """Read one entry. The refusal comes before the look: it does not tell whether the entry exists."""
    declaration = declared(register)
    entry = entry_reference(register, key)
    optional_uses.require(register=register, entry=entry, purpose=purpose, reader=reader)
    with refusals.logged(declaration, reader):
        allowed = readable(declaration, entry=entry, reader=reader, purpose=purpose)
        wanted = wanted_of(declaration, attributes, allowed)
        stated_cases.require(register=register, entry=entry, purpose=purpose, reader=reader)
    if "evidence" in declaration.source:
        return evidence.read(declaration, key, wanted, allowed, purpose=purpose, reader=reader)
    row = known_row(register, key, as_of=as_of, known_at=known_at)
    if row is None and (stays := merged.stays_for(register, key)) is not None:
        key, row = stays, known_row(register, stays, as_of=as_of, known_at=known_at)
    if row is None:
        raise EntryUnknown(field="key", register=register, key=key)
    access_lines.note(
        declaration, key=key, stored=row.values, attributes=wanted, purpose=purpose, reader=reader
    )
    typed = values.to_typed(declaration, row.values, wanted)
    hidden = allowed.masked & set(wanted)
    for slug in hidden:
        typed[slug] = values.mask(declaration.fields[slug], row.values.get(slug))
    return Facts(
        register=register,
        key=key,
        values=typed,
        source=row.source,
        known_at=row.recorded_from,
        masked=frozenset(hidden),
    )


def known_row(
    register: str, key: str, *, as_of: datetime | None = None, known_at: datetime | None = None
) -> Known | None:
    """What was true at one moment, as known at another; both are now where not given."""
    kept = _read_once.get() if as_of is None and known_at is None else None
    if kept is None:
        return _asked(register, key, as_of=as_of, known_at=known_at)
    if (register, key) not in kept:
        kept[register, key] = _asked(register, key, as_of=None, known_at=None)
    return kept[register, key]


@contextmanager
def reading_once() -> Generator[None]:
    """Within it each entry is read from its table once: all see the same, and nobody may write meanwhile."""
    token = _read_once.set({})
    try:
        yield
    finally:
        _read_once.reset(token)


def _asked(register: str, key: str, *, as_of: datetime | None, known_at: datetime | None) -> Known | None:
    true_at = as_of or clock.now()
    with connection.cursor() as cursor:  # the hottest read of the house: a third of what the ORM takes
        if known_at is None:
            cursor.execute(_KNOWN_NOW, [register, key, true_at])
        else:
            cursor.execute(_KNOWN_THEN, [register, key, true_at, known_at, known_at])
        row = cursor.fetchone()
    return Known(orjson.loads(row[0]), row[1], row[2]) if row and row[0] is not None else None


def known_rows(register: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Stored values of several entries as they stand now, with one question."""
    with connection.cursor() as cursor:
        cursor.execute(_SEVERAL, [register, list(keys), clock.now()])
        return {key: orjson.loads(said) for key, said in cursor.fetchall() if said is not None}


def wanted_of(declaration: Declaration, attributes: Sequence[str] | None, allowed: Allowed) -> list[str]:
    """The attributes to read: those asked for, or else all that this reader may see."""
    open_to_reader = allowed.whole | allowed.masked
    if attributes is None:
        wanted = [slug for slug in declaration.fields if slug in open_to_reader]
        if not wanted:
            raise _refusal(declaration, next(iter(declaration.fields)), allowed)
        return wanted
    for slug in attributes:
        if slug not in declaration.fields:
            raise AttributeUnknown(field=slug, register=declaration.slug, attribute=slug)
        if slug not in open_to_reader:
            raise _refusal(declaration, slug, allowed)
    return list(dict.fromkeys(attributes))


def _refusal(
    declaration: Declaration, slug: str, allowed: Allowed
) -> AttributeRefused | PurposeMissing | PurposeUnknown:
    if allowed.unknown is not None:
        return allowed.unknown
    if slug in allowed.needs_purpose or (not allowed.whole and allowed.needs_purpose):
        return PurposeMissing(field=slug, register=declaration.slug)
    return AttributeRefused(field=slug, register=declaration.slug, attribute=slug)


def rows_naming(
    register: str, *, attribute: str, target: Reference, purpose: Purpose, reader: Actor
) -> list[tuple[str, dict[str, Any]]]:
    """Entries whose list names somebody, each with only the row that does: ``(key, row)``.

    For people to find what concerns themselves (the companies that they represent), so the reader is the
    one who is named, and leaves no line; or it is the engine with a purpose, and leaves one for each entry.
    """
    declaration = declared(register)
    field = declaration.fields.get(attribute)
    if field is None or field.type != "list":
        raise AttributeUnknown(register=register, attribute=attribute)
    own = target in reader.own
    if not own:
        if reader.kind != "system":
            raise AttributeRefused(register=register, attribute=attribute)
        if field.classification != "public" and not purpose.stated:
            raise PurposeMissing(register=register)
    same = {target, *persons.standing_of(target).also}
    rows = {
        key: named
        for key, listed in _lists_naming(register, attribute, same)
        if (
            named := [each for each in listed if not same.isdisjoint(access_lines.people_in_row(field, each))]
        )
    }
    if not own:
        stored = {key: {attribute: named} for key, named in rows.items()}
        access_lines.note_all(
            declaration, entries=stored, attributes=[attribute], purpose=purpose, reader=reader
        )
    typed = {
        key: values.to_typed(declaration, {attribute: named}, [attribute])[attribute]
        for key, named in rows.items()
    }
    return [(key, each) for key, named in typed.items() for each in cast("list[dict[str, Any]]", named)]


def _lists_naming(register: str, attribute: str, same: Iterable[Reference]) -> list[tuple[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMING, [attribute, clock.now(), [each.text for each in same], register])
        return [(key, orjson.loads(listed)) for key, listed in cursor.fetchall() if listed]


def name_of(register: str, *, key: str, purpose: Purpose, reader: Actor) -> str:
    """How an entry is called: its label's attributes, read like any other."""
    declaration = declared(register)
    if not declaration.label:
        return key
    said = read(
        register,
        key=key,
        attributes=declaration.label,
        purpose=purpose,
        reader=reader,
        as_of=None,
        known_at=None,
    ).values
    return " ".join(_plain(said[slug], reader.language) for slug in declaration.label if said[slug])


def _plain(value: object, language: str) -> str:
    if isinstance(value, dict):
        return Localised(cast("dict[str, str]", value)).in_language(language)
    return str(value)


def access_lines_of(
    concerned: Reference,
    *,
    reader: Actor,
    after: int,
    limit: int,
    agency: str = "",
    since: datetime | None = None,
) -> tuple[list[AccessLineView], int | None]:
    """The lines about oneself, or about whom one acts for in everything."""
    if concerned not in reader.own:
        raise NotAllowed()
    return access_lines.lines_of(
        concerned, skipped=max(after, 0), limit=max(1, min(limit, 200)), agency=agency, since=since
    )

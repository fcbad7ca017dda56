"""Many facts at once, by COPY: only what is new or different from what is known is written."""

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db import connection
from psycopg.sql import SQL, Identifier

from onewindow.blocks.registers import dictionary, indexing
from onewindow.blocks.registers.declarations import Declaration
from onewindow.kernel.clock import clock

SINCE_EVER = datetime(1900, 1, 1, tzinfo=UTC)
"""Where a source does not say since when: before anybody asks."""
_SINCE_EVER = str(SINCE_EVER)

Span = tuple[datetime, dict[str, Any]]
"""Since when, and the stored values; valid until the next span of the same key begins."""

_BATCH = 2000
# Those of constraints stay: they are what the rows are checked by.
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = 'registers_searchentry'
      AND indexdef NOT LIKE 'CREATE UNIQUE INDEX%'
"""
_SPECIAL = re.compile(r"[\\\n\r]")
_KNOWN = """
    SELECT key, valid_from, values, source FROM registers_fact
    WHERE register = %s AND key = ANY(%s) AND recorded_until IS NULL ORDER BY key, valid_from
"""
_CLOSE = """
    UPDATE registers_fact SET recorded_until = %s
    WHERE register = %s AND key = ANY(%s) AND recorded_until IS NULL
"""
_FACTS = (
    "COPY registers_fact (register, key, values, valid_from, recorded_from, source) FROM STDIN WITH (NULL '')"
)
_SEARCH = "COPY registers_searchentry (register, key, weight, sort_key, labels, words, names) FROM STDIN"


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries a load added and changed."""

    new: int
    changed: int


@dataclass(slots=True)
class _Known:
    """What the register says of one key now: its spans, and whose words they are."""

    spans: list[Span]
    sources: set[str]


@contextmanager
def without_indexes() -> Generator[None]:
    """The first load fills empty tables: their indexes are made afterwards, at once instead of row by row.

    In the caller's transaction, so that nobody ever sees the tables without them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM registers_searchentry)")
        if cursor.fetchone()[0]:
            yield
            return
        cursor.execute(_INDEXES)
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(SQL("DROP INDEX {}").format(Identifier(name)))
    yield
    with connection.cursor() as cursor:
        for _, statement in found:
            cursor.execute(statement)


def replace(declaration: Declaration, entries: Mapping[str, Sequence[Span]], *, source: str) -> Count:
    """Make the register say what the entries say, from this moment on, in the caller's transaction.

    An entry that was changed by somebody else since (another source) keeps its change: a load does not
    undo the work of a registrar. The index is computed anew for every entry, for the declaration may have
    changed.
    """
    now = clock.now()
    known = _known(declaration.slug, list(entries))
    new = [key for key in entries if key not in known]
    ours = {key for key, said in known.items() if said.sources == {source}}
    changed = [key for key, spans in entries.items() if key in ours and known[key].spans != list(spans)]
    with connection.cursor() as cursor:
        if changed:
            cursor.execute(_CLOSE, [now, declaration.slug, changed])
    former = indexing.forget(declaration.slug, list(entries)) if known else {}
    told = str(now)
    _copy(
        _FACTS,
        (
            row
            for key in (*new, *changed)
            for row in _facts(declaration.slug, key, entries[key], told, source)
        ),
    )
    kept = {key: known[key].spans for key in entries if key in known and key not in ours}
    _copy_index(declaration, {**entries, **kept}, now, former)
    return Count(len(new), len(changed))


def add(declaration: Declaration, entries: Mapping[str, Sequence[Span]], *, source: str) -> None:
    """Write entries that the register does not have yet, in the caller's transaction."""
    now = clock.now()
    told = str(now)
    rows = (
        row for key, spans in entries.items() for row in _facts(declaration.slug, key, spans, told, source)
    )
    _copy(_FACTS, rows)
    _copy_index(declaration, entries, now, {})


def _known(register: str, keys: list[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [register, keys])
        for key, since, stored, source in cursor.fetchall():
            said = found.setdefault(key, _Known([], set()))
            said.spans.append((since, orjson.loads(stored) if stored else {}))
            said.sources.add(source)
    return found


def _facts(
    register: str, key: str, spans: Sequence[Span], now: str, source: str
) -> Iterable[tuple[object, ...]]:
    if len(spans) == 1 and spans[0][0] is SINCE_EVER:
        yield register, key, _json(spans[0][1]), _SINCE_EVER, now, source
        return
    for since, stored in spans:
        yield register, key, _json(stored), since, now, source


def _standing(spans: Sequence[Span], now: datetime) -> dict[str, Any] | None:
    """The values that are valid now; None where the first span has yet to begin."""
    return next((stored for since, stored in reversed(spans) if since <= now), None)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _copy(statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Stream rows in the text format; larger pieces than a row cost fewer calls."""
    with connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]
        piece: list[str] = []
        for row in rows:
            piece.append(_line(row))
            if len(piece) == _BATCH:
                copy.write("\n".join(piece) + "\n")
                piece.clear()
        if piece:
            copy.write("\n".join(piece) + "\n")


def _line(row: Sequence[object]) -> str:
    """One row in COPY's text format (PostgreSQL, SQL COPY, Text Format)."""
    texts = ["" if value is None else str(value) for value in row]
    line = "\t".join(texts)
    if line.count("\t") == len(texts) - 1 and not _SPECIAL.search(line):
        return line
    return "\t".join(map(_escaped, texts))


def _escaped(text: str) -> str:
    for raw, written in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(raw, written)
    return text


def _copy_index(
    declaration: Declaration,
    entries: Mapping[str, Sequence[Span]],
    now: datetime,
    former: Mapping[str, Sequence[str]],
) -> None:
    standing = ((key, _standing(spans, now)) for key, spans in entries.items())
    copy_index(declaration, ((key, stored) for key, stored in standing if stored is not None), former=former)


def copy_index(
    declaration: Declaration,
    entries: Iterable[tuple[str, Mapping[str, Any]]],
    *,
    former: Mapping[str, Sequence[str]],
) -> None:
    """Store what entries are found by: there must be nothing of them yet. In the caller's transaction.

    :param former: key to whom the entry named before.
    """
    named: dict[str, str] = {}

    def search_rows() -> Iterable[Sequence[object]]:
        for key, stored in entries:
            row = indexing.indexed(declaration, key, stored)
            named.update(row.dictionary)
            names = indexing.array(indexing.now_and_before(row.names, former.get(key, ())))
            yield declaration.slug, key, row.weight, row.sort_key, _json(row.labels), row.words, names

    _copy(_SEARCH, search_rows())
    if named:
        dictionary.learn(declaration.slug, named)

"""Entries that are new, written by COPY: facts, and what finds them, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson
from django.db import connection, transaction

from onewindow.blocks.registers import dictionary, indexing
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.models import BulkChunk
from onewindow.blocks.registers.types import NewEntry
from onewindow.kernel.clock import clock

_FACTS: Final = "COPY registers_fact (register, key, values, valid_from, recorded_from, source) FROM STDIN"
_SEARCH: Final = (
    "COPY registers_searchentry (register, key, weight, sort_key, labels, words, names) FROM STDIN"
)
_DONE: Final = """
    INSERT INTO registers_bulkchunk (run_id, number, rows) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""


@dataclass(slots=True)
class Lines:
    """Rows in COPY's text format, and the words that the dictionary has to know."""

    facts: list[str] = field(default_factory=list[str])
    search: list[str] = field(default_factory=list[str])
    named: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    entries: int = 0


def write_chunk(
    declarations: Mapping[str, Declaration],
    entries: Iterable[NewEntry],
    *,
    run: int,
    number: int,
    source: str,
) -> int:
    """Write entries that no register has yet, all or none, once for each number of a run.

    :returns: how many entries. 0 where the chunk was written before.
    """
    lines = lines_of(declarations, entries, source=source)
    for register, named in lines.named.items():
        dictionary.learn(register, named)  # by itself, so that two processes do not wait for each other
    with transaction.atomic():
        if not first(run, number, lines.entries):
            return 0
        copy_lines(_FACTS, lines.facts)
        copy_lines(_SEARCH, lines.search)
    for register, named in lines.named.items():
        dictionary.remember(register, named)
    return lines.entries


def first(run: int, number: int, rows: int) -> bool:
    """Note that a part is done, in the transaction that does it; False where it was done before."""
    with connection.cursor() as cursor:
        cursor.execute(
            _DONE,
            [run, number, rows],
        )
        return cursor.rowcount == 1


def done_chunks(run: int) -> tuple[frozenset[int], int]:
    """The numbers of the chunks that are done, and their entries in all."""
    rows = list(BulkChunk.objects.filter(run=run).values_list("number", "rows"))
    return frozenset(number for number, _ in rows), sum(count for _, count in rows)


def forget(run: int) -> None:
    """Begin anew: no part of the run is done."""
    BulkChunk.objects.filter(run=run).delete()


def lines_of(declarations: Mapping[str, Declaration], entries: Iterable[NewEntry], *, source: str) -> Lines:
    """What COPY is given. An attribute that a register does not declare is left out."""
    made = Lines()
    now = clock.now()
    told = f"\t{now}\t{_escaped(source)}"
    known = {slug: frozenset(each.fields) for slug, each in declarations.items()}
    for register, key, spans in entries:
        declaration = declarations.get(register)
        if declaration is None:
            continue
        made.entries += 1
        fields = known[register]
        standing: Mapping[str, Any] | None = None
        for since, values in spans:
            stored = values if values.keys() <= fields else {n: v for n, v in values.items() if n in fields}
            made.facts.append(f"{register}\t{key}\t{_json(stored)}\t{since}{told}")
            if datetime.fromisoformat(since) <= now:
                standing = stored
        if standing is not None:  # else it is found from its day on (beginning.py)
            _add_index(made, declaration, key, standing)
    return made


def _add_index(made: Lines, declaration: Declaration, key: str, stored: Mapping[str, Any]) -> None:
    row = indexing.indexed(declaration, key, stored)
    slug = declaration.slug
    names = _escaped(indexing.array(row.names))
    listed = f"{slug}\t{key}\t{row.weight}\t{row.sort_key}"
    made.search.append(f"{listed}\t{_json(row.labels)}\t{row.words}\t{names}")
    if row.dictionary:
        made.named.setdefault(slug, {}).update(row.dictionary)


def _json(value: object) -> str:
    return _escaped(orjson.dumps(value).decode())


def _escaped(text: str) -> str:
    """JSON has no tab and no new line; its backslashes are doubled (PostgreSQL, SQL COPY, Text Format)."""
    return text.replace("\\", "\\\\") if "\\" in text else text


def copy_lines(statement: str, lines: Sequence[str]) -> None:
    """Send lines in pieces of some hundred kilobytes."""
    if not lines:
        return
    with connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]
        for start in range(0, len(lines), 1_000):
            copy.write("\n".join(lines[start : start + 1_000]) + "\n")

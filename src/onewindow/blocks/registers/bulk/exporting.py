"""A whole register into a file, entry by entry, in the memory that some thousand entries take."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import access_lines, optional_uses, stated_cases, values
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import AttributeRefused, PurposeMissing
from onewindow.blocks.registers.permission import Allowed, readable
from onewindow.blocks.registers.types import Purpose
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed

TYPES: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BATCH: Final = 2_000
_GROUP: Final = 20_000
_PIECE: Final = 1 << 18
_STANDING: Final = """
    SELECT DISTINCT ON (key) key, valid_from, values FROM registers_fact
    WHERE register = %s AND key > %s AND recorded_until IS NULL AND valid_from <= %s
    ORDER BY key, valid_from DESC LIMIT %s
"""
_COUNT: Final = "SELECT count(*) FROM registers_searchentry WHERE register = %s"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

Table = Iterator[dict[str, Any]]


def export(register: str, *, kind: str, purpose: Purpose, reader: Actor) -> Iterator[bytes]:
    """Every entry that stands now, with what this reader may see for this purpose, as pieces of a file.

    The line that tells of it is written before the first piece: once for the whole register, and everybody
    concerned sees it as theirs.

    :param kind: ``csv``, ``jsonl``, ``parquet`` or ``xlsx``.
    :raises NotAllowed: the reader is no officer of the agency that keeps the register.
    :raises PurposeMissing, PurposeUnknown, AttributeRefused: as for reading one entry.
    :raises UseOneByOne: the purpose is a use that each person decides on.
    """
    declaration = declared(register)
    if not declaration.open and not _keeps(declaration, reader):
        raise NotAllowed()
    optional_uses.hold_one_by_one(declaration, purpose)
    everybody = access_lines.everybody_in(register)
    stated_cases.require(register=register, entry=everybody, purpose=purpose, reader=reader)
    allowed = readable(declaration, entry=everybody, reader=reader, purpose=purpose)
    if allowed.unknown is not None:
        raise allowed.unknown
    columns = [slug for slug in declaration.fields if slug in allowed.whole | allowed.masked]
    if allowed.needs_purpose:
        raise PurposeMissing(field=min(allowed.needs_purpose), register=register)
    if not columns:
        raise AttributeRefused(register=register, attribute=next(iter(declaration.fields)))
    access_lines.note_extent(
        declaration, attributes=columns, entries=_count(register), purpose=purpose, reader=reader
    )
    return _WRITERS[kind](_table(declaration, columns, allowed), ["key", "valid_from", *columns])


def _keeps(declaration: Declaration, reader: Actor) -> bool:
    return reader.kind == "system" or declaration.owner in reader.agencies


def _count(register: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [register])
        return int(cursor.fetchone()[0])


def _table(declaration: Declaration, columns: Sequence[str], allowed: Allowed) -> Table:
    after, now = "", clock.now()
    zone = ZoneInfo(identity.agency(slug=declaration.owner).zone)
    hidden = [slug for slug in columns if slug in allowed.masked]
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_STANDING, [declaration.slug, after, now, _BATCH])
            rows = cursor.fetchall()
        if not rows:
            return
        after = rows[-1][0]
        for key, since, text in rows:
            if text is None:
                continue
            stored: dict[str, Any] = orjson.loads(text)
            for slug in hidden:
                stored[slug] = values.mask(declaration.fields[slug], stored.get(slug))
            yield {
                "key": key,
                "valid_from": since.astimezone(zone).date().isoformat(),
                **{slug: stored.get(slug) for slug in columns},
            }


def _cell(value: object) -> object:
    """A table has no lists: they are JSON."""
    match value:
        case list() | dict():
            return orjson.dumps(value).decode()
        case _:
            return value


def _guarded(value: object) -> object:
    """A text that a program for tables would reckon is kept from it (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _csv(table: Table, columns: Sequence[str]) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in table:
        writer.writerow([_guarded(_cell(row[name])) for name in columns])
        if text.tell() >= _PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _jsonl(table: Table, columns: Sequence[str]) -> Iterator[bytes]:
    piece = bytearray()
    for row in table:
        piece += orjson.dumps({name: row[name] for name in columns}, option=orjson.OPT_APPEND_NEWLINE)
        if len(piece) >= _PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def _parquet(table: Table, columns: Sequence[str]) -> Iterator[bytes]:
    schema = pa.schema([(name, pa.string()) for name in columns])

    def write(path: Path) -> None:
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for rows in _groups(table):
                texts = {name: [_text(row[name]) for row in rows] for name in columns}
                writer.write_table(pa.table(texts, schema=schema))

    return _by_file(write)


def _groups(table: Table) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    for row in table:
        rows.append(row)
        if len(rows) == _GROUP:
            yield rows
            rows = []
    if rows:
        yield rows


def _text(value: object) -> str | None:
    match value:
        case None | str():
            return value
        case _:
            return orjson.dumps(value).decode()


def _xlsx(table: Table, columns: Sequence[str]) -> Iterator[bytes]:
    from openpyxl import Workbook  # loaded when somebody wants one: the first page need not wait for it

    def write(path: Path) -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(columns)
        for row in table:
            cells = [_cell(row[name]) for name in columns]
            sheet.append([_inert(sheet, cell) if str(cell)[:1] == "=" else cell for cell in cells])
        book.save(path)

    return _by_file(write)


def _inert(sheet: Any, value: object) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"  # a text, never a formula
    return cell


def _by_file(write: Callable[[Path], None]) -> Iterator[bytes]:
    """Formats that are written from both ends go through a file that nobody else can read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        write(path)
        with path.open("rb") as file:
            yield from iter(lambda: file.read(_PIECE), b"")


_WRITERS: Final[Mapping[str, Callable[[Table, Sequence[str]], Iterator[bytes]]]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "xlsx": _xlsx,
}

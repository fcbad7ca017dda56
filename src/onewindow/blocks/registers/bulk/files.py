"""Rows out of files, one after another: CSV, XLSX, Parquet and JSON lines. Nothing in them is run."""

import csv
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, cast

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from onewindow.blocks.registers.bulk.errors import FileNotReadable, LineNotReadable
from onewindow.kernel.errors import N_

KINDS: Final = ("csv", "xlsx", "parquet", "jsonl")
Row = Mapping[str, Any]
Line = tuple[int, Row | LineNotReadable]
Rows = Iterator[Line]
"""Line in the file, from 1 as a person counts, and column to value, or what is wrong with the line alone."""

_LONGEST_LINE: Final = 1_000_000
_BATCH: Final = 2_000
_MOST_UNPACKED: Final = 64_000_000  # bytes of XML; in memory they become four times as many
_UNPACKED: Final = "unpacked, it is larger than 64 MB; CSV and Parquet may be as large as they are"
_CELLS: Final = N_("it has not as many cells as the first line has names")


def kind_of(name: str) -> str:
    """Which kind a file is, by the end of its name.

    :raises FileNotReadable: none that we read.
    """
    kind = name.rpartition(".")[2].lower()
    kind = {"json": "jsonl", "ndjson": "jsonl", "pq": "parquet"}.get(kind, kind)
    if kind not in KINDS:
        raise FileNotReadable(
            field="file", name=name, line=0, rule="it is none of CSV, XLSX, Parquet, JSON lines"
        )
    return kind


def rows(path: Path, *, kind: str) -> Rows:
    """The rows of a file, without holding all of it (but for XLSX, which has a million at most).

    :raises FileNotReadable: names the line at which reading ends.
    """
    return _READERS[kind](path)


def count(path: Path, *, kind: str) -> int:
    """How many rows there will be, quickly; 0 where that cannot be known without reading them."""
    if kind == "parquet":
        try:
            return int(pq.ParquetFile(path).metadata.num_rows)
        except (pa.ArrowException, OSError) as problem:
            raise _refused(path, 0, str(problem)) from problem
    if kind == "xlsx":
        return 0
    with path.open("rb") as file:
        lines = sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))
    return max(lines - 1, 0) if kind == "csv" else lines


def _refused(path: Path, line: int, rule: str) -> FileNotReadable:
    return FileNotReadable(field="file", name=path.name, line=line, rule=rule[:200])


def _csv(path: Path) -> Rows:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            start = file.read(4_096)
            file.seek(0)
            table = csv.DictReader(file, delimiter=_delimiter(start), restkey="", strict=True)
            _hold_header(path, list(table.fieldnames or ()))
            for row in table:
                whole = "" not in row and None not in row.values()
                yield table.line_num, row if whole else _broken(_CELLS)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise _refused(path, 0, f"it is not CSV in UTF-8: {problem}") from problem


def _broken(rule: str) -> LineNotReadable:
    return LineNotReadable(rule=rule)


def _delimiter(start: str) -> str:
    """The one that comes most in the first line; offices' programs write semicolons."""
    first = start.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _hold_header(path: Path, names: list[str]) -> None:
    if not names or any(not name for name in names):
        raise _refused(path, 1, "each column needs a name")
    if len(set(names)) != len(names):
        raise _refused(path, 1, "two columns have the same name")


def _xlsx(path: Path) -> Rows:
    _hold_unpacked(path)
    try:
        book = CalamineWorkbook.from_path(path)
        sheet = book.get_sheet_by_index(0)
        table = sheet.iter_rows()
        header = [str(name).strip() for name in next(table, [])]
    except (CalamineError, OSError, ValueError) as problem:
        raise _refused(path, 0, f"it is not XLSX: {problem}") from problem
    _hold_header(path, header)
    for line, cells in enumerate(table, start=2):
        values = [_plain(cell) for cell in cells]
        if any(value not in (None, "") for value in values):
            yield line, dict(zip(header, values, strict=False))


def _hold_unpacked(path: Path) -> None:
    """The workbook is held in memory as a whole, so that what a small file unpacks to must be known before.

    Sizes that the file declares are believed only once all of it was unpacked to them, piece by piece.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise _refused(path, 0, _UNPACKED)
            if packed.testzip() is not None:
                raise _refused(path, 0, "it is not XLSX: a part of it is broken")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError) as problem:
        raise _refused(path, 0, f"it is not XLSX: {problem}") from problem


def _parquet(path: Path) -> Rows:
    try:
        file = pq.ParquetFile(path)
        line = 0
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                line += 1
                yield line, {name: _plain(value) for name, value in row.items()}
    except (pa.ArrowException, OSError) as problem:
        raise _refused(path, 0, f"it is not Parquet: {problem}") from problem


def _jsonl(path: Path) -> Rows:
    with path.open("rb") as file:
        for line, text in enumerate(iter(lambda: file.readline(_LONGEST_LINE + 1), b""), start=1):
            if len(text) > _LONGEST_LINE:
                raise _refused(path, line, "the line is longer than a million bytes")
            if text.strip():
                yield line, _object(text)


def _object(text: bytes) -> Row | LineNotReadable:
    try:
        row: object = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _broken(N_("it is not JSON"))
    return cast("dict[str, Any]", row) if isinstance(row, dict) else _broken(N_("a line must be an object"))


def _plain(value: object) -> object:
    """What cells hold, as registers take it: no float, no moment where a day is meant."""
    match value:
        case bool() | None | int() | str():
            return value
        case float():
            return int(value) if value.is_integer() else str(Decimal(repr(value)))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case list():
            return [_plain(each) for each in cast("list[object]", value)]
        case dict():
            return {str(name): _plain(each) for name, each in cast("dict[object, object]", value).items()}
        case _:
            return str(value)


_READERS: Final[Mapping[str, Callable[[Path], Rows]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "jsonl": _jsonl,
}

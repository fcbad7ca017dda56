"""``onewindow-verify log``: the whole log, replayed leaf by leaf."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onewindow_verify import canonical, leaves
from onewindow_verify.failure import NotReadableError, NotVerifiedError
from onewindow_verify.notes import Head, LogKey, read_head
from onewindow_verify.tree import Frontier, hash_of_leaf, hash_of_pair

WIDTH = 256


@dataclass
class Replayed:
    """What a replay found, when it found nothing wrong."""

    leaves: int = 0
    checkpoints: int = 0
    erased: set[int] = field(default_factory=set)
    tiles: int = 0


class _Tiles:
    """Builds the tiles from the leaves and compares each with its file."""

    def __init__(self, folder: Path, files: set[str]) -> None:
        self._folder, self._files = folder, files
        self._rows: list[list[bytes]] = [[]]
        self._numbers = [0]
        self.checked = 0

    def add(self, leaf: bytes, *, level: int = 0) -> None:
        if level == len(self._rows):
            self._rows.append([])
            self._numbers.append(0)
        self._rows[level].append(leaf)
        if len(self._rows[level]) == WIDTH:
            row = self._rows[level]
            self._compare(level)
            while len(row) > 1:
                row = [hash_of_pair(row[at], row[at + 1]) for at in range(0, len(row), 2)]
            self._rows[level] = []
            self._numbers[level] += 1
            self.add(row[0], level=level + 1)

    def finish(self) -> None:
        for level, row in enumerate(self._rows):
            if row:
                self._compare(level)

    def _compare(self, level: int) -> None:
        row = self._rows[level]
        name = tile_name(str(level), self._numbers[level], len(row))
        if _take(self._folder, name, self._files) != b"".join(row):
            raise NotVerifiedError(f"{name}: the tile is not of the leaves below it.")
        self.checked += 1


def verify(*, folder: Path, key: LogKey) -> Replayed:
    """Replay an exported log against the heads that were signed."""
    if not folder.is_dir():
        raise NotReadableError(f"{folder}: there is no such folder.")
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    last = _take(folder, "checkpoint", files)
    head = read_head(_text(last, where="checkpoint"), key=key, where="checkpoint")
    heads = _signed_heads(_take(folder, "checkpoints.jsonl", files), key=key, last=last)
    told = _lines(_take(folder, "disclosed.jsonl", files), count=head.size, where="disclosed.jsonl")
    found = Replayed(checkpoints=len(heads))
    _replay(folder, files, head, heads, told, found)
    if files:
        raise NotVerifiedError(f"{min(files)}: this file does not belong to the log.")
    return found


def _replay(
    folder: Path, files: set[str], head: Head, heads: list[Head], told: list[bytes], found: Replayed
) -> None:
    frontier, tiles = Frontier(), _Tiles(folder, files)
    pending = list(reversed(heads))
    announced: set[int] = set()
    for index, data in enumerate(_entries(folder, files, head.size)):
        where = f"leaf {index}"
        leaf = leaves.read_leaf(data, where=where)
        announced |= _check_told(leaf, told[index], index, found)
        hashed = hash_of_leaf(data)
        frontier.add(hashed)
        tiles.add(hashed)
        while pending and pending[-1].size == frontier.size:
            if pending.pop().root != frontier.root():
                raise NotVerifiedError(f"{where}: the leaves up to here are not those that were signed.")
    if pending:
        raise NotVerifiedError(f"checkpoints.jsonl: {pending[-1].size} leaves were signed, and are not here.")
    tiles.finish()
    found.leaves, found.tiles = frontier.size, tiles.checked
    if found.erased != announced:
        index = min(found.erased ^ announced)
        raise NotVerifiedError(f"leaf {index}: it was erased, or was not, against what the log tells.")


def _check_told(leaf: dict[str, Any], line: bytes, index: int, found: Replayed) -> set[int]:
    """Check what leaf ``index`` commits to. Returns the index whose erasure it tells of, if it does."""
    where = f"disclosed.jsonl, line {index + 1}"
    told = canonical.parse(line, where=where)
    if told is None:
        found.erased.add(index)
        return set()
    shown = leaves.check_disclosed(leaf, told, where=where)
    if set(shown) != set(leaves.COMMITTED):
        raise NotVerifiedError(f"{where}: a field is missing.")
    if leaf["kind"] != "record.erased":
        return set()
    payload = shown["payload"]
    if not isinstance(payload, dict) or not isinstance(payload.get("index"), int):
        raise NotVerifiedError(f"{where}: the entry does not say which leaf was erased.")
    return {payload["index"]}


def _signed_heads(data: bytes, *, key: LogKey, last: bytes) -> list[Head]:
    """Every head in its order, each signed; the last one is the checkpoint itself."""
    heads: list[Head] = []
    note = ""
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        where = f"checkpoints.jsonl, line {number}"
        note = canonical.parse(line, where=where)
        if not isinstance(note, str):
            raise NotVerifiedError(f"{where}: this is not a checkpoint.")
        head = read_head(note, key=key, where=where)
        if head.size <= (heads[-1].size if heads else 0):
            raise NotVerifiedError(f"{where}: the checkpoint is not larger than the one before.")
        heads.append(head)
    if not data.endswith(b"\n") or note.encode() != last:
        raise NotVerifiedError("checkpoints.jsonl: it does not end with the checkpoint of this log.")
    return heads


def _entries(folder: Path, files: set[str], size: int) -> Iterator[bytes]:
    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        name = tile_name("entries", number, width)
        data = _take(folder, name, files)
        count = at = 0
        while at < len(data):
            length = int.from_bytes(data[at : at + 2], "big")
            yield data[at + 2 : at + 2 + length]
            at += 2 + length
            count += 1
        if at != len(data) or count != width:
            raise NotVerifiedError(f"{name}: the bundle does not hold {width} leaves.")


def _lines(data: bytes, *, count: int, where: str) -> list[bytes]:
    lines = data.split(b"\n")
    if lines.pop() or len(lines) != count:
        raise NotVerifiedError(f"{where}: it does not have one line for each of the {count} leaves.")
    return lines


def _take(folder: Path, name: str, files: set[str]) -> bytes:
    """Read a file, and strike it off the list of those that have not been looked at."""
    files.discard(name)
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise NotVerifiedError(f"{name}: the file is missing.") from None


def _text(data: bytes, *, where: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise NotVerifiedError(f"{where}: it is not text.") from None


def tile_name(level: str, number: int, width: int) -> str:
    """The path of a tile or bundle (C2SP tlog-tiles)."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{path}" + ("" if width == WIDTH else f".p/{width}")

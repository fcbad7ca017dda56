"""The whole log as a folder of files, for an auditor with a program of their own.

- ``checkpoint`` and ``tile/…``: as under ``/log/`` (C2SP tlog-tiles), so that it is also a mirror of the log;
- ``checkpoints.jsonl``: every head that was ever signed, oldest first, one JSON text a line;
- ``disclosed.jsonl``: line n tells what leaf n commits to (``null`` once that was erased).
"""

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

from onewindow.foundation.record import leaf, proofs, queries, sealing, sequencer, tree
from onewindow.foundation.record.canonical import canonical
from onewindow.foundation.record.errors import ExportNotEmpty, NoSuchCheckpoint, RecordBroken
from onewindow.foundation.record.models import CheckpointRow, EntryRow
from onewindow.foundation.record.types import Checkpoint
from onewindow.standards import tlog

_ATTEMPTS = 5
_TOGETHER = 1000


def export(folder: Path) -> Checkpoint:
    """Write the log up to its newest checkpoint into an empty folder."""
    if folder.exists() and any(folder.iterdir()):
        raise ExportNotEmpty(folder=str(folder))
    while sequencer.sequence():
        pass
    for _ in range(_ATTEMPTS):
        head = queries.checkpoint()
        if head is None:
            raise NoSuchCheckpoint(size=0)
        _write_lines(folder / "disclosed.jsonl", _disclosures(head.size))
        if _erasures_are_told(head.size):
            break
        sequencer.sequence()
    else:
        raise RecordBroken(what="entries were emptied without an entry that says so")
    _write_tree(folder, head)
    return head


def _disclosures(size: int) -> Iterator[str]:
    rows = EntryRow.objects.filter(leaf_index__lt=size).order_by("leaf_index")
    several = rows.iterator(chunk_size=_TOGETHER)
    while batch := list(itertools.islice(several, _TOGETHER)):
        said = sealing.opened(batch)
        for row in batch:
            told = proofs.disclosed_of(row, said.get(row.pk), fields=leaf.FIELDS)
            pairs = {field: {"salt": salt, "value": value} for field, (salt, value) in told.items()}
            yield canonical(pairs or None)


def _erasures_are_told(size: int) -> bool:
    """Whether each erasure so far has its own entry in the log already: it may have come a moment ago."""
    emptied = EntryRow.objects.filter(leaf_index__lt=size, payload=None, sealed=None).count()
    return emptied <= EntryRow.objects.filter(leaf_index__lt=size, kind=queries.ERASED).count()


def _write_tree(folder: Path, head: Checkpoint) -> None:
    notes = CheckpointRow.objects.filter(size__lte=head.size).order_by("size").values_list("note", flat=True)
    _write_lines(folder / "checkpoints.jsonl", (canonical(note) for note in notes.iterator()))
    for tile in tlog.tiles_of_size(size=head.size):
        hashes = tree.fetch_tile(tile.level or 0, tile.number)[: tile.width * tlog.HASH_BYTES]
        _write(folder / tlog.tile_path(tile), hashes)
        if tile.level == 0:
            entries = tlog.TileRef(None, tile.number, tile.width)
            bundle = tree.bundle(number=tile.number, width=tile.width)
            if bundle is None:
                raise RecordBroken(what=f"entries of {tlog.tile_path(entries)} are missing")
            _write(folder / tlog.tile_path(entries), bundle)
    _write(folder / "checkpoint", head.note.encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)

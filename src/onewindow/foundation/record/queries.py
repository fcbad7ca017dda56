"""Reads of the record."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from onewindow.foundation.record import sealing
from onewindow.foundation.record.canonical import canonical
from onewindow.foundation.record.errors import NoSuchEntry
from onewindow.foundation.record.models import CheckpointRow, EntryRow
from onewindow.foundation.record.types import Checkpoint, Entry
from onewindow.kernel.reference import Reference

ERASED = "record.erased"


def entries_of_rows(rows: Sequence[EntryRow]) -> tuple[Entry, ...]:
    """Entries as they cross the door."""
    said = sealing.opened(rows)
    return tuple(
        Entry(
            row.pk,
            row.kind,
            Reference(row.subject),
            row.actor,
            row.at,
            json.loads(said[row.pk].payload) if row.pk in said else None,
            row.leaf_index,
        )
        for row in rows
    )


def plain(payload: Mapping[str, object]) -> dict[str, Any]:
    """A payload as it comes back from the record."""
    return json.loads(canonical(payload))


def entry(*, entry_id: int) -> Entry:
    """One entry."""
    row = EntryRow.objects.filter(pk=entry_id).first()
    if row is None:
        raise NoSuchEntry(entry=entry_id)
    return entries_of_rows([row])[0]


def entries_of(*, subject: Reference, after: int | None, limit: int) -> tuple[Entry, ...]:
    """The entries about a subject, oldest first."""
    rows = EntryRow.objects.filter(subject=subject.text, pk__gt=after or 0).order_by("pk")[:limit]
    return entries_of_rows(list(rows))


def entries_from(*, index: int, limit: int) -> tuple[Entry, ...]:
    """Entries by their place in the log: nothing that commits late can be skipped."""
    rows = EntryRow.objects.filter(leaf_index__gte=index).order_by("leaf_index")[:limit]
    return entries_of_rows(list(rows))


def checkpoint(*, size: int | None = None) -> Checkpoint | None:
    """The checkpoint of a size, or the newest."""
    rows = CheckpointRow.objects.order_by("-size")
    row = (rows if size is None else rows.filter(size=size)).first()
    return None if row is None else Checkpoint(row.size, bytes(row.root), row.note, row.at)


def unsequenced() -> int:
    """How many entries wait for their place."""
    return EntryRow.objects.filter(leaf_index=None).count()

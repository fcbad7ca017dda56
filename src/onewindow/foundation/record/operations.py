"""Writes of the record: append and erase. Numbering and signing are in ``sequencer``."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from onewindow.foundation.record import leaf, queries
from onewindow.foundation.record.canonical import canonical
from onewindow.foundation.record.errors import (
    AlreadyErased,
    ErasureStays,
    KindNotWellFormed,
    NoSuchEntry,
    NotYetSequenced,
    OutsideTransaction,
)
from onewindow.foundation.record.models import EntryRow
from onewindow.foundation.record.types import Entry, NewEntry
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_COLUMNS = ("kind", "subject", "actor", "payload", "salt", "leaf")
_INSERT = """
INSERT INTO record_entryrow (kind, subject, actor, payload, salt, leaf, at)
SELECT kind, subject, actor, payload, salt, leaf, %s
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bytea[], %s::text[])
    WITH ORDINALITY AS new (kind, subject, actor, payload, salt, leaf, place)
ORDER BY place RETURNING id
"""
_KIND = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+")


def append_all(entries: Sequence[NewEntry]) -> tuple[Entry, ...]:
    """Insert leaves without numbers: transactions that append do not wait for each other."""
    if not connection.in_atomic_block:
        raise OutsideTransaction()
    at = clock.now()
    rows = [_row(entry, at) for entry in entries]
    columns = [[getattr(row, name) for row in rows] for name in _COLUMNS]
    with connection.cursor() as cursor:  # on the way of every request: a third of what the ORM takes
        cursor.execute(_INSERT, [at, *columns])
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
    return tuple(queries.entry_of_row(row) for row in rows)


def _row(entry: NewEntry, at: datetime) -> EntryRow:
    if not _KIND.fullmatch(entry.kind) or len(entry.kind) > 100:
        raise KindNotWellFormed(kind=entry.kind)
    payload = canonical(entry.payload)
    salt = secrets.token_bytes(leaf.SALT_BYTES)
    text = leaf.leaf_text(
        kind=entry.kind, at=at, salt=salt, subject=entry.subject.text, actor=entry.actor, payload=payload
    )
    return EntryRow(
        kind=entry.kind,
        subject=entry.subject.text,
        actor=entry.actor,
        at=at,
        payload=payload,
        salt=salt,
        leaf=text,
    )


def erase(*, entry_id: int, reason: str, actor: str | None) -> Entry:
    """Erase what an entry says. The erasure is itself an entry, which names the index that it emptied."""
    with transaction.atomic():
        row = EntryRow.objects.select_for_update().filter(pk=entry_id).first()
        if row is None:
            raise NoSuchEntry(entry=entry_id)
        if row.kind == queries.ERASED:
            raise ErasureStays(entry=entry_id)
        if row.payload is None:
            raise AlreadyErased(entry=entry_id)
        if row.leaf_index is None:
            # The sequencer checks each leaf against what it commits to before it signs.
            raise NotYetSequenced(entry=entry_id)
        EntryRow.objects.filter(pk=entry_id).update(payload=None, salt=None)
        erasure = NewEntry(
            queries.ERASED, Reference(row.subject), {"index": row.leaf_index, "reason": reason}, actor
        )
        return append_all([erasure])[0]

"""Writes of the record: append and erase. Numbering and signing are in ``sequencer``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from onewindow.foundation.record import leaf, queries, sealing, sequencer
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

_COLUMNS = ("kind", "subject", "actor", "sealed", "name", "secret", "leaf")
_INSERT = """
WITH new AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bytea[], %s::uuid[], %s::bytea[], %s::text[])
        WITH ORDINALITY AS given (kind, subject, actor, sealed, name, secret, leaf, place)
), kept AS (
    INSERT INTO apart.record_secret (id, secret) SELECT name, secret FROM new ORDER BY place
)
INSERT INTO record_entryrow (kind, subject, actor, sealed, secret, leaf, at)
SELECT kind, subject, actor, sealed, name, leaf, %s FROM new ORDER BY place RETURNING id
"""
_DESTROY = "DELETE FROM apart.record_secret WHERE id = ANY(%s)"
_ORPHANED = """
    SELECT id FROM record_entryrow entry WHERE sealed IS NOT NULL AND leaf_index IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM apart.record_secret WHERE id = entry.secret) ORDER BY id
"""
_KIND = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An entry as it is stored: what it says encrypted, and the secret that opens it."""

    kind: str
    subject: str
    actor: str | None
    sealed: bytes
    name: UUID
    secret: bytes
    leaf: str


def append_all(entries: Sequence[NewEntry]) -> tuple[Entry, ...]:
    """Insert leaves without numbers: transactions that append do not wait for each other."""
    if not connection.in_atomic_block:
        raise OutsideTransaction()
    at = clock.now()
    rows = [_sealed(entry, at) for entry in entries]
    columns = [[getattr(row, name) for row in rows] for name in _COLUMNS]
    with connection.cursor() as cursor:  # on the way of every request: a third of what the ORM takes
        cursor.execute(_INSERT, [*columns, at])
        keys = [pk for (pk,) in cursor.fetchall()]
    return tuple(
        Entry(pk, entry.kind, entry.subject, entry.actor, at, queries.plain(entry.payload), None)
        for pk, entry in zip(keys, entries, strict=True)
    )


def _sealed(entry: NewEntry, at: datetime) -> _Sealed:
    if not _KIND.fullmatch(entry.kind) or len(entry.kind) > 100:
        raise KindNotWellFormed(kind=entry.kind)
    payload = canonical(entry.payload)
    secret = sealing.new_secret()
    text = leaf.leaf_text(
        kind=entry.kind, at=at, salt=secret, subject=entry.subject.text, actor=entry.actor, payload=payload
    )
    return _Sealed(
        kind=entry.kind,
        subject=entry.subject.text,
        actor=entry.actor,
        sealed=sealing.seal(secret=secret, payload=payload),
        name=sealing.new_name(),
        secret=secret,
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
        if row.payload is None and row.sealed is None:
            raise AlreadyErased(entry=entry_id)
        if row.leaf_index is None:
            # The sequencer checks each leaf against what it commits to before it signs.
            raise NotYetSequenced(entry=entry_id)
        return _erase_rows([row], reason=reason, actor=actor)[0]


def destroy_keys(
    *, subject: str, reason: str, actor: str | None, before: datetime | None
) -> tuple[Entry, ...]:
    """Erase the entries about a subject by destroying their keys."""
    while sequencer.sequence():
        pass  # each leaf is checked against what it commits to before that is gone
    with transaction.atomic():
        about = EntryRow.objects.filter(subject=subject).exclude(kind=queries.ERASED)
        if before is not None:
            about = about.filter(at__lte=before)
        rows = list(about.exclude(payload=None, sealed=None).select_for_update().order_by("pk"))
        for row in rows:
            if row.leaf_index is None:
                raise NotYetSequenced(entry=row.pk)
        return _erase_rows(rows, reason=reason, actor=actor)


def tell_destroyed(*, reason: str) -> int:
    """Say of entries whose key is gone that they are erased: a backup had brought them back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ORPHANED)
        keys = [pk for (pk,) in cursor.fetchall()]
        rows = list(EntryRow.objects.filter(pk__in=keys).exclude(kind=queries.ERASED).order_by("pk"))
        return len(_erase_rows(rows, reason=reason, actor=None))


def _erase_rows(rows: Sequence[EntryRow], *, reason: str, actor: str | None) -> tuple[Entry, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_DESTROY, [[row.secret for row in rows if row.secret is not None]])
    EntryRow.objects.filter(pk__in=[row.pk for row in rows]).update(payload=None, salt=None, sealed=None)
    return append_all(
        [
            NewEntry(
                queries.ERASED, Reference(row.subject), {"index": row.leaf_index, "reason": reason}, actor
            )
            for row in rows
        ]
    )

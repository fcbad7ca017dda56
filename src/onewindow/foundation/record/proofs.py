"""Receipts and proofs about the log."""

import json

from onewindow.foundation.record import leaf, sealing, tree
from onewindow.foundation.record.errors import NoSuchCheckpoint, NoSuchEntry
from onewindow.foundation.record.models import CheckpointRow, EntryRow
from onewindow.foundation.record.types import Receipt
from onewindow.standards import tlog


def receipt(*, entry_id: int, with_actor: bool) -> Receipt | None:
    """The receipt of an entry against the newest checkpoint; None while it has no place."""
    row = EntryRow.objects.filter(pk=entry_id).first()
    if row is None:
        raise NoSuchEntry(entry=entry_id)
    head = CheckpointRow.objects.order_by("-size").first()
    if row.leaf_index is None or head is None:
        return None
    path = tlog.inclusion_proof(tree.reader(), index=row.leaf_index, size=head.size)
    fields = leaf.FIELDS if with_actor else ("payload", "subject")
    return Receipt(
        entry=row.pk,
        index=row.leaf_index,
        leaf=row.leaf,
        disclosed=disclosed(row, fields=fields),
        proof=tlog.write_proof(tlog.LoggedProof(row.leaf_index, path, head.note)),
    )


def disclosed(row: EntryRow, *, fields: tuple[str, ...]) -> dict[str, tuple[str, object]]:
    """What the leaf's hashes stand for: field to (its salt in hex, its value). Empty once it was erased."""
    return disclosed_of(row, sealing.opened([row]).get(row.pk), fields=fields)


def disclosed_of(
    row: EntryRow, said: sealing.Opened | None, *, fields: tuple[str, ...]
) -> dict[str, tuple[str, object]]:
    """``disclosed`` of an entry that was opened already."""
    if said is None:
        return {}
    values = {"actor": row.actor, "payload": json.loads(said.payload), "subject": row.subject}
    return {field: (leaf.field_salt(salt=said.salt, field=field).hex(), values[field]) for field in fields}


def consistency(*, old: int, new: int) -> tuple[bytes, ...]:
    """The proof that the checkpoint of ``new`` entries extends the one of ``old``."""
    for size in (old, new):
        if not CheckpointRow.objects.filter(size=size).exists():
            raise NoSuchCheckpoint(size=size)
    return tlog.consistency_proof(tree.reader(), old=old, new=new)

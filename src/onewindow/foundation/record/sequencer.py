"""The one writer of the tree: numbers leaves in batches and signs what it has verified."""

from collections.abc import Sequence

from django.db import connection, transaction

from onewindow.foundation.record import leaf, sealing, tree
from onewindow.foundation.record.errors import RecordBroken
from onewindow.foundation.record.log_key import log_signer
from onewindow.foundation.record.models import CheckpointRow, EntryRow
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.standards import tlog

# One sequencer in the whole database, however many workers run.
_LOCK = 0x0E_C0_4D
_BATCH = 2000


def sequence(*, batch: int = _BATCH) -> int:
    """Give places to entries that have none, and sign a checkpoint over them.

    Nothing is signed unless the tables agree with the last signed checkpoint, each new leaf agrees with what
    its entry says, and the new tree, read back from the tables, extends the old one.

    :returns: how many entries got a place; 0 too when another sequencer is at work.
    :raises RecordBroken: any of this fails. Nothing changed.
    """
    with transaction.atomic():
        if not _take_lock():
            return 0
        rows = list(EntryRow.objects.filter(leaf_index=None).order_by("pk")[:batch])
        if not rows:
            return 0
        signer = log_signer()
        old = verified_head(signer.verifier)
        _check_leaves(rows)
        new = _grow(old, rows)
        _number(rows, first=old.size)
        note = tlog.sign_note(tlog.write_checkpoint(new), signer=signer)
        CheckpointRow.objects.create(size=new.size, root=new.root, note=note, at=clock.now())
    return len(rows)


def verified_head(verifier: tlog.NoteVerifier) -> tlog.Checkpoint:
    """The last checkpoint, if our key signed it and the tables still lead to its root.

    :raises RecordBroken: they do not.
    """
    row = CheckpointRow.objects.order_by("-size").first()
    if row is None:
        head = tlog.Checkpoint(verifier.name, 0, tlog.EMPTY_ROOT)
    else:
        head = _opened(row, verifier)
    last = EntryRow.objects.filter(leaf_index__isnull=False).order_by("-leaf_index").first()
    numbered = 0 if last is None else last.leaf_index + 1
    if numbered != head.size:
        raise RecordBroken(what=f"{numbered} entries have a place, and {head.size} were signed")
    if _root(head.size) != head.root:
        raise RecordBroken(what="the tiles do not lead to the root that was signed")
    return head


def _opened(row: CheckpointRow, verifier: tlog.NoteVerifier) -> tlog.Checkpoint:
    try:
        head = tlog.read_checkpoint(tlog.open_note(row.note, verifier=verifier))
    except tlog.TlogError as problem:
        raise RecordBroken(what=f"the checkpoint of {row.size} entries is not of this key") from problem
    if (head.origin, head.size, head.root) != (verifier.name, row.size, bytes(row.root)):
        raise RecordBroken(what=f"the checkpoint of {row.size} entries says something else than its row")
    return head


def _root(size: int) -> bytes:
    try:
        return tlog.tree_root(tree.reader(), size=size)
    except OnewindowError as problem:
        raise RecordBroken(what="tiles are missing") from problem


def _check_leaves(rows: Sequence[EntryRow]) -> None:
    opened = sealing.opened(rows)
    for row in rows:
        if row.pk not in opened:
            raise RecordBroken(what=f"entry {row.pk} was emptied or changed before it had a place")
        said = leaf.leaf_text(
            kind=row.kind,
            at=row.at,
            salt=opened[row.pk].salt,
            subject=row.subject,
            actor=row.actor,
            payload=opened[row.pk].payload,
        )
        if said != row.leaf:
            raise RecordBroken(what=f"the leaf of entry {row.pk} is not of what the entry says")


def _grow(old: tlog.Checkpoint, rows: Sequence[EntryRow]) -> tlog.Checkpoint:
    """Add the leaves to the tiles, read them back, and prove the new tree before anybody signs it."""
    hashes = [tlog.leaf_hash(row.leaf.encode()) for row in rows]
    tree.store_tiles(tlog.grown_tiles(tree.fetch_tile, size=old.size, leaf_hashes=hashes))
    size = old.size + len(rows)
    read = tree.reader()
    root = tlog.tree_root(read, size=size)
    try:
        proof = tlog.consistency_proof(read, old=old.size, new=size) if old.size else ()
        tlog.check_consistency(old=old.size, old_root=old.root, new=size, new_root=root, proof=proof)
        for index in {old.size, size - 1}:
            path = tlog.inclusion_proof(read, index=index, size=size)
            tlog.check_inclusion(leaf=hashes[index - old.size], index=index, size=size, proof=path, root=root)
    except tlog.ProofNotValid as problem:
        raise RecordBroken(what="the new tree does not extend the signed one") from problem
    if [read(0, index) for index in range(old.size, size)] != hashes:
        raise RecordBroken(what="the tiles came back with other hashes than were written")
    return tlog.Checkpoint(old.origin, size, root)


def _number(rows: Sequence[EntryRow], *, first: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_entryrow SET leaf_index = place.index"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS place (id, index)"
            " WHERE record_entryrow.id = place.id",
            [[row.pk for row in rows], list(range(first, first + len(rows)))],
        )


def _take_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])

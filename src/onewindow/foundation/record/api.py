"""THE DOOR of the record: what happened, and the proof that nobody changed it afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.db import connection

from onewindow.foundation.record import export as exporting
from onewindow.foundation.record import keys_place, log_key, operations, proofs, queries, tree
from onewindow.foundation.record.errors import (
    AlreadyErased,
    ErasureStays,
    ExportNotEmpty,
    KeyFileOpen,
    KindNotWellFormed,
    NoSuchCheckpoint,
    NoSuchEntry,
    NotYetSequenced,
    OutsideTransaction,
    PayloadNotCanonical,
    RecordBroken,
)
from onewindow.foundation.record.types import Checkpoint, Entry, NewEntry, Receipt
from onewindow.kernel.reference import Reference

__all__ = [
    "AlreadyErased",
    "Checkpoint",
    "Entry",
    "ErasureStays",
    "ExportNotEmpty",
    "KeyFileOpen",
    "KindNotWellFormed",
    "NewEntry",
    "NoSuchCheckpoint",
    "NoSuchEntry",
    "NotYetSequenced",
    "OutsideTransaction",
    "PayloadNotCanonical",
    "Receipt",
    "RecordBroken",
    "append",
    "append_all",
    "checkpoint",
    "consistency",
    "create_place_of_keys",
    "destroy_keys",
    "entries_from",
    "entries_of",
    "entry",
    "erase",
    "export",
    "public_key",
    "receipt_of",
    "tell_destroyed",
    "tile",
    "unsequenced",
]


def append(
    *, kind: str, subject: Reference, payload: Mapping[str, object], actor: str | None = None
) -> Entry:
    """Append what happened, in the caller's transaction.

    The entry has no place in the log yet (a counter would make transactions wait for each other); the
    sequencer gives it one within seconds. An entry about a document carries the document's ``sha256`` in
    hex, so that ``onewindow-verify receipt --document`` can compare it.

    :param kind: what happened, such as ``case.filed``. Public for ever, with the time.
    :param subject: what it happened to. Public as a salted hash only.
    :param payload: JSON of text, whole numbers, truth values, null, lists and objects; decimals as text.
        Erasable.
    :param actor: who did it, as text of the caller's choice; None for the house itself.
    :raises KindNotWellFormed: the kind is not lower-case words with dots between them.
    :raises PayloadNotCanonical: a float, a date or another type; ``field`` says where.
    :raises OutsideTransaction: no transaction is open.
    """
    return operations.append_all([NewEntry(kind, subject, payload, actor)])[0]


def append_all(*, entries: Sequence[NewEntry]) -> tuple[Entry, ...]:
    """Append several entries with one statement, in their order. Errors as for ``append``."""
    return operations.append_all(entries)


def entry(*, entry_id: int) -> Entry:
    """One entry.

    :raises NoSuchEntry: there is none.
    """
    return queries.entry(entry_id=entry_id)


def entries_of(*, subject: Reference, after: int | None = None, limit: int = 200) -> tuple[Entry, ...]:
    """The entries about a subject, oldest first.

    :param after: the id of the last entry of the page before.
    """
    return queries.entries_of(subject=subject, after=after, limit=limit)


def entries_from(*, index: int, limit: int = 200) -> tuple[Entry, ...]:
    """Entries in the order of the log, from an index on. What is not sequenced yet is not there."""
    return queries.entries_from(index=index, limit=limit)


def erase(*, entry_id: int, reason: str, actor: str | None = None) -> Entry:
    """Erase what an entry says and its salt. Its leaf, and every proof about the log, stay valid.

    :returns: the entry that tells of the erasure.
    :raises NoSuchEntry: there is none.
    :raises AlreadyErased: nothing is left to erase.
    :raises ErasureStays: the entry tells of an erasure.
    :raises NotYetSequenced: the sequencer has not checked the leaf against what it says yet.
    """
    return operations.erase(entry_id=entry_id, reason=reason, actor=actor)


def destroy_keys(
    *, subject: str, reason: str, actor: str | None = None, before: datetime | None = None
) -> tuple[Entry, ...]:
    """Destroy the keys of all entries about a subject: what they say is gone, also from every backup.

    :param subject: text of a reference, such as ``register/people/10000295``.
    :param before: only what was written until then; None for all of it.
    :returns: the entries that tell of it, one for each that was emptied.
    :raises NotYetSequenced: the sequencer is at work; try again in a few seconds.
    """
    return operations.destroy_keys(subject=subject, reason=reason, actor=actor, before=before)


def tell_destroyed(*, reason: str) -> int:
    """After a backup came back: say of entries whose key is gone that they were erased.

    :returns: how many.
    """
    return operations.tell_destroyed(reason=reason)


def create_place_of_keys() -> None:
    """Make the schema that the keys lie in, where a backup was brought to a server that has none."""
    with connection.cursor() as cursor:
        cursor.execute(keys_place.CREATE)


def checkpoint(*, size: int | None = None) -> Checkpoint | None:
    """The signed head of a size, or the newest; None where there is none."""
    return queries.checkpoint(size=size)


def unsequenced() -> int:
    """How many entries wait for the sequencer."""
    return queries.unsequenced()


def receipt_of(*, entry_id: int, with_actor: bool = False) -> Receipt | None:
    """The proof that an entry is in the record, against the newest checkpoint; None while it has no place.

    :param with_actor: disclose also who did it. Leave it out of what a citizen or a stranger gets.
    :raises NoSuchEntry: there is none.
    """
    return proofs.receipt(entry_id=entry_id, with_actor=with_actor)


def consistency(*, old: int, new: int) -> tuple[bytes, ...]:
    """The proof that the checkpoint of ``new`` entries extends the one of ``old`` (RFC 9162 §2.1.4).

    :raises NoSuchCheckpoint: one of them was never signed.
    """
    return proofs.consistency(old=old, new=new)


def public_key() -> str:
    """The log's public key on one line, as ``onewindow-verify --key`` takes it."""
    return log_key.log_verifier().to_text()


def tile(*, path: str) -> bytes | None:
    """A tile of the tree or a bundle of entries, as the log publishes it; None when there is no such one.

    :param path: such as ``tile/0/x001/067.p/12`` (C2SP tlog-tiles).
    """
    return tree.resource(path)


def export(*, folder: Path) -> Checkpoint:
    """Write the whole log into a folder, for ``onewindow-verify log``. It holds what the entries say.

    :returns: the checkpoint up to which it was written.
    :raises ExportNotEmpty: the folder holds something already.
    :raises NoSuchCheckpoint: nothing was ever appended.
    :raises RecordBroken: the tables do not agree with the tree.
    """
    return exporting.export(folder)

"""What crosses the door of the record."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from onewindow.kernel.reference import Reference


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Something to append. See ``api.append``."""

    kind: str
    subject: Reference
    payload: Mapping[str, object]
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened.

    :param id: names the entry inside this house. Not its place in the log.
    :param payload: None once it was erased.
    :param index: its place in the log, from 0; None until the sequencer has been.
    """

    id: int
    kind: str
    subject: Reference
    actor: str | None
    at: datetime
    payload: Mapping[str, object] | None
    index: int | None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed head of the log.

    :param size: how many leaves the tree had.
    :param root: SHA-256 root hash of that tree, 32 bytes (RFC 9162 §2.1.1).
    :param note: the signed note, as served at ``/log/checkpoint`` (C2SP tlog-checkpoint).
    """

    size: int
    root: bytes
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """A proof that an entry is in the record, complete for somebody who holds the log's public key.

    :param leaf: the leaf, canonical JSON.
    :param disclosed: field to (salt in hex, value): what the leaf's hashes stand for.
    :param proof: a C2SP ``tlog-proof``: index, inclusion proof and checkpoint.
    """

    entry: int
    index: int
    leaf: str
    disclosed: Mapping[str, tuple[str, object]]
    proof: str

    def to_text(self) -> str:
        """The receipt as a file, to keep beside the document; ``onewindow-verify receipt`` reads it."""
        disclosed = {name: {"salt": salt, "value": value} for name, (salt, value) in self.disclosed.items()}
        receipt = {
            "format": "onewindow-receipt/1",
            "leaf": self.leaf,
            "disclosed": disclosed,
            "proof": self.proof.splitlines(),
        }
        return json.dumps(receipt, ensure_ascii=False, indent=1) + "\n"

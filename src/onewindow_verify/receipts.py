"""``onewindow-verify receipt``: one entry, from a file that its holder keeps."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onewindow_verify import canonical, leaves, tree
from onewindow_verify.failure import NotReadableError, NotVerifiedError
from onewindow_verify.notes import Head, LogKey, decode, read_head

_FORMAT = "onewindow-receipt/1"
_FIELDS = {"format", "leaf", "disclosed", "proof"}
_INDEX = re.compile(r"index (0|[1-9][0-9]*)")


@dataclass(frozen=True)
class Verified:
    """What a receipt proves."""

    leaf: dict[str, Any]
    disclosed: dict[str, Any]
    index: int
    head: Head
    document: bool


def verify(*, receipt: Path, key: LogKey, document: Path | None) -> Verified:
    """Verify a receipt, and the document that goes with it."""
    where = receipt.name
    content = canonical.parse_loosely(receipt.read_bytes(), where=where)
    if not isinstance(content, dict) or content.get("format") != _FORMAT or set(content) != _FIELDS:
        raise NotReadableError(f"{where}: this is not a receipt of the format {_FORMAT}.")
    data = str(content["leaf"]).encode()
    leaf = leaves.read_leaf(data, where=where)
    disclosed = leaves.check_disclosed(leaf, content["disclosed"], where=where)
    index, head = _check_proof(content["proof"], data, key=key, where=where)
    if document is not None:
        _check_document(document, disclosed.get("payload"), where=where)
    return Verified(leaf, disclosed, index, head, document is not None)


def _check_proof(proof: Any, data: bytes, *, key: LogKey, where: str) -> tuple[int, Head]:
    """Check a C2SP tlog-proof, which the receipt holds as a list of lines."""
    lines = proof if isinstance(proof, list) and all(isinstance(line, str) for line in proof) else []
    if not lines or "" not in lines or any("\n" in line for line in lines):
        raise NotVerifiedError(f"{where}: the receipt has no proof.")
    blank = lines.index("")
    steps, note = lines[:blank], "".join(f"{line}\n" for line in lines[blank + 1 :])
    index = _INDEX.fullmatch(steps[1]) if len(steps) > 1 and steps[0] == "c2sp.org/tlog-proof@v1" else None
    if index is None:
        raise NotVerifiedError(f"{where}: the proof is not in the format c2sp.org/tlog-proof@v1.")
    head = read_head(note, key=key, where=where)
    path = [decode(step, where=where) for step in steps[2:]]
    root = tree.root_from_inclusion(
        leaf=tree.hash_of_leaf(data), index=int(index[1]), size=head.size, path=path
    )
    if root != head.root:
        raise NotVerifiedError(f"{where}: the entry is not in the log that the checkpoint is of.")
    return int(index[1]), head


def _check_document(document: Path, payload: Any, *, where: str) -> None:
    expected = payload.get("sha256") if isinstance(payload, dict) else None
    if not isinstance(expected, str):
        raise NotVerifiedError(f"{where}: this receipt is not of a document.")
    if hashlib.sha256(document.read_bytes()).hexdigest() != expected:
        raise NotVerifiedError(f"{document.name}: this is not the document that the receipt is of.")

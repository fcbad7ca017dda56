"""Proofs as text, complete for whoever holds the log's public key (C2SP tlog-proof)."""

import base64
import binascii
import re
from dataclasses import dataclass

from onewindow.standards.tlog.checkpoint import Checkpoint, read_checkpoint
from onewindow.standards.tlog.errors import ProofNotValid
from onewindow.standards.tlog.merkle import HASH_BYTES, check_inclusion, leaf_hash
from onewindow.standards.tlog.notes import NoteVerifier, open_note

_HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class LoggedProof:
    """That a leaf is at ``index`` of the tree of a signed checkpoint.

    :param path: the inclusion proof, sibling first.
    :param note: the signed checkpoint, as the log gave it.
    :param extra: data of the application that nothing vouches for.
    """

    index: int
    path: tuple[bytes, ...]
    note: str
    extra: bytes | None = None

    def check(self, *, data: bytes, verifier: NoteVerifier) -> Checkpoint:
        """Accept only if the data is an entry of the log of that key.

        :returns: the checkpoint that it is in.
        :raises SignatureNotValid: the log's key did not sign the checkpoint.
        :raises ProofNotValid: the path does not lead to its root, or it is of another log.
        """
        head = read_checkpoint(open_note(self.note, verifier=verifier))
        if head.origin != verifier.name:
            raise ProofNotValid(what=f"it is of the log {head.origin}")
        check_inclusion(
            leaf=leaf_hash(data), index=self.index, size=head.size, proof=self.path, root=head.root
        )
        return head


def write_proof(proof: LoggedProof) -> str:
    """The text of a ``.tlog-proof`` file."""
    extra = () if proof.extra is None else (f"extra {base64.b64encode(proof.extra).decode()}",)
    path = (base64.b64encode(step).decode() for step in proof.path)
    lines = (_HEADER, *extra, f"index {proof.index}", *path)
    return "".join(f"{line}\n" for line in lines) + f"\n{proof.note}"


def read_proof(text: str) -> LoggedProof:
    """Read a ``.tlog-proof`` file. Nothing is verified yet.

    :raises ProofNotValid: another format.
    """
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines.pop(0) != _HEADER or not lines:
        raise ProofNotValid(what="it is not in the format c2sp.org/tlog-proof@v1")
    extra = _decoded(lines.pop(0).removeprefix("extra ")) if lines[0].startswith("extra ") else None
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None:
        raise ProofNotValid(what="it does not say the index")
    path = tuple(_decoded(line) for line in lines)
    if any(len(step) != HASH_BYTES for step in path):
        raise ProofNotValid(what="one of its hashes is not 32 bytes")
    return LoggedProof(int(index[1]), path, note, extra)


def _decoded(line: str) -> bytes:
    try:
        data = base64.b64decode(line.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ProofNotValid(what="a line of it is not base 64") from None
    if base64.b64encode(data).decode() != line:
        raise ProofNotValid(what="a line of it is not base 64 in its only spelling")
    return data

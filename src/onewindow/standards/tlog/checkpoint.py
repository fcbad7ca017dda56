"""Checkpoints: the text of a note that says how large a tree is and what its root is (C2SP
tlog-checkpoint)."""

import base64
import binascii
import re
from dataclasses import dataclass

from onewindow.standards.tlog.errors import NoteNotValid
from onewindow.standards.tlog.merkle import HASH_BYTES

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log.

    :param origin: which log.
    :param size: how many leaves.
    :param root: 32 bytes.
    :param extensions: further lines, which C2SP discourages; kept, so that what was signed can be written
        again.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def write_checkpoint(checkpoint: Checkpoint) -> str:
    """The text to sign."""
    root = base64.b64encode(checkpoint.root).decode()
    lines = (checkpoint.origin, str(checkpoint.size), root, *checkpoint.extensions)
    return "".join(f"{line}\n" for line in lines)


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note whose signature was verified.

    :raises NoteNotValid: not the text of a checkpoint, or not its only spelling.
    """
    lines = text.split("\n")[:-1]
    if len(lines) < 3 or not all(lines) or not _SIZE.fullmatch(lines[1]):
        raise NoteNotValid(what="its text is not a checkpoint")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        raise NoteNotValid(what="its root is not base 64") from None
    checkpoint = Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]))
    if len(root) != HASH_BYTES or write_checkpoint(checkpoint) != text:
        raise NoteNotValid(what="its root is not 32 bytes in base 64")
    return checkpoint

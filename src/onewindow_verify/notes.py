"""The log's public key, and the checkpoints that it signed (C2SP signed-note and tlog-checkpoint)."""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from onewindow_verify.failure import NotReadableError, NotVerifiedError

_HEAD = re.compile(r"([^\s+]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n")


@dataclass(frozen=True)
class LogKey:
    """Who may sign heads of the log."""

    name: str
    key_id: bytes
    public: bytes


@dataclass(frozen=True)
class Head:
    """What a checkpoint says, once its signature was verified."""

    size: int
    root: bytes


def read_key(given: str) -> LogKey:
    """The key from a file, or from the command line itself."""
    path = Path(given)
    text = (path.read_text(encoding="utf-8") if "+" not in given or path.exists() else given).strip()
    parts = text.split("+", 2)
    try:
        name, key_id, encoded = parts[0], bytes.fromhex(parts[1]), base64.b64decode(parts[2], validate=True)
    except (IndexError, ValueError):
        raise NotReadableError(f"{given}: a log's key looks like example.org/log+1a2b3c4d+AQ….") from None
    fingerprint = hashlib.sha256(name.encode() + b"\n" + encoded).digest()[:4]
    if len(encoded) != 33 or encoded[0] != 1 or fingerprint != key_id:
        raise NotReadableError(f"{given}: the key was damaged on its way, or is not an Ed25519 key.")
    return LogKey(name, key_id, encoded[1:])


def read_head(note: str, *, key: LogKey, where: str) -> Head:
    """Verify a signed checkpoint and read it."""
    body, _, signatures = note.rpartition("\n\n")
    body += "\n"
    if not _is_signed(body, signatures, key=key, where=where):
        raise NotVerifiedError(f"{where}: the log's key {key.name} did not sign this checkpoint.")
    match = _HEAD.fullmatch(body)
    if match is None or match[1] != key.name:
        raise NotVerifiedError(f"{where}: this is not a checkpoint of the log {key.name}.")
    root = decode(match[3], where=where)
    return Head(int(match[2]), root)


def _is_signed(body: str, signatures: str, *, key: LogKey, where: str) -> bool:
    if not signatures.endswith("\n"):
        raise NotVerifiedError(f"{where}: the checkpoint was cut.")
    found = False
    for line in signatures[:-1].split("\n"):
        mark, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        if mark != "—":
            raise NotVerifiedError(f"{where}: a signature line of the checkpoint has another form.")
        signature = decode(encoded, where=where)
        if (name, signature[:4]) != (key.name, key.key_id):
            continue  # a witness, or another key of the log
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature[4:], body.encode())
        except InvalidSignature:
            raise NotVerifiedError(f"{where}: the signature of the checkpoint is wrong.") from None
        found = True
    return found


def decode(text: str, *, where: str) -> bytes:
    """Base 64 in its only spelling."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        data = b""
    if not text or base64.b64encode(data).decode() != text:
        raise NotVerifiedError(f"{where}: a line is not base 64 in its only spelling.")
    return data

"""What an entry says is kept encrypted, and its key lies apart: who destroys the key erases every copy.

The key of an entry is its secret of 32 random bytes in ``apart.record_secret``, a schema that no backup of
the database holds (docs/erasure.md). The salts of the leaf come from the same secret: without it the leaf
says nothing to anybody, and every proof still verifies. Entries of earlier versions have payload and salt in
their row.
"""

import hmac
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from onewindow.foundation.record import leaf
from onewindow.foundation.record.models import EntryRow

_LABEL = b"payload key"
_NONCE = bytes(12)  # a key encrypts one payload, once
_SECRETS = "SELECT id, secret FROM apart.record_secret WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Opened:
    """What an entry says, with the salt of its leaf."""

    payload: str
    salt: bytes


def new_name() -> UUID:
    """A name for a secret: ordered by time (RFC 9562 §5.7), so that its index grows at the end."""
    milliseconds = time.time_ns() // 1_000_000
    noise = secrets.randbits(74)
    return UUID(int=milliseconds << 80 | 7 << 76 | (noise >> 62) << 64 | 2 << 62 | noise & (1 << 62) - 1)


def new_secret() -> bytes:
    """A secret of one entry."""
    return secrets.token_bytes(leaf.SALT_BYTES)


def seal(*, secret: bytes, payload: str) -> bytes:
    """Encrypt a payload under the key of its entry (AES-256-GCM)."""
    return AESGCM(hmac.digest(secret, _LABEL, "sha256")).encrypt(_NONCE, payload.encode(), None)


def opened(rows: Sequence[EntryRow]) -> dict[int, Opened]:
    """What entries say, by id; one that was erased, whose key is gone, or whose bytes were changed is not
    there."""
    names = [row.secret for row in rows if row.sealed is not None and row.secret is not None]
    known = _secrets(names) if names else {}
    found = {row.pk: _opened(row, known) for row in rows}
    return {pk: said for pk, said in found.items() if said is not None}


def _secrets(names: Sequence[UUID]) -> dict[UUID, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(_SECRETS, [list(names)])
        return {name: bytes(secret) for name, secret in cursor.fetchall()}


def _opened(row: EntryRow, known: dict[UUID, bytes]) -> Opened | None:
    if row.secret is None:
        if row.payload is None or row.salt is None:
            return None
        return Opened(row.payload, bytes(row.salt))
    secret = known.get(row.secret)
    if secret is None or row.sealed is None or row.payload is not None or row.salt is not None:
        return None
    try:
        text = AESGCM(hmac.digest(secret, _LABEL, "sha256")).decrypt(_NONCE, bytes(row.sealed), None)
    except InvalidTag:
        return None
    return Opened(text.decode(), secret)

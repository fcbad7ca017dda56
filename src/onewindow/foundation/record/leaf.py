"""What stands in the tree for an entry: commitments that say nothing without their salts.

A leaf is public and for ever. It says when something happened and of which kind; who, about whom and what are
salted hashes. Once the entry's salt is erased nobody can connect them to anything again, and the tree
still verifies.

Each field has a salt of its own, derived from the entry's, so that a receipt can disclose what was decided
without making the officer's account guessable.
"""

import hashlib
import hmac
from datetime import UTC, datetime

from onewindow.foundation.record.canonical import canonical

FIELDS = ("actor", "payload", "subject")
SALT_BYTES = 32


def field_salt(*, salt: bytes, field: str) -> bytes:
    """The salt of one field: HMAC-SHA-256 under the entry's salt, of the field's name."""
    return hmac.digest(salt, field.encode(), "sha256")


def commitment(*, salt: bytes, field: str, value: str) -> str:
    """Hex SHA-256 of the field's salt and then the canonical text of its value."""
    return hashlib.sha256(field_salt(salt=salt, field=field) + value.encode()).hexdigest()


def written_moment(moment: datetime) -> str:
    """UTC with six digits of a second: ``2026-01-31T08:00:00.000000Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf_text(*, kind: str, at: datetime, salt: bytes, subject: str, actor: str | None, payload: str) -> str:
    """The leaf of an entry.

    :param payload: canonical text.
    """
    values = {"actor": canonical(actor), "payload": payload, "subject": canonical(subject)}
    leaf = {field: commitment(salt=salt, field=field, value=values[field]) for field in FIELDS}
    return canonical({**leaf, "at": written_moment(at), "kind": kind, "v": 1})

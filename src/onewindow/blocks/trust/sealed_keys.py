"""Private keys under a PIN: neither the database alone opens them, nor the house without the PIN."""

import os
from dataclasses import dataclass
from itertools import pairwise

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from onewindow.blocks.trust.errors import PinTooSimple

_SHORTEST, _LONGEST = 6, 64
_NONCE = 12


@dataclass(frozen=True, slots=True)
class SealedKey:
    """:param sealed: nonce, then AES-256-GCM of the key (PKCS #8 PEM)."""

    salt: bytes
    sealed: bytes


def check_pin(pin: str) -> None:
    """Refuse what the first guesses would be.

    :raises PinTooSimple: too short or long, one character only, or characters in a row.
    """
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    if not _SHORTEST <= len(pin) <= _LONGEST or (len(steps) == 1 and steps <= {-1, 0, 1}):
        raise PinTooSimple(field="pin")


def seal(*, key_pem: bytes, pin: str, house_secret: bytes, about: bytes) -> SealedKey:
    """Seal a key.

    :param about: what the key belongs to; the same must be given to open it.
    """
    salt, nonce = os.urandom(16), os.urandom(_NONCE)
    cipher = AESGCM(_derive(pin, salt, house_secret))
    return SealedKey(salt, nonce + cipher.encrypt(nonce, key_pem, about))


def unseal(*, kept: SealedKey, pin: str, house_secret: bytes, about: bytes) -> bytes | None:
    """The key; None where the PIN is wrong."""
    cipher = AESGCM(_derive(pin, kept.salt, house_secret))
    try:
        return cipher.decrypt(kept.sealed[:_NONCE], kept.sealed[_NONCE:], about)
    except InvalidTag:
        return None


def _derive(pin: str, salt: bytes, house_secret: bytes) -> bytes:
    """Argon2id as for passwords (RFC 9106), then the house's own secret (RFC 5869)."""
    slow = hash_secret_raw(
        pin.encode("utf-8")[: 4 * _LONGEST],
        salt,
        time_cost=2,
        memory_cost=19_456,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=house_secret, info=b"kept key").derive(slow)

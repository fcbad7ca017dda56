"""A signer for tests: honest, for it signs with a key of each person, and verifies; and quick."""

import base64
from collections.abc import Generator
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onewindow.blocks.mandates import signing
from onewindow.kernel.errors import N_, InvalidInput
from onewindow.kernel.reference import Reference

PIN = "482913"


class WrongPin(InvalidInput):
    code = "wrong-pin"
    message = N_("This PIN is wrong.")


class QuickSigner:
    """Fulfils ``ports.Signer``. Everybody has a key, but for those whom ``without`` names."""

    def __init__(self, *, without: frozenset[Reference] = frozenset()) -> None:
        self.without = without

    def has_key(self, *, holder: Reference) -> bool:
        return holder not in self.without

    def sign(self, *, holder: Reference, pin: str, payload: bytes) -> str:
        if pin != PIN:
            raise WrongPin()
        return base64.b64encode(_key(holder).sign(payload)).decode()

    def holds(self, *, signature: str, payload: bytes, signer: Reference) -> bool:
        try:
            _key(signer).public_key().verify(base64.b64decode(signature), payload)
        except InvalidSignature:
            return False
        return True


def signing_quickly() -> Generator[None]:
    """For a fixture: this signer while a test runs, and what was joined before afterwards."""
    before = signing._Joined.signer
    signing.use_signer(QuickSigner())
    yield
    signing.use_signer(before)


def _key(holder: Reference) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(holder.text.encode()).digest())

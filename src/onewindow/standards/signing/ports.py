"""What signing needs from outside: a key that signs, and a clock that others trust."""

from typing import Literal, Protocol

Algorithm = Literal["ES256", "Ed25519"]
"""ECDSA with P-256 and SHA-256 (RFC 7518 §3.4), or Ed25519 (RFC 8032, RFC 9864)."""


class Signer(Protocol):
    """A private key that never shows itself: in a file of its owner's, or in a hardware module."""

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The key's certificate, then those above it, DER. The root may be left out."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Sign the data (not a hash of it).

        :returns: for ES256 the DER sequence of r and s (RFC 3279 §2.2.3), for Ed25519 its 64 bytes.
        """
        ...


class TimestampSource(Protocol):
    """A timestamp authority (RFC 3161)."""

    def stamp(self, request: bytes) -> bytes:
        """Send a DER ``TimeStampReq``, get a DER ``TimeStampResp``."""
        ...

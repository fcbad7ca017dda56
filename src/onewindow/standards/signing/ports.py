"""What signing needs from outside: a key that signs, a clock that others trust, word about revocation."""

from collections.abc import Sequence
from typing import Literal, Protocol

from onewindow.standards.signing.material import Evidence

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


class EvidenceSource(Protocol):
    """Where fresh word about certificates is had, while it still can be had."""

    def evidence_for(self, certificates: Sequence[bytes]) -> Evidence:
        """Everything that a later check of these certificates needs.

        :param certificates: DER; of signers and of timestamp authorities.
        :returns: the certificates between them and their roots, and a fresh revocation list or OCSP
            response for each that is not a root.
        """
        ...

"""What every format needs when it signs or extends: who signs, when, how far, with whose help."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from onewindow.kernel.errors import N_
from onewindow.standards.signing.certificates import without_roots
from onewindow.standards.signing.errors import KeyNotUsable, NotExtendable
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.ports import EvidenceSource, Signer, TimestampSource
from onewindow.standards.signing.stamps import read_stamp, request_stamp
from onewindow.standards.signing.verdict import LEVELS, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How far to go.

    :param at: the claimed time of signing.
    :param digest: of new timestamps.
    :raises NotExtendable: the level needs a source that is not given.
    """

    level: Level
    at: datetime
    timestamps: TimestampSource | None = None
    evidence: EvidenceSource | None = None
    digest: str = "sha256"

    def __post_init__(self) -> None:
        if self.reaches("T") and self.timestamps is None:
            raise NotExtendable(reason=N_("there is no timestamp authority"))
        if self.reaches("LT") and self.evidence is None:
            raise NotExtendable(reason=N_("nobody tells about revocations"))

    def reaches(self, level: Level) -> bool:
        """Whether this level, or a higher one, is wanted."""
        return LEVELS.index(self.level) >= LEVELS.index(level)

    def stamp(self, message: bytes) -> bytes:
        """A new token over a message."""
        assert self.timestamps is not None
        return request_stamp(self.timestamps, message, digest=self.digest)

    def words_about(self, certificates: tuple[bytes, ...], tokens: tuple[bytes, ...]) -> Evidence:
        """Fresh evidence for signers, and for the authorities of tokens."""
        assert self.evidence is not None
        stamping: list[bytes] = []
        beside: list[bytes] = []
        for token in tokens:
            seen = read_stamp(token)
            stamping.append(seen.certificate)
            beside += [seen.certificate, *seen.others]
        found = self.evidence.evidence_for(tuple(dict.fromkeys((*certificates, *stamping))))
        return found.plus(Evidence((*certificates, *beside)))


def certificates_of(signer: Signer) -> tuple[bytes, ...]:
    """The signer's own certificate, then those between it and the root.

    :raises KeyNotUsable: it has none.
    """
    if not signer.certificates:
        raise KeyNotUsable(reason=N_("it has no certificate"))
    own, *above = signer.certificates
    return (own, *without_roots(tuple(above)))


def flat_signature(signer: Signer, data: bytes) -> bytes:
    """Sign, with r and s beside each other (RFC 7518 §3.4, RFC 4050 §3.3), or Ed25519's 64 bytes."""
    signature = signer.sign(data)
    if signer.algorithm == "ES256":
        r, s = decode_dss_signature(signature)
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return signature

"""Signatures with the keys that the house's trust service keeps for people: JAdES, level LT.

LT, because a mandate may live longer than the certificate of whoever signed it.
"""

from onewindow.blocks.trust import api as trust
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import jades


class KeptKeys:
    """Fulfils ``ports.Signer``."""

    def has_key(self, *, holder: Reference) -> bool:
        """Whether the person opened a key that can sign now."""
        return trust.has_signing_key(holder=holder)

    def sign(self, *, holder: Reference, pin: str, payload: bytes) -> str:
        """A JAdES signature with the payload in it, as JSON."""
        return trust.sign(holder=holder, pin=pin, payload=payload, form="jades", level="LT").decode()

    def holds(self, *, signature: str, payload: bytes, signer: Reference) -> bool:
        """Whether the one signature holds, covers exactly the payload, and is by this person's key."""
        now = clock.now()
        verdict = jades.verify(
            signature.encode(), anchors=trust.signing_anchors(at=now), at=now, evidence=trust.evidence(),
            policy=trust.policy(),
        )  # fmt: skip
        if not verdict.holds or len(verdict.signatures) != 1:
            return False
        (one,) = verdict.signatures
        if one.signer is None or [part.content for part in one.contents] != [payload]:
            return False
        certificate = one.signer.certificate
        found = trust.check_certificate(certificate=certificate, usage="signature", at=one.signed_at)
        return found.holder == signer

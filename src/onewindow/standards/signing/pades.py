"""Signed PDFs: PAdES levels B, T, LT and LTA (ETSI EN 319 142-1), and the seals of documents of ours.

The library behind it takes half a second to load, so it is loaded when it is first used.
"""

from collections.abc import Sequence
from datetime import datetime

from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.policy import POLICY, Policy
from onewindow.standards.signing.ports import EvidenceSource, Signer, TimestampSource
from onewindow.standards.signing.types import PdfVerification
from onewindow.standards.signing.verdict import Level, Verdict

__all__ = ["extend", "only_signed", "ready_to_sign", "seal_pdf", "sign", "verify", "verify_pdf"]


def sign(
    pdf: bytes,
    *,
    signer: Signer,
    at: datetime,
    level: Level = "B",
    timestamps: TimestampSource | None = None,
    evidence: EvidenceSource | None = None,
    reason: str = "",
    location: str = "",
) -> bytes:
    """Sign a PDF as a person. Others may sign after; nothing else may be changed.

    :param at: the time that the signer claims.
    :param timestamps: needed from level T on; :param evidence: from LT on.
    :raises KeyNotUsable: the signer has no certificate. :raises PdfNotSealable: not a PDF that can be signed.
    :raises NotExtendable, StampRefused: the level could not be reached; nothing was made.
    """
    from onewindow.standards.signing import pades_sign
    from onewindow.standards.signing.making import Making

    making = Making(level=level, at=at, timestamps=timestamps, evidence=evidence)
    return pades_sign.sign(pdf, signer=signer, making=making, reason=reason, location=location)


def extend(
    pdf: bytes,
    *,
    level: Level,
    at: datetime,
    timestamps: TimestampSource | None = None,
    evidence: EvidenceSource | None = None,
    digest: str = "sha256",
) -> bytes:
    """Bring the signatures of a PDF, seals too, to a higher level; at LTA already, renew them.

    :param digest: of the new timestamp: a stronger one than before, when that one becomes weak.
    :raises NotExtendable: it cannot be read, or a source is missing. :raises StampRefused: see there.
    """
    from onewindow.standards.signing import pades_sign
    from onewindow.standards.signing.making import Making

    making = Making(level=level, at=at, timestamps=timestamps, evidence=evidence, digest=digest)
    return pades_sign.extend(pdf, making=making)


def verify(
    pdf: bytes,
    *,
    anchors: Anchors,
    at: datetime,
    evidence: Evidence = Evidence(),  # noqa: B008  # frozen
    policy: Policy = POLICY,
) -> Verdict:
    """Check every signature of a PDF, at every level. Never reaches the network, never raises.

    :param at: the moment of the check. :param evidence: besides that in the file.
    """
    from onewindow.standards.signing import pades_verify
    from onewindow.standards.signing.judging import Question

    question = Question(anchors=anchors, at=at, evidence=evidence, policy=policy)
    return pades_verify.verify(pdf, question=question)


def ready_to_sign(pdf: bytes) -> bytes:
    """A PDF with a field for a signature; what goes into it ``only_signed`` can tell from anything else.

    The same PDF gives the same bytes.

    :raises PdfNotSealable: not a PDF that can be signed.
    """
    from onewindow.standards.signing import pades_growth

    return pades_growth.ready_to_sign(pdf)


def only_signed(pdf: bytes, *, original: bytes) -> bool:
    """Whether a PDF is another one to which nothing but signatures, timestamps and their proof was added.

    ``verify`` looks at what came after a signature; this looks at what came before it, so that whoever signed
    did not put other pages over those that were given out. Whether a signature holds is another question.

    :param original: as it was given out, from ``ready_to_sign``: its bytes have to stand first.
    """
    from onewindow.standards.signing import pades_growth

    return pades_growth.only_signed(pdf, original=original)


def seal_pdf(
    pdf: bytes,
    *,
    signer: Signer,
    at: datetime,
    reason: str,
    location: str = "",
    timestamps: TimestampSource | None = None,
) -> bytes:
    """Put a seal over a whole PDF; afterwards any change is visible, and none is allowed.

    :param pdf: not yet signed.
    :param signer: the key; its certificates go into the seal.
    :param at: the time that the seal claims.
    :param reason: why it was sealed, shown by PDF readers.
    :param timestamps: with it the time is proven (PAdES B-T), without it only claimed (B-B).
    :returns: the same PDF with the seal appended.
    :raises KeyNotUsable: the signer has no certificate.
    :raises PdfNotSealable: not a PDF, encrypted, or sealed already.
    """
    from onewindow.standards.signing import pades_seal

    return pades_seal.seal_pdf(
        pdf, signer=signer, at=at, reason=reason, location=location, timestamps=timestamps
    )


def verify_pdf(
    pdf: bytes,
    *,
    roots: Sequence[bytes],
    at: datetime,
    revocation_lists: Sequence[bytes] = (),
    timestamp_roots: Sequence[bytes] = (),
) -> PdfVerification:
    """Look at every seal of a PDF. Never reaches the network.

    :param pdf: the file, from anybody.
    :param roots: trusted authorities, DER.
    :param at: the time of the check. A certificate that has expired since is good only where a trusted
        timestamp proves that the seal is older.
    :param revocation_lists: DER, of the authorities. If any is given, each seal needs one of its authority
        that is not out of date; without any, revocation is not looked at.
    :param timestamp_roots: trusted for timestamps, DER; none: timestamps prove nothing.
    :returns: the seals; none where the PDF has none or is not a PDF.
    """
    from onewindow.standards.signing import pades_check

    return pades_check.verify_pdf(
        pdf, roots=roots, at=at, revocation_lists=revocation_lists, timestamp_roots=timestamp_roots
    )

"""Sealing PDFs and checking seals: PAdES B-B, and B-T with a timestamp (ETSI EN 319 142-1).

The library behind it takes half a second to load, so it is loaded when it is first used.
"""

from collections.abc import Sequence
from datetime import datetime

from onewindow.standards.signing.ports import Signer, TimestampSource
from onewindow.standards.signing.types import PdfVerification

__all__ = ["seal_pdf", "verify_pdf"]


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

"""XML signatures: XAdES levels B, T, LT, LTA (ETSI EN 319 132-1), enveloped, enveloping or detached."""

from collections.abc import Mapping
from datetime import datetime

from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.policy import POLICY, Policy
from onewindow.standards.signing.ports import EvidenceSource, Signer, TimestampSource
from onewindow.standards.signing.verdict import Level, Verdict

__all__ = ["extend", "sign", "sign_files", "verify"]


def sign(
    xml: bytes,
    *,
    signer: Signer,
    at: datetime,
    level: Level = "B",
    timestamps: TimestampSource | None = None,
    evidence: EvidenceSource | None = None,
) -> bytes:
    """Sign an XML document; the signature becomes the last child of its root. Others may sign after.

    Comments and processing instructions are left out of the result: they would not be protected.

    :param at: the time that the signer claims.
    :param timestamps: needed from level T on; :param evidence: from LT on.
    :raises XmlRefused: the document is not one that we read. :raises KeyNotUsable: no P-256 certificate.
    :raises NotExtendable, StampRefused: the level could not be reached; nothing was made.
    """
    from onewindow.standards.signing.making import Making
    from onewindow.standards.signing.xades import signing

    making = Making(level=level, at=at, timestamps=timestamps, evidence=evidence)
    return signing.sign(xml, signer=signer, making=making)


def sign_files(
    files: Mapping[str, bytes],
    *,
    signer: Signer,
    at: datetime,
    level: Level = "B",
    timestamps: TimestampSource | None = None,
    evidence: EvidenceSource | None = None,
) -> bytes:
    """A detached signature over named files: a document whose root is ``ds:Signature``."""
    from onewindow.standards.signing.making import Making
    from onewindow.standards.signing.xades import signing

    making = Making(level=level, at=at, timestamps=timestamps, evidence=evidence)
    return signing.sign_files(files, signer=signer, making=making)


def extend(
    signed: bytes,
    *,
    level: Level,
    at: datetime,
    timestamps: TimestampSource | None = None,
    evidence: EvidenceSource | None = None,
    digest: str = "sha256",
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Bring every signature of a document to a higher level; at LTA already, renew it.

    :param digest: of the new timestamps: a stronger one than before, when that one becomes weak.
    :param files: what a detached signature is about.
    :raises NotExtendable: it cannot be read, or a source is missing. :raises StampRefused: see there.
    """
    from onewindow.standards.signing.making import Making
    from onewindow.standards.signing.xades import extending

    making = Making(level=level, at=at, timestamps=timestamps, evidence=evidence, digest=digest)
    return extending.extend(signed, making=making, files=files or {})


def verify(
    signed: bytes,
    *,
    anchors: Anchors,
    at: datetime,
    evidence: Evidence = Evidence(),  # noqa: B008  # frozen
    policy: Policy = POLICY,
    files: Mapping[str, bytes] | None = None,
    whole: bool = True,
) -> Verdict:
    """Check every signature of a document. Reaches no network, opens no file.

    :param at: the moment of the check. :param evidence: besides that in the document.
    :param files: what a detached signature is about, by the names that it uses.
    :param whole: a signature over a part of the document does not hold. False for messages whose envelope
        stays open, by a caller that uses nothing but ``contents``.
    :returns: never raises for what strangers send. ``contents`` of a signature are the canonical bytes whose
        digests were compared: use these and nothing else of the document.
    """
    from onewindow.standards.signing.judging import Question
    from onewindow.standards.signing.xades import verifying

    question = Question(anchors=anchors, at=at, evidence=evidence, policy=policy)
    return verifying.verify(signed, question=question, files=files or {}, whole=whole)

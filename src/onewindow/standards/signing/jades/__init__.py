"""JSON signatures: JAdES levels B, T, LT, LTA (ETSI TS 119 182-1), as flattened JSON (RFC 7515 §7.2.2)."""

from collections.abc import Sequence
from datetime import datetime

from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.policy import POLICY, Policy
from onewindow.standards.signing.ports import EvidenceSource, Signer, TimestampSource
from onewindow.standards.signing.verdict import Level, Verdict

__all__ = ["extend", "sign", "verify"]


def sign(
    payload: bytes,
    *,
    signer: Signer,
    at: datetime,
    level: Level = "B",
    timestamps: TimestampSource | None = None,
    evidence: EvidenceSource | None = None,
    detached: bool = False,
    cty: str = "application/json",
) -> bytes:
    """Sign any bytes.

    :param at: the time that the signer claims.
    :param timestamps: needed from level T on; :param evidence: from LT on.
    :param detached: leave the payload out; whoever checks has it (RFC 7515 appendix F).
    :param cty: media type of the payload.
    :returns: JSON, UTF-8.
    :raises KeyNotUsable: the signer has no certificate.
    :raises NotExtendable, StampRefused: the level could not be reached; nothing was made.
    """
    from onewindow.standards.signing.jades import signing
    from onewindow.standards.signing.making import Making

    making = Making(level=level, at=at, timestamps=timestamps, evidence=evidence)
    return signing.sign(payload, signer=signer, making=making, detached=detached, cty=cty)


def extend(
    signed: bytes,
    *,
    level: Level,
    at: datetime,
    timestamps: TimestampSource | None = None,
    evidence: EvidenceSource | None = None,
    digest: str = "sha256",
    payload: bytes | None = None,
) -> bytes:
    """Bring a signature to a higher level; at LTA already, renew it with one more archive timestamp.

    :param digest: of the new timestamps: a stronger one than before, when that one becomes weak.
    :param payload: of a detached signature.
    :raises NotExtendable: it cannot be read, or a source is missing. :raises StampRefused: see there.
    """
    from onewindow.standards.signing.jades import signing
    from onewindow.standards.signing.making import Making

    making = Making(level=level, at=at, timestamps=timestamps, evidence=evidence, digest=digest)
    return signing.extend(signed, making=making, payload=payload)


def verify(
    signed: bytes,
    *,
    anchors: Anchors,
    at: datetime,
    evidence: Evidence = Evidence(),  # noqa: B008  # frozen
    policy: Policy = POLICY,
    payload: bytes | None = None,
    typ: Sequence[str] = (),
) -> Verdict:
    """Check a signature; compact form is read too, where it names its certificate. Reaches no network.

    :param at: the moment of the check.
    :param evidence: words about revocation besides those in the file.
    :param payload: of a detached signature.
    :param typ: kinds that are accepted where the header names one; none: any.
    :returns: never raises for what strangers send; ``contents`` has the one payload.
    """
    from onewindow.standards.signing.jades import verifying
    from onewindow.standards.signing.judging import Question

    question = Question(anchors=anchors, at=at, evidence=evidence, policy=policy)
    return verifying.verify(signed, question=question, payload=payload, typ=typ)

"""Containers of signed files: ASiC-E with XAdES (ETSI EN 319 162-1), checked with CAdES too."""

from collections.abc import Mapping
from datetime import datetime

from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.policy import POLICY, Policy
from onewindow.standards.signing.ports import EvidenceSource, Signer, TimestampSource
from onewindow.standards.signing.verdict import Level, Verdict

__all__ = ["extend", "files_in", "sign", "verify"]


def sign(
    files: Mapping[str, bytes],
    *,
    signer: Signer,
    at: datetime,
    level: Level = "B",
    timestamps: TimestampSource | None = None,
    evidence: EvidenceSource | None = None,
) -> bytes:
    """Put files into a container and sign all of them.

    :param files: name to bytes; names as people write them, without folders above.
    :param at: the time that the signer claims, and that of the files.
    :param timestamps: needed from level T on; :param evidence: from LT on.
    :raises NotSignable: a name or a size that a container cannot have.
    :raises KeyNotUsable, NotExtendable, StampRefused: nothing was made.
    """
    from onewindow.standards.signing.asic import signing
    from onewindow.standards.signing.making import Making

    making = Making(level=level, at=at, timestamps=timestamps, evidence=evidence)
    return signing.sign(files, signer=signer, making=making)


def extend(
    container: bytes,
    *,
    level: Level,
    at: datetime,
    timestamps: TimestampSource | None = None,
    evidence: EvidenceSource | None = None,
    digest: str = "sha256",
) -> bytes:
    """Bring every XAdES signature of a container to a higher level; at LTA already, renew it.

    :param digest: of the new timestamps. :raises NotExtendable, StampRefused: nothing was made.
    """
    from onewindow.standards.signing.asic import signing
    from onewindow.standards.signing.making import Making

    making = Making(level=level, at=at, timestamps=timestamps, evidence=evidence, digest=digest)
    return signing.extend(container, making=making)


def files_in(container: bytes) -> Mapping[str, bytes]:
    """The files of a container, whether they are signed or not; none where it is no container."""
    from onewindow.standards.signing.asic.container import ContainerRefused, read

    try:
        return read(container).files
    except ContainerRefused:
        return {}


def verify(
    container: bytes,
    *,
    anchors: Anchors,
    at: datetime,
    evidence: Evidence = Evidence(),  # noqa: B008  # frozen
    policy: Policy = POLICY,
) -> Verdict:
    """Check every signature of a container; each has to cover every file. Never raises for strangers' bytes.

    :param at: the moment of the check. :param evidence: besides that in the container.
    """
    from onewindow.standards.signing.asic import verifying
    from onewindow.standards.signing.judging import Question

    question = Question(anchors=anchors, at=at, evidence=evidence, policy=policy)
    return verifying.verify(container, question=question)

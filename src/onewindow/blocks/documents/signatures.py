"""The signatures of a file that somebody shows us: looked at in the limited process, told in plain words."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from onewindow.blocks.documents.errors import NoSealKey
from onewindow.blocks.documents.joined import seal_keys
from onewindow.blocks.documents.limited.process import LimitedFailed, LimitedProcess
from onewindow.blocks.documents.limited.signatures import Asked, form_of
from onewindow.blocks.documents.sealing import looker
from onewindow.blocks.documents.types import CheckedSignature, CheckFinding, CoveredPart, SignatureCheck
from onewindow.blocks.trust import api as trust
from onewindow.kernel.errors import OnewindowError
from onewindow.standards.signing.findings import Severity, finding
from onewindow.standards.signing.material import Anchors, Evidence

MAX_SIGNED = 30_000_000


def check_signatures(
    data: bytes, *, at: datetime, original: bytes = b"", by: LimitedProcess = looker
) -> SignatureCheck:
    """Every signature of a PDF, an XML or JSON file, or a container.

    :param at: the time of the check. :param original: see ``api.check_signatures``.
    :param by: which process looks.
    :returns: ``form`` "" where it is none of these. What cannot be read does not hold.
    """
    if len(data) > MAX_SIGNED or not form_of(data):
        return SignatureCheck(form="", holds=False, broken=False)
    anchors, evidence = _known(at)
    # The bytes are compared here; what was put over them since, in the limited process.
    begun = len(original) if original and data.startswith(original) else 0
    asked = Asked(at, anchors, evidence, trust.policy(), begun)
    try:
        told, _ = by.work({"do": "signatures", **asked.to_json()}, data)
    except LimitedFailed as failed:
        refused = finding("form-refused", reason=failed.reason)
        against = CheckFinding(refused.code, str(refused.severity), refused.message, refused.values)
        return SignatureCheck(form=form_of(data), holds=False, broken=True, findings=(against,))
    return SignatureCheck(
        form=told["form"],
        holds=told["holds"],
        broken=told["broken"],
        findings=tuple(_finding(one) for one in told["findings"]),
        signatures=tuple(_signature(one) for one in told["signatures"]),
        grown=told["grown"],
    )


def _known(at: datetime) -> tuple[Anchors, Evidence]:
    """Whom the trust service trusts, and the authority of seals from before there was one."""
    anchors, evidence = Anchors(), Evidence()
    try:
        anchors = trust.signing_anchors(at=at)
        evidence = trust.evidence()
    except OnewindowError:
        pass  # nothing is trusted, or nobody says what was revoked: the verdict tells so
    try:
        keys = seal_keys()
        roots, lists = keys.roots(), keys.revocation_lists()
    except NoSealKey:
        return anchors, evidence
    own = tuple(one for one in roots if one not in anchors.roots)
    known = Anchors((*anchors.roots, *own), anchors.timestamp_roots, anchors.until)
    return known, evidence.plus(Evidence((), tuple(lists), ()))


def _signature(told: Mapping[str, Any]) -> CheckedSignature:
    return CheckedSignature(
        holds=told["holds"],
        level=told["level"],
        signer=told["signer"],
        organisation=told["organisation"],
        issuer=told["issuer"],
        certificate=base64.b64decode(told["certificate"]),
        claimed_at=_moment(told["claimed_at"]),
        proven_at=_moment(told["proven_at"]),
        findings=tuple(_finding(one) for one in told["findings"]),
        covers=tuple(CoveredPart(one["name"], one["sha256"], one["size"]) for one in told["covers"]),
    )


def _finding(told: Mapping[str, Any]) -> CheckFinding:
    values = {
        name: datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
        for name, value in told["values"].items()
    }
    return CheckFinding(told["code"], Severity(told["severity"]), told["message"], values)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

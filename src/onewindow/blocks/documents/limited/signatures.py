"""Signatures of a stranger's file, looked at inside the limited process; what was found goes out as JSON."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onewindow.standards.signing.findings import Finding
from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.policy import POLICY, Policy
from onewindow.standards.signing.verdict import SignatureVerdict, Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check rests on, as it goes in.

    :param begun: length of the PDF that this one is to have grown from; 0 where nobody asks.
    """

    at: datetime
    anchors: Anchors
    evidence: Evidence
    policy: Policy = POLICY
    begun: int = 0

    def to_json(self) -> dict[str, Any]:
        """For the frame that goes in."""
        return {
            "at": self.at.isoformat(),
            "roots": _texts(self.anchors.roots),
            "timestamp_roots": _texts(self.anchors.timestamp_roots),
            "certificates": _texts(self.evidence.certificates),
            "crls": _texts(self.evidence.crls),
            "ocsps": _texts(self.evidence.ocsps),
            "policy": self.policy.to_json(),
            "begun": self.begun,
        }

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> "Asked":
        """From the frame that came in."""
        return Asked(
            datetime.fromisoformat(told["at"]),
            Anchors(_bytes(told["roots"]), _bytes(told["timestamp_roots"])),
            Evidence(_bytes(told["certificates"]), _bytes(told["crls"]), _bytes(told["ocsps"])),
            Policy.from_json(told["policy"]),
            int(told["begun"]),
        )


def form_of(data: bytes) -> str:
    """``pades``, ``asic-e``, ``xades`` or ``jades`` by the first bytes; "" for anything else."""
    if b"%PDF-" in data[:1024]:
        return "pades"
    if data.startswith(b"PK\x03\x04"):
        return "asic-e"
    begin = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return "xades"
    return "jades" if begin.startswith((b"{", b"ey")) else ""


def work(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """The work ``signatures``: check every signature of a file."""
    asked = Asked.from_json(head)
    checks = _checks()
    form = form_of(body)
    if form not in checks:
        return {
            "form": "",
            "holds": False,
            "broken": False,
            "findings": [],
            "signatures": [],
            "grown": False,
        }, b""
    verdict = checks[form](
        body, anchors=asked.anchors, at=asked.at, evidence=asked.evidence, policy=asked.policy
    )
    grown = form == "pades" and asked.begun > 0 and _grown(body, asked.begun)
    return {**_told(verdict), "grown": grown}, b""


def _grown(pdf: bytes, begun: int) -> bool:
    from onewindow.standards.signing import pades

    return pades.only_signed(pdf, original=pdf[:begun])


def _checks() -> dict[str, Callable[..., Verdict]]:
    from onewindow.standards.signing import asic, jades, pades, xades

    return {"pades": pades.verify, "asic-e": asic.verify, "xades": xades.verify, "jades": jades.verify}


def _told(verdict: Verdict) -> dict[str, Any]:
    return {
        "form": verdict.form,
        "holds": verdict.holds,
        "broken": verdict.broken,
        "findings": [_finding(one) for one in verdict.findings],
        "signatures": [_signature(one) for one in verdict.signatures],
    }


def _signature(one: SignatureVerdict) -> dict[str, Any]:
    signer = one.signer
    return {
        "holds": one.holds,
        "level": one.level,
        "signer": signer.name if signer else "",
        "organisation": signer.organisation if signer else "",
        "issuer": signer.issuer if signer else "",
        "certificate": base64.b64encode(signer.certificate).decode("ascii") if signer else "",
        "claimed_at": one.claimed_at.isoformat() if one.claimed_at else None,
        "proven_at": one.proven_at.isoformat() if one.proven_at else None,
        "findings": [_finding(found) for found in one.findings],
        "covers": [_part(part.name, part.content) for part in one.contents],
    }


def _part(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name[:300], "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def _finding(one: Finding) -> dict[str, Any]:
    values = {
        name: {"at": value.isoformat()} if isinstance(value, datetime) else str(value)
        for name, value in one.values.items()
    }
    return {"code": one.code, "severity": str(one.severity), "message": one.message, "values": values}


def _texts(items: tuple[bytes, ...]) -> list[str]:
    return [base64.b64encode(one).decode("ascii") for one in items]


def _bytes(items: list[str]) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(one) for one in items)

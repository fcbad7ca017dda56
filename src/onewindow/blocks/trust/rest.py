"""The API of the trust service: one's own certificates, and judging anybody's."""

import base64
from binascii import Error as NotBase64
from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime

from onewindow.blocks.trust import api
from onewindow.blocks.trust.types import CertificateView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.standards.signing import x509

router = Router(tags=["certificates"])
_LONGEST_CHAIN = 5


class CertificateOut(Schema):
    """A certificate that was issued here; ``certificate`` is PEM, its own first, then its authority's."""

    serial: str
    authority: str
    profile: str
    subject: str
    key: str
    starts_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    reason: str
    certificate: str


class RequestIn(Schema):
    """A request for a certificate: PKCS #10, PEM."""

    request: str


class RenewalIn(Schema):
    """Empty for the same key, or PKCS #10, PEM, for another."""

    request: str = ""


class RevocationIn(Schema):
    """Why: ``key-compromise``, ``superseded``, ``cessation`` …"""

    reason: str


class PinIn(Schema):
    """The PIN of now and the next one of a key that the house keeps."""

    pin: str
    new_pin: str


class CertificateQuestionIn(Schema):
    """A certificate from anybody: PEM, or DER in base64, and what stands above it."""

    certificate: str
    usage: Literal["sign-in", "signature", "seal", "server", "timestamp"]
    chain: list[str] = []
    at: AwareDatetime | None = None


class VerdictOut(Schema):
    """Whether it can be relied on, else why not, in codes."""

    ok: bool
    subject: str
    issuer: str
    serial: str
    reasons: list[str]


def _out(view: CertificateView) -> CertificateOut:
    return CertificateOut(
        serial=view.serial,
        authority=view.authority,
        profile=view.profile,
        subject=view.subject,
        key=view.key,
        starts_at=view.starts_at,
        ends_at=view.ends_at,
        revoked_at=view.revoked_at,
        reason=view.reason,
        certificate=x509.to_pem(view.chain).decode("ascii"),
    )


@router.get("/certificates", response=list[CertificateOut])
@guard("person", scope="certificates:write")
def certificates(request: HttpRequest) -> list[CertificateOut]:
    """The certificates of one's own person, newest first."""
    actor = access.actor_of(request=request)
    found = api.certificates_of(holder=actor.person) if actor.person is not None else ()
    return [_out(one) for one in found]


@router.post("/certificates", response={201: CertificateOut})
@guard("person", scope="certificates:write")
def ask(request: HttpRequest, body: RequestIn) -> Status[CertificateOut]:
    """A certificate for a key of one's own, at an assurance of at least substantial."""
    made = api.issue_to_person(
        actor=access.actor_of(request=request), request=body.request[:20_000].encode("utf-8") or b"-"
    )
    return Status(201, _out(made))


@router.post("/certificates/{serial}/renew", response={201: CertificateOut})
@guard("person", scope="certificates:write")
def renew(request: HttpRequest, serial: str, body: RenewalIn) -> Status[CertificateOut]:
    """A new certificate in the place of one that stands."""
    made = api.renew(
        serial=serial,
        actor=access.actor_of(request=request),
        request=body.request[:20_000].encode("utf-8"),
    )
    return Status(201, _out(made))


@router.post("/certificates/{serial}/revoke", response=CertificateOut)
@guard("person", scope="certificates:write")
def revoke(request: HttpRequest, serial: str, body: RevocationIn) -> CertificateOut:
    """Revoke for ever: one's own, or, as an officer of the trust agency, anybody's."""
    return _out(api.revoke(serial=serial, reason=body.reason, actor=access.actor_of(request=request)))


@router.post("/certificates/{serial}/pin", response=CertificateOut)
@guard("person", scope="certificates:write")
def change_pin(request: HttpRequest, serial: str, body: PinIn) -> CertificateOut:
    """Another PIN for the kept key of a certificate of one's own, at an assurance of at least substantial."""
    actor = access.actor_of(request=request)
    return _out(api.change_pin(actor=actor, serial=serial, pin=body.pin, new_pin=body.new_pin))


@router.post("/certificates/check", response=VerdictOut)
@guard("public")
def check(request: HttpRequest, body: CertificateQuestionIn) -> VerdictOut:
    """Whether a certificate from anybody can be relied on for a use."""
    chain = [_der(one) for one in body.chain[:_LONGEST_CHAIN]]
    verdict = api.check_certificate(
        certificate=_der(body.certificate), usage=body.usage, chain=chain, at=body.at
    )
    return VerdictOut(
        ok=verdict.ok,
        subject=verdict.subject,
        issuer=verdict.issuer,
        serial=verdict.serial,
        reasons=list(verdict.reasons),
    )


def _der(text: str) -> bytes:
    """PEM as it is, base64 decoded; what is neither is damaged, and the verdict says so."""
    if "-----BEGIN" in text:
        return text.strip().encode("utf-8")
    try:
        return base64.b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return b""

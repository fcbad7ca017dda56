"""Answering whether certificates were revoked (RFC 6960), and asking."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from asn1crypto import algos, core, ocsp
from asn1crypto import x509 as asn1_x509

from onewindow.standards.signing.pki.sealing import signature_algorithm
from onewindow.standards.signing.pki.types import Reason
from onewindow.standards.signing.ports import Signer

_ocsp, _core, _algos, _asn1_x509 = cast(Any, ocsp), cast(Any, core), cast(Any, algos), cast(Any, asn1_x509)
_HASHES = ("sha1", "sha256", "sha384", "sha512")  # SHA-1 only names the issuer here: RFC 5019 asks for it
_MOST_QUESTIONS = 20
_LONGEST_NONCE = 128  # RFC 9654 §2.1
_REASONS: dict[Reason, str] = {
    "key-compromise": "key_compromise",
    "authority-compromise": "ca_compromise",
    "affiliation-changed": "affiliation_changed",
    "superseded": "superseded",
    "cessation": "cessation_of_operation",
    "privilege-withdrawn": "privilege_withdrawn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a responder knows of a certificate.

    :param state: ``unknown`` for a serial that the authority never gave away.
    :param since: of ``revoked``.
    """

    state: Literal["good", "revoked", "unknown"]
    since: datetime | None = None
    reason: Reason = "unspecified"


StatusOf = Callable[[bytes, Sequence[int]], Mapping[int, Status]]
"""From an issuer's certificate (DER) and serials to what is known of each; a missing one is unknown."""


def answer(
    request: bytes,
    *,
    responders: Sequence[Signer],
    status_of: StatusOf,
    at: datetime,
    next_update: datetime,
) -> bytes:
    """Answer a request.

    :param request: DER ``OCSPRequest``, from anybody.
    :param responders: one for each authority; its certificates are the responder's, its issuer's, the rest.
    :param at: now; what is said is known now.
    :param next_update: until when the answer may be kept.
    :returns: DER ``OCSPResponse``; ``malformed_request`` and ``unauthorized`` are answers too, unsigned.
    """
    try:
        questions, nonce = _read(request)
    except Exception:  # strangers' bytes, and every way in which a parser trips over them
        return _refusal("malformed_request")
    responder = _responder_for(questions, responders)
    if responder is None:
        return _refusal("unauthorized")
    serials = [int(one["serial_number"].native) for one in questions]
    known = status_of(responder.certificates[1], serials)
    begin = _asn1_x509.Certificate.load(responder.certificates[1]).not_valid_before
    singles = [
        _single(one, known.get(serial, Status(state="unknown")), at, next_update, begin)
        for one, serial in zip(questions, serials, strict=True)
    ]
    return _signed(responder, singles, nonce, at)


def ask(*, certificate: bytes, issuer: bytes, nonce: bytes = b"") -> bytes:
    """A request about one certificate, DER.

    :param nonce: random octets that come back, so that an old answer does not pass for a new one.
    """
    about = _asn1_x509.Certificate.load(certificate)
    above = _asn1_x509.Certificate.load(issuer)
    named = _cert_id("sha256", above, about.serial_number)
    asked: dict[str, Any] = {"request_list": [{"req_cert": named}]}
    if nonce:
        asked["request_extensions"] = [_nonce(nonce)]
    return bytes(_ocsp.OCSPRequest({"tbs_request": asked}).dump())


def nonce_of(response: bytes) -> bytes:
    """The nonce that came back; empty where there is none.

    :raises ValueError: it is no answer.
    """
    data = _ocsp.OCSPResponse.load(response).response_data
    for extension in data["response_extensions"] or ():
        if extension["extn_id"].native == "nonce":
            return bytes(extension["extn_value"].parsed.native)
    return b""


def _read(request: bytes) -> tuple[list[Any], bytes]:
    asked = _ocsp.OCSPRequest.load(request, strict=True)["tbs_request"]
    questions = [one["req_cert"] for one in asked["request_list"]]
    if not 0 < len(questions) <= _MOST_QUESTIONS:
        raise ValueError("no question, or too many")
    for one in questions:
        _ = one["issuer_key_hash"].native, one["issuer_name_hash"].native, one["serial_number"].native
    nonce = b""
    for extension in asked["request_extensions"] or ():
        if extension["extn_id"].native == "nonce":
            nonce = bytes(extension["extn_value"].parsed.native)
            if not 0 < len(nonce) <= _LONGEST_NONCE:
                raise ValueError("a nonce of a wrong length")
        elif extension["critical"].native:
            raise ValueError("a critical extension that is not known")
    return questions, nonce


def _responder_for(questions: Sequence[Any], responders: Sequence[Signer]) -> Signer | None:
    """Who answers for the issuer of all of them: a delegate speaks for its own issuer only (§4.2.2.2)."""
    for responder in responders:
        issuer = _asn1_x509.Certificate.load(responder.certificates[1])
        if all(_names(one, issuer) for one in questions):
            return responder
    return None


def _names(question: Any, issuer: Any) -> bool:
    algorithm = question["hash_algorithm"]["algorithm"].native
    if algorithm not in _HASHES:
        return False
    own = _cert_id(algorithm, issuer, 1)
    return bool(
        own["issuer_name_hash"].native == question["issuer_name_hash"].native
        and own["issuer_key_hash"].native == question["issuer_key_hash"].native
    )


def _cert_id(algorithm: str, issuer: Any, serial: int) -> Any:
    key = bytes(issuer.public_key["public_key"])
    return _ocsp.CertId(
        {
            "hash_algorithm": {"algorithm": algorithm},
            "issuer_name_hash": hashlib.new(algorithm, issuer.subject.dump(), usedforsecurity=False).digest(),
            "issuer_key_hash": hashlib.new(algorithm, key, usedforsecurity=False).digest(),
            "serial_number": serial,
        }
    )


def _single(question: Any, status: Status, at: datetime, next_update: datetime, begin: datetime) -> Any:
    return _ocsp.SingleResponse(
        {
            "cert_id": question,
            "cert_status": _state(status),
            "this_update": at,
            "next_update": next_update,
            # What has expired is still answered for, from the authority's first day on (§4.4.4).
            "single_extensions": [{"extn_id": "archive_cutoff", "extn_value": _core.GeneralizedTime(begin)}],
        }
    )


def _state(status: Status) -> Any:
    if status.state == "revoked":
        said: dict[str, Any] = {"revocation_time": status.since}
        if status.reason != "unspecified":
            said["revocation_reason"] = _REASONS[status.reason]
        return _ocsp.CertStatus("revoked", _ocsp.RevokedInfo(said))
    return _ocsp.CertStatus(status.state, _core.Null())


def _signed(responder: Signer, singles: Sequence[Any], nonce: bytes, at: datetime) -> bytes:
    own = _asn1_x509.Certificate.load(responder.certificates[0])
    said: dict[str, Any] = {
        "responder_id": _ocsp.ResponderId("by_key", _core.OctetString(own.public_key.sha1)),
        "produced_at": at,
        "responses": list(singles),
    }
    if nonce:
        said["response_extensions"] = [_nonce(nonce)]
    data = _ocsp.ResponseData(said)
    basic = _ocsp.BasicOCSPResponse(
        {
            "tbs_response_data": data,
            "signature_algorithm": signature_algorithm(responder.algorithm),
            "signature": responder.sign(data.dump()),
            "certs": [own],
        }
    )
    inside = {"response_type": "basic_ocsp_response", "response": _core.ParsableOctetString(basic.dump())}
    return bytes(_ocsp.OCSPResponse({"response_status": "successful", "response_bytes": inside}).dump())


def _nonce(nonce: bytes) -> dict[str, Any]:
    return {"extn_id": "nonce", "extn_value": _core.OctetString(nonce)}


def _refusal(status: str) -> bytes:
    return bytes(_ocsp.OCSPResponse({"response_status": status}).dump())

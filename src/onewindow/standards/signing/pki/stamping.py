"""A timestamp authority: from a request to a signed token (RFC 3161, RFC 5816)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509

from onewindow.standards.signing.pki.sealing import HASH_NAME, signature_algorithm
from onewindow.standards.signing.ports import Signer

_tsp, _cms, _core, _algos = cast(Any, tsp), cast(Any, cms), cast(Any, core), cast(Any, algos)
_asn1_x509 = cast(Any, asn1_x509)
STRONG_HASHES = {"sha256": 32, "sha384": 48, "sha512": 64, "sha3_256": 32, "sha3_384": 48, "sha3_512": 64}
"""What is stamped, with the length of each in octets. SHA-1 and MD5 are refused, and SHA-224."""
_LONGEST_NONCE = 1 << 512


@dataclass(frozen=True, slots=True, kw_only=True)
class StampingRules:
    """How an authority stamps.

    :param policy: object identifier, dotted, under which all its stamps are given.
    :param accuracy: the clock is right within so many seconds.
    """

    policy: str
    accuracy: int = 1


class _Refusal(_core.Sequence):
    """``TimeStampResp`` without a token, which the library does not know (RFC 3161 §2.4.2)."""

    _fields = [("status", _tsp.PKIStatusInfo)]


class _Answer(_core.Sequence):
    _fields = [
        ("status", _tsp.PKIStatusInfo),
        ("time_stamp_token", _cms.ContentInfo, {"optional": True}),
    ]


def request_for(*, digest: bytes, algorithm: str, nonce: int | None = None, policy: str = "") -> bytes:
    """A DER ``TimeStampReq`` that asks for the certificates too.

    :param algorithm: of the digest: ``sha256``, ``sha384``, ``sha512`` and so on.
    """
    asked: dict[str, Any] = {
        "version": "v1",
        "message_imprint": {"hash_algorithm": {"algorithm": algorithm}, "hashed_message": digest},
        "cert_req": True,
    }
    if nonce is not None:
        asked["nonce"] = nonce
    if policy:
        asked["req_policy"] = policy
    return bytes(_tsp.TimeStampReq(asked).dump())


def answer(request: bytes, *, signer: Signer, rules: StampingRules, serial: int, at: datetime) -> bytes:
    """Stamp what a request holds, or say why not.

    :param request: DER ``TimeStampReq``, from anybody.
    :param signer: the timestamp unit; its certificates are its own, its issuer's, the rest.
    :param serial: never used before by this unit.
    :param at: now. The token gives whole seconds.
    :returns: DER ``TimeStampResp``: a token, or a failure (``bad_alg``, ``unaccepted_policy`` …).
    """
    asked: Any = None
    try:
        asked = _tsp.TimeStampReq.load(request, strict=True)
        problem = _problem(asked, rules)
    except Exception:  # strangers' bytes, and every way in which a parser trips over them
        problem = "bad_data_format"
    if problem:
        return _refusal(problem)
    info = _info(asked, rules, serial, at)
    token = _token(info, signer, with_certificates=bool(asked["cert_req"].native))
    return bytes(_tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())


def token_in(response: bytes) -> bytes:
    """The token of a DER ``TimeStampResp``; empty where the authority refused.

    :raises ValueError: it is no response.
    """
    read = _Answer.load(response, strict=True)
    if read["status"]["status"].native not in ("granted", "granted_with_mods"):
        return b""
    return bytes(read["time_stamp_token"].dump())


def _problem(asked: Any, rules: StampingRules) -> str:
    imprint = asked["message_imprint"]
    algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
    if asked["version"].native != "v1":
        return "bad_request"
    if algorithm not in STRONG_HASHES:
        return "bad_alg"
    if len(digest) != STRONG_HASHES[algorithm]:
        return "bad_data_format"
    policy = asked["req_policy"].native
    if policy is not None and asked["req_policy"].dotted != rules.policy:
        return "unaccepted_policy"
    if any(one["critical"].native for one in asked["extensions"] or ()):
        return "unaccepted_extensions"
    nonce = asked["nonce"].native
    if nonce is not None and not -_LONGEST_NONCE < nonce < _LONGEST_NONCE:
        return "bad_request"
    asked["cert_req"].native  # noqa: B018 - a damaged one shows here
    return ""


def _info(asked: Any, rules: StampingRules, serial: int, at: datetime) -> Any:
    said: dict[str, Any] = {
        "version": "v1",
        "policy": rules.policy,
        "message_imprint": asked["message_imprint"],
        "serial_number": serial,
        "gen_time": at.replace(microsecond=0),
        "accuracy": {"seconds": rules.accuracy},
        # Two units, or two processes of one, may stamp in one second: order follows from the accuracy alone.
        "ordering": False,
    }
    if asked["nonce"].native is not None:
        said["nonce"] = asked["nonce"].native
    return _tsp.TSTInfo(said)


def _token(info: Any, signer: Signer, *, with_certificates: bool) -> Any:
    own = _asn1_x509.Certificate.load(signer.certificates[0])
    chain = [_asn1_x509.Certificate.load(one) for one in signer.certificates]
    hashed_with = HASH_NAME[signer.algorithm]
    content = info.dump()
    attributes = _cms.CMSAttributes(
        [
            _attribute("content_type", "tst_info"),
            _attribute("message_digest", hashlib.new(hashed_with, content).digest()),
            # RFC 5816 §2.2.1: which certificate signed, so that none can be put in its place.
            _attribute("signing_certificate_v2", _tsp.SigningCertificateV2({"certs": [_named(own)]})),
        ]
    )
    by = _cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    signed = {
        "version": "v1",
        "sid": _cms.SignerIdentifier("issuer_and_serial_number", by),
        "digest_algorithm": {"algorithm": hashed_with},
        "signed_attrs": attributes,
        "signature_algorithm": signature_algorithm(signer.algorithm),
        "signature": signer.sign(attributes.dump()),
    }
    data: dict[str, Any] = {
        "version": "v3",
        "digest_algorithms": [{"algorithm": hashed_with}],
        "encap_content_info": {"content_type": "tst_info", "content": _core.ParsableOctetString(content)},
        "signer_infos": [signed],
    }
    if with_certificates:
        data["certificates"] = [one for one in chain if one.issuer != one.subject]
    return _cms.ContentInfo({"content_type": "signed_data", "content": _cms.SignedData(data)})


def _named(own: Any) -> dict[str, Any]:
    return {"cert_hash": hashlib.sha256(own.dump()).digest()}


def _attribute(kind: str, value: Any) -> Any:
    return _cms.CMSAttribute({"type": kind, "values": [value]})


def _refusal(problem: str) -> bytes:
    status = {"status": "rejection", "fail_info": {problem}}
    return bytes(_Refusal({"status": status}).dump())

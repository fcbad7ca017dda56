"""What a card tool gives back: CMS (RFC 5652) or JWS (RFC 7515), over exactly the bytes of the challenge.

Only whether the signature is by the key of the certificate is asked here; whether the certificate can be
relied on is the trust service's to say. The key comes from the certificate and from nowhere else.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Any

import orjson
from asn1crypto import cms, pem
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from onewindow.blocks.identity.errors import SignatureNotAccepted, SignatureTooWeak
from onewindow.blocks.trust import api as trust
from onewindow.kernel.clock import clock
from onewindow.standards.signing.algorithms import bits_of, use_of
from onewindow.standards.signing.policy import AlgorithmUse, Scheme

_JWS: dict[str, tuple[str, Scheme]] = {
    "RS256": ("sha256", "rsa-pkcs1"),
    "RS384": ("sha384", "rsa-pkcs1"),
    "RS512": ("sha512", "rsa-pkcs1"),
    "PS256": ("sha256", "rsa-pss"),
    "PS384": ("sha384", "rsa-pss"),
    "PS512": ("sha512", "rsa-pss"),
    "ES256": ("sha256", "ecdsa"),
    "ES384": ("sha384", "ecdsa"),
    "ES512": ("sha512", "ecdsa"),
    "EdDSA": ("", "ed25519"),
    "Ed25519": ("", "ed25519"),
}
_LONGEST = 200_000
_SMALLEST_RSA = 2048
_HASHES = {"sha256", "sha384", "sha512"}
_FROM_ELSEWHERE = {"jku", "x5u", "jwk", "kid", "x5t", "b64"}


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed.

    :param certificate: DER, of the key that made the signature.
    :param chain: DER, whatever else came with it.
    """

    certificate: bytes
    chain: tuple[bytes, ...]


_SEQUENCE = b"\x30"


def read(*, signature: bytes, payload: bytes) -> Signed:
    """Whose key signed the payload.

    :raises SignatureNotAccepted: neither form, damaged, over other bytes, or not by its certificate's key.
    :raises SignatureTooWeak: made with what the house trusts no longer (``ONEWINDOW_ALGORITHM_ENDS``).
    """
    if len(signature) > _LONGEST:
        raise SignatureNotAccepted()
    text = signature.strip()
    try:
        if text.count(b".") == 2 and text[:2] == b"ey":
            return _jws(text, payload)
        # The last octet of DER may be one that stands for a space in a text.
        return _cms(signature if signature[:1] == _SEQUENCE else _der(text), payload)
    except (
        JoseError, ValueError, TypeError, KeyError, InvalidSignature, UnsupportedAlgorithm, OverflowError,
        AttributeError, RuntimeError,
    ) as problem:  # fmt: skip
        raise SignatureNotAccepted() from problem


def _der(text: bytes) -> bytes:
    if text.startswith(b"-----BEGIN"):
        return pem.unarmor(text)[2]
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error as problem:
        raise SignatureNotAccepted() from problem


def _cms(der: bytes, payload: bytes) -> Signed:
    content = cms.ContentInfo.load(der, strict=True)
    if content["content_type"].native != "signed_data":
        raise SignatureNotAccepted()
    signed = content["content"]
    inside = signed["encap_content_info"]["content"].native
    if inside is not None and inside != payload:
        raise SignatureNotAccepted()
    (signer,) = signed["signer_infos"]
    hashed = signer["digest_algorithm"]["algorithm"].native
    if hashed not in _HASHES:
        raise SignatureNotAccepted()
    certificates = [each.chosen for each in signed["certificates"]]
    (own,) = [each for each in certificates if _is_of(signer["sid"].chosen, each)]
    _key(own.dump())  # a weak key is refused before it is used
    if not _holds(signer, own, hashlib.new(hashed, payload).digest()):
        raise SignatureNotAccepted()
    _trusted(AlgorithmUse(hashed), use_of(signer["signature_algorithm"], own.public_key, hashed))
    return Signed(own.dump(), tuple(each.dump() for each in certificates if each is not own))


def _holds(signer: cms.SignerInfo, certificate: object, digest: bytes) -> bool:
    # Loaded when the first one signs in so: it takes half a second, and the first page would wait for it.
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        return all(
            validate_sig_integrity(signer, certificate, expected_content_type="data", actual_digest=digest)
        )
    except SignatureValidationError:
        return False


def _is_of(sid: Any, certificate: Any) -> bool:
    if isinstance(sid, cms.IssuerAndSerialNumber):
        return (
            sid["issuer"].dump() == certificate.issuer.dump()
            and sid["serial_number"].native == certificate.serial_number
        )
    return bool(sid.native == certificate.key_identifier)


def _jws(text: bytes, payload: bytes) -> Signed:
    head = orjson.loads(_unpadded(text.split(b".")[0]))
    if not isinstance(head, dict) or _FROM_ELSEWHERE & head.keys() or "crit" in head:
        raise SignatureNotAccepted()
    chain = [base64.b64decode(each, validate=True) for each in head["x5c"]]
    registry = jws.JWSRegistry(algorithms=list(_JWS))
    registry.max_header_length = _LONGEST  # certificates are in it
    found = jws.deserialize_compact(text, _key(chain[0]), registry=registry)
    if found.payload != payload:
        raise SignatureNotAccepted()
    digest, scheme = _JWS[head["alg"]]
    key = x509.load_der_x509_certificate(chain[0]).public_key()
    _trusted(AlgorithmUse(digest, scheme, bits_of(key)))
    return Signed(chain[0], tuple(chain[1:]))


def _trusted(*uses: AlgorithmUse) -> None:
    policy, now = trust.policy(), clock.now()
    for use in uses:
        if not policy.trusts(use, at=now):
            raise SignatureTooWeak(field="signature", algorithm=str(use))


def _unpadded(part: bytes) -> bytes:
    return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))


def _key(certificate: bytes) -> RSAKey | ECKey | OKPKey:
    """The public key; small RSA keys and odd kinds are refused."""
    key = x509.load_der_x509_certificate(certificate).public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _SMALLEST_RSA:
        return RSAKey.import_key(_pem(key))
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in (
        "secp256r1",
        "secp384r1",
        "secp521r1",
    ):
        return ECKey.import_key(_pem(key))
    if isinstance(key, ed25519.Ed25519PublicKey):
        return OKPKey.import_key(_pem(key))
    raise SignatureNotAccepted()


def _pem(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

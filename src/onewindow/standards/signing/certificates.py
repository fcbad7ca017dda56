"""Reading certificates of strangers: leniently about names, strictly about nothing else."""

import hashlib
from typing import Any, cast

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from onewindow.standards.signing.verdict import Signer

_x509 = cast(Any, asn1_x509)


def signer_of(certificate: bytes) -> Signer:
    """Whom a certificate names.

    :raises ValueError: it is no certificate.
    """
    loaded = _load(certificate)
    return Signer(
        name=_named(loaded.subject, "common_name") or _named(loaded.subject, "organization_name"),
        organisation=_named(loaded.subject, "organization_name"),
        country=_named(loaded.subject, "country_name"),
        issuer=_named(loaded.issuer, "common_name") or _named(loaded.issuer, "organization_name"),
        certificate=certificate,
        fingerprint=hashlib.sha256(certificate).hexdigest(),
    )


def asn1_key_of(certificate: bytes) -> Any:
    """The public key, as asn1crypto's ``PublicKeyInfo``."""
    return _load(certificate).public_key


def public_key_of(certificate: bytes) -> Any:
    """The public key, as an object of `cryptography`.

    :raises ValueError: it is no certificate, or a kind of key that is not known.
    """
    try:
        return x509.load_der_x509_certificate(certificate).public_key()
    except Exception as problem:  # the library has a dozen of its own; to us they are one
        raise ValueError("no certificate that can be read") from problem


def public_pem_of(certificate: bytes) -> bytes:
    """The public key, PEM."""
    return cast(
        bytes,
        public_key_of(certificate).public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
    )


def is_certificate(data: bytes) -> bool:
    """Whether these bytes are one certificate and nothing else."""
    try:
        public_key_of(data)
    except ValueError:
        return False
    return True


def without_roots(certificates: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Without those that issued themselves: whoever checks has them, and trusts only their own copy."""
    return tuple(one for one in certificates if _load(one).issuer != _load(one).subject)


def issuer_and_serial(certificate: bytes) -> bytes:
    """DER ``IssuerSerial`` (RFC 5035 §3), as XAdES and CMS name a certificate."""
    from asn1crypto import tsp as asn1_tsp

    loaded = _load(certificate)
    names = [_x509.GeneralName({"directory_name": loaded.issuer})]
    named = cast(Any, asn1_tsp).IssuerSerial({"issuer": names, "serial_number": loaded.serial_number})
    return cast(bytes, named.dump())


def _load(certificate: bytes) -> Any:
    loaded = _x509.Certificate.load(certificate, strict=True)
    _ = loaded.native
    return loaded


def _named(name: Any, kind: str) -> str:
    found: Any = name.native.get(kind, "")
    return str(cast(list[Any], found)[0] if isinstance(found, list) else found or "")

"""Certificates: a root, seals issued by it, revocation lists, and whether a chain holds (RFC 5280)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.x509.oid import NameOID, ObjectIdentifier
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from onewindow.standards.signing.errors import CertificateRefused
from onewindow.standards.signing.keys import PrivateKey, PublicKey, algorithm_of, load_key

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_EARLIER = timedelta(minutes=5)  # clocks differ a little


def new_root(
    *, key_pem: bytes, common_name: str, organisation: str, country: str, at: datetime, years: int = 10
) -> bytes:
    """A self-signed certificate authority, which issues end certificates only.

    :param key_pem: its private key.
    :param country: ISO 3166-1 alpha-2.
    :param at: now; the certificate is valid from then on.
    :returns: DER.
    """
    key = load_key(key_pem)
    name = _name(common_name, organisation, country)
    builder = _begin(name, name, key.public_key(), at, years)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    builder = builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
    )
    return _der(builder.sign(key, _hash(key)))


def new_seal(
    *,
    key_pem: bytes,
    issuer_key_pem: bytes,
    issuer: bytes,
    common_name: str,
    organisation: str,
    country: str,
    at: datetime,
    years: int = 3,
) -> bytes:
    """A certificate for sealing documents, and for nothing else.

    :param key_pem: the key that will seal.
    :param issuer: the authority's certificate, DER.
    :returns: DER.
    """
    public, issuer_key = load_key(key_pem).public_key(), load_key(issuer_key_pem)
    above = x509.load_der_x509_certificate(issuer)
    builder = _begin(_name(common_name, organisation, country), above.subject, public, at, years)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    builder = builder.add_extension(_authority_of(above), critical=False)
    return _der(builder.sign(issuer_key, _hash(issuer_key)))


def new_revocation_list(
    *,
    issuer_key_pem: bytes,
    issuer: bytes,
    revoked: Sequence[tuple[bytes, datetime]],
    at: datetime,
    days: int = 7,
) -> bytes:
    """A list of revoked certificates.

    :param revoked: certificates (DER) of that issuer, and since when each is revoked.
    :returns: DER.
    """
    above, key = x509.load_der_x509_certificate(issuer), load_key(issuer_key_pem)
    builder = x509.CertificateRevocationListBuilder().issuer_name(above.subject)
    builder = builder.last_update(at).next_update(at + timedelta(days=days))
    builder = builder.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    builder = builder.add_extension(_authority_of(above), critical=False)
    for certificate, since in revoked:
        serial = x509.load_der_x509_certificate(certificate).serial_number
        one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
        builder = builder.add_revoked_certificate(one)
    return builder.sign(key, _hash(key)).public_bytes(serialization.Encoding.DER)


def verify_chain(*, certificates: Sequence[bytes], roots: Sequence[bytes], at: datetime) -> bytes:
    """Whether the first certificate leads to a trusted root, at a moment.

    :param certificates: DER, the one in question first, then what may stand between it and a root.
    :param roots: DER, what is trusted.
    :returns: the public key, as DER SubjectPublicKeyInfo.
    :raises CertificateRefused: no chain, not valid at that moment, or a chain that breaks RFC 5280.
    """
    first = x509.load_der_x509_certificate(certificates[0])
    subject = common_name(certificates[0])
    if not roots:
        raise CertificateRefused(subject=subject, reason="nothing is trusted")
    store = Store([x509.load_der_x509_certificate(root) for root in roots])
    end_policy = ExtensionPolicy.permit_all().require_present(
        x509.BasicConstraints, Criticality.AGNOSTIC, _refuse_authority
    )
    authority_policy = ExtensionPolicy.webpki_defaults_ca()
    builder = PolicyBuilder().store(store).time(at)
    builder = builder.extension_policies(ee_policy=end_policy, ca_policy=authority_policy)
    between = [x509.load_der_x509_certificate(one) for one in certificates[1:]]
    try:
        builder.build_client_verifier().verify(first, between)
    except VerificationError as problem:
        raise CertificateRefused(subject=subject, reason=str(problem)) from problem
    key = first.public_key()
    algorithm_of(key)
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def common_name(certificate: bytes) -> str:
    """The common name of a certificate's subject; "" where it has none."""
    return _first(certificate, NameOID.COMMON_NAME)


def organisation(certificate: bytes) -> str:
    """The organisation of a certificate's subject; "" where it has none."""
    return _first(certificate, NameOID.ORGANIZATION_NAME)


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate, hex."""
    return x509.load_der_x509_certificate(certificate).fingerprint(hashes.SHA256()).hex()


def to_pem(certificates: Sequence[bytes]) -> bytes:
    """Certificates as one PEM text, in their order."""
    loaded = (x509.load_der_x509_certificate(one) for one in certificates)
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in loaded)


def from_pem(pem: bytes) -> tuple[bytes, ...]:
    """The certificates of a PEM text, DER, in their order.

    :raises CertificateRefused: there is none.
    """
    try:
        return tuple(_der(one) for one in x509.load_pem_x509_certificates(pem))
    except ValueError as problem:
        raise CertificateRefused(subject="?", reason="the text has no certificate") from problem


def issuer_name(certificate: bytes) -> str:
    """The common name of who issued a certificate; "" where it has none."""
    found = x509.load_der_x509_certificate(certificate).issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def _first(certificate: bytes, kind: ObjectIdentifier) -> str:
    found = x509.load_der_x509_certificate(certificate).subject.get_attributes_for_oid(kind)
    return str(found[0].value) if found else ""


def _name(common: str, organisation: str, country: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _begin(
    subject: x509.Name, issuer: x509.Name, key: PublicKey, at: datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _EARLIER)
        .not_valid_after(at + timedelta(days=365 * years))
    )


def _usage(**true: bool) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign"
        " crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: true.get(name, False) for name in names.split()})


def _authority_of(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _hash(key: PrivateKey) -> hashes.SHA256 | None:
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _refuse_authority(_policy: object, _certificate: x509.Certificate, extension: object) -> None:
    if cast(Any, extension).ca:
        raise ValueError("it is an authority, not an end certificate")

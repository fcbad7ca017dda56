"""Issuing certificates (RFC 5280), by the key of an authority wherever it is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID, ObjectIdentifier

from onewindow.kernel.errors import N_
from onewindow.standards.signing.keys import load_key
from onewindow.standards.signing.pki.errors import RequestRefused
from onewindow.standards.signing.pki.profiles import PROFILES, Profile, key_usage
from onewindow.standards.signing.pki.sealing import sealed, stand_in_hash, stand_in_key
from onewindow.standards.signing.pki.types import Places, ProfileName, Subject
from onewindow.standards.signing.ports import Signer

_EARLIER = timedelta(minutes=5)  # clocks differ a little
_SMALLEST_RSA = 3072
_CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
NewKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey


def issue(
    *,
    profile: ProfileName,
    subject: Subject,
    public_key: bytes,
    issuer: Signer,
    at: datetime,
    places: Places,
    serial: int | None = None,
    dns_within: Sequence[str] = (),
) -> bytes:
    """Issue a certificate.

    :param public_key: DER SubjectPublicKeyInfo; the caller saw a proof that the subject has its private key.
    :param issuer: the authority; its own certificate is the first of its certificates.
    :param at: now. The certificate begins five minutes earlier, and never ends after its authority.
    :param serial: up to 20 octets, never used before by this authority; None for a random one of 159 bits.
    :param dns_within: for an issuing authority: its servers' names lie in these domains (§4.2.1.10).
    :returns: DER.
    :raises RequestRefused: the key is too weak.
    """
    above = x509.load_der_x509_certificate(issuer.certificates[0])
    what = PROFILES[profile]
    ends = min(at + timedelta(days=what.days), above.not_valid_after_utc)
    builder = _begin(subject, above.subject, check_key(public_key), at, ends, serial)
    builder = _with_place(_with_usage(builder, what), places)
    builder = builder.add_extension(_authority_of(above), critical=False)
    builder = _with_names(builder, subject, dns_within)
    return _signed(builder, issuer)


def self_issue(*, subject: Subject, public_key: bytes, signer: Signer, at: datetime) -> bytes:
    """A root: a certificate authority that vouches for itself.

    :param signer: has that key; its certificates are not looked at.
    :returns: DER.
    """
    what = PROFILES["root"]
    name = name_of(subject)
    builder = _begin(subject, name, check_key(public_key), at, at + timedelta(days=what.days), None)
    return _signed(_with_usage(builder, what), signer)


def read_request(request: bytes) -> bytes:
    """The public key of a PKCS #10 request (RFC 2986), PEM or DER, once it proved to have the private key.

    Names that the request asks for are not looked at: an authority certifies what it knows.

    :returns: DER SubjectPublicKeyInfo.
    :raises RequestRefused: damaged, a wrong signature, or a weak key.
    """
    try:
        pem = request.lstrip().startswith(b"-----BEGIN")
        read = x509.load_pem_x509_csr(request) if pem else x509.load_der_x509_csr(request)
        proven = read.is_signature_valid
        key = read.public_key()
    except Exception as problem:  # strangers' bytes, and every way in which a parser trips over them
        raise RequestRefused(reason=N_("it is damaged")) from problem
    if not proven:
        raise RequestRefused(reason=N_("its signature is wrong"))
    spki = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    check_key(spki)
    return spki


def check_key(public_key: bytes) -> NewKey:
    """A public key that is strong enough for a new certificate: P-256 and above, Ed25519, RSA from 3,072.

    :raises RequestRefused: any other.
    """
    try:
        key = serialization.load_der_public_key(public_key)
    except Exception as problem:
        raise RequestRefused(reason=N_("its key is damaged")) from problem
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, _CURVES):
        return key
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _SMALLEST_RSA and key.public_numbers().e > 2:
        return key
    raise RequestRefused(reason=N_("its key is too weak"))


def public_key_of(certificate: bytes) -> bytes:
    """The public key of a certificate, DER SubjectPublicKeyInfo."""
    key = x509.load_der_x509_certificate(certificate).public_key()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def public_half(key_pem: bytes) -> bytes:
    """The public key of a private one (PEM), DER SubjectPublicKeyInfo.

    :raises KeyNotUsable: damaged, encrypted, or of another kind.
    """
    key = load_key(key_pem).public_key()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def key_file(*, key_pem: bytes, chain: Sequence[bytes], name: str, password: bytes) -> bytes:
    """A PKCS #12 file (RFC 7292) with a key and its certificates, encrypted with AES-256.

    :param chain: DER, the key's own certificate first.
    """
    from cryptography.hazmat.primitives.serialization import pkcs12

    loaded = [x509.load_der_x509_certificate(one) for one in chain]
    protected = serialization.BestAvailableEncryption(password)
    return pkcs12.serialize_key_and_certificates(
        name.encode("utf-8"), load_key(key_pem), loaded[0], loaded[1:], protected
    )


def subject_of(certificate: bytes) -> Subject:
    """Who a certificate is about."""
    read = x509.load_der_x509_certificate(certificate)

    def one(kind: ObjectIdentifier) -> str:
        found = read.subject.get_attributes_for_oid(kind)
        return str(found[0].value) if found else ""

    names = [each for each in read.extensions if isinstance(each.value, x509.SubjectAlternativeName)]
    return Subject(
        common_name=one(NameOID.COMMON_NAME),
        country=one(NameOID.COUNTRY_NAME),
        organisation=one(NameOID.ORGANIZATION_NAME),
        organisation_identifier=one(NameOID.ORGANIZATION_IDENTIFIER),
        serial_number=one(NameOID.SERIAL_NUMBER),
        dns_names=tuple(
            name
            for each in names
            if isinstance(each.value, x509.SubjectAlternativeName)
            for name in each.value.get_values_for_type(x509.DNSName)
        ),
    )


def validity_of(certificate: bytes) -> tuple[datetime, datetime]:
    """First and last moment of a certificate, UTC."""
    read = x509.load_der_x509_certificate(certificate)
    return read.not_valid_before_utc, read.not_valid_after_utc


def serial_of(certificate: bytes) -> int:
    """The serial number of a certificate."""
    return x509.load_der_x509_certificate(certificate).serial_number


def name_of(subject: Subject) -> x509.Name:
    """The distinguished name of a subject."""
    parts: list[tuple[ObjectIdentifier, str]] = [
        (NameOID.COUNTRY_NAME, subject.country),
        (NameOID.ORGANIZATION_NAME, subject.organisation[:64]),
        (NameOID.ORGANIZATION_IDENTIFIER, subject.organisation_identifier),
        (NameOID.SERIAL_NUMBER, subject.serial_number[:64]),
        (NameOID.COMMON_NAME, subject.common_name[:64]),
    ]
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts if value])


def _begin(
    subject: Subject, issuer: x509.Name, key: NewKey, at: datetime, ends: datetime, serial: int | None
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name_of(subject))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(serial if serial is not None else x509.random_serial_number())
        .not_valid_before(at - _EARLIER)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _with_usage(builder: x509.CertificateBuilder, what: Profile) -> x509.CertificateBuilder:
    constraints = x509.BasicConstraints(ca=what.is_authority, path_length=what.path_length)
    builder = builder.add_extension(constraints, critical=True)
    builder = builder.add_extension(key_usage(what), critical=True)
    if what.purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(what.purposes), critical=what.purposes_critical)
    if what.no_check:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    return builder


def _with_place(builder: x509.CertificateBuilder, places: Places) -> x509.CertificateBuilder:
    where = [
        x509.AccessDescription(kind, x509.UniformResourceIdentifier(address))
        for kind, address in (
            (AuthorityInformationAccessOID.OCSP, places.ocsp),
            (AuthorityInformationAccessOID.CA_ISSUERS, places.issuer),
        )
        if address
    ]
    if where:
        builder = builder.add_extension(x509.AuthorityInformationAccess(where), critical=False)
    if places.revocation_list:
        point = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(places.revocation_list)], None, None, None
        )
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder


def _with_names(
    builder: x509.CertificateBuilder, subject: Subject, dns_within: Sequence[str]
) -> x509.CertificateBuilder:
    if subject.dns_names:
        names = x509.SubjectAlternativeName([x509.DNSName(name) for name in subject.dns_names])
        builder = builder.add_extension(names, critical=False)
    if dns_within:
        permitted = x509.NameConstraints([x509.DNSName(name) for name in dns_within], None)
        builder = builder.add_extension(permitted, critical=True)
    return builder


def _authority_of(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _signed(builder: x509.CertificateBuilder, signer: Signer) -> bytes:
    draft = builder.sign(stand_in_key(signer.algorithm), stand_in_hash(signer.algorithm))
    return sealed(draft.tbs_certificate_bytes, signer)

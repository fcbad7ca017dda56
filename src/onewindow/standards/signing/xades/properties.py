"""What a signature says about itself, before signing (signed) and after (unsigned): EN 319 132-1 §5."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from onewindow.kernel.errors import N_
from onewindow.standards.signing.certificates import issuer_and_serial
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.xades.names import (
    CANONICAL,
    DEFAULT_CANONICAL,
    DIGESTS,
    EXCLUSIVE,
    SHA256,
    XADES,
    XADES141,
    Canonical,
    ds,
    xades,
    xades141,
)
from onewindow.standards.signing.xades.tree import FormRefused, add, base64_of, new, octets

_ARCHIVE = (xades141("ArchiveTimeStamp"),)


def new_properties(*, signature: str, certificate: bytes, at: datetime, formats: Mapping[str, str]) -> Any:
    """``QualifyingProperties`` of level B (§6.3).

    :param signature: Id of the signature; the signed part is ``<Id>-signed``.
    :param formats: Id of a reference to the media type of what it covers.
    """
    root = new(xades("QualifyingProperties"), prefixes={"xades": XADES}, Target=f"#{signature}")
    signed = add(root, xades("SignedProperties"), Id=f"{signature}-signed")
    about = add(signed, xades("SignedSignatureProperties"))
    add(about, xades("SigningTime"), at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    named = add(add(about, xades("SigningCertificateV2")), xades("Cert"))
    digest = add(named, xades("CertDigest"))
    add(digest, ds("DigestMethod"), Algorithm=SHA256)
    add(digest, ds("DigestValue"), base64_of(hashlib.sha256(certificate).digest()))
    add(named, xades("IssuerSerialV2"), base64_of(issuer_and_serial(certificate)))
    data = add(signed, xades("SignedDataObjectProperties"))
    for reference, media in formats.items():
        described = add(data, xades("DataObjectFormat"), ObjectReference=f"#{reference}")
        add(described, xades("MimeType"), media)
    return root


def claimed_time(properties: Any) -> datetime | None:
    """``SigningTime``.

    :raises FormRefused: it is not a time with its zone.
    """
    text = properties.findtext(f".//{xades('SignedSignatureProperties')}/{xades('SigningTime')}")
    if text is None:
        return None
    try:
        said = datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise FormRefused(N_("its time of signing cannot be read")) from problem
    # xsd:dateTime may leave the zone out; then it is only a claim in no zone, and is told as UTC.
    return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)


def named_certificate(properties: Any) -> tuple[str, bytes] | None:
    """Hash name and hash of the certificate that the signer named; None: none is named.

    :raises FormRefused: it cannot be read.
    """
    about = properties.find(f"{xades('SignedProperties')}/{xades('SignedSignatureProperties')}")
    for name in ("SigningCertificateV2", "SigningCertificate"):
        found = None if about is None else about.find(f"{xades(name)}/{xades('Cert')}/{xades('CertDigest')}")
        if found is not None:
            method, value = found.find(ds("DigestMethod")), found.find(ds("DigestValue"))
            digest = None if method is None else DIGESTS.get(method.get("Algorithm", ""))
            if digest is None or value is None:
                raise FormRefused(N_("it names its certificate with a hash that is not known"))
            return digest, octets(value)
    return None


def unsigned_properties(properties: Any) -> list[Any]:
    """The children of ``UnsignedSignatureProperties``, in their order."""
    found = properties.find(f"{xades('UnsignedProperties')}/{xades('UnsignedSignatureProperties')}")
    return [] if found is None else list(found)


def room_for_unsigned(properties: Any) -> Any:
    """``UnsignedSignatureProperties``, made where it is missing."""
    outer = properties.find(xades("UnsignedProperties"))
    if outer is None:
        outer = add(properties, xades("UnsignedProperties"))
    inner = outer.find(xades("UnsignedSignatureProperties"))
    return add(outer, xades("UnsignedSignatureProperties")) if inner is None else inner


def is_archive(element: Any) -> bool:
    """Whether it is an archive timestamp that we follow (1.4.1; in 1.3.2 its parts have another order)."""
    return element.tag in _ARCHIVE


def is_signature_stamp(element: Any) -> bool:
    """Whether it is a timestamp over the signature's value."""
    return element.tag == xades("SignatureTimeStamp")


def tokens_in(element: Any) -> tuple[bytes, ...]:
    """The tokens of a timestamp."""
    found = element.findall(xades("EncapsulatedTimeStamp"))
    if not found or len(found) > 10:
        raise FormRefused(N_("a timestamp of it cannot be read"))
    return tuple(octets(one) for one in found)


def canonical_of(element: Any) -> Canonical:
    """How what a timestamp is about becomes bytes."""
    method = element.find(ds("CanonicalizationMethod"))
    if method is None:
        return DEFAULT_CANONICAL
    how = CANONICAL.get(method.get("Algorithm", ""))
    if how is None or len(method):
        raise FormRefused(N_("a timestamp of it cannot be read"))
    return how


def evidence_in(element: Any) -> Evidence:
    """Certificates and words about revocation in an element of the unsigned properties, at any depth."""
    return Evidence(
        _values(element, "EncapsulatedX509Certificate"),
        _values(element, "EncapsulatedCRLValue"),
        _values(element, "EncapsulatedOCSPValue"),
    )


def add_stamp(room: Any, token: bytes, *, archive: bool) -> None:
    """A timestamp as the last of the unsigned properties."""
    if archive:
        stamp = new(xades141("ArchiveTimeStamp"), prefixes={"xades141": XADES141})
        room.append(stamp)
    else:
        stamp = add(room, xades("SignatureTimeStamp"))
    add(stamp, ds("CanonicalizationMethod"), Algorithm=EXCLUSIVE)
    add(stamp, xades("EncapsulatedTimeStamp"), base64_of(token))


def add_evidence(room: Any, evidence: Evidence) -> None:
    """``CertificateValues`` and ``RevocationValues``; the second time, ``TimeStampValidationData``."""
    if not evidence:
        return
    parent = room
    if room.find(xades("CertificateValues")) is not None or room.find(xades("RevocationValues")) is not None:
        parent = new(xades141("TimeStampValidationData"), prefixes={"xades141": XADES141})
        room.append(parent)
    if evidence.certificates:
        _add_values(
            add(parent, xades("CertificateValues")), "EncapsulatedX509Certificate", evidence.certificates
        )
    if evidence.crls or evidence.ocsps:
        values = add(parent, xades("RevocationValues"))
        if evidence.crls:
            _add_values(add(values, xades("CRLValues")), "EncapsulatedCRLValue", evidence.crls)
        if evidence.ocsps:
            _add_values(add(values, xades("OCSPValues")), "EncapsulatedOCSPValue", evidence.ocsps)


def _add_values(parent: Any, name: str, items: Sequence[bytes]) -> None:
    for one in items:
        add(parent, xades(name), base64_of(one))


def _values(element: Any, name: str) -> tuple[bytes, ...]:
    found = list(element.iter(xades(name)))
    if len(found) > 500:
        raise FormRefused(N_("it has too many certificates"))
    return tuple(octets(one) for one in found)

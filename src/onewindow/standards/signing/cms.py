"""Reading a CMS signature beside its message (RFC 5652), as PAdES and CAdES in containers have it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from asn1crypto import cms as asn1_cms
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr, validate_sig_integrity

from onewindow.kernel.errors import N_
from onewindow.standards.signing.algorithms import use_of
from onewindow.standards.signing.findings import Finding, finding
from onewindow.standards.signing.judging import Stamp
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.policy import AlgorithmUse

_cms = cast(Any, asn1_cms)
_HASHES = frozenset({"sha1", "sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})


class FormRefused(Exception):
    """The form is one that we refuse; ``reason`` is a msgid."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CmsSeen:
    """:param stamps: over the signature's value. :param evidence: what the structure carries."""

    certificate: bytes
    uses: tuple[AlgorithmUse, ...]
    claimed_at: datetime | None
    findings: tuple[Finding, ...]
    stamps: tuple[Stamp, ...]
    evidence: Evidence


def read_cms(structure: bytes, message: bytes) -> CmsSeen:
    """Take a detached signature apart and check its value.

    :param structure: DER or BER ``ContentInfo``; zeros behind it are padding.
    :raises FormRefused: it cannot be read, or has several signers.
    """
    try:
        return _read(structure, message)
    except FormRefused:
        raise
    except SignatureValidationError as refused:
        raise FormRefused(N_("its parts contradict each other")) from refused
    except Exception as problem:  # strangers' bytes: whatever the parser trips over
        raise FormRefused(N_("it cannot be read")) from problem


def _read(structure: bytes, message: bytes) -> CmsSeen:
    content = _cms.ContentInfo.load(structure)
    if content["content_type"].native != "signed_data":
        raise FormRefused(N_("it is not a signature"))
    signed = content["content"]
    if len(signed["signer_infos"]) != 1:
        raise FormRefused(N_("it does not have one signer"))
    encapsulated = signed["encap_content_info"]
    if encapsulated["content_type"].native != "data" or encapsulated["content"].native is not None:
        raise FormRefused(N_("it carries a content of its own"))
    signer = signed["signer_infos"][0]
    digest = str(signer["digest_algorithm"]["algorithm"].native)
    if digest not in _HASHES:
        raise FormRefused(N_("its algorithm is not one that we accept"))
    # Without signed attributes it says neither what it is nor by which certificate (RFC 5652 §5.3).
    if not len(signer["signed_attrs"]):
        raise FormRefused(N_("it says nothing about itself"))
    certificates = extract_certificate_info(signed)
    certificate = cast(Any, certificates.signer_cert)
    intact, valid = validate_sig_integrity(signer, certificate, "data", hashlib.new(digest, message).digest())
    others = tuple(cast(bytes, one.dump()) for one in certificates.other_certs)
    own = cast(bytes, certificate.dump())
    return CmsSeen(
        certificate=own,
        uses=(
            AlgorithmUse(digest),
            use_of(signer["signature_algorithm"], certificate.public_key, digest),
        ),
        claimed_at=_claimed(signer),
        findings=tuple(_findings(signer, intact=intact, valid=valid)),
        stamps=tuple(_stamps(signer)),
        evidence=Evidence((own, *others)).plus(_carried(signed, signer)),
    )


def _findings(signer: Any, *, intact: bool, valid: bool) -> list[Finding]:
    if not valid:
        return [finding("signature-wrong")]
    found = [finding("content-unchanged") if intact else finding("content-changed", part="/")]
    named = get_signing_cert_attr(signer["signed_attrs"]) is not None
    return found if named else [*found, finding("certificate-unnamed")]


def _claimed(signer: Any) -> datetime | None:
    said = _attribute(signer["signed_attrs"], "signing_time")
    return said[0].native.astimezone(UTC) if said else None


def _stamps(signer: Any) -> list[Stamp]:
    """Tokens over the value of the signature (RFC 3161 appendix A)."""
    value = cast(bytes, signer["signature"].native)
    tokens = _attribute(signer["unsigned_attrs"], "signature_time_stamp_token")
    return [Stamp(cast(bytes, one.dump()), value) for one in tokens]


def _carried(signed: Any, signer: Any) -> Evidence:
    """Lists and answers inside: of CMS itself, of CAdES, of PDF readers."""
    crls = [cast(bytes, one.chosen.dump()) for one in signed["crls"] or () if one.name == ""]
    ocsps: list[bytes] = []
    for attributes, kind in (
        (signer["signed_attrs"], "adobe_revocation_info_archival"),
        (signer["unsigned_attrs"], "adobe_revocation_info_archival"),
    ):
        for archive in _attribute(attributes, kind):
            crls += [cast(bytes, one.dump()) for one in archive["crl"] or ()]
            ocsps += [cast(bytes, one.dump()) for one in archive["ocsp"] or ()]
    return Evidence((), tuple(crls), tuple(ocsps))


def _attribute(attributes: Any, kind: str) -> list[Any]:
    # Not ``.native``: that would turn whole timestamps and lists into Python values, and encode them anew.
    return [value for one in attributes if one["type"].native == kind for value in one["values"]]

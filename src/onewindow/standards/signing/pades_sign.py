"""Signing PDFs as a person, and bringing signatures to higher levels. See ``pades``."""

import io
from typing import Any, cast

from asn1crypto import cms as asn1_cms
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError as _PyhankoSigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from onewindow.kernel.errors import N_
from onewindow.standards.signing.awaiting import finish
from onewindow.standards.signing.cms import FormRefused, read_cms
from onewindow.standards.signing.errors import NotExtendable, PdfNotSealable
from onewindow.standards.signing.making import Making, certificates_of
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pades_seal import PdfSigner, PortSigner, Stamper, Writer, room_for
from onewindow.standards.signing.ports import Signer

_cms, _crl, _ocsp = cast(Any, asn1_cms), cast(Any, asn1_crl), cast(Any, asn1_ocsp)
_x509 = cast(Any, asn1_x509)
_TROUBLE = (PdfReadError, _PyhankoSigningError, ValueError, KeyError, TypeError, IndexError)
_STAMP_ROOM = 24_000


def sign(pdf: bytes, *, signer: Signer, making: Making, reason: str, location: str) -> bytes:
    """See ``pades.sign``."""
    certificates_of(signer)
    about = signers.PdfSignatureMetadata(
        field_name=_empty_field(pdf) or _free_name(pdf, "Signature"),
        md_algorithm="sha512" if signer.algorithm == "Ed25519" else "sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason or None,
        location=location or None,
    )
    stamper = Stamper(making.timestamps) if making.reaches("T") and making.timestamps else None
    out = io.BytesIO()
    try:
        writer = Writer(io.BytesIO(pdf), strict=True)
        signing = PdfSigner(about, PortSigner(signer), making.at, stamper)
        reserved = room_for(signer, stamper)
        finish(cast(Any, signing).async_sign_pdf(writer, output=out, bytes_reserved=reserved))
    except _TROUBLE as problem:
        raise PdfNotSealable(reason=str(problem)) from problem
    return _to_level(out.getvalue(), making)


def extend(pdf: bytes, *, making: Making) -> bytes:
    """See ``pades.extend``."""
    try:
        if not _signatures(pdf):
            raise NotExtendable(reason=N_("it has no signature"))
        stamped = any(read_cms(one, b"").stamps for one in _signatures(pdf)) or _stamps(pdf)
    except FormRefused as refused:
        raise NotExtendable(reason=refused.reason) from refused
    # A signature that has no timestamp inside gets its proof of time from one over the document.
    if making.level == "T" and not stamped:
        return _stamped(pdf, making)
    return _to_level(pdf, making)


def _to_level(pdf: bytes, making: Making) -> bytes:
    if making.reaches("LT"):
        pdf = _with_evidence(pdf, making)
    return _stamped(pdf, making) if making.reaches("LTA") else pdf


def _with_evidence(pdf: bytes, making: Making) -> bytes:
    """Words about every signer and every timestamp, in the document security store (EN 319 142-1 §5.4.2)."""
    carried: list[bytes] = []
    tokens = list(_stamps(pdf))
    for one in _signatures(pdf):
        seen = read_cms(one, b"")
        carried += seen.evidence.certificates
        tokens += [stamp.token for stamp in seen.stamps]
    words = making.words_about(tuple(carried), tuple(tokens))
    out = io.BytesIO()
    try:
        writer = Writer(io.BytesIO(pdf), strict=False)
        cast(Any, DocumentSecurityStore).supply_dss_in_writer(writer, None, **_loaded(words))
        cast(Any, writer).write(out)
    except _TROUBLE as problem:
        raise NotExtendable(reason=N_("it cannot be written")) from problem
    return out.getvalue()


def _loaded(words: Evidence) -> dict[str, list[Any]]:
    return {
        "certs": [_x509.Certificate.load(one) for one in words.certificates],
        "crls": [_crl.CertificateList.load(one) for one in words.crls],
        "ocsps": [_ocsp.OCSPResponse.load(one) for one in words.ocsps],
    }


def _stamped(pdf: bytes, making: Making) -> bytes:
    """A timestamp over the whole document (EN 319 142-1 §5.4.3)."""
    assert making.timestamps is not None
    out = io.BytesIO()
    try:
        stamper = PdfTimeStamper(Stamper(making.timestamps), field_name=_free_name(pdf, "Timestamp"))
        writer = Writer(io.BytesIO(pdf), strict=False)
        finish(
            cast(Any, stamper).async_timestamp_pdf(
                writer, making.digest, bytes_reserved=2 * _STAMP_ROOM, output=out
            )
        )
    except _TROUBLE as problem:
        raise NotExtendable(reason=N_("it cannot be written")) from problem
    return out.getvalue()


def _embedded(pdf: bytes) -> list[Any]:
    try:
        return list(PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures)
    except Exception as problem:  # strangers' bytes: whatever the parser trips over
        raise NotExtendable(reason=N_("it cannot be read")) from problem


def _signatures(pdf: bytes) -> list[bytes]:
    return [bytes(one.pkcs7_content) for one in _embedded(pdf) if one.sig_object_type != "/DocTimeStamp"]


def _stamps(pdf: bytes) -> list[bytes]:
    found = (bytes(one.pkcs7_content) for one in _embedded(pdf) if one.sig_object_type == "/DocTimeStamp")
    return [cast(bytes, _cms.ContentInfo.load(one).dump()) for one in found]


def tokens_in(pdf: bytes) -> list[bytes]:
    """All timestamps of a PDF: over the whole document, and inside its signatures."""
    try:
        inside = [stamp.token for one in _signatures(pdf) for stamp in read_cms(one, b"").stamps]
    except FormRefused:
        inside = []
    return [*_stamps(pdf), *inside]


def _empty_field(pdf: bytes) -> str:
    """The name of a field that waits for a signature; empty where none does."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found: Any = next(cast(Any, fields).enumerate_sig_fields(reader, filled_status=False), None)
    except Exception as problem:  # strangers' bytes: whatever the parser trips over
        raise PdfNotSealable(reason=N_("it cannot be read")) from problem
    return str(found[0]) if found is not None else ""


def _free_name(pdf: bytes, kind: str) -> str:
    """A name for a new field that no field has yet."""
    try:
        taken = {str(one.field_name) for one in _embedded(pdf)}
    except NotExtendable as problem:
        raise PdfNotSealable(reason=N_("it cannot be read")) from problem
    return next(name for number in range(1, 1000) if (name := f"{kind}{number}") not in taken)

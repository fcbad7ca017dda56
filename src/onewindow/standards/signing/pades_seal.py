"""Putting a seal on a PDF, with pyHanko. See ``pades.seal_pdf``."""

import io
from datetime import datetime
from typing import Any, cast

from asn1crypto import algos, tsp
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError as _PyhankoSigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from onewindow.kernel.errors import N_
from onewindow.standards.signing.awaiting import finish
from onewindow.standards.signing.errors import KeyNotUsable, PdfNotSealable
from onewindow.standards.signing.ports import Signer, TimestampSource

# asn1crypto has no types.
_tsp, _asn1_x509 = cast(Any, tsp), cast(Any, asn1_x509)
_MECHANISM = {"ES256": "sha256_ecdsa", "Ed25519": "ed25519"}


def seal_pdf(
    pdf: bytes,
    *,
    signer: Signer,
    at: datetime,
    reason: str,
    location: str = "",
    timestamps: TimestampSource | None = None,
) -> bytes:
    """See ``pades.seal_pdf``."""
    if not signer.certificates:
        raise KeyNotUsable(reason=N_("it has no certificate"))
    about = signers.PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha512" if signer.algorithm == "Ed25519" else "sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason=reason,
        location=location or None,
    )
    stamper = Stamper(timestamps) if timestamps else None
    out = io.BytesIO()
    try:
        writer = Writer(io.BytesIO(pdf), strict=True)
        sealing = PdfSigner(about, PortSigner(signer), at, stamper)
        finish(
            cast(Any, sealing).async_sign_pdf(writer, output=out, bytes_reserved=room_for(signer, stamper))
        )
    except (PdfReadError, _PyhankoSigningError, ValueError) as problem:
        raise PdfNotSealable(reason=str(problem)) from problem
    return out.getvalue()


def room_for(signer: Signer, stamper: "Stamper | None") -> int:
    """Hexadecimal digits to keep free. Else pyHanko signs once more only to see how long it will be."""
    octets = 1_500 + sum(len(one) for one in signer.certificates)
    return 2 * (octets + (10_000 if stamper else 0))


class PortSigner(signers.Signer):
    """Our port, as pyHanko wants it."""

    def __init__(self, signer: Signer) -> None:
        chain: list[Any] = [_asn1_x509.Certificate.load(one) for one in signer.certificates]
        # Roots stay out: whoever checks has them, and nothing would protect the copy inside the file.
        between = [one for one in chain[1:] if one.issuer != one.subject]
        mechanism = algos.SignedDigestAlgorithm({"algorithm": _MECHANISM[signer.algorithm]})
        super().__init__(
            signing_cert=chain[0],
            cert_registry=cast(Any, SimpleCertificateStore).from_certs(between),
            signature_mechanism=mechanism,
        )
        self._port = signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(96) if dry_run else self._port.sign(data)


class Writer(IncrementalPdfFileWriter):
    """Appends the seal and touches nothing else: the metadata of a PDF/A stays as its maker wrote it."""

    def _update_meta(self) -> None:
        pass


class PdfSigner(signers.PdfSigner):
    """With a clock of ours."""

    def __init__(self, about: Any, signer: PortSigner, at: datetime, stamper: "Stamper | None") -> None:
        super().__init__(about, signer=signer, timestamper=stamper)
        self._at = at

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
        """None: naming them lifts the file to PDF 2.0, which PDF/A-2 does not know (ISO 19005-2 §6.1)."""

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


class Stamper(TimeStamper):
    """Our port of a timestamp authority, as pyHanko wants it."""

    def __init__(self, source: TimestampSource) -> None:
        super().__init__()
        self._source = source

    async def async_request_tsa_response(self, req: Any) -> Any:
        return _tsp.TimeStampResp.load(self._source.stamp(req.dump()))

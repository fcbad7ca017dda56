"""Signatures: keys, certificates, JWS and sealed PDFs (docs/standards/signing.md). Nothing here does I/O."""

from onewindow.standards.signing import asic, asn1_lengths, jades, jws, pades, x509, xades
from onewindow.standards.signing.errors import (
    CertificateRefused,
    JwsRefused,
    KeyNotUsable,
    PdfNotSealable,
    SigningError,
)
from onewindow.standards.signing.keys import KeySigner, new_key
from onewindow.standards.signing.ports import Algorithm, Signer, TimestampSource
from onewindow.standards.signing.types import PdfVerification, Seal, SealState

__all__ = [
    "Algorithm",
    "CertificateRefused",
    "JwsRefused",
    "KeyNotUsable",
    "KeySigner",
    "PdfNotSealable",
    "PdfVerification",
    "Seal",
    "SealState",
    "Signer",
    "SigningError",
    "TimestampSource",
    "asic",
    "jades",
    "jws",
    "new_key",
    "pades",
    "x509",
    "xades",
]

asn1_lengths.mend()

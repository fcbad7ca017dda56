"""Looking at the seals of a PDF (ETSI EN 319 102-1, as far as B-B and B-T go)."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from asn1crypto import cms as asn1_cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from onewindow.standards.signing import x509
from onewindow.standards.signing.awaiting import finish
from onewindow.standards.signing.types import PdfVerification, Seal, SealState

# asn1crypto has no types.
_asn1_cms, _asn1_crl, _asn1_x509 = cast(Any, asn1_cms), cast(Any, asn1_crl), cast(Any, asn1_x509)
# Our certificates name no place of their lists, so lists count only if we ask for them. A list may be
# younger than the seal, and still says since when the certificate is revoked.
_LISTS_NEEDED = CertRevTrustPolicy(
    RevocationCheckingPolicy(RevocationCheckingRule.CRL_REQUIRED, RevocationCheckingRule.CHECK_IF_DECLARED),
    retroactive_revinfo=True,
)
_NO_LISTS = CertRevTrustPolicy(
    RevocationCheckingPolicy(RevocationCheckingRule.NO_CHECK, RevocationCheckingRule.NO_CHECK)
)
_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature"},
    extd_key_usage={x509.DOCUMENT_SIGNING.dotted_string},
    explicit_extd_key_usage_required=False,
)


def verify_pdf(
    pdf: bytes,
    *,
    roots: Sequence[bytes],
    at: datetime,
    revocation_lists: Sequence[bytes] = (),
    timestamp_roots: Sequence[bytes] = (),
) -> PdfVerification:
    """See ``pades.verify_pdf``."""
    trust = _Trust(roots, at, revocation_lists, timestamp_roots)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        embedded = list(reader.embedded_regular_signatures)
        if reader.encrypted:
            return PdfVerification()
    except Exception:  # strangers' bytes: whatever the parser trips over, there is no seal to read
        return PdfVerification()
    # An earlier seal never covers what a later one adds; only the last must cover all.
    return PdfVerification(tuple(_look(one, trust, last=one is embedded[-1]) for one in embedded))


class _Trust:
    def __init__(
        self, roots: Sequence[bytes], at: datetime, lists: Sequence[bytes], stamp_roots: Sequence[bytes]
    ) -> None:
        self._roots: list[Any] = [_asn1_x509.Certificate.load(one) for one in roots]
        self._stamp_roots: list[Any] = [_asn1_x509.Certificate.load(one) for one in stamp_roots]
        self._lists: list[Any] = [_asn1_crl.CertificateList.load(one) for one in lists]
        self.at = at

    def context(self, moment: datetime | None = None) -> ValidationContext:
        return ValidationContext(
            trust_roots=self._roots,
            moment=moment or self.at,
            allow_fetching=False,
            crls=self._lists,
            revinfo_policy=_LISTS_NEEDED if self._lists else _NO_LISTS,
        )

    def stamp_context(self) -> ValidationContext:
        return ValidationContext(trust_roots=self._stamp_roots, moment=self.at, allow_fetching=False)


def _look(embedded: EmbeddedPdfSignature, trust: _Trust, *, last: bool) -> Seal:
    try:
        status = _validate(embedded, trust, trust.context())
        proven = status.timestamp_validity if _stamped(status) else None
        if proven is not None and not status.trusted:
            # The time is proven, so what counts is whether the chain held then.
            status = _validate(embedded, trust, trust.context(proven.timestamp))
    except Exception as odd:
        return Seal(SealState.UNREADABLE, details=str(odd)[:300])
    odd_padding = _odd_padding(embedded)
    certificate = cast(bytes, status.signing_cert.dump())
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and not odd_padding
    proven = status.timestamp_validity if _stamped(status) else None
    said = proven.timestamp if proven else embedded.self_reported_timestamp
    return Seal(
        state=_state(status, whole or (not last and _only_signed_over(status))),
        signer=x509.common_name(certificate),
        organisation=x509.organisation(certificate),
        issuer=str(cast(Any, status.signing_cert.issuer).native.get("common_name", "")),
        signed_at=said.astimezone(UTC) if said else None,
        timestamped=proven is not None,
        intact=status.intact and status.valid,
        whole_file=whole,
        trusted=status.trusted,
        fingerprint=x509.fingerprint(certificate),
        details=str(status.trust_problem_indic or status.modification_level or "")[:300],
    )


def _odd_padding(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the room behind the signature holds anything but zeros: no hash covers it."""
    content = bytes(cast(Any, embedded).pkcs7_content)
    signature = _asn1_cms.ContentInfo.load(content).dump()
    return bool(content[len(signature) :].strip(b"\0"))


def _validate(
    embedded: EmbeddedPdfSignature, trust: _Trust, context: ValidationContext
) -> PdfSignatureStatus:
    checking = async_validate_pdf_signature(
        embedded,
        signer_validation_context=context,
        ts_validation_context=trust.stamp_context(),
        key_usage_settings=_USAGE,
    )
    return finish(checking)


def _stamped(status: PdfSignatureStatus) -> bool:
    stamp = status.timestamp_validity
    return stamp is not None and stamp.valid and stamp.trusted


def _only_signed_over(status: PdfSignatureStatus) -> bool:
    """What came after a seal is other signatures, by the difference analysis and its own rule."""
    level = status.modification_level
    return (
        level is not None and level.value <= ModificationLevel.FORM_FILLING.value and bool(status.docmdp_ok)
    )


def _state(status: PdfSignatureStatus, whole: bool) -> SealState:
    if not (status.intact and status.valid):
        return SealState.ALTERED
    if not whole:
        return SealState.EXTENDED
    if status.revocation_details is not None:
        return SealState.REVOKED
    if not status.trusted:
        return _distrust(status)
    return SealState.GOOD


def _distrust(status: PdfSignatureStatus) -> SealState:
    problem = status.trust_problem_indic
    name = getattr(problem, "name", "")
    if "REVOKED" in name:
        return SealState.REVOKED
    if "OUT_OF_BOUNDS" in name or "EXPIRED" in name or "NOT_YET" in name:
        return SealState.EXPIRED
    if "CONSTRAINTS" in name:
        return SealState.UNSUITABLE
    return SealState.UNTRUSTED

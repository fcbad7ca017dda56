"""Whether a certificate from anybody can be relied on. Whatever is missing counts against it."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from onewindow.blocks.trust import app_settings, authorities, foreign, joined, queries
from onewindow.blocks.trust.models import Certificate
from onewindow.blocks.trust.types import AnchorUse, CertificateVerdict, Usage
from onewindow.foundation.access.types import Assurance
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import x509
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import certificates, paths

_FOR: dict[Usage, tuple[AnchorUse, ...]] = {
    "sign-in": ("people",),
    "signature": ("people", "seals"),
    "seal": ("seals",),
    "server": ("servers",),
    "timestamp": ("timestamps",),
}
_LONGEST = 20_000
_LONGEST_CHAIN = 5


def check(
    *, certificate: bytes, chain: Sequence[bytes], at: datetime | None, usage: Usage
) -> CertificateVerdict:
    """See ``api.check_certificate``."""
    moment = at or clock.now()
    try:
        if len(certificate) > _LONGEST:
            raise ValueError("too long")
        der = bytes(paths.load(certificate).dump())
        _ = certificates.subject_of(der), x509.issuer_name(der), certificates.serial_of(der)
    except Exception:  # strangers' bytes, and every way in which a parser trips over them
        return CertificateVerdict(ok=False, reasons=("damaged",))
    trusted = [one.certificate for one in queries.anchors(at=moment) if set(_FOR[usage]) & one.uses]
    given = list(chain[:_LONGEST_CHAIN])
    evidence = _evidence(der, given, trusted, moment, usage)
    found = paths.check(
        certificate=der,
        anchors=trusted,
        at=moment,
        usage=usage,
        chain=[*given, *evidence.certificates],
        evidence=evidence,
        policy=app_settings.policy(),
    )
    return _said(der, found.reasons, found.chain, moment, usage)


def _evidence(
    der: bytes, chain: list[bytes], trusted: list[bytes], moment: datetime, usage: Usage
) -> Evidence:
    """Our own lists; for a certificate of another country also those that its path names.

    Only a path that otherwise holds makes us ask anybody: a stranger's certificate names addresses too.
    """
    own = queries.available_evidence()
    others = [one for one in trusted if one != joined.keys().root()]
    if not others or _seems_ours(der, own):
        return own
    found = paths.check(certificate=der, anchors=others, at=moment, usage=usage, chain=chain)
    if not found.holds:
        return own
    return own.plus(foreign.evidence_for(certificates=found.chain, anchors=others))


def _seems_ours(der: bytes, evidence: Evidence) -> bool:
    """Whether its issuer has the name of one of our authorities: then nobody else's lists are needed."""
    issuer = x509.issuer_name(der)
    return any(x509.common_name(one) == issuer for one in evidence.certificates)


def _said(
    der: bytes, reasons: tuple[str, ...], chain: tuple[bytes, ...], moment: datetime, usage: Usage
) -> CertificateVerdict:
    about = certificates.subject_of(der)
    ours = _issued_here(chain)
    row = Certificate.objects.filter(fingerprint=x509.fingerprint(der)).first()
    if not reasons and ours:
        reasons = _against_ours(row, ours, moment, usage)
    return CertificateVerdict(
        ok=not reasons,
        holder=Reference(row.holder) if row is not None and not reasons else None,
        assurance=cast(Assurance, row.assurance) if row is not None and not reasons else "none",
        subject=about.common_name,
        identifier=about.serial_number or about.organisation_identifier,
        issuer=x509.issuer_name(der),
        serial=f"{certificates.serial_of(der):x}",
        reasons=reasons,
    )


def _issued_here(chain: tuple[bytes, ...]) -> str:
    """Slug of our authority that issued the first of a chain; empty where another country's did."""
    root = joined.keys().root()
    if len(chain) < 2 or chain[-1] != root:
        return ""
    return authorities.authority_with(chain[1]) or "unknown"


def _against_ours(row: Certificate | None, authority: str, moment: datetime, usage: Usage) -> tuple[str, ...]:
    """What we know beyond the lists: a certificate of ours that we never issued, or that was just revoked."""
    if row is None:
        return ("not-issued-here",)
    if row.revoked_at is not None and row.revoked_at <= moment:
        return ("revoked",)
    return () if authority in _FOR[usage] else ("wrong-usage",)

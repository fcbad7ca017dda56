"""What crosses the door of the trust service."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from onewindow.foundation.access.types import Assurance
from onewindow.foundation.outbox.api import event
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.pki.types import Reason, Subject, Usage

__all__ = [
    "Anchor",
    "AnchorUse",
    "AuthorityView",
    "CertificateEnding",
    "CertificateIssued",
    "CertificateRevoked",
    "CertificateVerdict",
    "CertificateView",
    "EndProfile",
    "Form",
    "Level",
    "Reason",
    "Subject",
    "TrustListView",
    "Usage",
]

EndProfile = Literal["person", "seal", "server", "timestamp", "ocsp"]
Form = Literal["jades", "xades", "pades", "asic-e"]
Level = Literal["B", "T", "LT", "LTA"]
AnchorUse = Literal["people", "seals", "servers", "timestamps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate that was issued here.

    :param serial: hex, of its authority.
    :param holder: whose it is, such as ``register/people/10000046`` or ``agency/customs``.
    :param der: the certificate.
    :param chain: DER, from it up to the root, which is left out.
    :param key: name of the key that the house keeps for the holder; empty where the holder keeps it.
    :param revoked_at: None while it stands.
    :param assurance: how sure the sign-in was by which it was made; signing in with it is no surer.
    """

    authority: str
    serial: str
    profile: EndProfile
    holder: Reference
    subject: str
    key: str
    starts_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    reason: str
    assurance: Assurance
    der: bytes = field(repr=False)
    chain: tuple[bytes, ...] = field(repr=False)

    def stands(self, *, at: datetime) -> bool:
        """Whether it is in its time and was not revoked."""
        return self.revoked_at is None and self.starts_at <= at <= self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateVerdict:
    """Whether a certificate can be relied on.

    :param ok: nothing speaks against it.
    :param holder: whose it is, where it was issued here; None for those of other countries.
    :param assurance: how sure a sign-in with it can be at most; ``none`` for those of other countries.
    :param subject: common name, for people to read.
    :param identifier: of the subject, such as ``PNOTN-10000046`` (ETSI EN 319 412-1); may be empty.
    :param issuer: common name of the authority.
    :param serial: hex.
    :param reasons: codes of what speaks against it; see ``standards.signing.pki.types.PathVerdict``, and
        ``not-issued-here`` for one of our authorities' that we know nothing of.
    """

    ok: bool
    holder: Reference | None = None
    assurance: Assurance = "none"
    subject: str = ""
    identifier: str = ""
    issuer: str = ""
    serial: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityView:
    """The root, an authority, a responder or the timestamp unit.

    :param key_here: whether its key is in the house.
    :param list_ends_at: of an authority: by when the next list of revoked certificates is due.
    """

    name: str
    subject: str
    ends_at: datetime
    key_here: bool
    list_ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A root that is trusted.

    :param country: ISO 3166-1 alpha-2 of whose it is.
    :param uses: what for.
    :param until: from then on nothing new under it counts; None: no end but its own.
    """

    certificate: bytes = field(repr=False)
    country: str
    name: str
    uses: frozenset[AnchorUse]
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustListView:
    """A trust list of another country.

    :param state: ``proposed`` | ``in-force`` | ``ended`` | ``withdrawn``.
    :param signer: SHA-256 of the certificate that signed it, hex: to compare with what that country says.
    :param anchors: names of the authorities in it.
    """

    trust_list: int
    country: str
    name: str
    number: int
    ends_at: datetime
    signer: str
    state: Literal["proposed", "in-force", "ended", "withdrawn"]
    proposed_by: str
    confirmed_by: str
    anchors: tuple[str, ...]


@event("trust.certificate-issued")
@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """Somebody has a new certificate."""

    holder: Reference
    authority: str
    serial: str
    key: str
    ends_at: datetime


@event("trust.certificate-ending")
@dataclass(frozen=True, slots=True)
class CertificateEnding:
    """A certificate ends soon; nobody has renewed it."""

    holder: Reference
    authority: str
    serial: str
    key: str
    ends_at: datetime


@event("trust.certificate-revoked")
@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    """A certificate was revoked."""

    holder: Reference
    authority: str
    serial: str
    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSignature:
    """Something signed that a room keeps.

    :param item: its name in its room; ``holder``: whose it is, as a reference, or empty.
    :param form: ``pades``, ``xades``, ``jades`` or ``asic-e``.
    """

    item: str
    holder: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that has to be renewed.

    :param ends_at: from then on it cannot be proven any more.
    :param problem: why the last try failed; empty where none did.
    """

    source: str
    item: str
    form: str
    ends_at: datetime
    problem: str

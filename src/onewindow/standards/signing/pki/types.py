"""What crosses the door of the public key infrastructure."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ProfileName = Literal["root", "issuing", "person", "seal", "server", "timestamp", "ocsp"]
Usage = Literal["sign-in", "signature", "seal", "server", "timestamp"]
Reason = Literal[
    "unspecified",
    "key-compromise",
    "authority-compromise",
    "affiliation-changed",
    "superseded",
    "cessation",
    "privilege-withdrawn",
]
"""Why a certificate was revoked (RFC 5280 §5.3.1). Revoking is for ever: there is no hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who a certificate is about.

    :param country: ISO 3166-1 alpha-2.
    :param serial_number: of a person, such as ``PNOTN-10000046`` (ETSI EN 319 412-1 §5.1.3).
    :param organisation_identifier: of an organisation, such as ``NTRTN-1234567A`` (§5.1.4).
    :param dns_names: of a server.
    """

    common_name: str
    country: str
    organisation: str = ""
    organisation_identifier: str = ""
    serial_number: str = ""
    dns_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where whoever checks a certificate finds what it needs: addresses, http, empty where there is none."""

    issuer: str = ""
    revocation_list: str = ""
    ocsp: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """:param serial: of the certificate, at its issuer."""

    serial: int
    since: datetime
    reason: Reason = "unspecified"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathVerdict:
    """Whether a certificate leads to a trusted root.

    :param reasons: codes, none where it holds: ``damaged``, ``no-path``, ``expired``, ``not-yet-valid``,
        ``revoked``, ``revocation-unknown``, ``revocation-stale``, ``weak-algorithm``, ``wrong-usage``,
        ``not-allowed-by-authority`` (path length, name constraints and the like).
    :param details: the cause in technical words, for logs.
    :param chain: from the certificate to the root, DER; empty where nothing holds.
    """

    reasons: tuple[str, ...] = ()
    details: str = ""
    chain: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons

"""A public key infrastructure: certificates, revocation, timestamps, trust lists (docs/standards/pki.md)."""

from onewindow.standards.signing.pki import (
    certificates,
    ocsp,
    paths,
    profiles,
    revocation_lists,
    stamping,
    timestamps,
    trust_lists,
)
from onewindow.standards.signing.pki.errors import RequestRefused, TimestampRefused, TrustListRefused
from onewindow.standards.signing.pki.types import (
    PathVerdict,
    Places,
    ProfileName,
    Reason,
    Revoked,
    Subject,
    Usage,
)

__all__ = [
    "PathVerdict",
    "Places",
    "ProfileName",
    "Reason",
    "RequestRefused",
    "Revoked",
    "Subject",
    "TimestampRefused",
    "TrustListRefused",
    "Usage",
    "certificates",
    "ocsp",
    "paths",
    "profiles",
    "revocation_lists",
    "stamping",
    "timestamps",
    "trust_lists",
]

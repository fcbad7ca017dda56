"""Certificates in words for people."""

from django.utils.translation import gettext as _

from onewindow.blocks.trust.types import CertificateView
from onewindow.foundation.web.types import Tag
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_

REASONS = {
    "unspecified": N_("I do not need it any more, or another reason"),
    "key-compromise": N_("Somebody else may know the key or its PIN"),
    "superseded": N_("I have a newer one"),
    "cessation": N_("It is no longer used"),
    "affiliation-changed": N_("What it says about its holder has changed"),
    "privilege-withdrawn": N_("Its holder may no longer use it"),
}
"""What people choose from; ``authority-compromise`` is for those who run an authority."""
PROFILES = {
    "person": N_("Signing and signing in"),
    "seal": N_("Sealing documents"),
    "server": N_("A server"),
    "timestamp": N_("Timestamps"),
}


def shown(certificate: CertificateView) -> dict[str, object]:
    """What a page shows of a certificate."""
    stands = certificate.stands(at=clock.now())
    return {
        "serial": certificate.serial,
        "short": certificate.serial[:8],
        "subject": certificate.subject,
        "key": certificate.key,
        "holder": certificate.holder.text,
        "profile": _(PROFILES.get(certificate.profile, certificate.profile)),
        "starts_at": certificate.starts_at,
        "ends_at": certificate.ends_at,
        "revoked_at": certificate.revoked_at,
        "reason": _(REASONS.get(certificate.reason, certificate.reason)) if certificate.reason else "",
        "stands": stands,
        "tag": _tag(certificate, stands),
    }


def _tag(certificate: CertificateView, stands: bool) -> Tag:
    if certificate.revoked_at is not None:
        return Tag(_("Revoked"), "red")
    return Tag(_("Valid"), "green") if stands else Tag(_("Ended"), "grey")

"""The authorities of the country, and making what is missing of them."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

from onewindow.blocks.trust import app_settings, joined
from onewindow.blocks.trust.app_settings import SERVICE_RENEWED_BEFORE_END
from onewindow.blocks.trust.ports import Certify
from onewindow.blocks.trust.types import AnchorUse, EndProfile
from onewindow.kernel.clock import clock
from onewindow.standards.signing import Signer
from onewindow.standards.signing.pki import Places, ProfileName, Subject, certificates

ROOT = "root"
AUTHORITIES: dict[AnchorUse, str] = {
    "people": "People",
    "seals": "Seals",
    "servers": "Servers",
    "timestamps": "Timestamps",
}
"""Issuing authorities by slug, with the last word of their name."""
AUTHORITY_OF: dict[EndProfile, AnchorUse] = {
    "person": "people",
    "seal": "seals",
    "server": "servers",
    "timestamp": "timestamps",
}
UNIT = "timestamp-unit"
LIST_SIGNER = "trust-list"
SERVICES = (*(f"{slug}-ocsp" for slug in AUTHORITIES), UNIT, LIST_SIGNER)
"""What the house itself holds keys for, below the authorities."""


def establish() -> None:
    """Make the keys and certificates that are missing: root, authorities, responders, timestamp unit.

    :raises RootTakenOut: an authority is missing and the root's key is not here.
    """
    keys = joined.keys()
    if keys.root() is None:
        keys.make(name=ROOT, certify=_certify_root)
    for slug in AUTHORITIES:
        if keys.signer(name=slug) is None:
            root = joined.signer(ROOT)
            keys.make(name=slug, certify=_authority_under(slug, root))
    for name in SERVICES:
        renew_service(name)


def renew_service(name: str) -> bool:
    """Give a responder or the timestamp unit a key and a certificate, or a newer one before its end.

    :returns: whether there is a new certificate.
    """
    keys = joined.keys()
    held = keys.signer(name=name)
    if held is None:
        keys.make(name=name, certify=lambda _, public: _certify_service(name, public))
        return True
    starts, ends = certificates.validity_of(held.certificates[0])
    # Made while a clock ran ahead, it would be refused by everybody until then.
    if starts <= clock.now() < ends - _renewed_before_end(name):
        return False
    public = certificates.public_key_of(held.certificates[0])
    keys.certify(name=name, certificates=_certify_service(name, public))
    return True


def _renewed_before_end(name: str) -> timedelta:
    """A unit longer before: what it stamps shall not be due to be stamped anew at once."""
    ahead = app_settings.renewed_before_end() if name == UNIT else timedelta()
    return ahead + SERVICE_RENEWED_BEFORE_END


def places_of(slug: str) -> Places:
    """Where whoever checks what this authority issued finds what it needs."""
    base = f"{app_settings.base_url()}/pki"
    ocsp = f"{base}/ocsp" if slug != ROOT else ""
    return Places(issuer=f"{base}/{slug}.crt", revocation_list=f"{base}/{slug}.crl", ocsp=ocsp)


def certificate_of(name: str) -> bytes:
    """The certificate of the root, an authority, a responder or the unit, DER.

    :raises AuthorityNotThere: there is none.
    """
    root = joined.keys().root() if name == ROOT else None
    return root if root is not None else joined.signer(name).certificates[0]


def authority_with(certificate: bytes) -> str:
    """Slug of the authority that has this certificate; empty where none of ours has."""
    names = (ROOT, *AUTHORITIES)
    return next((name for name in names if certificate_of(name) == certificate), "")


def issued(*, profile: ProfileName, subject: Subject, public_key: bytes, slug: str) -> tuple[bytes, ...]:
    """A new certificate of an authority, followed by those above it."""
    issuer = joined.signer(slug)
    made = certificates.issue(
        profile=profile,
        subject=subject,
        public_key=public_key,
        issuer=issuer,
        at=clock.now(),
        places=places_of(slug),
    )
    return (made, *issuer.certificates)


def _named(name: str) -> Subject:
    state = app_settings.state_name()
    return Subject(common_name=f"{state} {name}"[:64], country=app_settings.country(), organisation=state)


def _certify_root(key: Signer, public: bytes) -> tuple[bytes, ...]:
    return (certificates.self_issue(subject=_named("Root"), public_key=public, signer=key, at=clock.now()),)


def _authority_under(slug: AnchorUse, root: Signer) -> Certify:
    def certify(_key: Signer, public: bytes) -> tuple[bytes, ...]:
        made = certificates.issue(
            profile="issuing",
            subject=_named(AUTHORITIES[slug]),
            public_key=public,
            issuer=root,
            at=clock.now(),
            places=places_of(ROOT),
            dns_within=app_settings.server_domains() if slug == "servers" else (),
        )
        return (made, root.certificates[0])

    return certify


def _certify_service(name: str, public: bytes) -> tuple[bytes, ...]:
    slug, profile, words = _service(name)
    issuer = joined.signer(slug)
    subject = _named(words)
    if profile == "seal":
        subject = replace(subject, organisation_identifier=f"GOV{subject.country}-{app_settings.agency()}")
    # Nobody asks whether a responder was revoked: its certificate is short-lived (RFC 6960 §4.2.2.2.1).
    places = Places(issuer=places_of(slug).issuer) if profile == "ocsp" else places_of(slug)
    made = certificates.issue(
        profile=profile,
        subject=subject,
        public_key=public,
        issuer=issuer,
        at=clock.now(),
        places=places,
    )
    return (made, *issuer.certificates)


def _service(name: str) -> tuple[AnchorUse, ProfileName, str]:
    """Authority, profile and name of what the house itself holds."""
    if name == UNIT:
        return "timestamps", "timestamp", "Timestamp unit"
    if name == LIST_SIGNER:
        return "seals", "seal", "Trust list"
    slug = cast(AnchorUse, name.removesuffix("-ocsp"))
    return slug, "ocsp", f"{AUTHORITIES[slug]} OCSP"


def serials_of_services(slug: str) -> tuple[int, ...]:
    """The serials of what the house itself holds below an authority now."""
    names = [name for name in SERVICES if _service(name)[0] == slug]
    held = (joined.keys().signer(name=name) for name in names)
    return tuple(certificates.serial_of(one.certificates[0]) for one in held if one is not None)

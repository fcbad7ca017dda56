"""A small country of authorities, made anew for each test that asks."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from onewindow.standards.signing import KeySigner, new_key
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import (
    Places,
    ProfileName,
    Revoked,
    Subject,
    certificates,
    revocation_lists,
)

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def public_of(key_pem: bytes) -> bytes:
    """DER SubjectPublicKeyInfo of a private key."""
    key = load_pem_private_key(key_pem, None).public_key()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def subject(name: str, **more: object) -> Subject:
    return Subject(common_name=name, country="TN", organisation="Tamaris", **more)


@dataclass
class House:
    """A root and one issuing authority."""

    root: KeySigner = field(init=False)
    authority: KeySigner = field(init=False)
    dns_within: tuple[str, ...] = ()
    at: datetime = AT

    def __post_init__(self) -> None:
        key = new_key()
        own = certificates.self_issue(
            subject=subject("Root"), public_key=public_of(key), signer=KeySigner(key), at=self.at
        )
        self.root = KeySigner(key, (own,))
        self.authority = self.under(self.root, "issuing", "People", dns_within=self.dns_within)

    def under(self, issuer: KeySigner, profile: ProfileName, name: str, **more: object) -> KeySigner:
        """Issue to a new key."""
        key = new_key()
        dns = more.pop("dns_names", ())
        made = certificates.issue(
            profile=profile,
            subject=subject(name, dns_names=dns),
            public_key=public_of(key),
            issuer=issuer,
            at=more.pop("at", self.at),
            places=Places(),
            **more,
        )
        return KeySigner(key, (made, *issuer.certificates))

    def end(self, profile: ProfileName, name: str = "Leïla Mansour", **more: object) -> KeySigner:
        return self.under(self.authority, profile, name, **more)

    def lists(self, *revoked: Revoked, at: datetime | None = None) -> Evidence:
        """Both authorities' lists; the revoked ones are of the issuing one."""
        at = at or self.at
        own = revocation_lists.new_list(
            issuer=self.root, revoked=(), number=1, at=at, next_update=at + timedelta(days=180)
        )
        people = revocation_lists.new_list(
            issuer=self.authority, revoked=revoked, number=2, at=at, next_update=at + timedelta(days=1)
        )
        return Evidence(crls=(own, people))

"""Authorities and keys for tests, made anew."""

from datetime import UTC, datetime
from functools import cache

from onewindow.standards import signing

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Authority:
    def __init__(self, name: str = "Test Root", at: datetime = AT) -> None:
        self.key = signing.new_key()
        self.certificate = signing.x509.new_root(
            key_pem=self.key, common_name=name, organisation="Test State", country="TN", at=at
        )

    def signer(
        self, name: str = "Ministry of Trade", *, at: datetime = AT, years: int = 3, algorithm="ES256"
    ):
        key = signing.new_key(algorithm=algorithm)
        certificate = signing.x509.new_seal(
            key_pem=key,
            issuer_key_pem=self.key,
            issuer=self.certificate,
            common_name=f"{name} seal",
            organisation=name,
            country="TN",
            at=at,
            years=years,
        )
        return signing.KeySigner(key, (certificate, self.certificate))

    def revoke(self, certificate: bytes, since: datetime, at: datetime) -> bytes:
        return signing.x509.new_revocation_list(
            issuer_key_pem=self.key, issuer=self.certificate, revoked=[(certificate, since)], at=at
        )


@cache
def authority() -> Authority:
    return Authority()


@cache
def ministry() -> signing.KeySigner:
    return authority().signer()

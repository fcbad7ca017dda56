"""A small state for tests: people's and timestamps' authorities, a clock, word about revocations."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from onewindow.standards.signing import KeySigner, new_key
from onewindow.standards.signing.keys import load_key
from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.pki import Places, Revoked, Subject, certificates, revocation_lists, stamping

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULES = stamping.StampingRules(policy="1.3.6.1.4.1.99999.1")


def public_of(key_pem: bytes) -> bytes:
    key = load_key(key_pem).public_key()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _subject(name: str) -> Subject:
    return Subject(common_name=name, country="TN", organisation="Test State")


class Authority:
    """A root, one issuing authority under it, and their lists."""

    def __init__(self, name: str, *, at: datetime, algorithm: str = "ES256") -> None:
        self.algorithm = algorithm
        key = new_key(algorithm=algorithm)
        own = certificates.self_issue(
            subject=_subject(f"{name} Root"), public_key=public_of(key), signer=KeySigner(key), at=at
        )
        self.root = KeySigner(key, (own,))
        self.revoked: list[Revoked] = []
        self.issuing = self._under(self.root, "issuing", f"{name} CA", at)

    def end(self, profile: str, name: str, *, at: datetime) -> KeySigner:
        return self._under(self.issuing, profile, name, at)

    def revoke(self, certificate: bytes, since: datetime) -> None:
        serial = x509.load_der_x509_certificate(certificate).serial_number
        self.revoked.append(Revoked(serial=serial, since=since))

    def evidence(self, at: datetime) -> Evidence:
        """Both lists as they are at a moment."""
        return Evidence((self.issuing.certificates[0],), (self.root_list(at), self.list_at(at)))

    def root_list(self, at: datetime) -> bytes:
        return self._list(self.root, (), at, days=180)

    def list_at(self, at: datetime) -> bytes:
        return self._list(self.issuing, self.revoked, at, days=2)

    def sister(self, name: str, *, at: datetime) -> "Authority":
        """Another issuing authority under the same root."""
        twin = copy(self)
        twin.issuing, twin.revoked = self._under(self.root, "issuing", name, at), []
        return twin

    def _list(self, signer: KeySigner, revoked: Sequence[Revoked], at: datetime, *, days: int) -> bytes:
        return revocation_lists.new_list(
            issuer=signer, revoked=revoked, number=1, at=at, next_update=at + timedelta(days=days)
        )

    def _under(self, issuer: KeySigner, profile: str, name: str, at: datetime) -> KeySigner:
        key = new_key(algorithm=self.algorithm)
        made = certificates.issue(
            profile=profile,
            subject=_subject(name),
            public_key=public_of(key),
            issuer=issuer,
            at=at,
            places=Places(),
        )
        return KeySigner(key, (made, *issuer.certificates))


@dataclass
class World:
    """Its timestamps and its words about revocation are those of ``now``."""

    now: datetime = AT
    algorithm: str = "ES256"
    serial: int = 0
    people: Authority = field(init=False)
    time: Authority = field(init=False)
    unit: KeySigner = field(init=False)
    person: KeySigner = field(init=False)

    def __post_init__(self) -> None:
        self.people = Authority("People", at=self.now, algorithm=self.algorithm)
        self.time = Authority("Time", at=self.now, algorithm=self.algorithm)
        self.unit = self.time.end("timestamp", "Time unit", at=self.now)
        self.person = self.people.end("person", "Amina Trabelsi", at=self.now)
        self.others: list[Authority] = []

    def stamp(self, request: bytes) -> bytes:
        self.serial += 1
        return stamping.answer(request, signer=self.unit, rules=RULES, serial=self.serial, at=self.now)

    def evidence_for(self, certificates: Sequence[bytes]) -> Evidence:
        del certificates
        found = [one.evidence(self.now) for one in (self.people, self.time, *self.others)]
        return Evidence().plus(*found)

    @property
    def anchors(self) -> Anchors:
        stamping_roots = (self.time, *self.others)
        return Anchors(
            (self.people.root.certificates[0],), tuple(one.root.certificates[0] for one in stamping_roots)
        )

    def known(self) -> Evidence:
        return self.evidence_for(())

    def new_time(self, algorithm: str) -> None:
        """A new authority for timestamps takes over."""
        self.others.append(self.time)
        self.time = Authority(f"Time {self.now.year}", at=self.now, algorithm=algorithm)
        self.unit = self.time.end("timestamp", f"Time unit {self.now.year}", at=self.now)

"""Another country's responder answers: OpenSSL's. Its answer, in the file, proves the certificate offline.

We ask nobody when we check: what is not in the file, or not good, is missing.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.blocks.documents import api as documents
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import joined
from onewindow.blocks.trust.adapters.key_files import KeyFiles
from onewindow.blocks.trust.tests.conftest import trust_officer
from onewindow.kernel.clock import clock
from onewindow.standards.signing import KeySigner, asic, jades, pades, xades
from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.pki import trust_lists
from onewindow.standards.signing.tests.test_pades import plain
from onewindow.standards.signing.tests.world import World
from onewindow.standards.signing.verdict import Verdict
from tests.interop.openssl import OpenSSL

DAY = timedelta(days=1)
FORMS: dict[str, tuple[Any, Any]] = {
    "pades": (pades, plain()), "xades": (xades, b"<a>1</a>"), "jades": (jades, b'{"a":1}'),
    "asic-e": (asic, {"a.json": b"{}"}),
}  # fmt: skip


@dataclass
class Country:
    """Its authority, its responder, a person, and what the responder said when it was asked."""

    openssl: OpenSSL
    person: KeySigner = field(init=False)
    root: bytes = field(init=False)
    world: World = field(init=False)
    answer: bytes = b""

    def __post_init__(self) -> None:
        self.openssl.authority()
        self.root = self.openssl.der("ca.pem")
        certificate = self.openssl.issue("person", "person")
        self.openssl.issue("answers", "answers")
        self.person = KeySigner(self.openssl.read("person.key"), (certificate,))
        # A minute on, so that what OpenSSL made by the clock on the wall is in its time.
        self.world = World(now=datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1))

    def ask(self, *, signer: str = "answers", days: int = 1) -> bytes:
        """Let OpenSSL's responder answer about the person."""
        self.openssl.run(
            "ocsp", "-sha256", "-issuer", "ca.pem", "-cert", "person.pem", "-reqout", "asked.der", "-no_nonce"
        )
        self.openssl.run(
            "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", f"{signer}.pem",
            "-rkey", f"{signer}.key", "-reqin", "asked.der", "-respout", "answer.der", "-ndays", str(days),
        )  # fmt: skip
        self.answer = self.openssl.read("answer.der")
        return self.answer

    def evidence_for(self, certificates: Sequence[bytes]) -> Evidence:
        """Fulfils ``EvidenceSource``: for the person nothing but the answer."""
        del certificates
        said = (self.answer,) if self.answer else ()
        return Evidence((self.root,), (), said).plus(self.world.time.evidence(self.world.now))

    def signed(self, form: str, level: str = "LT") -> Any:
        module, content = FORMS[form]
        return module.sign(
            content, signer=self.person, at=self.world.now, level=level, timestamps=self.world, evidence=self
        )

    def look(self, form: str, data: Any, *, at: datetime | None = None) -> Verdict:
        """With the trusted roots alone, and only the timestamp authority still speaks."""
        moment = at or self.world.now
        anchors = Anchors((self.root,), (self.world.time.root.certificates[0],))
        spoken = self.world.time.evidence(moment)
        return FORMS[form][0].verify(data, anchors=anchors, at=moment, evidence=spoken)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Country:
    country = Country(OpenSSL(tmp_path_factory.mktemp("country")))
    country.ask()
    return country


def codes(verdict: Verdict) -> set[str]:
    return {found.code for one in verdict.signatures for found in one.findings}


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_inside_proves_the_certificate(made: Country, form: str) -> None:
    verdict = made.look(form, made.signed(form))
    assert verdict.holds, codes(verdict)
    assert verdict.signatures[0].level == "LT" and "not-revoked" in codes(verdict)


@pytest.mark.parametrize("form", FORMS)
def test_without_the_answer_nobody_knows(made: Country, form: str) -> None:
    verdict = made.look(form, made.signed(form, "T"))
    assert not verdict.holds and not verdict.broken
    assert "revocation-unknown" in codes(verdict)


@pytest.mark.parametrize("form", FORMS)
def test_the_answer_is_as_good_when_it_is_old(made: Country, form: str) -> None:
    data = made.signed(form, "LTA")
    for days in (100, 600):  # the certificate ends after a year
        verdict = made.look(form, data, at=made.world.now + days * DAY)
        assert verdict.holds, (days, codes(verdict))


@pytest.fixture
def fresh(tmp_path: Path) -> Country:
    return Country(OpenSSL(tmp_path))


def test_who_was_revoked_before_signing_does_not_hold(fresh: Country) -> None:
    fresh.openssl.revoke("person")
    fresh.ask()
    verdict = fresh.look("jades", fresh.signed("jades"))
    assert not verdict.holds and "revoked" in codes(verdict)


def test_a_responder_that_the_authority_did_not_name_says_nothing(fresh: Country) -> None:
    fresh.openssl.issue("other", "person")
    fresh.ask(signer="other")
    verdict = fresh.look("jades", fresh.signed("jades"))
    assert not verdict.holds and not {"not-revoked", "revoked"} & codes(verdict)


def test_an_answer_about_somebody_else_says_nothing(fresh: Country, made: Country) -> None:
    fresh.answer = made.answer
    verdict = fresh.look("jades", fresh.signed("jades"))
    assert not verdict.holds and not {"not-revoked", "revoked"} & codes(verdict)


def test_an_answer_that_ended_before_the_signature_says_nothing(fresh: Country) -> None:
    fresh.ask(days=1)
    fresh.world.now += 3 * DAY
    verdict = fresh.look("jades", fresh.signed("jades"))
    assert not verdict.holds and "revocation-unknown" in codes(verdict)


def test_a_changed_answer_says_nothing(fresh: Country) -> None:
    answer = bytearray(fresh.ask())
    serial = x509.load_der_x509_certificate(fresh.person.certificates[0]).serial_number
    octets = serial.to_bytes((serial.bit_length() + 8) // 8, "big")
    said = bytes((0x02, len(octets))) + octets  # an INTEGER, DER
    answer[bytes(answer).index(said) + len(said) - 1] ^= 1
    fresh.answer = bytes(answer)
    verdict = fresh.look("jades", fresh.signed("jades"))
    assert not verdict.holds and "not-revoked" not in codes(verdict)


@pytest.fixture
def house(db: None, tmp_path: Path, made: Country) -> Generator[None]:
    """Our own authorities, which trust that country's list."""
    before = joined.keys()
    trust.use(keys=KeyFiles(folder=tmp_path / "trust"))
    with clock.at(made.world.now):
        trust.establish()
        yield
    trust.use(keys=before)


def trusted(made: Country) -> None:
    """Two officers put that country on the list."""
    signer = made.world.people.end("seal", "Their lists", at=made.world.now - DAY)
    listed = trust_lists.ListedAuthority(
        name="Their root", certificate=made.root, uses=("people",), since=made.world.now - DAY, until=None
    )
    document = trust_lists.sign(
        trust_lists.TrustList(
            country="FR", name="Theirs", number=1, issued_at=made.world.now - DAY,
            next_update=made.world.now + 30 * DAY, authorities=(listed,),
        ),
        signer=signer,
    )  # fmt: skip
    number = trust.propose_trust_list(
        actor=trust_officer(), document=document.encode(), signer=signer.certificates[0]
    )
    trust.confirm_trust_list(actor=trust_officer("trust-two", "10000902"), trust_list=number)


@pytest.mark.parametrize("form", FORMS)
def test_anybody_may_check_it_here_once_that_country_is_trusted(
    house: None, made: Country, form: str
) -> None:
    module, content = FORMS[form]
    data = module.sign(
        content, signer=made.person, at=made.world.now, level="LT", timestamps=trust.timestamp_source(),
        evidence=Both(made),
    )  # fmt: skip
    assert documents.verify_file(data=data).answer == "signature-unclear", "nobody knows that country"
    trusted(made)
    told = documents.verify_file(data=data)
    assert told.answer == "signature-holds", told
    page = Client().post("/verify/", {"file": SimpleUploadedFile("file", data)}).content.decode()
    assert "The signature holds" in page and "person" in page


@dataclass
class Both:
    """Their answer about the person, and our own lists about our timestamps."""

    made: Country

    def evidence_for(self, certificates: Sequence[bytes]) -> Evidence:
        return self.made.evidence_for(certificates).plus(trust.evidence_source().evidence_for(certificates))

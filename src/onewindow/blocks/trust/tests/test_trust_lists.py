"""Other countries' authorities: trusted for what two officers confirmed, and only while it stands."""

from datetime import datetime, timedelta

import pytest

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import joined
from onewindow.blocks.trust.tests.conftest import person, trust_officer
from onewindow.foundation.egress.types import DestinationNotAllowed
from onewindow.kernel.clock import clock
from onewindow.standards.signing import x509
from onewindow.standards.signing.pki import Places, Revoked, TrustListRefused, certificates, trust_lists
from onewindow.standards.signing.pki.tests.house import House, public_of, subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authorities")]
ADDRESS = "http://pki.gallia.example/people.crl"


class Gallia:
    """Another country, with lists that somebody may fetch."""

    def __init__(self) -> None:
        self.house = House(at=clock.now() - timedelta(days=2))
        self.signer = self.house.end("seal", "Gallia lists")
        self.asked: list[str] = []
        self.answer: bytes | None = b""

    def listed(self, number: int = 1, **more: object) -> bytes:
        now = clock.now()
        said = {
            "country": "FR",
            "name": "Gallia",
            "number": number,
            "issued_at": now - timedelta(hours=1),
            "next_update": now + timedelta(days=30),
            "authorities": (self.authority(),),
        }
        token = trust_lists.sign(trust_lists.TrustList(**{**said, **more}), signer=self.signer)
        return token.encode()

    def authority(self, uses: tuple[str, ...] = ("people",), until: datetime | None = None) -> object:
        return trust_lists.ListedAuthority(
            name="Gallia People",
            certificate=self.house.authority.certificates[0],
            uses=uses,
            since=self.house.at,
            until=until,
        )

    def person(self) -> bytes:
        from onewindow.standards.signing import new_key

        return certificates.issue(
            profile="person",
            subject=subject("Astérix"),
            public_key=public_of(new_key()),
            issuer=self.house.authority,
            at=self.house.at,
            places=Places(revocation_list=ADDRESS),
        )

    def fetch(self, *, address: str) -> bytes:
        self.asked.append(address)
        if self.answer is None:
            raise DestinationNotAllowed(url=address, connector="pki")
        return self.answer or self.house.lists(at=clock.now() - timedelta(minutes=1)).crls[1]


@pytest.fixture
def gallia(monkeypatch: pytest.MonkeyPatch) -> Gallia:
    found = Gallia()
    monkeypatch.setattr(joined._joined, "lists", found)
    return found


def propose(gallia: Gallia, document: bytes) -> int:
    return trust.propose_trust_list(
        actor=trust_officer(), document=document, signer=gallia.signer.certificates[0]
    )


def in_force(gallia: Gallia, document: bytes | None = None) -> None:
    number = propose(gallia, document or gallia.listed())
    trust.confirm_trust_list(actor=trust_officer("trust-two", "10000902"), trust_list=number)


def reasons(der: bytes, usage: str = "sign-in") -> tuple[str, ...]:
    return trust.check_certificate(certificate=der, usage=usage).reasons


def test_trusted_from_the_second_officer_on(gallia: Gallia) -> None:
    der = gallia.person()
    assert reasons(der) == ("no-path",)
    number = propose(gallia, gallia.listed())
    assert reasons(der) == ("no-path",)
    assert gallia.asked == []  # nobody is asked for a certificate that leads nowhere
    trust.confirm_trust_list(actor=trust_officer("trust-two", "10000902"), trust_list=number)
    found = trust.check_certificate(certificate=der, usage="sign-in")
    assert found.ok, found
    assert (found.subject, found.holder) == ("Astérix", None)
    assert gallia.asked == [ADDRESS]
    assert reasons(der) == ()
    assert gallia.asked == [ADDRESS]  # kept
    trust.withdraw_trust_list(actor=trust_officer(), trust_list=number)
    assert reasons(der) == ("no-path",)


@pytest.mark.parametrize("second", [trust_officer(), trust_officer("second-account", "10000901")])
def test_the_same_person_does_not_confirm_not_even_by_another_account(gallia: Gallia, second: object) -> None:
    number = propose(gallia, gallia.listed())
    with pytest.raises(trust.TwoPeopleNeeded):
        trust.confirm_trust_list(actor=second, trust_list=number)
    assert trust.trust_lists()[0].state == "proposed"


def test_only_officers_of_the_trust_agency(gallia: Gallia) -> None:
    with pytest.raises(trust.NotATrustOfficer):
        trust.propose_trust_list(
            actor=person(), document=gallia.listed(), signer=gallia.signer.certificates[0]
        )


def test_only_for_the_uses_that_the_list_names(gallia: Gallia) -> None:
    in_force(gallia, gallia.listed(authorities=(gallia.authority(uses=("seals",)),)))
    assert reasons(gallia.person()) == ("no-path",)
    assert reasons(gallia.person(), "signature") == ()


def test_not_after_the_list_or_the_authority_ended(gallia: Gallia) -> None:
    soon = clock.now() + timedelta(days=3)
    in_force(gallia, gallia.listed(authorities=(gallia.authority(until=soon),)))
    der = gallia.person()
    assert reasons(der) == ()
    with clock.at(soon + timedelta(minutes=1)):
        trust.establish()
        assert reasons(der) == ("no-path",)


@pytest.mark.parametrize("answer", [b"no list", None])
def test_whose_lists_do_not_come_is_refused(gallia: Gallia, answer: bytes | None) -> None:
    in_force(gallia)
    gallia.answer = answer
    assert reasons(gallia.person()) == ("revocation-unknown",)


def test_a_list_by_somebody_else_counts_nothing_and_is_not_kept(gallia: Gallia) -> None:
    from onewindow.blocks.trust.models import ForeignEvidence

    in_force(gallia)
    gallia.answer = House(at=gallia.house.at).lists(at=clock.now() - timedelta(minutes=1)).crls[1]
    assert reasons(gallia.person()) == ("revocation-unknown",)
    assert not ForeignEvidence.objects.exists()


def test_a_stale_list_is_none(gallia: Gallia) -> None:
    in_force(gallia)
    gallia.answer = gallia.house.lists(at=clock.now() - timedelta(days=2)).crls[1]
    assert reasons(gallia.person()) == ("revocation-unknown",)


def test_who_was_revoked_there_is_refused_here(gallia: Gallia) -> None:
    in_force(gallia)
    der = gallia.person()
    gone = Revoked(serial=certificates.serial_of(der), since=gallia.house.at, reason="key-compromise")
    gallia.answer = gallia.house.lists(gone, at=clock.now() - timedelta(minutes=1)).crls[1]
    assert reasons(der) == ("revoked",)


def test_an_older_list_never_follows_a_newer_one(gallia: Gallia) -> None:
    in_force(gallia, gallia.listed(number=5))
    with pytest.raises(trust.TrustListOlder):
        propose(gallia, gallia.listed(number=4))


@pytest.mark.parametrize("change", ["signer", "late", "end", "token"])
def test_a_list_that_is_not_sound_is_not_even_proposed(gallia: Gallia, change: str) -> None:
    document, signer = gallia.listed(), gallia.signer.certificates[0]
    if change == "signer":
        signer = gallia.house.end("seal", "Another").certificates[0]
    elif change == "late":
        document = gallia.listed(next_update=clock.now() - timedelta(minutes=1))
    elif change == "end":
        end = trust_lists.ListedAuthority(
            name="No authority", certificate=gallia.person(), uses=("people",), since=clock.now(), until=None
        )
        document = gallia.listed(authorities=(end,))
    else:
        document = document[:-4] + b"AAAA"
    with pytest.raises(TrustListRefused):
        trust.propose_trust_list(actor=trust_officer(), document=document, signer=signer)
    assert trust.trust_lists() == ()


def test_our_own_list_can_be_read_by_others() -> None:
    signer = joined.signer("trust-list").certificates[0]
    listed = trust_lists.read(trust.own_trust_list(), signer=signer, at=clock.now() + timedelta(seconds=1))
    assert listed.country == "TN"
    assert listed.authorities[0].certificate == joined.keys().root()
    assert x509.issuer_name(signer) == "onewindow demonstration Seals"


def test_no_address_is_asked_that_the_list_of_destinations_lacks(settings: object) -> None:
    from onewindow.blocks.trust.adapters.http_lists import HttpLists

    settings.ONEWINDOW_EGRESS = {"pki": {"allow": ["http://pki.gallia.example"], "private": False}}
    for address in (
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:5432/",
        "file:///etc/passwd",
        "ldap://pki.gallia.example/cn=people",
        "http://pki.gallia.example@127.0.0.1/people.crl",
        "http://pki.gallia.example.evil.example/people.crl",
    ):
        with pytest.raises(DestinationNotAllowed):
            HttpLists().fetch(address=address)

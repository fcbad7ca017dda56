"""Certificates through the door: issued, found, checked, renewed, revoked."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import joined
from onewindow.blocks.trust.tests.conftest import PIN, person, trust_officer
from onewindow.foundation.access.api import StrongerSignInNeeded
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.standards.signing import new_key

pytestmark = pytest.mark.django_db


def test_a_person_opens_a_key_and_signs_in_with_its_certificate(authorities: None) -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    assert trust.certificates_of(holder=leila.person) == (made,)
    for usage in ("sign-in", "signature"):
        found = trust.check_certificate(certificate=made.der, usage=usage)
        assert found.ok, found
        assert found.holder == leila.person
        assert found.subject == "Leïla Mansour"
        assert found.identifier == "PNOTN-10000295"
    assert trust.check_certificate(certificate=made.der, usage="seal").reasons == ("wrong-usage",)


def test_the_kept_key_signs_with_its_pin_only(authorities: None) -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    signer = trust.signer_of(holder=leila.person, pin=PIN)
    assert signer.certificates == made.chain
    assert signer.sign(b"filing")
    with pytest.raises(trust.PinWrong):
        trust.signer_of(holder=leila.person, pin="000001")


def test_five_wrong_pins_close_a_key(authorities: None) -> None:
    leila = person()
    trust.open_signing_key(actor=leila, pin=PIN)
    for _ in range(4):
        with pytest.raises(trust.PinWrong):
            trust.signer_of(holder=leila.person, pin="999123")
    with pytest.raises(trust.PinBlocked):
        trust.signer_of(holder=leila.person, pin="999123")
    with pytest.raises(trust.PinBlocked):
        trust.signer_of(holder=leila.person, pin=PIN)


def test_a_revoked_certificate_does_not_stand_at_once(authorities: None) -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    trust.revoke(serial=made.serial, reason="key-compromise", actor=leila)
    assert trust.check_certificate(certificate=made.der, usage="sign-in").reasons == ("revoked",)
    with pytest.raises(trust.KeyUnknown):
        trust.signer_of(holder=leila.person, pin=PIN)


@pytest.mark.parametrize(
    ("actor", "kind"),
    [
        (person(assurance="low"), StrongerSignInNeeded),
        (Actor(account="clerk", name="No register entry", kind="person", assurance="high"), trust.NotProofed),
    ],
)
def test_who_is_not_surely_known_gets_none(
    authorities: None, actor: Actor, kind: type[OnewindowError]
) -> None:
    with pytest.raises(kind):
        trust.open_signing_key(actor=actor, pin=PIN)


def test_renewed_before_its_end(authorities: None) -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    with clock.at(made.ends_at - timedelta(days=5)):
        trust.establish()
        newer = trust.renew(serial=made.serial, actor=leila)
        assert newer.ends_at > made.ends_at
        assert trust.signer_of(holder=leila.person, pin=PIN).certificates == newer.chain
    assert trust_officer().has_post(agency="trust-agency", role="trust-officer")


def test_a_kept_key_signs_json_with_a_proven_time(authorities: None) -> None:
    leila = person()
    trust.open_signing_key(actor=leila, pin=PIN)
    for level in ("B", "T", "LT"):
        assert trust.sign(holder=leila.person, pin=PIN, payload=b'{"a":1}', form="jades", level=level)


def test_another_pin_opens_the_key_and_the_old_one_does_no_more(authorities: None) -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    assert trust.change_pin(actor=leila, serial=made.serial, pin=PIN, new_pin="602914") == made
    assert trust.signer_of(holder=leila.person, pin="602914").certificates == made.chain
    with pytest.raises(trust.PinWrong):
        trust.signer_of(holder=leila.person, pin=PIN)


@pytest.mark.parametrize(
    ("actor", "pin", "new_pin", "kind"),
    [
        (person(), PIN, "111111", trust.PinTooSimple),
        (person(), PIN, PIN, trust.PinTheSame),
        (person(), "999123", "602914", trust.PinWrong),
        (person("10000348"), PIN, "602914", trust.NotYourCertificate),
        (trust_officer(), PIN, "602914", trust.NotYourCertificate),
        (person(assurance="low"), PIN, "602914", StrongerSignInNeeded),
    ],
)
def test_a_pin_that_is_not_changed(
    authorities: None, actor: Actor, pin: str, new_pin: str, kind: type[OnewindowError]
) -> None:
    made = trust.open_signing_key(actor=person(), pin=PIN)
    with pytest.raises(kind):
        trust.change_pin(actor=actor, serial=made.serial, pin=pin, new_pin=new_pin)
    assert trust.signer_of(holder=person().person, pin=PIN)


def test_guessing_by_changes_closes_the_key_too(authorities: None) -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    for left in (4, 3, 2, 1):
        with pytest.raises(trust.PinWrong) as problem:
            trust.change_pin(actor=leila, serial=made.serial, pin="999123", new_pin="602914")
        assert problem.value.values["left"] == left
    for guess in ("999123", PIN):
        with pytest.raises(trust.PinBlocked):
            trust.change_pin(actor=leila, serial=made.serial, pin=guess, new_pin="602914")


def test_the_key_of_a_revoked_certificate_has_no_pin_to_change(authorities: None) -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    trust.revoke(serial=made.serial, reason="superseded", actor=leila)
    with pytest.raises(trust.KeyUnknown):
        trust.change_pin(actor=leila, serial=made.serial, pin=PIN, new_pin="602914")


def test_a_certificate_says_the_name_of_the_register(
    authorities: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = {"register/people/10000295": "Leïla Mansour"}
    monkeypatch.setattr(joined._Joined, "names", staticmethod(lambda *, person: called.get(person.text)))
    leila = person(name="The Minister")
    made = trust.open_signing_key(actor=leila, pin=PIN)
    assert made.subject == "Leïla Mansour"
    called["register/people/10000295"] = "Leïla Trabelsi"
    assert trust.renew(serial=made.serial, actor=leila).subject == "Leïla Trabelsi"


def test_nobody_gets_a_certificate_for_the_dead(authorities: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def died(*, person: object) -> str:
        raise trust.NotProofed()

    monkeypatch.setattr(joined._Joined, "names", staticmethod(died))
    with pytest.raises(trust.NotProofed):
        trust.open_signing_key(actor=person(), pin=PIN)


@pytest.mark.parametrize("reported", ["the first", "the renewed"])
def test_a_key_that_others_know_loses_all_its_certificates(authorities: None, reported: str) -> None:
    leila = person()
    first = trust.open_signing_key(actor=leila, pin=PIN)
    renewed = trust.renew(serial=first.serial, actor=leila)
    named, other = (first, renewed) if reported == "the first" else (renewed, first)
    trust.revoke(serial=named.serial, reason="key-compromise", actor=leila)
    assert trust.check_certificate(certificate=other.der, usage="sign-in").reasons == ("revoked",)
    assert trust.certificate(serial=other.serial).reason == "key-compromise"
    with pytest.raises(trust.KeyUnknown):
        trust.signer_of(holder=leila.person, pin=PIN)


def test_the_one_before_may_have_been_revoked_for_less(authorities: None) -> None:
    leila = person()
    first = trust.open_signing_key(actor=leila, pin=PIN)
    renewed = trust.renew(serial=first.serial, actor=leila)
    trust.revoke(serial=first.serial, reason="superseded", actor=leila)
    assert trust.certificate(serial=renewed.serial).revoked_at is None
    assert trust.signer_of(holder=leila.person, pin=PIN)
    trust.revoke(serial=first.serial, reason="key-compromise", actor=leila)
    assert trust.certificate(serial=first.serial).reason == "superseded"
    assert trust.certificate(serial=renewed.serial).reason == "key-compromise"


def test_nothing_is_certified_for_a_key_that_others_know(authorities: None) -> None:
    leila = person()
    key = new_key()
    asked = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    request = asked.sign(load_pem_private_key(key, None), hashes.SHA256()).public_bytes(Encoding.PEM)
    made = trust.issue_to_person(actor=leila, request=request)
    trust.revoke(serial=made.serial, reason="key-compromise", actor=leila)
    for somebody in (leila, person("10000348")):
        with pytest.raises(trust.KeyCompromised):
            trust.issue_to_person(actor=somebody, request=request)


def test_what_was_renewed_is_not_said_to_have_ended(authorities: None) -> None:
    leila = person()
    first = trust.open_signing_key(actor=leila, pin=PIN)
    trust.renew(serial=first.serial, actor=leila)
    with pytest.raises(trust.CertificateRenewed):
        trust.renew(serial=first.serial, actor=leila)

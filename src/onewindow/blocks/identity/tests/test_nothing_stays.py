"""When an account ends up with another person, or is given back, nothing of before opens it any more."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core import mail
from django.core.cache import cache
from django.test import Client

from onewindow.blocks.identity import api
from onewindow.blocks.identity.models import (
    Account,
    Appointment,
    KnownDevice,
    Office,
    OutsideIdentity,
    Recovery,
    SignedIn,
)
from onewindow.blocks.identity.proofing import operations as proofing
from onewindow.blocks.identity.proofing import people
from onewindow.blocks.identity.recovery import operations as recovery
from onewindow.blocks.identity.tests.cards import Card, card_of
from onewindow.blocks.identity.tests.conftest import actor
from onewindow.blocks.identity.tests.test_certificate_sign_in import send, text_for
from onewindow.blocks.identity.tests.test_proofing import JAMEL
from onewindow.blocks.trust import api as trust
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.pki import Subject

EMAIL, NUMBER = "citizen@tamaris.example", "10000295"
OLD, NEW = "four calm herons at dawn", "seven loud geese at dusk"
PIN = "731946"


@pytest.fixture(autouse=True)
def at_the_counter(country: object) -> None:
    """Two clerks of the civil registry, and the authorities."""
    cache.clear()
    trust.establish()
    office = Office.objects.get(agency="civil-registry", slug="central-registry")
    second = Account.objects.get(slug="homeowner")
    Appointment.objects.create(account=second, office=office, role_id="clerk", starts_at=clock.now())


def opened(**other: Any) -> tuple[str, int]:
    """An account of somebody's, and the proof that made it theirs."""
    made = proofing.ask(actor("civil-clerk"), **{**JAMEL, **other})
    return proofing.confirm(actor("homeowner"), proofing=made).account, made


def card_through(account: str) -> Card:
    """What whoever holds an account has certified: a key of their own."""
    holder = api.actor_of_account(account=account, assurance="substantial")
    assert holder.person is not None
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    number = holder.person.text.rpartition("/")[2]
    subject = Subject(common_name=holder.name, country="TN", serial_number=f"PNOTN-{number}")
    made = trust.issue(
        profile="person", subject=subject, holder=holder.person, actor=holder, public_key=public
    )
    return Card(key, x509.load_der_x509_certificate(made.der), made.serial)


def by(card: Card) -> Any:
    """The answer to a sign-in with a card, by a browser that nobody knows."""
    client = Client()
    key, text = text_for(client)
    return send(client, key, card.cms(text))


def test_an_undone_proof_does_not_come_back_by_a_certificate(told: list[Any]) -> None:
    account, made = opened()
    thief = card_through(account)
    assert by(thief).status_code == 302
    proofing.undo(actor("civil-clerk"), proofing=made, reason="The card was not theirs.")
    assert by(thief).status_code == 403, "neither is another account opened with it"
    opened(email="real@tamaris.example")
    assert by(thief).status_code == 403, "nor the one of the person who came then"
    assert trust.certificate(serial=thief.serial).reason == "privilege-withdrawn"


def test_what_a_renewal_made_ends_too_and_a_card_of_the_state_does_not() -> None:
    account, made = opened()
    first = card_through(account)
    newer = trust.renew(serial=first.serial, actor=api.system_actor(name="house"))
    of_the_state = card_of("10000016", "Jamel Ben Salah")
    proofing.undo(actor("civil-clerk"), proofing=made, reason="The card was not theirs.")
    assert trust.certificate(serial=newer.serial).revoked_at is not None
    assert trust.certificate(serial=of_the_state.serial).revoked_at is None


def test_a_key_that_the_house_keeps_is_closed_and_what_it_signed_holds() -> None:
    account, made = opened()
    holder = api.actor_of_account(account=account, assurance="substantial")
    assert holder.person is not None
    kept = trust.open_signing_key(actor=holder, pin=PIN)
    signed_at = clock.now()
    proofing.undo(actor("civil-clerk"), proofing=made, reason="The card was not theirs.")
    assert not trust.has_signing_key(holder=holder.person)
    with pytest.raises(trust.KeyUnknown):
        trust.signer_of(holder=holder.person, pin=PIN)
    then = trust.check_certificate(certificate=kept.der, usage="signature", at=signed_at)
    assert then.ok, then.reasons


def test_a_recovery_at_the_counter_shuts_out_whoever_had_a_certificate() -> None:
    thief = card_through("citizen")
    made = recovery.ask_at_counter(actor("civil-clerk"), email=EMAIL, card="passport", card_number="P1")
    code = recovery.confirm_at_counter(actor("homeowner"), recovery=made)
    recovery.finish_by_code(email=EMAIL, code=code, password=NEW)
    assert by(thief).status_code == 403


def asked_by_letter() -> str:
    Client().post("/recovery/", {"email": EMAIL})
    found = re.search(r"/recovery/finish/([\w-]+)/", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def with_password(account: Account) -> None:
    account.set_password(OLD)
    account.save()


def test_a_recovery_by_letter_shuts_out_whoever_had_a_certificate() -> None:
    thief, now = card_through("citizen"), clock.now()
    with_password(Account.objects.get(slug="citizen"))
    link = asked_by_letter()
    with clock.at(now + timedelta(hours=73)):
        recovery.finish(secret=link, password=NEW)
        trust.publish_due_lists()
        assert by(thief).status_code == 403


def raised() -> Account:
    """Two officers raise an account of whom we knew little."""
    account = Account.objects.get(slug="citizen")
    born = people.facts_of(Reference(account.person), reader=None).birth_date
    opened(number=NUMBER, birth_date=born, email="safe@tamaris.example")
    account.refresh_from_db()
    return account


def test_a_link_by_letter_ends_when_two_officers_raise_the_account() -> None:
    account, now = Account.objects.get(slug="citizen"), clock.now()
    account.proofing = "low"
    with_password(account)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    link = asked_by_letter()
    with clock.at(now + timedelta(hours=24)):
        assert raised().email == "safe@tamaris.example"
    assert Recovery.objects.get().state == "cancelled"
    with clock.at(now + timedelta(hours=73)):
        answer = Client().post(f"/recovery/finish/{link}/", {"password1": NEW, "password2": NEW})
    account.refresh_from_db()
    assert (answer.status_code, account.proofing) == (404, "high")
    assert not account.check_password(NEW)


def test_a_link_by_letter_ends_when_the_proof_is_undone() -> None:
    account, made = opened(email="new@tamaris.example")
    with_password(Account.objects.get(slug=account))
    recovery.ask(email="new@tamaris.example")
    assert Recovery.objects.get().state == "waiting"
    proofing.undo(actor("civil-clerk"), proofing=made, reason="The card was not theirs.")
    assert Recovery.objects.get().state == "cancelled"


def test_who_was_raised_begins_with_a_code_by_email_as_with_a_new_account() -> None:
    account = Account.objects.get(slug="citizen")
    account.proofing = "low"
    account.save()
    KnownDevice.objects.create(account=account, mark=b"1" * 32, first_at=clock.now(), last_at=clock.now())
    assert not recovery.must_wait(raised())


def used_by_identity(account: Account) -> None:
    OutsideIdentity.objects.create(
        account=account, provider="eid", issuer="https://eid.example", subject="1", linked_at=clock.now()
    )


def used_before(account: Account) -> None:
    KnownDevice.objects.create(account=account, mark=b"1" * 32, first_at=clock.now(), last_at=clock.now())


def used_now(account: Account) -> None:
    SignedIn.objects.create(account=account, session_key="k", began_at=clock.now(), seen_at=clock.now())


def used_by_card(account: Account) -> None:
    card_through(account.slug)


@pytest.mark.parametrize("used", [used_by_identity, used_before, used_now, used_by_card])
def test_an_account_that_was_used_in_whatever_way_is_not_opened_by_an_email_alone(
    used: Any, told: list[tuple[str, str, dict[str, object]]]
) -> None:
    slug, _ = opened()
    account = Account.objects.get(slug=slug)
    assert not recovery.must_wait(account), "never used: a code by email opens it"
    told.clear()
    used(account)
    client = Client()
    client.post("/password/", {"email": account.email})
    assert "/recovery/finish/" in mail.outbox[-1].body
    assert [(who, letter) for who, letter, _ in told] == [(slug, "recovery-asked")]
    assert Recovery.objects.get().ready_at >= clock.now() + timedelta(hours=71)

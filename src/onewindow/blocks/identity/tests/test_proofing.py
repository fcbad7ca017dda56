"""An account becomes that of a person: with four eyes at a counter or a bank; and it can be undone."""

import re
from datetime import date
from typing import Any

import pytest

from onewindow.blocks.identity import api
from onewindow.blocks.identity.errors import (
    EmailInUse,
    NotAProofer,
    PersonDoesNotFit,
    PersonHasAccount,
    PersonNotInRegister,
    ProofingNotWaiting,
    ProofingUnknown,
    SecondOfficerNeeded,
    WordsMissing,
)
from onewindow.blocks.identity.models import Account, Appointment, Office, Proofing
from onewindow.blocks.identity.proofers import agency_of
from onewindow.blocks.identity.proofing import operations, people
from onewindow.blocks.identity.second_step import handed
from onewindow.blocks.identity.tests.conftest import actor, offer, signed_in
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
JAMEL: dict[str, Any] = {
    "number": "10000016", "birth_date": date(1951, 6, 19), "email": "jamel@tamaris.example", "language": "fr",
    "card": "identity-card", "card_number": "A1234567",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _two_clerks(country: object) -> None:
    """A second clerk at the counter of the civil registry, and a second desk at the bank."""
    office = Office.objects.get(agency="civil-registry", slug="central-registry")
    second = Account.objects.get(slug="homeowner")
    Appointment.objects.create(account=second, office=office, role_id="clerk", starts_at=clock.now())


def test_two_clerks_open_an_account_of_a_person(told: list[tuple[str, str, dict[str, object]]]) -> None:
    made = operations.ask(actor("civil-clerk"), **JAMEL)
    assert api.account_for(person=_person()) is None
    slug = operations.confirm(actor("homeowner"), proofing=made).account
    found = api.account(account=slug)
    assert (found.name, found.email, found.person) == ("Jamel Ben Salah", JAMEL["email"], _person())
    (proof,) = api.proofings_of(account=slug)
    assert (proof.way, proof.level, proof.asked_by, proof.confirmed_by) == (
        "counter", "high", "civil-clerk", "homeowner",
    )  # fmt: skip
    assert [(who, letter) for who, letter, _ in told] == [(slug, "account-opened")]


def _person() -> Reference:
    return Reference.of("register", "people", JAMEL["number"])


def test_nobody_confirms_alone_or_for_themself() -> None:
    made = operations.ask(actor("civil-clerk"), **JAMEL)
    with pytest.raises(SecondOfficerNeeded):
        operations.confirm(actor("civil-clerk"), proofing=made)
    Proofing.objects.filter(pk=made).update(person=Account.objects.get(slug="homeowner").person)
    with pytest.raises(SecondOfficerNeeded):
        operations.confirm(actor("homeowner"), proofing=made)
    with pytest.raises(ProofingUnknown):
        operations.confirm(actor("municipal-clerk"), proofing=made)
    assert not Account.objects.filter(email=JAMEL["email"]).exists()


def test_it_is_confirmed_once() -> None:
    made = operations.ask(actor("civil-clerk"), **JAMEL)
    operations.confirm(actor("homeowner"), proofing=made)
    with pytest.raises(ProofingNotWaiting):
        operations.confirm(actor("homeowner"), proofing=made)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"birth_date": date(1951, 6, 20)}, PersonDoesNotFit),
        ({"number": "99999999"}, PersonNotInRegister),
        ({"email": "citizen@tamaris.example"}, EmailInUse),
        ({"number": "10000295", "birth_date": None}, PersonHasAccount),
        ({"card_number": " "}, WordsMissing),
    ],
)
def test_what_does_not_fit_is_not_stored(change: dict[str, Any], refusal: type[Exception]) -> None:
    sent = {**JAMEL, **change}
    if sent["birth_date"] is None:
        sent["birth_date"] = _birthday(sent["number"])
    with pytest.raises(refusal):
        operations.ask(actor("civil-clerk"), **sent)
    assert not Proofing.objects.exists()


def _birthday(number: str) -> date:
    return people.facts_of(Reference.of("register", "people", number), reader=None).birth_date


@pytest.mark.parametrize("who", ["citizen", "trade-head", "health-head"])
def test_others_open_no_accounts(who: str) -> None:
    with pytest.raises(NotAProofer):
        operations.ask(actor(who), **JAMEL)
    assert signed_in(who).get("/proofing/").status_code == 403


def test_a_clerk_who_signed_in_weakly_opens_none() -> None:
    weak = api.actor_of_account(account="civil-clerk", assurance="low")
    with pytest.raises(NotAProofer):
        operations.ask(weak, **JAMEL)


def test_a_bank_proves_its_client_to_substantial_and_a_counter_raises_it() -> None:
    made = operations.ask(actor("atlas-desk"), **JAMEL)
    slug = operations.confirm(actor("atlas-desk-2"), proofing=made).account
    assert Account.objects.get(slug=slug).proofing == "substantial"
    higher = operations.ask(actor("civil-clerk"), **JAMEL)
    assert operations.confirm(actor("homeowner"), proofing=higher).account == slug
    assert Account.objects.get(slug=slug).proofing == "high"


def test_it_is_undone_with_a_reason_and_everything_of_it_ends() -> None:
    made = operations.ask(actor("civil-clerk"), **JAMEL)
    slug = operations.confirm(actor("homeowner"), proofing=made).account
    with pytest.raises(WordsMissing):
        operations.undo(actor("civil-clerk"), proofing=made, reason=" ")
    operations.undo(actor("civil-clerk"), proofing=made, reason="The card was not theirs.")
    account = Account.objects.get(slug=slug)
    assert (account.person, account.proofing) == ("", "low")
    again = operations.ask(actor("civil-clerk"), **{**JAMEL, "email": "j2@tamaris.example"})
    assert operations.confirm(actor("homeowner"), proofing=again).account != slug


def test_a_counter_opens_an_account_on_its_pages() -> None:
    offer("civil-clerk")
    first, second = signed_in("civil-clerk"), signed_in("homeowner")
    sent = {
        "person": JAMEL["number"], "birth_date/day": "19", "birth_date/month": "6", "birth_date/year": "1951",
        "email": JAMEL["email"], "language": "fr", "card": "identity-card", "card_number": "A1",
    }  # fmt: skip
    wrong = first.post("/proofing/", {**sent, "birth_date/year": "1952"})
    assert wrong.status_code == 422 and 'href="#birth_date"' in wrong.content.decode()
    done = first.post("/proofing/", sent)
    there = done.headers["Location"]
    assert 'value="confirm"' not in first.get(there).content.decode()
    assert 'value="confirm"' in second.get(there).content.decode()
    done = second.post(there, {"do": "confirm"})
    code = re.search(r"([2-9A-Z]{4}-[2-9A-Z]{4})</code>", done.content.decode())
    assert code is not None and done.headers["Cache-Control"] == "no-store"
    account = Account.objects.get(email=JAMEL["email"], proofing="high")
    assert code[1] not in second.get(there).content.decode(), "shown once"
    handed.use(account, code[1])


def test_a_session_never_reaches_more_than_its_account_is_known() -> None:
    client = signed_in("citizen")
    assert client.get("/api/v1/me").json()["assurance"] == "substantial"
    Account.objects.filter(slug="citizen").update(proofing="low")
    assert client.get("/api/v1/me").json()["assurance"] == "low"
    page = client.get("/sign-in/step-up/?level=substantial", headers={"Accept-Language": "en"})
    assert re.search("Go to any counter", page.content.decode())


def test_every_step_is_in_the_record_without_card_or_address(told: list[object]) -> None:
    first = operations.ask(actor("civil-clerk"), **JAMEL)
    second = operations.ask(actor("homeowner"), **JAMEL)
    slug = operations.confirm(actor("civil-clerk"), proofing=second).account
    operations.undo(actor("civil-clerk"), proofing=second, reason="Somebody else's card")
    entries = record.entries_of(subject=_person())
    said = [(each.kind, each.payload["proofing"], each.actor) for each in entries if "proofing." in each.kind]
    assert said == [
        ("proofing.asked", first, "account/civil-clerk"),
        ("proofing.refused", first, "account/homeowner"),
        ("proofing.asked", second, "account/homeowner"),
        ("proofing.confirmed", second, "account/civil-clerk"),
        ("proofing.undone", second, "account/civil-clerk"),
    ]
    assert entries[-1].payload["account"] == slug
    assert JAMEL["card_number"] not in str(entries) and JAMEL["email"] not in str(entries)


def test_only_agencies_that_are_named_confirm_who_people_are(settings: Any) -> None:
    settings.ONEWINDOW_PROOFING_AGENCIES = ("civil-registry",)
    with pytest.raises(NotAProofer):
        agency_of(actor("municipal-clerk"))
    assert agency_of(actor("civil-clerk")) == ("civil-registry", "counter")

"""An account whose person died, and accounts whose persons are one: each request asks who may act."""

import pytest
from django.test import Client, RequestFactory

from onewindow.blocks.identity import api
from onewindow.blocks.identity.certificates import entering
from onewindow.blocks.identity.errors import ClosedByDeath, PersonHasAccount
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.proofing import operations as proofing
from onewindow.blocks.identity.proofing.proved import Proved
from onewindow.blocks.identity.tests.conftest import actor, signed_in
from onewindow.blocks.identity.types import PersonStanding
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
CITIZEN, OTHER = Reference("register/people/10000295"), Reference("register/people/10000195")


def with_token(secret: str) -> Actor:
    headers = {"authorization": f"Bearer {secret}"}
    return api.actor_of(request=RequestFactory().get("/api/v1/me", headers=headers))


def test_a_session_ends_with_the_next_page_which_says_why_and_where_to_turn(
    register: dict[str, PersonStanding],
) -> None:
    client = signed_in("citizen")
    assert client.get("/account/").status_code == 200
    register[CITIZEN.text] = PersonStanding(died=True)
    ended = client.get("/account/")
    assert (ended.status_code, ended["Location"]) == (303, "/sign-in/closed/?because=register")
    page = client.get(ended["Location"])
    assert page.status_code == 200
    assert "has died" in page.content.decode()
    assert "civil registry" in page.content.decode()
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_page_speaks_other_languages_too(language: str) -> None:
    page = Client().get("/sign-in/closed/?because=register", headers={"Accept-Language": language})
    assert "has died" not in page.content.decode()


def test_a_closed_account_of_somebody_who_lives_says_nothing_of_a_death() -> None:
    assert "died" not in Client().get("/sign-in/closed/").content.decode()


def test_whoever_comes_in_after_a_death_does_nothing(register: dict[str, PersonStanding]) -> None:
    register[CITIZEN.text] = PersonStanding(died=True)
    client = signed_in("citizen")  # one click; what comes next is the page that says why
    ended = client.post("/mandates/new/", {})
    assert (ended.status_code, ended["Location"]) == (303, "/sign-in/closed/?because=register")
    assert not api.actor_of_account(account="citizen", assurance="high").signed_in
    with pytest.raises(ClosedByDeath):
        entering.account_of(CITIZEN)


def test_a_key_for_programs_waits_and_works_again_when_the_register_is_corrected(
    register: dict[str, PersonStanding],
) -> None:
    secret = api.issue_token(actor=actor("citizen"), name="t", scopes=["cases:read"], days=3).secret
    register[CITIZEN.text] = PersonStanding(died=True)
    with pytest.raises(ClosedByDeath):
        with_token(secret)
    refused = Client().get("/api/v1/me", headers={"authorization": f"Bearer {secret}"})
    assert (refused.status_code, refused.json()["code"]) == (403, "closed-by-death")
    del register[CITIZEN.text]
    assert with_token(secret).account == "citizen"
    assert signed_in("citizen").get("/account/").status_code == 200


def test_nobody_who_died_is_appointed(register: dict[str, PersonStanding]) -> None:
    register[CITIZEN.text] = PersonStanding(died=True)
    with pytest.raises(ClosedByDeath):
        api.appoint(
            actor=actor("trade-administrator"), agency="trade-ministry", office="foreign-trade",
            role="registrar", account="citizen",
        )  # fmt: skip


def joined(register: dict[str, PersonStanding]) -> None:
    """Both keys mean one person."""
    register[CITIZEN.text] = PersonStanding(also=(OTHER,))
    register[OTHER.text] = PersonStanding(also=(CITIZEN,))


def second_account(proofing_level: str) -> Account:
    Account.objects.filter(person=OTHER.text).delete()
    return Account.objects.create(
        slug="second", name="Second", email="second@example.org", person=OTHER.text, proofing=proofing_level,
        joined_at=clock.now(),
    )  # fmt: skip


def test_an_actor_carries_every_key_that_means_them(register: dict[str, PersonStanding]) -> None:
    joined(register)
    Account.objects.filter(person=OTHER.text).update(person="")
    found = actor("citizen")
    assert (found.person, found.also) == (CITIZEN, (OTHER,))
    assert api.account_for(person=OTHER) == api.account(account="citizen")
    register.clear()
    assert (actor("citizen").also, api.account_for(person=OTHER)) == ((), None)


@pytest.mark.parametrize(("level", "stays"), [("low", "citizen"), ("high", "second")])
def test_of_two_accounts_of_one_person_the_surer_one_stays_theirs(
    register: dict[str, PersonStanding], level: str, stays: str
) -> None:
    Account.objects.filter(slug="citizen").update(proofing="substantial")
    second_account(level)
    joined(register)
    other = {"citizen": "second", "second": "citizen"}[stays]
    assert actor(stays).person is not None
    assert len(actor(stays).also) == 1
    assert (actor(other).person, actor(other).also) == (None, ())
    register.clear()  # parted again: each its own
    assert (actor("citizen").person, actor("second").person) == (CITIZEN, OTHER)


def test_a_certificate_of_the_other_entry_opens_its_own_account_and_not_the_surer_one(
    register: dict[str, PersonStanding],
) -> None:
    second_account("low")
    joined(register)
    assert entering.account_of(OTHER).slug == "second"
    Account.objects.filter(slug="second").update(person="")
    assert entering.account_of(OTHER).slug == "citizen"  # whose only account it is


def test_two_accounts_of_one_person_are_one_pair_of_eyes(register: dict[str, PersonStanding]) -> None:
    second_account("low")
    assert api.accounts_of_person(account="citizen") == {"citizen"}
    joined(register)
    assert api.accounts_of_person(account="citizen") == {"citizen", "second"}


def test_nobody_opens_a_second_account_under_the_other_key(register: dict[str, PersonStanding]) -> None:
    joined(register)
    Account.objects.filter(person=OTHER.text).update(person="")
    proved = Proved(person=OTHER.text, level="high", evidence="certificate")
    with pytest.raises(PersonHasAccount):
        proofing.open_by_identity(proved=proved, email="new@example.org", language="en")

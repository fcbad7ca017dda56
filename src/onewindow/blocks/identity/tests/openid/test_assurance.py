"""How sure and how fresh a sign-in is: asked for, reached, and told truly (ASVS 6.8.4, 10.3.4)."""

from datetime import timedelta

import pytest
from django.test import Client

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid.deciding import Known, next_step
from onewindow.blocks.identity.openid.models import System
from onewindow.blocks.identity.openid.types import Asked, SignedInAs
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.blocks.identity.tests.openid.relying import Party, answer, id_token
from onewindow.foundation.access.types import ASSURANCE_ORDER
from onewindow.kernel.clock import clock

HIGH = "http://eidas.europa.eu/LoA/high"
LOW = "http://eidas.europa.eu/LoA/low"
LEVELS = ASSURANCE_ORDER[1:]


def asked(**changes: object) -> Asked:
    sound: dict[str, object] = {
        "client_id": "desk", "redirect_uri": "https://desk.example/", "state": "", "nonce": "",
        "challenge": "x" * 43, "scopes": ("openid",), "prompts": frozenset(), "assurance": "low",
        "max_age": None, "subject": "", "asked_at": clock.now(),
    }  # fmt: skip
    return Asked(**{**sound, **changes})


def how(level: str, *, minutes_ago: int = 0) -> SignedInAs:
    return SignedInAs(assurance=level, methods=(), at=clock.now() - timedelta(minutes=minutes_ago))


@pytest.mark.parametrize("needed", LEVELS)
@pytest.mark.parametrize("held", ASSURANCE_ORDER)
@pytest.mark.parametrize("by", ["rule", "request"])
def test_no_system_gets_somebody_below_its_level(needed: str, held: str, by: str, desk: Party) -> None:
    """Every level of a system's rule and of a request, against every level of a session."""
    known = Known(how=how(held), consented=True)
    step = next_step(asked(assurance=needed), known)
    enough = LEVELS.index(needed) + 1 <= ASSURANCE_ORDER.index(held)
    assert (step == "answer") is enough and (enough or step == "stronger")


@pytest.mark.parametrize("needed", LEVELS)
def test_the_rule_of_the_system_holds_at_the_door(desk: Party, needed: str) -> None:
    System.objects.filter(pk="desk").update(assurance=needed)
    Account.objects.filter(slug="citizen").update(proofing="substantial")
    where = desk.ask(signed_in("citizen")).headers["Location"]
    if needed == "high":
        assert where.startswith("/sign-in/step-up/?level=high&next=")
        assert answer(desk.ask(signed_in("citizen"), prompt="none"))["error"] == "login_required"
    else:
        assert where.startswith("/openid/consent/")


def test_a_request_may_ask_for_more_and_never_for_less(desk: Party) -> None:
    Account.objects.filter(slug="citizen").update(proofing="substantial")
    browser = signed_in("citizen")
    assert desk.ask(browser, acr_values=HIGH).headers["Location"].startswith("/sign-in/step-up/?level=high")
    System.objects.filter(pk="desk").update(assurance="high")
    assert desk.ask(browser, acr_values=LOW).headers["Location"].startswith("/sign-in/step-up/?level=high")


def test_a_fresh_sign_in_is_asked_for(desk: Party) -> None:
    browser = signed_in("citizen")
    desk.code(browser)
    assert "code" in answer(desk.ask(browser, max_age="600"))
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert desk.ask(browser, max_age="600").headers["Location"].startswith("/openid/again/")
        assert answer(desk.ask(browser, max_age="600", prompt="none"))["error"] == "login_required"
    again = desk.ask(browser, prompt="login").headers["Location"]
    assert again.startswith("/openid/again/")
    out = browser.post(again)
    assert out.headers["Location"].startswith("/sign-in/?next=%2Fopenid%2Fcontinue%2F")
    onward = again.replace("/again/", "/resume/")
    assert browser.get(onward).headers["Location"].startswith("/sign-in/")
    browser.post("/demo/sign-in/", {"account": "citizen", "next": "/account/"})
    assert "code" in answer(browser.get(onward))


def test_somebody_with_a_password_shows_it_again(desk: Party) -> None:
    account = Account.objects.get(slug="citizen")
    browser = signed_in("citizen")
    account.set_password("four calm herons at dawn")
    account.save()
    browser.force_login(account)
    where = desk.ask(browser, prompt="login").headers["Location"]
    assert where.startswith("/account/again/?next=%2Fopenid%2Fcontinue%2F")


def test_the_token_says_when_and_how_sure(desk: Party) -> None:
    began = clock.now()
    claims = id_token(desk.exchange(desk.code(signed_in("citizen"), max_age="600")).json())
    assert abs(claims["auth_time"] - began.timestamp()) < 60
    assert claims["acr"] == "http://eidas.europa.eu/LoA/substantial"


def test_somebody_else_s_hint_is_no_sign_in(desk: Party) -> None:
    hint = desk.exchange(desk.code(signed_in("homeowner"))).json()["id_token"]
    browser = signed_in("citizen")
    desk.code(browser)
    assert answer(desk.ask(browser, id_token_hint=hint, prompt="none"))["error"] == "login_required"
    assert desk.ask(browser, id_token_hint=hint).headers["Location"].startswith("/openid/again/")
    own = desk.exchange(desk.code(browser)).json()["id_token"]
    assert "code" in answer(desk.ask(browser, id_token_hint=own, prompt="none"))


def test_a_hint_of_another_system_is_refused(desk: Party, bank: Party) -> None:
    hint = bank.exchange(bank.code(signed_in("citizen"))).json()["id_token"]
    assert answer(desk.ask(Client(), id_token_hint=hint, prompt="none"))["error"] == "invalid_request"

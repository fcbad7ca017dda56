"""From a system to here and back, as it should be."""

from django.test import Client

from onewindow.blocks.identity.openid.app_settings import issuer
from onewindow.blocks.identity.openid.models import Consent
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.blocks.identity.tests.openid.relying import Party, answer, id_token, userinfo


def test_somebody_signs_in_to_a_system(desk: Party) -> None:
    browser = Client()
    response = desk.ask(browser)
    assert response.headers["Location"].startswith("/sign-in/?next=%2Fopenid%2Fcontinue%2F")
    browser = signed_in("citizen")
    page = browser.get(desk.ask(browser).headers["Location"])
    assert "Ministry of Trade" in page.content.decode() and "Your email address" in page.content.decode()
    assert "form-action 'self' https://desk.example" in page.headers["Content-Security-Policy"]
    said = answer(browser.post(page.request["PATH_INFO"], {"action": "agree"}))
    assert said["state"] == "a-state" and said["iss"] == issuer()
    tokens = desk.exchange(said["code"])
    assert tokens.status_code == 200, tokens.content
    assert tokens.headers["Cache-Control"] == "no-store"
    claims = id_token(tokens.json())
    assert claims["aud"] == "desk" and claims["nonce"] == "a-nonce" and claims["iss"] == issuer()
    assert claims["acr"] in ("http://eidas.europa.eu/LoA/low", "http://eidas.europa.eu/LoA/substantial")
    told = userinfo(tokens.json()["access_token"]).json()
    assert told["sub"] == claims["sub"] and told["email"] == "citizen@tamaris.example"


def test_consent_is_remembered_until_more_is_asked_or_it_is_taken_back(desk: Party) -> None:
    browser = signed_in("citizen")
    desk.code(browser, scope="openid profile")
    assert "code" in answer(desk.ask(browser, scope="openid"))
    assert desk.ask(browser, scope="openid email").headers["Location"].startswith("/openid/consent/")
    assert "Desk" in browser.get("/account/systems/").content.decode()
    tokens = desk.exchange(desk.code(browser, scope="openid profile")).json()
    assert browser.post("/account/systems/desk/withdraw/").status_code == 302
    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    assert userinfo(tokens["access_token"]).status_code == 401
    assert desk.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert desk.ask(browser, scope="openid").headers["Location"].startswith("/openid/consent/")


def test_somebody_who_refuses_goes_back_without_a_code(desk: Party) -> None:
    browser = signed_in("citizen")
    page = desk.ask(browser).headers["Location"]
    said = answer(browser.post(page, {"action": "refuse"}))
    assert said["error"] == "access_denied" and said["state"] == "a-state" and "code" not in said
    assert browser.post(page, {"action": "agree"}).status_code == 409


def test_after_the_sign_in_a_page_leads_on(desk: Party) -> None:
    browser = Client()
    after = desk.ask(browser).headers["Location"].partition("next=")[2].replace("%2F", "/")
    browser = signed_in("citizen")
    page = browser.get(after)
    assert page.status_code == 200
    onward = page.content.decode().partition("0; url=")[2].partition('"')[0]
    assert browser.get(onward).headers["Location"].startswith("/openid/consent/")


def test_a_private_body_knows_people_by_names_of_its_own(desk: Party, bank: Party) -> None:
    browser = signed_in("citizen")
    at_desk = id_token(desk.exchange(desk.code(browser)).json())["sub"]
    at_bank = id_token(bank.exchange(bank.code(browser)).json())["sub"]
    assert at_desk != at_bank
    assert at_bank == id_token(bank.exchange(bank.code(signed_in("citizen"))).json())["sub"]

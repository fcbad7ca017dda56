"""Requests that break a rule. Where the address is in doubt, nobody is sent there (ASVS 10.4.1)."""

import pytest
from django.test import Client

from onewindow.blocks.identity.openid.app_settings import issuer
from onewindow.blocks.identity.openid.models import Grant, System
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.blocks.identity.tests.openid.relying import Party, answer

NEARLY = [
    "https://desk.example/callback/",
    "https://desk.example/callback/more",
    "https://desk.example/Callback",
    "https://DESK.example/callback",
    "HTTPS://desk.example/callback",
    "https://desk.example:443/callback",
    "https://desk.example:8443/callback",
    "https://desk.example/callback#part",
    "https://desk.example/callback#",
    "https://desk.example/callback?more=1",
    "https://desk.example/callback?",
    "https://user@desk.example/callback",
    "https://desk.example@evil.example/callback",
    "https://desk.example/%63allback",
    "https://desk.example/x/%2e%2e/callback",
    "https://desk.example/x/../callback",
    "https://desk.example//callback",
    "https://desk.example\\callback",
    "https://desk.example.evil.example/callback",
    "https://*.example/callback",
    "http://desk.example/callback",
    "//desk.example/callback",
    " https://desk.example/callback",
    "https://desk.example/callback ",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("address", NEARLY)
def test_an_address_that_differs_in_anything_gets_nobody(desk: Party, address: str) -> None:
    response = desk.ask(signed_in("citizen"), redirect_uri=address)
    assert response.status_code == 422 and "Location" not in response.headers
    assert Grant.objects.count() == 0


def test_a_wildcard_in_the_library_opens_nothing(desk: Party) -> None:
    from allauth.idp.oidc.models import Client as Row

    Row.objects.filter(pk="desk").update(allow_uri_wildcards=True, redirect_uris="https://*.example/callback")
    response = desk.ask(signed_in("citizen"), redirect_uri="https://evil.example/callback")
    assert response.status_code == 422


def test_no_address_and_no_system_are_shown_to_the_person(desk: Party) -> None:
    browser = signed_in("citizen")
    assert desk.ask(browser, redirect_uri=None).status_code == 422
    assert desk.ask(browser, client_id="nobody").status_code == 404
    assert desk.ask(browser, client_id=None).status_code == 404
    System.objects.filter(pk="desk").update(closed_at="2026-01-01T00:00Z")
    assert desk.ask(browser).status_code == 404


def test_a_parameter_that_comes_twice_is_refused(desk: Party) -> None:
    browser = signed_in("citizen")
    request = desk.request()
    twice = [*request.items(), ("redirect_uri", "https://evil.example/")]
    response = browser.get(
        "/openid/authorize", query_params={name: [v for n, v in twice if n == name] for name, _ in twice}
    )
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "s256"}, "invalid_request"),
        ({"code_challenge": "too-short"}, "invalid_request"),
        ({"code_challenge": "x" * 44}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"response_type": "none"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"response_mode": "web_message"}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "openid offline_access"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "create"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"id_token_hint": "eyJhbGciOiJub25lIn0.e30."}, "invalid_request"),
        ({"nonce": "n" * 501}, "invalid_request"),
    ],
)
def test_the_system_hears_what_is_wrong(desk: Party, change: dict[str, str | None], error: str) -> None:
    said = answer(desk.ask(signed_in("citizen"), **change))
    assert said["error"] == error and said["iss"] == issuer() and said["state"] == "a-state"
    assert "code" not in said and Grant.objects.count() == 0


def test_a_request_uri_of_somebody_s_is_never_fetched(desk: Party) -> None:
    browser = signed_in("citizen")
    response = desk.ask(browser, request_uri="https://evil.example/request.jwt")
    assert response.status_code == 422


def test_no_page_is_shown_where_the_system_wants_none(desk: Party) -> None:
    assert answer(desk.ask(Client(), prompt="none"))["error"] == "login_required"
    browser = signed_in("citizen")
    assert answer(desk.ask(browser, prompt="none"))["error"] == "consent_required"
    desk.code(browser)
    assert "code" in answer(desk.ask(browser, prompt="none"))


def test_a_form_of_another_site_becomes_a_link(desk: Party) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/openid/authorize", desk.request())
    assert response.status_code == 303 and response.headers["Location"].startswith("/openid/authorize?")


def test_agreeing_is_a_form_of_ours(desk: Party) -> None:
    browser = signed_in("citizen")
    page = desk.ask(browser).headers["Location"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert strict.post(page, {"action": "agree"}).status_code == 403
    assert Grant.objects.count() == 0


def test_a_request_that_was_answered_or_took_long_is_over(desk: Party) -> None:
    browser = signed_in("citizen")
    page = desk.ask(browser).headers["Location"]
    assert "code" in answer(browser.post(page, {"action": "agree"}))
    assert browser.get(page).status_code == 409
    assert browser.post(page, {"action": "agree"}).status_code == 409

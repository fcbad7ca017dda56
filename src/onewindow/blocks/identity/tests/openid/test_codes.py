"""Codes: a minute, once, by whoever began (ASVS 10.4.2, 10.4.3, 10.4.6)."""

from datetime import timedelta

import pytest
from django.test import Client

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid.app_settings import CODE_LIFE
from onewindow.blocks.identity.openid.models import Grant
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.blocks.identity.tests.openid.relying import Party, post, userinfo
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def refused(response, error: str = "invalid_grant") -> bool:
    return response.status_code in (400, 401) and response.json()["error"] == error


def test_a_code_that_comes_again_ends_all_that_came_of_it(desk: Party) -> None:
    code = desk.code(signed_in("citizen"))
    tokens = desk.exchange(code).json()
    assert userinfo(tokens["access_token"]).status_code == 200
    assert refused(desk.exchange(code))
    assert userinfo(tokens["access_token"]).status_code == 401
    assert refused(desk.refresh(tokens["refresh_token"]))
    kinds = [entry.kind for entry in record.entries_of(subject=Reference.of("account", "citizen"))]
    assert "openid.code-reused" in kinds


def test_a_code_lives_a_minute_at_most(desk: Party) -> None:
    assert timedelta(seconds=60) >= CODE_LIFE
    code = desk.code(signed_in("citizen"))
    with clock.at(clock.now() + CODE_LIFE):
        assert refused(desk.exchange(code))
    assert refused(desk.exchange(code)), "and is used up"


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": "short"},
        {"redirect_uri": "https://desk.example/callback/"},
        {"redirect_uri": "https://other.example/callback"},
    ],
)
def test_a_code_is_of_use_only_to_whoever_began(desk: Party, change: dict[str, str]) -> None:
    code = desk.code(signed_in("citizen"))
    assert refused(desk.exchange(code, **change))
    assert refused(desk.exchange(code)), "a wrong attempt uses it up: nobody tries verifiers one by one"


def test_a_code_is_of_no_use_to_another_system(desk: Party, bank: Party) -> None:
    code = desk.code(signed_in("citizen"))
    assert refused(bank.exchange(code, redirect_uri=desk.redirect_uri, code_verifier=desk.verifier))
    assert desk.exchange(code).status_code == 200


def test_the_verifier_is_needed_also_by_a_system_with_a_secret(desk: Party) -> None:
    code = desk.code(signed_in("citizen"))
    response = desk.token(grant_type="authorization_code", code=code, redirect_uri=desk.redirect_uri)
    assert refused(response, "invalid_request")


@pytest.mark.parametrize(
    "kind",
    [
        "password",
        "client_credentials",
        "implicit",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
    ],
)
def test_there_are_two_ways_to_tokens(desk: Party, kind: str) -> None:
    said = desk.token(
        grant_type=kind, username="citizen@tamaris.example", password="four calm herons at dawn"
    )
    assert refused(said, "unsupported_grant_type")


def test_the_endpoints_of_the_library_are_not_there() -> None:
    for path in (
        "identity/o/authorize",
        "identity/o/api/token",
        "identity/o/api/device/code",
        "identity/o/api/clients",
    ):
        assert Client().get(f"/{path}").status_code == 404


def test_somebody_who_was_shut_out_takes_their_codes_along(desk: Party) -> None:
    browser = signed_in("citizen")
    code = desk.code(browser)
    tokens = desk.exchange(desk.code(browser)).json()
    Account.objects.filter(slug="citizen").update(is_active=False)
    assert refused(desk.exchange(code))
    assert refused(desk.refresh(tokens["refresh_token"]))
    assert userinfo(tokens["access_token"]).status_code == 401


def test_codes_and_tokens_are_kept_as_digests(desk: Party) -> None:
    from allauth.idp.oidc.models import Token

    code = desk.code(signed_in("citizen"))
    tokens = desk.exchange(code).json()
    kept = str(list(Grant.objects.values())) + str(list(Token.objects.values()))
    assert code not in kept and tokens["access_token"] not in kept and tokens["refresh_token"] not in kept


def test_parameters_stand_in_the_body_once(desk: Party) -> None:
    code = desk.code(signed_in("citizen"))
    assert refused(
        post(f"/openid/token?code={code}", {"grant_type": "authorization_code"}, desk.headers()),
        "invalid_request",
    )
    said = Client().post(
        "/openid/token",
        "grant_type=authorization_code&grant_type=password",
        content_type="application/x-www-form-urlencoded",
        headers=desk.headers(),
    )
    assert refused(said, "invalid_request")
    assert refused(Client().post("/openid/token", "{}", content_type="application/json"), "invalid_request")
    assert Client().get("/openid/token").status_code == 405

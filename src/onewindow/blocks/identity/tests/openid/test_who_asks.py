"""Which system asks: assertions and secrets of others, in the ways they are forged (ASVS 9.1, 9.2)."""

import base64
import json
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from onewindow.blocks.identity.openid.app_settings import issuer
from onewindow.blocks.identity.tests.openid.relying import ASSERTION, Party, keys_of_its_own, post
from onewindow.kernel.clock import clock


def push(vault: Party, assertion: str, **more: str):
    values = {**vault.request(), "client_assertion_type": ASSERTION, "client_assertion": assertion} | more
    return post("/openid/par", values)


def unknown(response) -> bool:
    return response.status_code == 401 and response.json()["error"] == "invalid_client"


def part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def claims_of(vault: Party) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(vault.assertion().split(".")[1] + "=="))


def test_its_own_key_lets_it_in(vault: Party) -> None:
    assert push(vault, vault.assertion()).status_code == 201
    assert push(vault, vault.assertion(aud=f"{issuer()}/openid/token")).status_code == 201
    assert push(vault, vault.assertion(aud=[f"{issuer()}/openid/par"])).status_code == 201


def test_an_assertion_works_once(vault: Party) -> None:
    assertion = vault.assertion()
    assert push(vault, assertion).status_code == 201
    assert unknown(push(vault, assertion))


def test_without_a_signature_it_is_nobody(vault: Party) -> None:
    for algorithm in ("none", "None", "NONE"):
        forged = f"{part({'alg': algorithm})}.{part(claims_of(vault))}."
        assert unknown(push(vault, forged))


def test_the_public_key_is_no_secret_to_sign_with(vault: Party) -> None:
    assert vault.key is not None
    for secret in (vault.key.as_pem(private=False), json.dumps(vault.key.as_dict(private=False)).encode()):
        key = OctKey.import_key(base64.urlsafe_b64encode(secret).decode())
        header = {"alg": "HS256", "kid": vault.key.kid}
        forged = jws.serialize_compact(header, json.dumps(claims_of(vault)), key, algorithms=["HS256"])
        assert unknown(push(vault, forged))


@pytest.mark.parametrize("kid", ["../../../dev/null", "x' OR '1'='1", "", "https://evil.example/key", "\x00"])
def test_the_name_of_a_key_finds_only_what_was_registered(vault: Party, kid: str) -> None:
    stranger, _ = keys_of_its_own()
    assert unknown(push(vault, vault.assertion(header={"kid": kid}, key=stranger)))


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c"])
def test_keys_that_an_assertion_brings_itself_count_for_nothing(vault: Party, name: str) -> None:
    stranger, public = keys_of_its_own()
    brought: dict[str, Any] = {
        "jwk": public, "jku": "https://evil.example/keys", "x5u": "https://evil.example/cert",
        "x5c": ["MIIB"],
    }  # fmt: skip
    claims = part(claims_of(vault))
    header = part({"alg": "ES256", "kid": stranger.kid, name: brought[name]})
    signature = stranger_signature(stranger, f"{header}.{claims}")
    assert unknown(push(vault, f"{header}.{claims}.{signature}"))


def stranger_signature(key: ECKey, text: str) -> str:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    made = key.private_key.sign(text.encode(), ec.ECDSA(hashes.SHA256()))
    r, s = utils.decode_dss_signature(made)
    return base64.urlsafe_b64encode(r.to_bytes(32) + s.to_bytes(32)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "desk"},
        {"sub": "desk"},
        {"iss": None},
        {"sub": None},
        {"aud": "https://evil.example"},
        {"aud": None},
        {"aud": ["https://evil.example", "http://127.0.0.1:8000"]},
        {"exp": 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": 99_999_999_999},
        {"nbf": 99_999_999_998},
        {"jti": None},
        {"jti": ""},
    ],
)
def test_what_it_says_has_to_fit(vault: Party, desk: Party, change: dict[str, Any]) -> None:
    assert unknown(push(vault, vault.assertion(**change)))


def test_what_is_critical_and_unknown_stops_it(vault: Party) -> None:
    assert unknown(push(vault, raw(vault, {"crit": ["exotic"], "exotic": 1})))


def raw(vault: Party, more: dict[str, Any], claims: str | None = None) -> str:
    """Signed by its own key, with a header or claims that a library would not write."""
    assert vault.key is not None
    header = part({"alg": "ES256", "kid": vault.key.kid, **more})
    body = claims or part(claims_of(vault))
    return f"{header}.{body}.{stranger_signature(vault.key, f'{header}.{body}')}"


def test_the_raw_maker_makes_sound_ones_too(vault: Party) -> None:
    assert push(vault, raw(vault, {})).status_code == 201


def test_claims_that_are_said_twice_are_refused(vault: Party) -> None:
    said = json.dumps(claims_of(vault))[:-1] + ', "aud": "https://evil.example"}'
    twice = base64.urlsafe_b64encode(said.encode()).rstrip(b"=").decode()
    assert unknown(push(vault, raw(vault, {}, twice)))
    back = json.dumps({"aud": "https://evil.example"})[:-1] + ", " + json.dumps(claims_of(vault))[1:]
    assert unknown(push(vault, raw(vault, {}, base64.urlsafe_b64encode(back.encode()).rstrip(b"=").decode())))


def test_a_token_of_another_kind_is_no_assertion(vault: Party) -> None:
    for kind in ("logout+jwt", "at+jwt", "dpop+jwt", "secevent+jwt"):
        assert unknown(push(vault, raw(vault, {"typ": kind})))


@pytest.mark.parametrize("text", ["", "a.b.c", "a.b", "....", "é.é.é", "eyJ9.eyJ9.eyJ9", "x" * 5000])
def test_what_is_no_assertion_at_all(vault: Party, text: str) -> None:
    response = push(vault, text)
    assert response.status_code in (400, 401), response.content


def test_each_system_has_one_way(vault: Party, desk: Party, bank: Party) -> None:
    assert unknown(post("/openid/token", {"client_id": "desk", "grant_type": "refresh_token"}))
    assert unknown(post("/openid/token", {"client_id": "desk", "client_secret": desk.secret}))
    assert unknown(post("/openid/token", {"client_id": "bank", "client_secret": "x"}))
    both = post("/openid/token", {"client_assertion": vault.assertion()}, desk.headers())
    assert both.json()["error"] == "invalid_request"
    bank.secret = "guess"
    assert unknown(bank.token(grant_type="refresh_token"))


@pytest.mark.parametrize(
    "header", ["Basic !!!", "Basic", "Basic ZGVzaw==", "Bearer x", "Digest x", "Basic ZGVzazp3cm9uZw=="]
)
def test_a_secret_that_is_none(desk: Party, header: str) -> None:
    response = post("/openid/token", {"grant_type": "refresh_token"}, {"Authorization": header})
    assert unknown(response) and response.headers["WWW-Authenticate"].startswith("Basic")


def test_a_secret_is_of_its_own_system(desk: Party, vault: Party) -> None:
    assert unknown(post("/openid/token", {"client_id": "vault", "grant_type": "x"}, desk.headers()))


def test_a_pushed_request_is_asked_for_once_and_by_its_system(vault: Party, desk: Party) -> None:
    from onewindow.blocks.identity.tests.conftest import signed_in

    browser = signed_in("citizen")
    named = push(vault, vault.assertion()).json()["request_uri"]
    assert named.startswith("urn:ietf:params:oauth:request_uri:")
    ask = {"client_id": "desk", "request_uri": named}
    assert browser.get("/openid/authorize", ask).status_code == 422
    response = browser.get("/openid/authorize", {"client_id": "vault", "request_uri": named})
    assert response.status_code == 302
    assert browser.get("/openid/authorize", {"client_id": "vault", "request_uri": named}).status_code == 422


def test_a_pushed_request_waits_ninety_seconds(vault: Party) -> None:
    from datetime import timedelta

    from onewindow.blocks.identity.tests.conftest import signed_in

    said = push(vault, vault.assertion()).json()
    with clock.at(clock.now() + timedelta(seconds=said["expires_in"])):
        ask = {"client_id": "vault", "request_uri": said["request_uri"]}
        assert signed_in("citizen").get("/openid/authorize", ask).status_code == 422


def test_a_system_that_pushes_takes_nothing_from_a_browser(vault: Party) -> None:
    from onewindow.blocks.identity.tests.conftest import signed_in
    from onewindow.blocks.identity.tests.openid.relying import answer

    assert answer(vault.ask(signed_in("citizen")))["error"] == "invalid_request"


def test_what_was_pushed_stands_for_what_the_browser_says(vault: Party) -> None:
    from onewindow.blocks.identity.tests.conftest import signed_in
    from onewindow.blocks.identity.tests.openid.relying import answer

    named = push(vault, vault.assertion()).json()["request_uri"]
    browser = signed_in("citizen")
    changed = vault.request(state="another", redirect_uri="https://evil.example/", request_uri=named)
    page = browser.get("/openid/authorize", changed).headers["Location"]
    said = browser.post(page, {"action": "agree"})
    assert said.headers["Location"].startswith(vault.redirect_uri) and answer(said)["state"] == "a-state"


@pytest.mark.parametrize(
    "change",
    [{"redirect_uri": "https://evil.example/"}, {"code_challenge_method": "plain"}, {"scope": "openid x"}],
)
def test_a_pushed_request_is_checked_when_it_is_pushed(vault: Party, change: dict[str, str]) -> None:
    response = push(vault, vault.assertion(), **change)
    assert response.status_code == 400 and response.json()["error"] in ("invalid_request", "invalid_scope")

"""What a system learns: by scope, by purpose, and truly."""

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import Client, override_settings
from django.urls import resolve

from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity.openid import claims, keys, tasks
from onewindow.blocks.identity.openid.app_settings import (
    KEY_SHOWN_AFTER,
    KEY_SHOWN_BEFORE,
    KEY_SIGNS,
    issuer,
    keys_folder,
)
from onewindow.blocks.identity.openid.errors import SigningKeyOpen
from onewindow.blocks.identity.openid.models import System
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.blocks.identity.tests.openid.relying import Party, id_token, userinfo
from onewindow.kernel.clock import clock


@pytest.fixture
def numbers_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        claims._Numbers, "permission", staticmethod(lambda *, agency, purpose: agency == "trade-ministry")
    )


def told(party: Party, account: str, **asked: str) -> dict[str, object]:
    tokens = party.exchange(party.code(signed_in(account), **asked)).json()
    return userinfo(tokens["access_token"]).json()


def test_each_scope_tells_its_own(desk: Party) -> None:
    assert set(told(desk, "citizen", scope="openid")) == {"sub"}
    assert set(told(desk, "citizen", scope="openid profile")) == {"sub", "name", "locale"}
    assert set(told(desk, "citizen", scope="openid email")) == {"sub", "email", "email_verified"}


@pytest.mark.usefixtures("numbers_open")
def test_the_number_goes_to_agencies_that_the_register_opens_it_to(desk: Party) -> None:
    assert told(desk, "citizen", scope="openid number")["person_number"] == "10000295"
    System.objects.filter(pk="desk").update(agency="health-agency")
    assert "person_number" not in told(desk, "citizen", scope="openid number")


@pytest.mark.usefixtures("numbers_open")
def test_a_private_body_gets_no_number_whatever_its_row_says(bank: Party) -> None:
    System.objects.filter(pk="bank").update(scopes=["openid", "number", "posts"])
    assert set(told(bank, "citizen", scope="openid number posts")) == {"sub"}


def test_posts_are_those_at_the_system_s_own_agency(desk: Party) -> None:
    held = told(desk, "trade-registrar", scope="openid posts")["posts"]
    assert held == [{"office": "foreign-trade", "role": "registrar"}]
    assert "posts" not in told(desk, "health-head", scope="openid posts")


def test_what_the_terms_no_longer_hold_is_not_told(desk: Party) -> None:
    tokens = desk.exchange(desk.code(signed_in("citizen"))).json()
    System.objects.filter(pk="desk").update(scopes=["openid"])
    assert set(userinfo(tokens["access_token"]).json()) == {"sub"}


def test_an_access_token_opens_nothing_else(desk: Party) -> None:
    tokens = desk.exchange(desk.code(signed_in("citizen"))).json()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/api/v1/me", headers=bearer).status_code in (401, 403)
    assert Client().get("/account/", headers=bearer).status_code in (302, 401, 403)
    for wrong in (tokens["refresh_token"], tokens["id_token"], "x", ""):
        assert userinfo(wrong).status_code == 401
    assert Client().get("/openid/userinfo", {"access_token": tokens["access_token"]}).status_code == 401


def test_the_discovery_document_is_true(desk: Party, vault: Party) -> None:
    for path in (".well-known/openid-configuration", ".well-known/oauth-authorization-server"):
        told = Client().get(f"/{path}", headers={"Host": "127.0.0.1"}).json()
        assert told["issuer"] == issuer()
    for name, address in told.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            assert address.startswith(f"{issuer()}/openid/")
            assert resolve(address.removeprefix(issuer())).namespace == "openid", name
    assert told["response_types_supported"] == ["code"] and told["code_challenge_methods_supported"] == [
        "S256"
    ]
    assert told["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert "none" not in told["id_token_signing_alg_values_supported"]


def test_the_issuer_is_never_what_a_request_says(desk: Party) -> None:
    with override_settings(ALLOWED_HOSTS=["*"]):
        told = Client().get("/.well-known/openid-configuration", headers={"Host": "evil.example"}).json()
    assert "evil.example" not in str(told)


def test_keys_are_files_that_only_their_owner_reads(desk: Party) -> None:
    key = keys.signing_key()
    assert key.path.stat().st_mode & 0o077 == 0
    key.path.chmod(0o640)
    try:
        with pytest.raises(SigningKeyOpen):
            _ = key.pem
    finally:
        key.path.chmod(0o600)


def test_a_key_is_published_before_it_signs_and_after(country: object, tmp_path: Path) -> None:
    with override_settings(ONEWINDOW_KEYS_DIR=tmp_path):
        assert keys_folder().parent == tmp_path
        start = clock.now()
        first = keys.signing_key()
        with clock.at(start + KEY_SIGNS - KEY_SHOWN_BEFORE + timedelta(seconds=1)):
            assert tasks.forget_once() >= 1
            assert keys.signing_key() == keys.ring()[0] and len(keys.ring()) == 2
            second = keys.ring()[1]
        with clock.at(second.signs_from):
            assert keys.signing_key().path == second.path and len(keys.ring()) == 2
            assert len(Client().get("/openid/keys").json()["keys"]) >= 1
        with clock.at(second.signs_from + KEY_SHOWN_AFTER):
            assert len(keys.ring()) == 1 and tasks.forget_once() >= 1
            assert not first.path.exists()


def test_the_published_keys_have_no_private_half(desk: Party) -> None:
    for key in Client().get("/openid/keys").json()["keys"]:
        assert not {"d", "p", "q", "dp", "dq", "qi"} & set(key) and key["kid"]
        modulus = base64.urlsafe_b64decode(key["n"] + "==")
        assert len(modulus) * 8 >= 3072


def test_an_id_token_has_one_audience_and_a_short_life(desk: Party) -> None:
    said = id_token(desk.exchange(desk.code(signed_in("citizen"))).json())
    assert said["aud"] == "desk" and said["exp"] - said["iat"] == 300 and said["at_hash"]


def test_checks_find_what_would_open_the_library(desk: Party) -> None:
    from allauth.idp.oidc.models import Client as Row

    assert not [
        found for found in run_checks(tags=["database"], databases=["default"]) if found.id == "openid.E005"
    ]
    Row.objects.filter(pk="desk").update(allow_uri_wildcards=True)
    assert [
        found for found in run_checks(tags=["database"], databases=["default"]) if found.id == "openid.E005"
    ]
    with override_settings(IDP_OIDC_DCR_ENABLED=True, IDP_OIDC_ROTATE_REFRESH_TOKEN=False):
        assert {"openid.E001", "openid.E002"} <= {found.id for found in run_checks(tags=["onewindow"])}


def test_the_systems_of_the_country_are_loaded_once(country: Path) -> None:
    assert identity.load_systems(folder=country) == 2
    assert identity.load_systems(folder=country) == 0
    system = System.objects.get(pk="bank-atlas-customers")
    assert system.is_private and not system.secret_digest
    System.objects.all().delete()
    with override_settings(ONEWINDOW_DEMO=False):
        assert identity.load_systems(folder=country) == 1, (
            "a secret that everybody can read opens no real window"
        )


def test_what_is_over_is_forgotten(desk: Party) -> None:
    from allauth.idp.oidc.models import Token

    from onewindow.blocks.identity.openid.models import Grant, KeptRequest

    desk.exchange(desk.code(signed_in("citizen")))
    assert Token.objects.count() == 2
    with clock.at(clock.now() + timedelta(days=2)):
        tasks.forget_once()
    assert not Token.objects.exists() and not Grant.objects.exists() and not KeptRequest.objects.exists()

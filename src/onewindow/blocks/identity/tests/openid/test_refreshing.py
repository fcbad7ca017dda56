"""Refresh tokens: used up with every use; one that comes again ends everything (ASVS 10.4.5)."""

from datetime import timedelta

from onewindow.blocks.identity.openid.app_settings import ACCESS_LIFE, REFRESH_LIFE
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.blocks.identity.tests.openid.relying import Party, userinfo
from onewindow.blocks.identity.tests.openid.test_codes import refused
from onewindow.kernel.clock import clock


def test_each_use_gives_another(desk: Party) -> None:
    first = desk.exchange(desk.code(signed_in("citizen"))).json()
    second = desk.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert userinfo(second["access_token"]).status_code == 200


def test_one_that_comes_again_ends_everything(desk: Party) -> None:
    first = desk.exchange(desk.code(signed_in("citizen"))).json()
    second = desk.refresh(first["refresh_token"]).json()
    assert refused(desk.refresh(first["refresh_token"]))
    assert refused(desk.refresh(second["refresh_token"])), "the thief's and the owner's end alike"
    assert userinfo(second["access_token"]).status_code == 401


def test_another_system_has_no_use_for_it(desk: Party, bank: Party) -> None:
    tokens = desk.exchange(desk.code(signed_in("citizen"))).json()
    assert refused(bank.refresh(tokens["refresh_token"]))
    assert desk.refresh(tokens["refresh_token"]).status_code == 200


def test_scopes_grow_never(desk: Party) -> None:
    tokens = desk.exchange(desk.code(signed_in("citizen"), scope="openid profile")).json()
    assert refused(desk.refresh(tokens["refresh_token"], scope="openid email"), "invalid_scope")
    less = desk.refresh(tokens["refresh_token"], scope="openid").json()
    assert less["scope"] == "openid" and "name" not in userinfo(less["access_token"]).json()
    assert desk.refresh(less["refresh_token"]).json()["scope"] == "openid profile"


def test_a_chain_ends_with_the_longest_session(desk: Party) -> None:
    start = clock.now()
    tokens = desk.exchange(desk.code(signed_in("citizen"))).json()
    with clock.at(start + REFRESH_LIFE - timedelta(minutes=1)):
        tokens = desk.refresh(tokens["refresh_token"]).json()
    with clock.at(start + REFRESH_LIFE + timedelta(minutes=1)):
        assert refused(desk.refresh(tokens["refresh_token"]))


def test_revoking_one_ends_what_belongs_to_it(desk: Party, bank: Party) -> None:
    tokens = desk.exchange(desk.code(signed_in("citizen"))).json()
    assert bank.token("/openid/revoke", token=tokens["refresh_token"]).status_code == 200
    assert userinfo(tokens["access_token"]).status_code == 200, "another system revokes nothing"
    assert desk.token("/openid/revoke", token=tokens["refresh_token"]).status_code == 200
    assert userinfo(tokens["access_token"]).status_code == 401
    assert refused(desk.refresh(tokens["refresh_token"]))
    assert desk.token("/openid/revoke", token="unknown").status_code == 200


def test_introspection_speaks_of_one_s_own_tokens_only(desk: Party, bank: Party, vault: Party) -> None:
    tokens = desk.exchange(desk.code(signed_in("citizen"))).json()
    said = desk.token("/openid/introspect", token=tokens["access_token"]).json()
    assert said["active"] and said["client_id"] == "desk" and said["acr"].startswith("http://eidas")
    assert vault.token("/openid/introspect", token=tokens["access_token"]).json() == {"active": False}
    assert refused(bank.token("/openid/introspect", token=tokens["access_token"]), "invalid_client")
    desk.refresh(tokens["refresh_token"])
    used = desk.token("/openid/introspect", token=tokens["refresh_token"]).json()
    assert used == {"active": False}
    with clock.at(clock.now() + ACCESS_LIFE):
        assert desk.refresh("x").status_code == 400

"""Leaving here is leaving everywhere (Back-Channel Logout, RP-Initiated Logout; ASVS 7.4.1, 10.6.2)."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from joserfc import jwt
from joserfc.jwk import KeySet

from onewindow.blocks.identity.app_settings import ABSOLUTE_LIMIT, IDLE_LIMIT
from onewindow.blocks.identity.models import Account, SignedIn
from onewindow.blocks.identity.openid import leaving, signing
from onewindow.blocks.identity.openid.app_settings import issuer
from onewindow.blocks.identity.openid.models import LogoutNotice, System, Visit
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.blocks.identity.tests.openid.relying import Party, answer, id_token, userinfo
from onewindow.blocks.identity.tests.openid.test_codes import refused
from onewindow.foundation.egress.types import Reply
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock


@pytest.fixture
def heard(desk: Party, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the desk's system hears by the back channel."""
    System.objects.filter(pk="desk").update(logout_uri="https://desk.example/out")
    told: list[dict[str, Any]] = []

    def fetch(**sent: Any) -> Reply:
        told.append(sent)
        return Reply(200, {}, b"")

    monkeypatch.setattr(leaving.egress, "fetch", fetch)
    return told


def claims_of(sent: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    token = parse_qs(sent["body"].decode())["logout_token"][0]
    published = KeySet.import_key_set(Client().get("/openid/keys").json())
    read = jwt.decode(token, published, algorithms=["RS256"])
    return dict(read.header), dict(read.claims)


def test_signing_out_tells_every_system(desk: Party, heard: list[dict[str, Any]]) -> None:
    browser = signed_in("citizen")
    tokens = desk.exchange(desk.code(browser)).json()
    inside = id_token(tokens)
    browser.post("/sign-out/")
    jobs.run_waiting(name=leaving.JOB)
    assert [sent["url"] for sent in heard] == ["https://desk.example/out"]
    header, claims = claims_of(heard[0])
    assert header["typ"] == "logout+jwt"
    assert claims["sub"] == inside["sub"] and claims["sid"] == inside["sid"]
    assert claims["aud"] == "desk" and claims["iss"] == issuer() and claims["jti"]
    assert claims["events"] == {signing.LOGOUT_EVENT: {}} and "nonce" not in claims
    assert userinfo(tokens["access_token"]).status_code == 401
    assert refused(desk.refresh(tokens["refresh_token"]))
    assert LogoutNotice.objects.get().heard_at is not None


def test_a_system_that_did_not_hear_is_told_again(
    desk: Party, heard: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in("citizen")
    desk.exchange(desk.code(browser))
    browser.post("/sign-out/")
    notice = LogoutNotice.objects.get()
    with monkeypatch.context() as patched:
        patched.setattr(leaving.egress, "fetch", lambda **_: Reply(503, {}, b""))
        with pytest.raises(leaving.SystemDidNotHear):
            leaving.tell(notice.pk)
    leaving.tell(notice.pk)
    leaving.tell(notice.pk)
    assert len(heard) == 1, "and once it heard, no more"


def test_a_session_that_changed_its_id_is_the_same_visit(desk: Party) -> None:
    browser = signed_in("citizen")
    tokens = desk.exchange(desk.code(browser)).json()
    session = browser.session
    before = session.session_key
    session.cycle_key()
    session.save()
    browser.cookies["sessionid"] = session.session_key
    browser.get("/account/")
    assert before != session.session_key
    assert Visit.objects.get().session_key == session.session_key
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert leaving.end_lost() == 0
    assert userinfo(tokens["access_token"]).status_code == 200


@pytest.mark.parametrize("way", ["ended elsewhere", "run out", "account closed"])
def test_a_session_that_is_gone_is_noticed(desk: Party, way: str) -> None:
    browser = signed_in("citizen")
    tokens = desk.exchange(desk.code(browser)).json()
    assert leaving.end_lost() == 0
    if way == "ended elsewhere":
        Session.objects.all().delete()
    elif way == "run out":
        Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    else:
        Account.objects.filter(slug="citizen").update(is_active=False)
    assert leaving.end_lost() == 0, "it is looked for twice"
    with clock.at(clock.now() + timedelta(seconds=6)):
        assert leaving.end_lost() == 1
    assert userinfo(tokens["access_token"]).status_code == 401


@pytest.mark.parametrize("way", ["nobody came back", "begun too long ago"])
def test_a_session_that_is_over_ends_what_it_gave_though_its_row_stays(desk: Party, way: str) -> None:
    """Its systems hear of it without anybody coming back to it, and refresh no more (ADR 16)."""
    start = clock.now()
    tokens = desk.exchange(desk.code(signed_in("citizen"))).json()
    with clock.at(start + IDLE_LIMIT - timedelta(minutes=1)):
        assert leaving.end_lost() == 0
        tokens = desk.refresh(tokens["refresh_token"]).json()
    with clock.at(start + IDLE_LIMIT - timedelta(seconds=50)):
        assert leaving.end_lost() == 0, "looked for twice, and it is in use"
    end = start + IDLE_LIMIT
    if way == "begun too long ago":
        end = start + ABSOLUTE_LIMIT
        SignedIn.objects.update(seen_at=end)
        Session.objects.update(expire_date=end + timedelta(days=1))
    with clock.at(end + timedelta(minutes=1)):
        assert leaving.end_lost() == 0
    with clock.at(end + timedelta(minutes=2)):
        assert leaving.end_lost() == 1
        assert Session.objects.exists(), "the row of the session is there"
        assert refused(desk.refresh(tokens["refresh_token"]))
        assert userinfo(tokens["access_token"]).status_code == 401


def test_somebody_else_in_the_same_browser_is_another_visit(desk: Party) -> None:
    browser = signed_in("citizen")
    tokens = desk.exchange(desk.code(browser)).json()
    browser.post("/demo/sign-in/", {"account": "homeowner", "next": "/account/"})
    assert userinfo(tokens["access_token"]).status_code == 401
    other = id_token(desk.exchange(desk.code(browser)).json())
    assert other["sid"] != id_token(tokens)["sid"]


def test_a_system_that_proves_the_visit_signs_out_at_once(desk: Party) -> None:
    browser = signed_in("citizen")
    hint = desk.exchange(desk.code(browser)).json()["id_token"]
    said = browser.get(
        "/openid/logout",
        {"id_token_hint": hint, "post_logout_redirect_uri": "https://desk.example/bye", "state": "s"},
    )
    assert said.headers["Location"] == "https://desk.example/bye?state=s"
    assert browser.get("/account/").status_code == 302


def test_anybody_else_only_makes_us_ask(desk: Party) -> None:
    browser = signed_in("citizen")
    hint = desk.exchange(desk.code(signed_in("citizen"))).json()["id_token"]
    for values in ({}, {"client_id": "desk"}, {"id_token_hint": hint}, {"id_token_hint": "x.y.z"}):
        assert browser.get("/openid/logout", values).status_code == 200
        assert browser.get("/account/").status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert strict.post("/openid/logout", {"answer": "leave"}).status_code == 200
    assert browser.get("/account/").status_code == 200
    browser.post("/openid/logout", {"answer": "leave"})
    assert browser.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "https://desk.example/bye/",
        "https://desk.example/bye?x=1",
        "javascript:alert(1)",
    ],
)
def test_after_signing_out_one_goes_to_an_exact_address_only(desk: Party, address: str) -> None:
    browser = signed_in("citizen")
    said = browser.get("/openid/logout", {"client_id": "desk", "post_logout_redirect_uri": address})
    assert said.status_code == 422 and "Location" not in said.headers


def test_a_logout_token_is_no_hint(desk: Party, heard: list[dict[str, Any]]) -> None:
    browser = signed_in("citizen")
    desk.exchange(desk.code(browser))
    token = signing.logout_token(Visit.objects.get(), desk.system)
    assert signing.read_hint(token) is None
    assert answer(desk.ask(browser, id_token_hint=token))["error"] == "invalid_request"


def test_only_listed_addresses_are_told(desk: Party) -> None:
    System.objects.filter(pk="desk").update(logout_uri="https://desk.example/out")
    browser = signed_in("citizen")
    desk.exchange(desk.code(browser))
    browser.post("/sign-out/")
    from onewindow.foundation.egress.types import DestinationNotAllowed

    with override_settings(ONEWINDOW_EGRESS={}), pytest.raises(DestinationNotAllowed):
        leaving.tell(LogoutNotice.objects.get().pk)

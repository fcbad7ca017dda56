"""To a stronger sign-in and back: what was typed comes along, and the session's id changes."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client, override_settings

from onewindow.blocks.identity import assurance, stepping_up
from onewindow.blocks.identity.models import Account, SignedIn
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.blocks.identity.tests.test_signing_in import PASSWORD, code_of, give_password

pytestmark = pytest.mark.usefixtures("country")
SECRET = "JBSWY3DPEHPK3PXP"
WEAKLY = override_settings(ONEWINDOW_SIGN_IN_LEVELS={"demo": "low"})


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def level(client: Client) -> str:
    return str(client.get("/api/v1/me").json()["assurance"])


@pytest.mark.parametrize(
    ("methods", "way", "sure"),
    [
        ([], "", "none"),
        ([{"method": "password"}], "password", "low"),
        ([{"method": "password"}, {"method": "mfa", "type": "totp"}], "two-steps", "substantial"),
        ([{"method": "password"}, {"method": "mfa", "type": "recovery_codes"}], "two-steps", "substantial"),
        ([{"method": "mfa", "type": "webauthn", "passwordless": True}], "passkey", "substantial"),
        ([{"method": "mfa", "type": "totp"}], "password", "low"),
        ([{"method": "password"}, {"method": "certificate"}], "certificate", "high"),
        ([{"method": "outside", "level": "low"}], "outside", "low"),
        ([{"method": "outside", "level": "nonsense"}], "outside", "none"),
        ([{"method": "something new"}], "password", "low"),
    ],
)
def test_how_sure_each_way_is(methods: list[dict[str, object]], way: str, sure: str) -> None:
    assert assurance.way_of(methods) == way
    assert assurance.level_of(methods, proofing="high") == sure
    assert assurance.level_of(methods, proofing="low") in ("none", "low")


def test_the_typed_form_waits_and_is_sent_after_the_second_step() -> None:
    account = give_password("trade-administrator")
    account.refresh_from_db()
    client = Client()
    client.post("/sign-in/", {"login": account.email, "password": PASSWORD})
    assert level(client) == "low"
    TOTP.activate(account, SECRET)
    sent = {
        "email": "Citizen@tamaris.example",
        "office": "foreign-trade",
        "role": "clerk",
        "password": "mine",
    }
    asked = client.post("/administration/trade-ministry/", sent)
    assert asked.status_code == 302, asked.content.decode()[-800:]
    assert asked.headers["Location"].startswith("/sign-in/step-up/?level=substantial&next=")
    page = client.get(asked.headers["Location"]).content.decode()
    again = re.search(r'href="(/account/again/code/[^"]+)"', page)
    assert again is not None, page[-1500:]
    before = client.session.session_key
    back = client.post(again[1].replace("&amp;", "&"), {"code": code_of(SECRET)})
    assert level(client) == "substantial"
    assert client.session.session_key != before, "the id changes with the powers"
    stale = Client()
    stale.cookies["sessionid"] = before
    assert stale.get("/account/").status_code == 302, "the old one is dead"
    kept = client.get(back.headers["Location"]).content.decode()
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', kept))
    assert form["email"] == sent["email"] and form["office"] == "foreign-trade"
    assert "password" not in form, "what is secret is never kept"
    action = re.search(r'<form method="post" action="([^"]+)"', kept)
    assert action is not None and action[1] == "/administration/trade-ministry/"


@WEAKLY
def test_a_page_is_reached_after_the_step_up_and_not_elsewhere() -> None:
    client = signed_in("trade-administrator")
    asked = client.get("/administration/trade-ministry/")
    assert asked.headers["Location"].endswith("next=%2Fadministration%2Ftrade-ministry%2F")
    with override_settings(ONEWINDOW_SIGN_IN_LEVELS={}):
        done = client.get("/sign-in/step-up/?level=substantial&next=//evil.example")
        assert done.headers["Location"] == "/"


@WEAKLY
def test_a_kept_form_is_its_owners_only_and_has_limits() -> None:
    client = signed_in("trade-administrator")
    asked = client.post("/administration/trade-ministry/", {"email": "x" * 400_000})
    assert "kept" not in asked.headers["Location"], "what is too long is not kept"
    there = client.post("/administration/trade-ministry/", {"email": "a@b.example"}).headers["Location"]
    key = re.search(r"kept%2F([0-9a-f]+)%2F", there)
    assert key is not None
    assert client.get(f"{stepping_up.PATH}kept/{key[1]}/").status_code == 200
    assert signed_in("citizen").get(f"{stepping_up.PATH}kept/{key[1]}/").status_code == 404


def test_a_program_is_told_and_not_led() -> None:
    Account.objects.filter(slug="trade-administrator").update(proofing="low")
    client = signed_in("trade-administrator")
    answer = client.get("/administration/trade-ministry/")
    assert answer.status_code == 302


def test_each_sign_in_is_listed_with_its_way_and_level() -> None:
    signed_in("citizen", "Mozilla/5.0 (Windows NT 10.0) Firefox/128.0")
    row = SignedIn.objects.get(account__slug="citizen")
    assert (row.method, row.level, row.device, row.place) == (
        "demo", "substantial", "Firefox, Windows", "127.0.0.1",
    )  # fmt: skip


def test_a_new_browser_is_told_of_and_a_known_one_is_not(told: list[object]) -> None:
    first = signed_in("citizen")
    assert told == [], "the first browser of an account is no news"
    first.post("/sign-out/")
    first.post("/demo/sign-in/", {"account": "citizen"})
    assert told == [], "its mark says that we know it"
    signed_in("citizen", "Mozilla/5.0 (Windows NT 10.0) Firefox/128.0")
    assert told == [("citizen", "new-device", {"device": "Firefox, Windows"})]


def test_whoever_has_no_second_step_is_told_how_to_get_one() -> None:
    account = give_password("trade-administrator")
    client = Client()
    client.post("/sign-in/", {"login": account.email, "password": PASSWORD})
    there = client.get("/administration/trade-ministry/").headers["Location"]
    page = client.get(there).content.decode()
    assert "/account/sign-in/app/" in page and "/sign-in/certificate/" in page
    TOTP.activate(account, SECRET)
    assert "/account/sign-in/app/" not in client.get(there).content.decode()

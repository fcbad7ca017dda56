"""Signing in with an outside OpenID provider, which runs in a process of its own, honest and lying."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from lxml import html

from onewindow.blocks.identity.models import Account, Appointment, Office, OutsideIdentity
from onewindow.blocks.identity.outside import providers
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.kernel.clock import clock
from tests.running import free_port

pytestmark = pytest.mark.usefixtures("country")
BACK = "/sign-in/with/eid/back/"


class Outside:
    """The provider's process as tests speak to it."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def lie(self, **lies: Any) -> None:
        self._post("/lie", lies)

    def logout_token(self, **lies: Any) -> str:
        return str(self._post("/logout-token", lies)["token"])

    def answer_to(self, address: str) -> str:
        """Follow the person's browser there; the address that it is sent back to."""
        try:
            urllib.request.build_opener(_Stay()).open(address)
        except urllib.error.HTTPError as answer:
            return str(answer.headers["Location"])
        raise AssertionError(address)

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.url}{path}", json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@pytest.fixture(scope="module")
def process() -> Generator[int]:
    port = free_port()
    command = [sys.executable, str(Path(__file__).parent / "provider.py"), str(port)]
    running = subprocess.Popen(command)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/keys", timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield port
    running.terminate()
    running.wait(10)


@pytest.fixture
def outside(process: int) -> Generator[Outside]:
    url = f"http://127.0.0.1:{process}"
    eid = {
        "name": {"en": "National eID"}, "issuer": url, "client_id": "onewindow", "client_secret": "a-secret",
        "levels": {"strong": "high", "weak": "low"}, "person_claim": "number",
    }  # fmt: skip
    other = {**eid, "name": {"en": "Other"}, "issuer": "http://other.example", "person_claim": ""}
    cache.clear()
    providers.forget()
    with override_settings(
        ONEWINDOW_OPENID_PROVIDERS={"eid": eid, "other": other, "plain": {**eid, "person_claim": ""}},
        ONEWINDOW_EGRESS={"openid": {"allow": [url], "private": True}},
    ):
        found = Outside(process)
        found.lie()
        yield found


def begin(client: Client, provider: str = "eid", **sent: str) -> str:
    """Press the button; the address at the provider."""
    page = client.post(f"/sign-in/with/{provider}/", {"next": "/account/", **sent}).content.decode()
    return page.split('class="govuk-button" href="')[1].split('"')[0].replace("&amp;", "&")


def come_back(client: Client, outside: Outside, provider: str = "eid", **sent: str):
    location = outside.answer_to(begin(client, provider, **sent))
    parts = urlsplit(location)
    return client.get(f"{parts.path}?{parts.query}")


def me(client: Client) -> dict[str, Any]:
    return client.get("/api/v1/me").json()


def test_an_electronic_identity_signs_in_to_its_persons_account(outside: Outside) -> None:
    client = Client()
    address = begin(client)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256" and asked["redirect_uri"].endswith(BACK)
    assert len(asked["state"]) >= 40 and len(asked["nonce"]) >= 40
    parts = urlsplit(outside.answer_to(address))
    done = client.get(f"{parts.path}?{parts.query}")
    assert done.headers["Location"] == "/account/", done.content.decode()[-1500:]
    assert (me(client)["account"], me(client)["assurance"]) == ("citizen", "high")
    assert OutsideIdentity.objects.get().account.slug == "citizen"
    again = client.get(f"{parts.path}?{parts.query}")
    assert again.status_code == 403, "an answer is taken once"


LIES: dict[str, dict[str, Any]] = {
    "iss of another": {"claims": {"iss": "http://other.example"}},
    "aud of another": {"claims": {"aud": "somebody"}},
    "no aud": {"claims": {"aud": None}},
    "two aud without azp": {"claims": {"aud": ["onewindow", "other"]}},
    "azp of another": {"claims": {"azp": "other"}},
    "nonce of another": {"claims": {"nonce": "n"}},
    "no nonce": {"claims": {"nonce": None}},
    "expired": {"claims": {"exp": 1}},
    "no exp": {"claims": {"exp": None}},
    "issued long ago": {"claims": {"iat": 1}},
    "not yet": {"claims": {"nbf": 9_999_999_999}},
    "at_hash of another": {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "no subject": {"claims": {"sub": None}},
    "alg none": {"head": {"alg": "none"}},
    "HS256 with the public key": {"head": {"alg": "HS256"}},
    "another key with the same kid": {"head": {"key": "other"}},
    "a logout token": {"head": {"typ": "logout+jwt"}},
    "events of a logout token": {"claims": {"events": {}}},
    "state of another": {"answer": {"state": "x"}},
    "no state": {"answer": {"state": None}},
    "iss of the answer (mix-up)": {"answer": {"iss": "http://other.example"}},
    "no iss in the answer": {"answer": {"iss": None}},
    "an error": {"answer": {"error": "access_denied"}},
    "a code of another": {"answer": {"code": "stolen"}},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_an_answer_that_does_not_fit_signs_nobody_in(outside: Outside, lie: dict[str, Any]) -> None:
    client = Client()
    outside.lie(**lie)
    assert come_back(client, outside).status_code == 403
    assert me_status(client) == 403


def me_status(client: Client) -> int:
    return client.get("/account/").status_code if client.get("/account/").status_code != 302 else 403


def test_an_answer_goes_only_to_the_browser_that_asked_and_to_its_provider(outside: Outside) -> None:
    victim, thief = Client(), Client()
    parts = urlsplit(outside.answer_to(begin(thief)))
    begin(victim)
    assert victim.get(f"{parts.path}?{parts.query}").status_code == 403
    client = Client()
    parts = urlsplit(outside.answer_to(begin(client)))
    assert client.get(f"/sign-in/with/plain/back/?{parts.query}").status_code == 403


def test_a_provider_that_is_not_on_the_egress_list_is_not_asked(outside: Outside) -> None:
    done = Client().post("/sign-in/with/other/", {})
    assert done.status_code == 422 and b"may not connect" in done.content
    assert Client().post("/sign-in/with/unknown/", {}).status_code == 404


def test_a_provider_that_says_it_is_another_is_refused(outside: Outside) -> None:
    outside.lie(discovery_issuer="http://other.example")
    assert Client().post("/sign-in/with/eid/", {}).status_code == 422


def test_a_step_up_asks_for_the_level_and_takes_no_less(outside: Outside) -> None:
    client = signed_in("citizen")
    before = client.session.session_key
    address = begin(client, purpose="step-up", level="high")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["acr_values"] == "strong" and asked["max_age"] == "0"
    outside.lie(claims={"acr": "weak"})
    assert come_back(client, outside, purpose="step-up", level="high").status_code == 403
    outside.lie(claims={"auth_time": 1})
    assert come_back(client, outside, purpose="step-up", level="high").status_code == 403
    outside.lie(claims={"auth_time": None})
    assert come_back(client, outside, purpose="step-up", level="high").status_code == 403
    assert me(client)["assurance"] == "substantial"
    outside.lie()
    assert come_back(client, outside, purpose="step-up", level="high").status_code == 302
    assert me(client)["assurance"] == "high"
    assert client.session.session_key != before, "a step-up changes the session's id"


def offered(client: Client, address: str) -> dict[str, dict[str, str]]:
    """The services that a page offers, with what the form of each would send."""
    page = html.fromstring(client.get(address).content)
    forms = [form for form in page.iter("form") if form.get("action", "").startswith("/sign-in/with/")]
    return {
        form.get("action").split("/")[3]: {
            one.get("name"): one.get("value") for one in form.iter("input") if "csrf" not in one.get("name")
        }
        for form in forms
    }


@override_settings(ONEWINDOW_SIGN_IN_LEVELS={"demo": "low"})
def test_the_page_of_the_step_up_leads_there_and_back_to_what_was_typed(outside: Outside) -> None:
    office = Office.objects.get(agency="trade-ministry", slug="foreign-trade")
    citizen = Account.objects.get(slug="citizen")
    Appointment.objects.create(account=citizen, office=office, role_id="administrator", starts_at=clock.now())
    client = signed_in("citizen")
    sent = {"email": "somebody@tamaris.example", "office": "foreign-trade", "role": "clerk"}
    asked = client.post("/administration/trade-ministry/", sent)
    assert asked.headers["Location"].startswith("/sign-in/step-up/?level=substantial&next=")
    ways = offered(client, asked.headers["Location"])
    assert set(ways) == {"eid"}, "the others know nobody of this account"
    assert (ways["eid"]["purpose"], ways["eid"]["level"]) == ("step-up", "substantial")
    back = come_back(client, outside, "eid", **ways["eid"])
    assert me(client)["assurance"] == "high"
    kept = html.fromstring(client.get(back.headers["Location"]).content)
    (form,) = [one for one in kept.iter("form") if one.get("action") == "/administration/trade-ministry/"]
    assert dict(form.form_values()).items() >= sent.items()


def test_a_service_is_offered_only_where_it_reaches_the_level(outside: Outside) -> None:
    client = signed_in("citizen")
    high, set_up = "/sign-in/step-up/?level=high&next=/account/", "/sign-in/set-up/?next=/account/"
    assert set(offered(client, high)) == {"eid"}
    assert offered(client, high)["eid"]["next"] == "/account/"
    assert come_back(client, outside, "plain", purpose="link").status_code == 302
    assert set(offered(client, high)) == {"eid"}, "linked by a session that was only quite sure"
    with override_settings(ONEWINDOW_SIGN_IN_LEVELS={"demo": "low"}):
        weakly = signed_in("citizen")
        page = "/sign-in/step-up/?level=substantial&next=/account/"
        assert set(offered(weakly, page)) == {"eid", "plain"}
        assert set(offered(weakly, set_up)) == {"eid", "plain"}
        Account.objects.filter(slug="citizen").update(proofing="low")
        assert offered(weakly, page) == {}, "who is known too little gets there by no key"
    Account.objects.filter(slug="citizen").update(proofing="high", person="")
    assert offered(client, high) == {}, "an electronic identity signs in to its person's account only"


def test_another_provider_signs_in_only_once_it_is_linked(outside: Outside) -> None:
    stranger = Client()
    assert come_back(stranger, outside, "plain").status_code == 404
    owner = signed_in("homeowner")
    assert come_back(owner, outside, "plain", purpose="link").headers["Location"] == "/account/sign-in/"
    assert come_back(stranger, outside, "plain").status_code == 302
    assert me(stranger)["account"] == "homeowner"
    thief = signed_in("importer")
    assert come_back(thief, outside, "plain", purpose="link").status_code == 409
    owner.post("/account/sign-in/with/plain/unlink/")
    assert come_back(Client(), outside, "plain").status_code == 404


def test_an_electronic_identity_opens_an_account(outside: Outside, mailoutbox: list[Any]) -> None:
    outside.lie(claims={"number": "10000016", "sub": "person-2"})
    client = Client()
    there = come_back(client, outside)
    assert there.headers["Location"] == "/sign-in/open-account/"
    page = client.get("/sign-in/open-account/")
    assert page.status_code == 200, page.content.decode()[-1500:]
    client.post("/sign-in/open-account/", {"email": "new@tamaris.example", "language": "fr"})
    code = mailoutbox[-1].body.split()[-1]
    assert client.post("/sign-in/open-account/code/", {"code": "WRONG"}).status_code == 422
    done = client.post("/sign-in/open-account/code/", {"code": code})
    assert done.headers["Location"] == "/account/", done.content.decode()[-1500:]
    opened = Account.objects.get(email="new@tamaris.example")
    assert (opened.person, opened.proofing) == ("register/people/10000016", "high")
    assert me(client)["person"] == "register/people/10000016"


LOGOUT_LIES: dict[str, dict[str, Any]] = {
    "of another": {"claims": {"iss": "http://other.example"}},
    "for another": {"claims": {"aud": "somebody"}},
    "no event": {"claims": {"events": None}},
    "another event": {"claims": {"events": {"x": {}}}},
    "with a nonce": {"claims": {"nonce": "n"}},
    "old": {"claims": {"iat": 1}},
    "expired": {"claims": {"exp": 1}},
    "no jti": {"claims": {"jti": None}},
    "nobody": {"claims": {"sub": None, "sid": None}},
    "another key": {"head": {"key": "other"}},
    "alg none": {"head": {"alg": "none"}},
    "an ID token's type": {"head": {"typ": "at+jwt"}},
}


def test_the_providers_word_ends_the_session_once(outside: Outside) -> None:
    client = Client()
    come_back(client, outside)
    assert client.get("/account/").status_code == 200
    for lie in LOGOUT_LIES.values():
        token = outside.logout_token(**lie)
        refused = Client().post("/sign-in/with/eid/ended/", {"logout_token": token})
        assert refused.status_code == 400, lie
    assert client.get("/account/").status_code == 200
    token = outside.logout_token()
    assert Client().post("/sign-in/with/eid/ended/", {"logout_token": token}).status_code == 200
    assert client.get("/account/").status_code == 302
    come_back(client, outside)
    again = Client().post("/sign-in/with/eid/ended/", {"logout_token": token})
    assert again.status_code == 400, "a token ends sessions once"
    assert client.get("/account/").status_code == 200

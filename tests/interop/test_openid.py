"""The provider as strangers' programs meet it: Authlib and openid-client, each in a process of its own."""

import json
import secrets
import threading
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey

from tests.interop.openid.browser import Browser, parameters
from tests.interop.openid.programs import Ear, Program, relying_party, snippet
from tests.running import House, running

CLIENTS = ("authlib", "openid-client")
DESK = {
    "client_id": "trade-ministry-licences", "redirect_uri": "http://127.0.0.1:9000/callback",
    "scope": "openid profile email posts", "way": "client_secret_basic",
    "secret": "only-for-the-demonstration",
}  # fmt: skip
BANK = {
    "client_id": "bank-atlas-customers", "redirect_uri": "http://127.0.0.1:9001/callback",
    "scope": "openid profile email", "way": "none",
}  # fmt: skip


@dataclass
class Town:
    """A running window, and a system of the ministry that two people agreed in its pages."""

    house: House
    ear: Ear
    vault: dict[str, Any]
    browsers: list[Browser] = field(default_factory=list)

    def browser(self, account: str = "") -> Browser:
        made = Browser(self.house.base)
        self.browsers.append(made)
        if account:
            made.sign_in(account)
        return made


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Generator[Town]:
    ear = Ear()
    var = tmp_path_factory.mktemp("openid") / "var"
    var.mkdir()
    listed = var.parent / "egress.json"
    listed.write_text(json.dumps({"openid": {"allow": [ear.address], "private": True}}))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ONEWINDOW_EGRESS_FILE", str(listed))
        with running(var) as house:
            yield Town(house, ear, _agreed(house, ear))
    ear.close()


def _agreed(house: House, ear: Ear) -> dict[str, Any]:
    """An administrator asks and the head approves, in their browsers."""
    key = ECKey.generate_key("P-256", private=True)
    public = {**key.as_dict(private=False), "kid": key.thumbprint()}
    where = "/administration/trade-ministry/systems/"
    administrator, head = Browser(house.base), Browser(house.base)
    administrator.sign_in("trade-administrator")
    head.sign_in("trade-head")
    asked = administrator.send(
        f"{where}new/",
        client_id="ministry-vault", name_en="Vault", purpose_en="Officers open the vault.",
        way="private_key_jwt", keys=json.dumps({"keys": [public]}),
        redirect_uris="http://127.0.0.1:9002/callback", after_logout_uris="http://127.0.0.1:9002/",
        logout_uri=f"{ear.address}/out", scopes=["openid", "profile"], assurance="substantial",
        pushed="yes", trusted="no",
    )  # fmt: skip
    assert asked.status_code == 302, asked.text
    decide = head.http.get(f"{house.base}{where}").text.partition(f'action="{where}ministry-vault/decide/')[2]
    proposal = decide.partition('/"')[0]
    assert (
        administrator.send(f"{where}ministry-vault/decide/{proposal}/", answer="approve").status_code == 403
    )
    assert head.send(f"{where}ministry-vault/decide/{proposal}/", answer="approve").status_code == 302
    administrator.close()
    head.close()
    return {
        "client_id": "ministry-vault", "redirect_uri": "http://127.0.0.1:9002/callback",
        "scope": "openid profile", "way": "private_key_jwt", "pushed": True,
        "key": {**key.as_dict(private=True), "kid": key.thumbprint()},
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _closed(town: Town) -> Generator[None]:
    """Close every browser that a test opened."""
    yield
    while town.browsers:
        town.browsers.pop().close()


@pytest.fixture(params=CLIENTS)
def party(request: pytest.FixtureRequest) -> Generator[Program]:
    with relying_party(request.param) as program:
        yield program


def start(party: Program, town: Town, terms: dict[str, Any]) -> None:
    told = party.do("start", issuer=town.house.base, **terms)
    assert told["issuer"] == town.house.base


def ask(party: Program, browser: Browser, *, action: str = "agree", **more: str) -> str:
    """To the window and back: the address that the system is called with."""
    begun = party.do("begin", verifier=secrets.token_urlsafe(40), nonce=secrets.token_urlsafe(16), **more)
    response = browser.follow(begun["url"], action=action)
    assert response.is_redirect, response.text
    return response.headers["Location"]


@pytest.mark.parametrize("terms", [DESK, BANK], ids=["a secret", "no secret"])
def test_somebody_signs_in(party: Program, town: Town, terms: dict[str, Any]) -> None:
    start(party, town, terms)
    done = party.do("finish", callback=ask(party, town.browser("citizen")))
    assert done["claims"]["acr"] == "http://eidas.europa.eu/LoA/substantial"
    assert done["userinfo"]["email"] == "citizen@tamaris.example"
    fresh = party.do("refresh", token=done["token"]["refresh_token"])
    assert fresh["token"]["refresh_token"] != done["token"]["refresh_token"]
    assert party.do("userinfo", token=fresh["token"]["access_token"])["userinfo"]["name"]


def test_a_system_with_a_key_pushes_its_request(party: Program, town: Town) -> None:
    start(party, town, town.vault)
    if "request_uri" not in parameters(party.do("begin", verifier="v" * 43, nonce="n")["url"]):
        pytest.skip("this client pushes no requests; the other one does")
    done = party.do("finish", callback=ask(party, town.browser("trade-head")))
    assert done["userinfo"]["name"]
    assert party.do("introspect", token=done["token"]["access_token"])["said"]["active"]
    party.do("revoke", token=done["token"]["refresh_token"])
    assert party.do("introspect", token=done["token"]["access_token"])["said"] == {"active": False}


def test_private_bodies_and_agencies_know_one_by_different_names(party: Program, town: Town) -> None:
    subjects = []
    for terms in (DESK, BANK):
        start(party, town, terms)
        subjects.append(party.do("finish", callback=ask(party, town.browser("citizen")))["claims"]["sub"])
    assert subjects[0] != subjects[1]


def test_whoever_refuses_is_not_signed_in(party: Program, town: Town) -> None:
    start(party, town, BANK)
    callback = ask(party, town.browser("homeowner"), action="refuse")
    assert parameters(callback)["error"] == "access_denied"
    assert party.say("finish", callback=callback)["ok"] is False


def test_nobody_there_and_no_page_to_be_shown(party: Program, town: Town) -> None:
    start(party, town, DESK)
    callback = ask(party, town.browser(), prompt="none")
    assert parameters(callback)["error"] == "login_required"
    assert party.say("finish", callback=callback)["ok"] is False


@pytest.mark.parametrize("wrong", ["state", "nonce"])
def test_an_answer_to_another_question_is_refused_by_the_client(
    party: Program, town: Town, wrong: str
) -> None:
    start(party, town, DESK)
    refused = party.say("finish", callback=ask(party, town.browser("citizen")), **{wrong: "another"})
    assert refused["ok"] is False, refused


def test_an_answer_of_another_provider_is_refused_by_the_client(town: Town) -> None:
    with relying_party("openid-client") as party:
        start(party, town, DESK)
        callback = ask(party, town.browser("citizen"))
        assert f"iss={town.house.base.replace(':', '%3A').replace('/', '%2F')}" in callback
        mixed = callback.partition("&iss=")[0] + "&iss=https%3A%2F%2Fevil.example"
        assert party.say("finish", callback=mixed)["ok"] is False


def test_the_wrong_verifier_gets_nothing(party: Program, town: Town) -> None:
    start(party, town, BANK)
    refused = party.say("finish", callback=ask(party, town.browser("citizen")), verifier="w" * 43)
    assert refused["error"] == "invalid_grant", refused


def test_a_code_that_comes_again_ends_everything(party: Program, town: Town) -> None:
    start(party, town, DESK)
    callback = ask(party, town.browser("citizen"))
    done = party.do("finish", callback=callback)
    assert party.say("finish", callback=callback)["error"] == "invalid_grant"
    assert party.say("userinfo", token=done["token"]["access_token"])["ok"] is False
    assert party.say("refresh", token=done["token"]["refresh_token"])["error"] == "invalid_grant"


def test_a_refresh_token_that_comes_again_ends_everything(party: Program, town: Town) -> None:
    start(party, town, BANK)
    first = party.do("finish", callback=ask(party, town.browser("citizen")))["token"]
    second = party.do("refresh", token=first["refresh_token"])["token"]
    assert party.say("refresh", token=first["refresh_token"])["error"] == "invalid_grant"
    assert party.say("refresh", token=second["refresh_token"])["error"] == "invalid_grant"


def test_an_address_that_is_not_registered_gets_nobody(party: Program, town: Town) -> None:
    start(party, town, {**DESK, "redirect_uri": "http://127.0.0.1:9000/callback/"})
    begun = party.do("begin", verifier="v" * 43, nonce="n")
    response = town.browser("citizen").follow(begun["url"])
    assert response.status_code == 422 and "did not register" in response.text


def test_the_wrong_secret_gets_nothing(party: Program, town: Town) -> None:
    start(party, town, {**DESK, "secret": "guessed"})
    refused = party.say("finish", callback=ask(party, town.browser("citizen")))
    # openid-client tells of the challenge that comes with the error (RFC 6749 §5.2).
    assert refused["error"] in ("invalid_client", "OAUTH_WWW_AUTHENTICATE_CHALLENGE"), refused


def test_somebody_who_leaves_here_leaves_there(town: Town) -> None:
    with relying_party("openid-client") as party, relying_party("authlib") as other:
        start(party, town, town.vault)
        start(other, town, town.vault)
        browser = town.browser("trade-head")
        done = party.do("finish", callback=ask(party, browser))
        town.ear.deaf = 1  # the first time it does not hear
        browser.sign_out()
        token = town.ear.heard.get(timeout=60)
        for each in (party, other):
            said = each.do("heard", logout_token=token)["claims"]
            assert said["sid"] == done["claims"]["sid"] and said["sub"] == done["claims"]["sub"]
            assert each.say("heard", logout_token=done["token"]["id_token"])["ok"] is False
        assert party.say("refresh", token=done["token"]["refresh_token"])["error"] == "invalid_grant"


def test_a_system_lets_somebody_leave(party: Program, town: Town) -> None:
    start(party, town, DESK)
    browser = town.browser("citizen")
    done = party.do("finish", callback=ask(party, browser))
    url = party.do("leave", id_token=done["token"]["id_token"], address="http://127.0.0.1:9000/")["url"]
    assert browser.follow(url).headers["Location"] == "http://127.0.0.1:9000/?state=left"
    assert browser.http.get(f"{town.house.base}/account/").is_redirect
    assert party.say("userinfo", token=done["token"]["access_token"])["ok"] is False


def test_of_two_who_come_at_once_with_a_code_one_gets_in(town: Town) -> None:
    """And then neither: the code was in two hands."""
    browser = town.browser("citizen")
    with relying_party("authlib") as party:
        start(party, town, BANK)
        verifier = secrets.token_urlsafe(40)
        url = party.do("begin", verifier=verifier, nonce="n")["url"]
    code = parameters(browser.follow(url).headers["Location"])["code"]
    values = {
        "grant_type": "authorization_code", "code": code, "code_verifier": verifier,
        "client_id": BANK["client_id"], "redirect_uri": BANK["redirect_uri"],
    }  # fmt: skip
    answers: list[httpx.Response] = []
    gate = threading.Barrier(8)

    def exchange() -> None:
        with httpx.Client(timeout=60) as http:
            gate.wait()
            answers.append(http.post(f"{town.house.base}/openid/token", data=values))

    threads = [threading.Thread(target=exchange) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    got = [answer for answer in answers if answer.status_code == 200]
    assert len(got) == 1 and {answer.json()["error"] for answer in answers if answer not in got} == {
        "invalid_grant"
    }
    bearer = {"Authorization": f"Bearer {got[0].json()['access_token']}"}
    assert httpx.get(f"{town.house.base}/openid/userinfo", headers=bearer).status_code == 401


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_what_the_guide_shows_works(town: Town, language: str) -> None:
    """docs/connect-a-system.md, word for word; the test is the browser."""
    with snippet(language, base=town.house.base) as process:
        assert process.stdout is not None
        response = town.browser("citizen").follow(process.stdout.readline().strip())
        said, _ = process.communicate(response.headers["Location"] + "\n", timeout=60)
        assert "Leïla Mansour" in said

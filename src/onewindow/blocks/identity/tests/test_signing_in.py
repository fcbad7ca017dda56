import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from onewindow.blocks.identity import api
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.tests.conftest import actor, signed_in
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")

EMAIL = "citizen@tamaris.example"
PASSWORD = "four calm herons at dawn"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def give_password(slug: str = "citizen") -> Account:
    account = Account.objects.get(slug=slug)
    account.set_password(PASSWORD)
    account.save()
    return account


def give_app(account: Account) -> str:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(account, secret)
    return secret


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(client: Client, password: str = PASSWORD, email: str = EMAIL):
    return client.post("/sign-in/", {"login": email, "password": password})


def assurance(client: Client) -> str:
    return str(client.get("/api/v1/me").json()["assurance"])


def test_a_password_alone_is_low_and_with_an_app_substantial() -> None:
    account = give_password()
    client = Client()
    assert sign_in(client).status_code == 302
    assert assurance(client) == "low"
    secret = give_app(account)
    client = Client()
    assert sign_in(client).headers["Location"] == "/sign-in/second-step/"
    assert client.get("/account/").status_code == 302, "half a sign-in opens nothing"
    page = client.get("/sign-in/second-step/")
    assert page.status_code == 200
    wrong = client.post("/sign-in/second-step/", {"code": "000000"})
    assert wrong.status_code == 200 and "#code" in wrong.content.decode()
    right = client.post("/sign-in/second-step/", {"code": code_of(secret)})
    assert right.status_code == 302, right.content.decode()
    assert assurance(client) == "substantial"


def test_a_code_works_once() -> None:
    secret = give_app(give_password())
    code = code_of(secret)
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    assert first.post("/sign-in/second-step/", {"code": code}).status_code == 302
    assert second.post("/sign-in/second-step/", {"code": code}).status_code == 200


def test_the_session_id_changes_and_the_old_one_is_dead() -> None:
    give_password()
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != before
    inside = client.cookies["sessionid"].value
    client.post("/sign-out/")
    stale = Client()
    stale.cookies["sessionid"] = inside
    assert stale.get("/account/").status_code == 302


def test_an_account_that_is_closed_is_out_at_once() -> None:
    client = signed_in("citizen")
    assert client.get("/account/").status_code == 200
    Account.objects.filter(slug="citizen").update(is_active=False)
    assert client.get("/account/").status_code == 302


def test_sessions_end_idle_and_absolutely() -> None:
    client = signed_in("citizen")
    now = clock.now()
    with clock.at(now + timedelta(minutes=59)):
        assert client.get("/account/").status_code == 200
    with clock.at(now + timedelta(minutes=59 + 61)):
        assert client.get("/account/").status_code == 302
    client = signed_in("citizen")
    for hour in range(1, 13):
        with clock.at(now + timedelta(minutes=55 * hour)):
            assert client.get("/account/").status_code == 200
    with clock.at(now + timedelta(hours=11, minutes=50)):
        assert client.get("/account/").status_code == 200
    with clock.at(now + timedelta(hours=12, minutes=5)):
        assert client.get("/account/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_say_the_same() -> None:
    give_password()
    wrong = sign_in(Client(), password="not the right one at all")
    unknown = sign_in(Client(), email="nobody@tamaris.example")
    strip = re.compile(r'(name="csrfmiddlewaretoken" value="[^"]*"|nobody@|citizen@)')
    assert wrong.status_code == unknown.status_code == 200
    assert strip.sub("", wrong.content.decode()) == strip.sub("", unknown.content.decode())
    assert "The email address or the password is not right." in wrong.content.decode()


def test_after_too_many_failures_even_the_right_password_waits() -> None:
    give_password()
    for _ in range(5):
        sign_in(Client(), password="wrong password wrong")
    refused = sign_in(Client())
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert "too many attempts" in refused.content.decode()


def test_a_stranger_locks_nobody_out_of_a_browser_that_they_use() -> None:
    give_password()
    own, stranger = Client(), Client(REMOTE_ADDR="198.51.100.7")
    assert sign_in(own).status_code == 302
    own.post("/sign-out/")
    for _ in range(5):
        sign_in(stranger, password="wrong password wrong")
    assert sign_in(stranger).status_code == 429
    assert sign_in(own).status_code == 302


def test_a_known_browser_has_a_limit_too_and_is_known_for_its_own_account_only() -> None:
    give_password()
    give_password("homeowner")
    browser, other = Client(), "homeowner@tamaris.example"
    assert sign_in(browser).status_code == 302
    browser.post("/sign-out/")
    for _ in range(5):
        sign_in(browser, password="wrong password wrong")
    assert sign_in(browser).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7")).status_code == 302
    for _ in range(5):
        sign_in(Client(REMOTE_ADDR="198.51.100.8"), password="wrong password wrong", email=other)
    assert sign_in(browser, email=other).status_code == 429


def test_after_too_many_wrong_codes_the_second_step_waits_too() -> None:
    secret = give_app(give_password())
    client = Client()
    sign_in(client)
    for _ in range(5):
        client.post("/sign-in/second-step/", {"code": "000000"})
    refused = client.post("/sign-in/second-step/", {"code": code_of(secret)})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")


def test_many_requests_from_one_place_are_slowed_down() -> None:
    statuses = [sign_in(Client(), email=f"a{n}@tamaris.example").status_code for n in range(32)]
    assert statuses[-1] == 429
    page = sign_in(Client(), email="b@tamaris.example").content.decode()
    assert "Wait a few minutes" in page


def test_nobody_registers_at_the_front_door() -> None:
    page = Client().get("/sign-up/")
    assert page.status_code == 200 and "<form method" not in page.content.decode().split("<main")[1]
    assert Client().post("/sign-up/", {"email": "x@y.example", "password1": PASSWORD}).status_code == 200
    assert not Account.objects.filter(email="x@y.example").exists()


@pytest.mark.parametrize(
    "asked", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"]
)
def test_no_sign_in_leads_elsewhere(asked: str) -> None:
    give_password()
    response = Client().post("/sign-in/", {"login": EMAIL, "password": PASSWORD, "next": asked})
    assert response.headers["Location"] == "/"
    response = Client().post("/demo/sign-in/", {"account": "citizen", "next": asked})
    assert response.headers["Location"] == "/"


def test_a_password_is_chosen_by_a_code_that_was_sent() -> None:
    client = Client()
    client.post("/password/", {"email": EMAIL})
    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", letter.body, re.MULTILINE)
    assert code is not None, letter.body
    assert client.post("/password/code/", {"code": "WRONG1"}).status_code == 200
    assert client.post("/password/code/", {"code": code[1]}).status_code == 302
    short = client.post("/password/new/", {"password1": "too short", "password2": "too short"})
    assert (short.status_code == 200 and "#password1" in short.content.decode()) or "#password2" in str(
        short.content
    )
    done = client.post("/password/new/", {"password1": PASSWORD, "password2": PASSWORD})
    assert done.status_code == 302
    assert sign_in(Client()).status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_a_letter_that_says_so() -> None:
    response = Client().post("/password/", {"email": "nobody@tamaris.example"})
    assert response.status_code == 302
    assert "no account" in mail.outbox[0].body


@override_settings(ALLOWED_HOSTS=["*"])
def test_a_letter_names_no_host_that_somebody_claimed() -> None:
    give_password()
    for email in (EMAIL, "nobody@tamaris.example"):
        Client().post("/password/", {"email": email}, headers={"host": "elsewhere.example"})
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert "elsewhere" not in f"{letter.subject} {letter.body}"


def test_passwords_are_kept_as_argon2id_with_19_mib() -> None:
    with override_settings(PASSWORD_HASHERS=["onewindow.blocks.identity.hashing.Argon2idHasher"]):
        kept = make_password(PASSWORD)
        assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
        assert identify_hasher(kept).verify(PASSWORD, kept)


def test_setting_up_an_app_gives_recovery_codes_that_work_once() -> None:
    account = give_password()
    client = signed_in("citizen")
    again = client.get("/account/sign-in/app/").headers["Location"]
    assert again.startswith("/account/again/")
    client.post(again, {"password": PASSWORD})
    page = client.get("/account/sign-in/app/").content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page)  # in groups of four, to be typed
    assert secret is not None
    done = client.post("/account/sign-in/app/", {"code": code_of(secret[1].replace(" ", ""))})
    assert done.headers["Location"] == "/account/sign-in/recovery-codes/", done.content.decode()[-3000:]
    codes = re.findall(r'<code dir="ltr">(\d+)</code>', client.get(done.headers["Location"]).content.decode())
    assert len(codes) == 10
    assert Authenticator.objects.filter(user=account, type="totp").exists()
    for expected in (302, 200):
        again = Client()
        sign_in(again)
        assert again.post("/sign-in/second-step/", {"code": codes[0]}).status_code == expected


def test_changing_how_one_signs_in_needs_the_password_again() -> None:
    give_password()
    client = signed_in("citizen")
    response = client.get("/account/sign-in/app/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/again/")
    page = client.get(response.headers["Location"])
    assert page.status_code == 200
    done = client.post(response.headers["Location"], {"password": PASSWORD})
    assert done.status_code == 302 and done.headers["Location"] == "/account/sign-in/app/"


OPEN = ["/sign-in/", "/sign-up/", "/password/", "/demo/", "/sign-in/closed/", "/password/done/"]
OWN = [
    "/account/",
    "/account/keys/",
    "/account/sign-in/",
    "/account/sign-in/app/",
    "/account/sign-in/passkeys/",
    "/account/sign-in/passkeys/add/",
    "/account/password/set/",
    "/sign-out/",
    "/administration/trade-ministry/",
]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", OPEN)
def test_open_pages_speak_three_languages(path: str, language: str) -> None:
    _speaks(Client(), path, language)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", OWN)
def test_ones_own_pages_speak_three_languages(path: str, language: str) -> None:
    _speaks(signed_in("trade-administrator"), path, language)
    if path != "/sign-out/":
        assert Client().get(path).headers["Location"].startswith("/sign-in/")


def _speaks(client: Client, path: str, language: str) -> None:
    page = client.get(path, headers={"accept-language": language})
    text = page.content.decode()
    assert page.status_code == 200, path
    heading = re.search(r"<h1[^>]*>([^<]+)", text)
    assert heading is not None
    assert bool(re.search(r"[\u0600-\u06ff]", heading[1])) == (language == "ar"), heading[1]


@pytest.mark.parametrize("who", ["trade-head", "trade-registrar", "health-head", "citizen"])
def test_the_page_of_officers_is_the_administrators(who: str) -> None:
    assert signed_in(who).get("/administration/trade-ministry/").status_code == 403


def test_an_administrator_appoints_on_the_page() -> None:
    client = signed_in("trade-administrator")
    sent = {"email": "Citizen@tamaris.example", "office": "foreign-trade", "role": "clerk"}
    assert client.post("/administration/trade-ministry/", sent).status_code == 302
    assert actor("citizen").kind == "officer"
    again = client.post("/administration/trade-ministry/", sent)
    assert again.status_code == 422 and "already holds this role" in again.content.decode()
    unknown = client.post("/administration/trade-ministry/", {**sent, "email": "x@y.example"})
    assert unknown.status_code == 422 and 'href="#email"' in unknown.content.decode()
    today = clock.today(zone="Africa/Tunis")
    days = {
        f"{name}/{part}": str(getattr(today, part))
        for name in ("first_day", "last_day")
        for part in ("year", "month", "day")
    }
    cover = {"absent": "trade-clerk", "substitute": "citizen", **days}
    assert client.post("/administration/trade-ministry/absences/", cover).status_code == 302
    assert "Leïla Mansour" in client.get("/administration/trade-ministry/").content.decode()
    wrong = client.post("/administration/trade-ministry/absences/", {**cover, "first_day/day": "99"})
    assert wrong.status_code == 422 and 'href="#first_day"' in wrong.content.decode()


def test_demo_accounts_are_described_in_three_languages() -> None:
    accounts = api.demo_accounts()
    assert len(accounts) > 25
    for account in accounts:
        assert set(account.title.texts) == set(account.description.texts) == {"en", "fr", "ar"}
    assert {account.group for account in accounts} == {"people", "business", "officers", "administration"}

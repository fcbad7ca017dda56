"""Who sets up, changes and takes away an app or a passkey: never somebody with a stolen password alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import get_resolver

from onewindow.blocks.identity.errors import CodeNotRight, EmailInUse
from onewindow.blocks.identity.models import Account, Limit, SetUpCode
from onewindow.blocks.identity.pages.second_steps import Guarded
from onewindow.blocks.identity.proofing import operations as proofing
from onewindow.blocks.identity.recovery import operations as recovery
from onewindow.blocks.identity.second_step import handed
from onewindow.blocks.identity.tests.conftest import actor, signed_in
from onewindow.blocks.identity.tests.test_proofing import JAMEL
from onewindow.blocks.identity.tests.test_recovery import NEW, second_clerk
from onewindow.blocks.identity.tests.test_signing_in import (
    EMAIL,
    PASSWORD,
    assurance,
    code_of,
    give_app,
    give_password,
    sign_in,
)
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
APP, PASSKEY, CODES = (
    "/account/sign-in/app/",
    "/account/sign-in/passkeys/add/",
    "/account/sign-in/recovery-codes/",
)
GATE = "/sign-in/set-up/"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def little_known(**values: Any) -> Account:
    """An account with a password, of which we know little who uses it."""
    account = give_password()
    Account.objects.filter(pk=account.pk).update(proofing="low", **values)
    account.refresh_from_db()
    return account


def by_password() -> Client:
    client = Client()
    assert sign_in(client).status_code == 302
    assert assurance(client) == "low"
    return client


def gate(client: Client, path: str = APP) -> str:
    """The page that stands before what is too much for this session; its address."""
    answer = client.get(path)
    assert answer.status_code == 302, path
    there = answer.headers["Location"]
    assert there.startswith(GATE), there
    assert client.get(there).status_code == 200
    return there


def set_up(client: Client, path: str = APP) -> Any:
    """Set up an app on its page, with the password once more."""
    page = client.get(path)
    if page.status_code == 302 and "/again/" in page.headers["Location"]:
        client.post(page.headers["Location"], {"password": PASSWORD})
        page = client.get(path)
    secret = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page.content.decode())
    assert secret is not None, page.headers
    before = client.session.session_key
    answer = client.post(path, {"code": code_of(secret[1].replace(" ", ""))})
    assert answer.status_code != 302 or client.session.session_key != before, "its id changes with its powers"
    return answer


def letter_code() -> str:
    found = re.search(r"^([2-9A-Z]{8})$", mail.outbox[-1].body, re.MULTILINE)
    assert found is not None, mail.outbox[-1].body
    return found[1]


def has_step() -> bool:
    return Authenticator.objects.filter(user__slug="citizen", type__in=["totp", "webauthn"]).exists()


# What a thief with the password tries.


@pytest.mark.parametrize("path", [APP, PASSKEY])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_password_alone_sets_up_nothing(path: str, method: str) -> None:
    for account in (give_password(), little_known(), little_known(had_second_step=True)):
        client = by_password()
        client.post("/account/again/", {"password": PASSWORD})
        answer = getattr(client, method)(path, {"code": "123456"})
        assert answer.headers["Location"].startswith(GATE), account.proofing
        assert not has_step() and assurance(client) == "low"


def test_with_the_mailbox_too_nobody_becomes_somebody_whom_we_know() -> None:
    give_password()
    client = by_password()
    there = gate(client)
    page = client.get(there).content.decode()
    assert 'value="send"' not in page and 'name="handed"' in page
    for sent in ({"do": "send"}, {"do": "letter", "code": "ABCDEFGH"}):
        assert client.post(there, sent).status_code == 422
    assert mail.outbox == [] and gate(client)


@pytest.mark.parametrize("path", ["app/", "app/remove/", "recovery-codes/", "recovery-codes/file/",
                                  "recovery-codes/new/", "passkeys/add/"])  # fmt: skip
@pytest.mark.parametrize("proofed", ["low", "high"])
def test_a_weak_session_beside_a_second_step_changes_nothing(path: str, proofed: str) -> None:
    account = give_password()
    Account.objects.filter(pk=account.pk).update(proofing=proofed)
    thief = by_password()
    give_app(account)
    thief.post("/account/again/", {"password": PASSWORD})
    for method in (thief.get, thief.post):
        answer = method(f"/account/sign-in/{path}")
        assert answer.headers.get("Location", "").startswith(GATE), (path, answer.status_code)
    page = gate(thief, f"/account/sign-in/{path}")
    assert 'name="do"' not in thief.get(page).content.decode(), "no code opens it"
    handed.hand_over(account, by=None)
    assert thief.post(page, {"do": "counter", "handed": "ABCDEFGH"}).status_code == 200
    assert has_step()


def test_every_page_of_the_library_that_changes_a_second_step_is_guarded() -> None:
    open_on_purpose = {
        "mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
        "mfa_index", "mfa_list_webauthn",
    }  # fmt: skip
    found = {
        name: routes[0][0]
        for name, routes in get_resolver().reverse_dict.lists()
        if isinstance(name, str) and name.startswith("mfa_") and routes
    }
    assert open_on_purpose < set(found)
    for pattern in _patterns(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", None)
        library = pattern.callback.__module__.startswith("allauth") or any(
            each.__module__.startswith("allauth.mfa") for each in getattr(view, "__mro__", ())
        )
        if library and pattern.name not in open_on_purpose and "mfa" in str(pattern.name):
            assert view is not None and issubclass(view, Guarded), pattern.name


def _patterns(patterns: Any) -> Any:
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from _patterns(each.url_patterns)
        else:
            yield each


def test_after_the_last_one_was_removed_a_thief_finds_no_door() -> None:
    account = little_known()
    secret = give_app(account)
    Account.objects.filter(pk=account.pk).update(had_second_step=True)
    owner = Client()
    sign_in(owner)
    owner.post("/sign-in/second-step/", {"code": code_of(secret)})
    owner.post("/account/again/", {"password": PASSWORD})
    assert "It is your last one" in owner.get(f"{APP}remove/").content.decode()
    assert owner.post(f"{APP}remove/").status_code == 302
    thief = by_password()
    page = thief.get(gate(thief)).content.decode()
    assert 'value="send"' not in page and "/recovery/" in page
    assert set_up(owner).status_code == 302, "the owner, who is still signed in well, sets up another"


def test_what_an_email_opened_closes_when_we_learn_who_it_is() -> None:
    little_known()
    thief = by_password()
    there = gate(thief)
    thief.post(there, {"do": "send"})
    assert thief.post(there, {"do": "letter", "code": letter_code()}).status_code == 302
    Account.objects.filter(slug="citizen").update(proofing="high")
    gate(thief)


def test_a_thief_who_waited_loses_it_all_when_the_owner_comes_to_a_counter(told: list[Any]) -> None:
    """Getting an account by letter lowers it; nothing of that time comes along when it is raised again."""
    account = little_known()
    thief = by_password()
    there = gate(thief)
    thief.post(there, {"do": "send"})
    thief.post(there, {"do": "letter", "code": letter_code()})
    assert set_up(thief).status_code == 302
    done = _proof_anew(email="safe@tamaris.example")
    account.refresh_from_db()
    assert done.account == "citizen" and done.code
    assert (account.proofing, account.email) == ("high", "safe@tamaris.example")
    assert not has_step() and not account.has_usable_password() and not account.had_second_step
    assert thief.get("/account/").status_code == 302, "and is out"
    assert Client().post("/password/", {"email": EMAIL}).status_code == 302
    assert "no account with this" in mail.outbox[-1].body or "no account" in mail.outbox[-1].subject


def _proof_anew(*, email: str) -> Any:
    second_clerk()
    facts = proofing.people.facts_of(Reference("register/people/10000295"), reader=None)
    sent = {**JAMEL, "number": "10000295", "birth_date": facts.birth_date, "email": email}
    made = proofing.ask(actor("civil-clerk"), **sent)
    return proofing.confirm(actor("homeowner"), proofing=made)


def test_nobody_gets_anothers_address_at_the_counter() -> None:
    little_known()
    with pytest.raises(EmailInUse):
        _proof_anew(email="homeowner@tamaris.example")


# The owner's ways.


def test_a_code_by_email_sets_up_the_first_one_where_we_know_little(told: list[Any]) -> None:
    little_known()
    client = by_password()
    there = gate(client)
    assert client.post(there, {"do": "send"}).status_code == 302
    assert mail.outbox[-1].to == [EMAIL] and told == [], "only by email: the thief reads the window"
    back = client.post(there, {"do": "letter", "code": letter_code().lower()})
    assert back.headers["Location"] == APP
    done = set_up(client)
    assert done.headers["Location"] == CODES
    assert client.get(CODES).status_code == 200, "the session is strong enough for them now"
    assert ("citizen", "second-step-changed", {"what": "app-added"}) in told
    assert assurance(client) == "low", "a strong key in unknown hands"


def test_a_code_of_the_counter_sets_up_the_first_one_where_we_know_well(told: list[Any]) -> None:
    account = give_password()
    code = handed.hand_over(account, by="civil-clerk")
    client = by_password()
    there = gate(client, f"{APP}?next=/account/keys/")
    wrong = client.post(there, {"do": "counter", "handed": "ABCDEFGH"})
    assert wrong.status_code == 422 and 'href="#handed"' in wrong.content.decode()
    back = client.post(there, {"do": "counter", "handed": f"{code[:4]}-{code[4:]}"})
    done = set_up(client, back.headers["Location"])
    assert done.headers["Location"] == f"{CODES}?next=%2Faccount%2Fkeys%2F"
    assert 'href="/account/keys/"' in client.get(done.headers["Location"]).content.decode(), "and back"
    assert assurance(client) == "substantial"
    with pytest.raises(CodeNotRight):
        handed.use(account, code)


def test_a_pass_is_good_for_one_and_for_a_quarter_of_an_hour() -> None:
    account = give_password()
    client = by_password()
    there = gate(client)
    client.post(there, {"do": "counter", "handed": handed.hand_over(account, by=None)})
    with clock.at(clock.now() + timedelta(minutes=14)):
        assert GATE not in client.get(APP).headers["Location"]
    with clock.at(clock.now() + timedelta(minutes=16)):
        gate(client)
    client.post(there, {"do": "counter", "handed": handed.hand_over(account, by=None)})
    assert set_up(client).status_code == 302
    assert "second_step_pass" not in client.session


def test_a_pass_belongs_to_one_browser_and_one_account() -> None:
    account = give_password()
    first, second = by_password(), by_password()
    first.post(gate(first), {"do": "counter", "handed": handed.hand_over(account, by=None)})
    gate(second)
    other = give_password("homeowner")
    first.post("/sign-in/", {"login": other.email, "password": PASSWORD})
    first.post("/sign-out/")
    sign_in(first, email=other.email)
    gate(first)


@pytest.mark.parametrize("do", ["letter", "counter"])
def test_codes_are_guessed_a_few_times_only(do: str) -> None:
    little_known()
    client, other = by_password(), by_password()
    there = gate(client)
    client.post(there, {"do": "send"})
    right = {
        "letter": letter_code(),
        "counter": handed.hand_over(Account.objects.get(slug="citizen"), by=None),
    }
    for _ in range(10):
        assert client.post(there, {"do": do, "code": "AAAA", "handed": "AAAA"}).status_code == 422
    last = client.post(there, {"do": do, "code": right[do], "handed": right[do]})
    assert last.status_code == 422 and "too many" in last.content.decode().lower()
    Limit.objects.filter(key__startswith="wrong-from/").delete()
    late = other.post(gate(other), {"do": "counter", "handed": right["counter"]})
    assert late.status_code == 422, "from another browser and another network: it is the account that counts"
    gate(client)


def test_letters_are_sent_a_few_times_only() -> None:
    little_known()
    client = by_password()
    there = gate(client)
    assert [client.post(there, {"do": "send"}).status_code for _ in range(4)] == [302, 302, 302, 422]
    assert len(mail.outbox) == 3


def test_a_code_by_email_is_too_old_after_a_quarter_of_an_hour_and_of_no_use_elsewhere() -> None:
    little_known()
    client, other = by_password(), by_password()
    there = gate(client)
    client.post(there, {"do": "send"})
    code = letter_code()
    assert other.post(gate(other), {"do": "letter", "code": code}).status_code == 422
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert client.post(there, {"do": "letter", "code": code}).status_code == 422
    Limit.objects.all().delete()
    assert client.post(there, {"do": "letter", "code": code}).status_code == 422


def test_the_code_of_a_counter_is_too_old_after_a_week() -> None:
    account = give_password()
    code = handed.hand_over(account, by=None)
    with clock.at(clock.now() + timedelta(days=7)), pytest.raises(CodeNotRight):
        handed.use(account, code)
    handed.use(account, code)
    assert SetUpCode.objects.get().used_at is not None


def test_who_gets_the_account_back_at_a_counter_sets_up_an_app_with_the_same_code() -> None:
    account = give_password()
    give_app(account)
    second_clerk()
    made = recovery.ask_at_counter(actor("civil-clerk"), email=EMAIL, card="passport", card_number="P1")
    code = recovery.confirm_at_counter(actor("homeowner"), recovery=made)
    recovery.finish_by_code(email=EMAIL, code=code, password=PASSWORD)
    client = by_password()
    there = gate(client)
    assert client.post(there, {"do": "counter", "handed": code}).status_code == 302
    assert set_up(client).status_code == 302 and assurance(client) == "substantial"


def test_who_gets_it_back_by_letter_has_no_use_of_what_was_handed_over() -> None:
    account = give_password()
    code = handed.hand_over(account, by=None)
    now = clock.now()
    recovery.ask(email=EMAIL)
    finish = re.search(r"/recovery/finish/([\w-]+)/", mail.outbox[-1].body)
    assert finish is not None
    with clock.at(now + timedelta(hours=73)):
        recovery.finish(secret=finish[1], password=NEW)
        with pytest.raises(CodeNotRight):
            handed.use(account, code)


def test_a_strong_session_needs_no_code() -> None:
    give_password()
    client = signed_in("citizen")
    assert client.get(GATE).headers["Location"] == "/account/sign-in/"
    assert set_up(client).headers["Location"] == CODES
    weaker = override_settings(ONEWINDOW_SIGN_IN_LEVELS={"demo": "low"})
    with weaker:
        gate(signed_in("homeowner"))


def test_a_step_up_keeps_the_typed_form_through_the_set_up() -> None:
    account = give_password("trade-administrator")
    client = Client()
    client.post("/sign-in/", {"login": account.email, "password": PASSWORD})
    sent = {"email": "citizen@tamaris.example", "office": "foreign-trade", "role": "clerk"}
    asked = client.post("/administration/trade-ministry/", sent).headers["Location"]
    link = re.search(r'href="(/account/sign-in/app/\?[^"]+)"', client.get(asked).content.decode())
    assert link is not None
    there = gate(client, link[1])
    back = client.post(there, {"do": "counter", "handed": handed.hand_over(account, by=None)})
    done = set_up(client, back.headers["Location"])
    on = re.search(
        r'href="(/sign-in/step-up/kept/\w+/)"', client.get(done.headers["Location"]).content.decode()
    )
    assert on is not None
    assert sent["email"] in client.get(on[1]).content.decode()


def test_every_change_is_told_and_recorded_with_how_to_object() -> None:
    give_password()
    client = signed_in("citizen")
    set_up(client)
    client.post("/account/sign-in/recovery-codes/new/")
    client.post(f"{APP}remove/")
    entries = record.entries_of(subject=Reference.of("account", "citizen"))
    said = [each.payload.get("change") for each in entries if each.kind == "second-step.changed"]
    assert said == ["app-added", "codes-made", "app-removed"]
    for language, word in (("en", "Object at once"), ("fr", "/recovery/"), ("ar", "/account/devices/")):
        page = client.get("/letters/", headers={"accept-language": language}).content.decode()
        first = re.search(r'href="(/letters/\d+/)"', page)
        assert first is not None, page[-2000:]
        text = client.get(first[1], headers={"accept-language": language}).content.decode()
        assert word in text and "/recovery/" in text and "/account/devices/" in text, text[-3000:]


def test_a_passkey_stays_while_the_password_is_too_short_to_stand_alone() -> None:
    account = give_password()
    Account.objects.filter(pk=account.pk).update(short_password=True)
    key = Authenticator.objects.create(user=account, type="webauthn", data={"name": "x", "credential": {}})
    client = signed_in("citizen")
    client.post("/account/again/", {"password": PASSWORD})
    answer = client.post(f"/account/sign-in/passkeys/{key.pk}/remove/")
    assert answer.status_code == 200 and has_step()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("kind", ["step", "counter", "letter", "sent", "recovery"])
def test_the_page_speaks_three_languages(kind: str, language: str) -> None:
    account = (
        give_password() if kind in ("counter", "step") else little_known(had_second_step=kind == "recovery")
    )
    client = by_password()
    if kind == "step":
        TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    there = gate(client)
    if kind == "sent":
        client.post(there, {"do": "send"})
    text = client.get(there, headers={"accept-language": language}).content.decode()
    heading = re.search(r"<h1[^>]*>([^<]+)", text)
    assert heading is not None
    assert bool(re.search(r"[\u0600-\u06ff]", heading[1])) == (language == "ar")
    assert (heading[1] == "First show that it is you") == (language == "en")

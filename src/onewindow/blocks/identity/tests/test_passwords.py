"""Which passwords are taken: long enough for how they are used, not common, and never cut."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from onewindow.blocks.identity import passwords
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.tests.test_signing_in import code_of

pytestmark = pytest.mark.usefixtures("country")
SECRET = "JBSWY3DPEHPK3PXP"
LONG, SHORT = "four calm herons at dawn", "teal.Oryx7"


@pytest.fixture
def account(country: object) -> Account:
    cache.clear()
    return Account.objects.get(slug="citizen")


def refused(password: str, account: Account | None = None) -> bool:
    try:
        validate_password(password, account)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    ("length", "alone", "beside"), [(7, True, True), (8, True, False), (14, True, False), (15, False, False)]
)
def test_fifteen_alone_eight_beside_a_second_factor(
    account: Account, length: int, alone: bool, beside: bool
) -> None:
    password = "qx7 vonbz ktlmdwhp"[:length]
    assert refused(password, account) == alone
    TOTP.activate(account, SECRET)
    assert refused(password, account) == beside


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password1234567890",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop123456",
        "!!iloveyou!!!!!!!!",
        "12345678901234567890",
    ],
)
def test_common_ones_are_refused_in_every_dress(account: Account, password: str) -> None:
    assert refused(password, account)


def test_the_filter_knows_what_it_was_built_from_and_little_else() -> None:
    assert all(map(passwords.is_common, ("password", "dragon", "iloveyou", "qwertyuiop", "football1")))
    others = [f"kept {number} herons by lake" for number in range(3000)]
    assert sum(map(passwords.is_common, others)) <= 1


@given(st.text(min_size=15, max_size=200))
def test_any_text_is_judged_without_a_crash(password: str) -> None:
    passwords.NotCommon().validate(password) if not any(
        map(passwords.is_common, passwords._forms(password))
    ) else None


def test_nothing_is_cut_and_four_thousand_are_taken(account: Account) -> None:
    long = "é wide river " * 20
    with override_settings(PASSWORD_HASHERS=["onewindow.blocks.identity.hashing.Argon2idHasher"]):
        kept = make_password(long)
        assert check_password(long, kept)
        assert not check_password(long[:-1], kept)
        assert not check_password(long[:72], kept), "72 bytes are not all"
    assert not refused("x7 " * 1365, account)
    assert refused("x7 " * 1366, account)


def test_no_rules_of_composition(account: Account) -> None:
    assert not refused("thelanternsofthequietharbour", account)


def choose(client: Client, password: str):
    return client.post("/account/password/set/", {"password1": password, "password2": password})


def test_a_short_password_keeps_the_last_second_factor(account: Account) -> None:
    account.set_password(LONG)
    account.save()
    TOTP.activate(account, SECRET)
    client = Client()
    client.post("/sign-in/", {"login": account.email, "password": LONG})
    client.post("/sign-in/second-step/", {"code": code_of(SECRET)})
    sent = {"oldpassword": LONG, "password1": SHORT, "password2": SHORT}
    assert client.post("/account/password/", sent).status_code == 302
    account.refresh_from_db()
    assert account.short_password and account.check_password(SHORT)
    client.post("/account/again/", {"password": SHORT})
    assert client.post("/account/sign-in/app/remove/", {}).status_code != 302
    assert Authenticator.objects.filter(user=account, type="totp").exists()
    sent = {"oldpassword": SHORT, "password1": LONG, "password2": LONG}
    assert client.post("/account/password/", sent).status_code == 302
    client.post("/account/again/", {"password": LONG})
    assert client.post("/account/sign-in/app/remove/", {}).status_code == 302
    assert not Authenticator.objects.filter(user=account, type="totp").exists()


def test_a_new_password_ends_every_other_session(account: Account) -> None:
    account.set_password(LONG)
    account.save()
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/sign-in/", {"login": account.email, "password": LONG})
        assert client.get("/account/").status_code == 200
    fresh = "seven loud geese at dusk"
    here.post("/account/password/", {"oldpassword": LONG, "password1": fresh, "password2": fresh})
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302

"""Where one is signed in: seen, and ended from elsewhere."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from onewindow.blocks.identity import api
from onewindow.blocks.identity.app_settings import ABSOLUTE_LIMIT, IDLE_LIMIT
from onewindow.blocks.identity.devices import device_of
from onewindow.blocks.identity.errors import DeviceUnknown
from onewindow.blocks.identity.models import Account, SignedIn
from onewindow.blocks.identity.tests.conftest import signed_in
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
OLD, NEW = "four calm herons at dawn", "seven loud geese at dusk"
TOLD = list[tuple[str, str, dict[str, object]]]


def at(agent: str, account: str = "citizen") -> Client:
    """A browser in which the account is signed in and has seen a page."""
    client = signed_in(account, agent)
    client.get("/account/", headers={"User-Agent": agent})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_each_browser_is_listed_and_can_be_ended_from_another() -> None:
    here, there = at(FIREFOX), at(PHONE)
    page = here.get("/account/devices/", headers={"Accept-Language": "en"}).content.decode()
    assert "Firefox, Windows" in page
    assert "Chrome, Android" in page
    assert "This is where you are now" in page
    (other,) = [one for one in api.devices_of(account="citizen") if one.device == "Chrome, Android"]
    here.post(f"/account/devices/{other.id}/end/")
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_all_others_end_at_once_and_nobody_ends_a_strangers() -> None:
    here, second, third = at(FIREFOX), at(PHONE), at("curl/8")
    stranger = at(PHONE, "homeowner")
    (strange,) = api.devices_of(account="homeowner")
    with pytest.raises(DeviceUnknown):
        api.end_device(account="citizen", device=strange.id)
    here.post("/account/devices/others/end/")
    assert [is_signed_in(one) for one in (here, second, third, stranger)] == [True, False, False, True]


def test_who_signed_out_is_listed_no_more() -> None:
    client = at(FIREFOX)
    client.post("/sign-out/")
    assert api.devices_of(account="citizen") == ()


@pytest.mark.parametrize(("agent", "device"), [(FIREFOX, "Firefox, Windows"), ("curl/8", ""), ("", "")])
def test_browsers_are_called_as_people_know_them(agent: str, device: str) -> None:
    assert device_of(agent) == device


def give_password(slug: str, password: str = OLD) -> None:
    cache.clear()
    account = Account.objects.get(slug=slug)
    account.set_password(password)
    account.save()


def test_after_a_new_password_the_browser_is_still_listed_and_ended_from_another(told: TOLD) -> None:
    give_password("citizen")
    laptop, other = at(FIREFOX), at("curl/8")
    before = laptop.session.session_key
    sent = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    assert laptop.post("/account/password/", sent).status_code == 302
    assert laptop.session.session_key != before, "the id changes with the password"
    assert is_signed_in(laptop) and not is_signed_in(other)
    assert [each.device for each in api.devices_of(account="citizen")] == ["Firefox, Windows"]
    phone = at(PHONE)
    phone.post("/account/devices/others/end/")
    assert not is_signed_in(laptop)


def test_a_new_id_of_a_session_leaves_nobody_elses_row_with_it() -> None:
    client = at(FIREFOX)
    client.post("/demo/sign-in/", {"account": "homeowner"})
    assert SignedIn.objects.get(session_key=client.session.session_key).account.slug == "homeowner"
    assert api.devices_of(account="citizen") == ()


def letters(told: TOLD) -> list[tuple[str, str]]:
    return [(account, letter) for account, letter, _ in told if letter == "password-changed"]


def test_the_owner_is_told_of_every_new_password(told: TOLD) -> None:
    """ASVS 5.0 6.3.7: a changed one, the first one, and one that was chosen after a code by email."""
    give_password("citizen")
    laptop = at(FIREFOX)
    laptop.post("/account/password/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert letters(told) == []
    laptop.post("/account/password/", {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    assert letters(told) == [("citizen", "password-changed")]
    first = at(FIREFOX, "homeowner")
    assert first.post("/account/password/set/", {"password1": NEW, "password2": NEW}).status_code == 302
    assert letters(told)[1:] == [("homeowner", "password-changed")]


def test_the_owner_is_told_of_a_password_after_a_code(told: TOLD) -> None:
    cache.clear()
    client, account = Client(), Account.objects.get(slug="civil-clerk")
    client.post("/password/", {"email": account.email})
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    client.post("/password/code/", {"code": code[1]})
    client.post("/password/new/", {"password1": NEW, "password2": NEW})
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert letters(told) == [("civil-clerk", "password-changed")]


def test_a_session_that_is_over_is_listed_no_more() -> None:
    at(FIREFOX)
    now = clock.now()
    with clock.at(now + IDLE_LIMIT - timedelta(minutes=1)):
        assert len(api.devices_of(account="citizen")) == 1
    with clock.at(now + IDLE_LIMIT + timedelta(minutes=1)):
        assert api.devices_of(account="citizen") == (), "nobody used it for too long"
        here = at(PHONE)
        done = here.post("/account/devices/others/end/", follow=True, headers={"Accept-Language": "en"})
        page = done.content.decode()
        assert "in 0 other places" in page
        assert not SignedIn.objects.filter(device="Firefox, Windows").exists(), "and its row is gone, too"
    SignedIn.objects.update(began_at=clock.now() - ABSOLUTE_LIMIT - timedelta(minutes=1), seen_at=clock.now())
    assert api.devices_of(account="citizen") == (), "used a moment ago, but begun too long ago"

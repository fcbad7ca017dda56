"""Where one is signed in: seen, and ended from elsewhere."""

import pytest
from django.test import Client

from onewindow.blocks.identity import api
from onewindow.blocks.identity.devices import device_of
from onewindow.blocks.identity.errors import DeviceUnknown
from onewindow.blocks.identity.tests.conftest import signed_in

pytestmark = pytest.mark.usefixtures("country")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


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

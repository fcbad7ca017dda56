"""One sign-in for several systems: with an outside provider here, and with this window elsewhere."""

import time

import pytest
from playwright.sync_api import Browser

from tests.journeys.everywhere import as_it_stands, everywhere, send
from tests.journeys.neighbours import Neighbours, OutsideProvider, System
from tests.journeys.officers import Officer
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
HERE = "/administration/trade-ministry/systems/"


def test_a_provider_signs_somebody_in_and_says_when_it_ended(
    browser: Browser, base: str, neighbours: Neighbours
) -> None:
    with neighbours.outside_provider() as provider:
        own = Window.open(browser, base, check=False)
        own.go("/sign-in/")
        send(own, 'main button:has-text("Sign in with National eID")')
        as_it_stands(own, "/sign-in/with/eid/")
        own.page.locator("main a.govuk-button").click()
        own.page.wait_for_url(f"{base}/")
        everywhere(own, "/account/devices/")
        assert "National eID" in own.text or "Another sign-in service" in own.text, own.text
        _ended(own, provider)
        own.page.goto(f"{base}/account/")
        assert "/sign-in/" in own.page.url, "its session ended there, so it ended here"


def _ended(own: Window, provider: OutsideProvider) -> None:
    answer = own.context.request.post(
        f"{own.base}/sign-in/with/eid/ended/", form={"logout_token": provider.logout_token()}
    )
    assert answer.status == 200, answer.text()


def test_a_system_signs_somebody_in_with_us_and_is_told_of_the_sign_out(
    browser: Browser, base: str, neighbours: Neighbours
) -> None:
    system = System(f"desk-{time.time_ns() // 1_000_000 % 10**7:07}", neighbours.system, base)
    _register(browser, base, system)
    own = Window.open(browser, base, check=False).sign_in("importer-food")
    with system.open():
        own.page.goto(system.sends_to())
        everywhere(own)
        assert "Traders see their quotas." in own.text, own.text
        own.page.locator('main button[value="agree"]').click()
        own.page.wait_for_url(f"{system.address}/back**")
        assert system.came_back[-1]["state"] == ["a-state"]
        assert system.fetch_claims()["nonce"] == "a-nonce"
        everywhere(own, "/account/systems/")
        assert "Quotas" in own.text, own.text
        send(own, ".ow-who__out button")
        assert "http://schemas.openid.net/event/backchannel-logout" in str(system.wait_to_be_told()["events"])


def _register(browser: Browser, base: str, system: System) -> None:
    """Asked for by one, approved by another."""
    asker = Officer.come(browser, base, "trade-administrator")
    asker.go(f"{HERE}new/")
    asker.work.fill(client_id=system.client_id, name_en="Quotas", name_fr="Contingents", name_ar="الحصص")
    asker.work.fill(
        purpose_en="Traders see their quotas.", purpose_fr="Les contingents.", purpose_ar="الحصص.",
        redirect_uris=f"{system.address}/back", logout_uri=f"{system.address}/left",
    )  # fmt: skip
    asker.work.choose("way", "none")
    asker.work.choose("scopes", "profile")
    asker.press("Ask for it")
    assert not asker.work.page.locator(".govuk-error-summary").count(), asker.text
    second = Officer.come(browser, base, "trade-head")
    second.go(HERE)
    second.work.page.get_by_role("button", name="Approve").first.click()
    second.work.page.wait_for_load_state()

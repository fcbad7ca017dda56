"""A counter: a clerk is asked for whom to file before anything is filed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.officers import Officer

pytestmark = pytest.mark.journey
SERVICE = "/apply/trade-ministry/external-trade-certificate/"


def test_a_clerk_says_for_whom_to_file(browser: Browser, base: str, pictures: Path | None) -> None:
    clerk = Officer.come(browser, base, "trade-clerk", pictures=pictures)
    clerk.go(SERVICE)
    clerk.see("counter-begin")
    clerk.work.page.locator("main form button").last.click()
    clerk.work.page.wait_for_load_state()
    assert clerk.work.page.locator(".govuk-error-summary").count(), clerk.text
    clerk.done()

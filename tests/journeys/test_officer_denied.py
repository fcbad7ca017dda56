"""What an officer may not see: masked in part, or refused with the reason and what to do."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.officers import Officer

pytestmark = pytest.mark.journey
NOT_THEIRS = (
    ("/administration/tax-authority/", 403),
    ("/data-protection/civil-registry/", 403),
    ("/trust/certificates/", 403),
)


def test_a_clerk_sees_a_telephone_number_in_part(browser: Browser, base: str, pictures: Path | None) -> None:
    clerk = Officer.come(browser, base, "trade-clerk", pictures=pictures)
    clerk.go("/registers/people/")
    clerk.work.choose("legal_basis", "identification")
    clerk.work.fill(text="10000184")
    clerk.press("Look it up")
    assert "Amira" in clerk.text and "Shown only in part" in clerk.text
    assert "+21655905550" not in clerk.text and "550" in clerk.text
    assert "Rue" not in clerk.text, "the address is not for a counter"
    clerk.see("masked")
    clerk.done()


def test_a_page_of_another_agency_says_why_not_and_what_to_do(
    browser: Browser, base: str, pictures: Path | None
) -> None:
    clerk = Officer.come(browser, base, "trade-clerk", pictures=pictures)
    for number, (path, status) in enumerate(NOT_THEIRS):
        clerk.go(path, status=status)
        assert clerk.work.page.locator("main h1").count() == 1
        assert clerk.work.page.locator("main a, main form").count(), f"{path} says no way out"
        clerk.see(f"denied-{number}")
    clerk.done()

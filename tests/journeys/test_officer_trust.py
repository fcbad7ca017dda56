"""The trust desk: a certificate found and revoked; trust lists of other countries under four eyes."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.officers import Officer
from tests.journeys.window import Window

pytestmark = pytest.mark.journey


def test_a_certificate_is_found_and_revoked(browser: Browser, base: str, pictures: Path | None) -> None:
    person = Window.open(browser, base, scripts=False).sign_in("homeowner")
    person.go("/account/certificates/")
    officer = Officer.come(browser, base, "trust-officer", pictures=pictures)
    officer.go("/trust/certificates/")
    officer.work.fill(q="10000078")
    officer.press("Find")
    assert "No certificate was found." in officer.text
    officer.see("trust-desk")
    officer.done()


def test_a_trust_list_needs_a_list_and_the_certificate_of_its_signer(
    browser: Browser, base: str, pictures: Path | None, tmp_path: Path
) -> None:
    officer = Officer.come(browser, base, "trust-officer", pictures=pictures)
    officer.go("/trust/lists/")
    officer.see("trust-lists")
    file = tmp_path / "list.jws"
    file.write_text("not a list", encoding="utf-8")
    officer.work.drop("document", file)
    officer.work.fill(signer="-----BEGIN CERTIFICATE-----")
    officer.press("Propose it")
    assert officer.work.page.locator(".govuk-error-summary").count()
    officer.done()

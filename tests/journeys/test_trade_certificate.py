"""The whole chain: an importer files once, every party acts, a stranger verifies."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.parties import decide, file_request, invoice, pay, wait_for
from tests.journeys.window import Window

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_from_an_invoice_to_a_certificate_that_a_stranger_verifies(
    browser: Browser, base: str, tmp_path: Path, language: str
) -> None:
    seen: set[str] = set()

    def person(account: str) -> Window:
        return Window.open(browser, base, language=language, seen=seen).sign_in(account)

    file = invoice(
        tmp_path, number=f"F-{language}-1", goods="Telephones", hs="851713", quantity="10", price="100.5",
        total="1005.00",
    )  # fmt: skip
    importer = person("importer")
    number = file_request(importer, file)
    decide(person("telecom-officer"), number, opinion="agree", lines__0__opinion="agree")
    decide(person("atlas-desk"), number, decision="domicile", account="0812345678")
    pay(importer, number)
    decide(person("trade-registrar"), number, decision="register")
    wait_for(importer, f"/cases/{number}/", "TCE-")
    code = importer.page.locator('main a[href^="/documents/"]').first.get_attribute("href")
    assert code

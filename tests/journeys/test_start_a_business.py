"""A business is started at one window: one form, five agencies, and all back where one refuses."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.business import agencies_agree, file_business, part_of, register_company
from tests.journeys.parties import wait_for
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
OFFICERS = ("tax-officer", "affiliation-officer", "planning-officer", "permit-officer", "health-officer")


def test_one_form_five_agencies(browser: Browser, base: str, tmp_path: Path) -> None:
    seen: set[str] = set()

    def person(account: str) -> Window:
        return Window.open(browser, base, seen=seen).sign_in(account)

    founder, registrar = person("founder"), person("company-registrar")
    officers = {account: person(account) for account in OFFICERS}
    number = file_business(founder, tmp_path)
    register_company(founder, registrar, number)
    agencies_agree(founder, number, officers, permit={"decision": "agree"})
    wait_for(founder, f"/cases/{number}/", "Business file BF-")
    assert "Granted" in founder.page.locator("main h1").inner_text()
    for prefix in ("REG", "TAX", "EMP", "SEC", "OPN"):
        assert part_of(founder, number, prefix) in founder.text
    founder.go("/documents/")
    founder.go("/letters/")


def test_a_refused_permit_takes_everything_back(browser: Browser, base: str, tmp_path: Path) -> None:
    def person(account: str) -> Window:
        return Window.open(browser, base, check=False).sign_in(account)

    founder, registrar = person("founder"), person("company-registrar")
    officers = {account: person(account) for account in OFFICERS}
    number = file_business(founder, tmp_path)
    register_company(founder, registrar, number)
    refused = {"decision": "refuse", "reason": "There is no water."}
    agencies_agree(founder, number, officers, permit=refused)
    wait_for(founder, f"/cases/{number}/", "Letter sent: We tell you what was refused")
    assert "Refused" in founder.page.locator("main h1").inner_text()
    assert founder.text.count("Taken back") >= 4

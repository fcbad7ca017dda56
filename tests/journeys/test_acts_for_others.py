"""Acting for others: a mandate that both sides sign, used and revoked; a company that signs together."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.everywhere import as_it_stands, everywhere, send
from tests.journeys.parties import file_request, invoice, send_request, wait_for
from tests.journeys.signing_keys import PIN, key_first
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
ATLAS, ATLAS_NAME = "register/companies/1204567A", "Atlas Électronique"
SHAMS = "register/companies/2140922L"  # any two of its managers
TELEPHONES = {"goods": "Telephones", "hs": "851713", "quantity": "10", "price": "100.5", "total": "1005.00"}


def test_a_mandate_is_granted_accepted_used_and_revoked(browser: Browser, base: str, tmp_path: Path) -> None:
    importer, citizen = (
        Window.open(browser, base, check=False).sign_in(account) for account in ("importer", "citizen")
    )
    code = _grant(importer, agent="10000295")
    _accept(citizen, code)
    everywhere(citizen, "/acting-for/")
    assert ATLAS_NAME in citizen.text
    case = file_request(citizen, invoice(tmp_path, number="F-MANDATE", **TELEPHONES), company=ATLAS)
    citizen.go(f"/cases/{case}/")
    said = f"Leïla Mansour for {ATLAS_NAME} SARL, by mandate {code}"
    assert said in citizen.text, citizen.text
    _revoke(importer, code)
    citizen.go("/acting-for/")
    assert ATLAS_NAME not in citizen.text


def test_a_second_officer_signs_what_a_company_files(browser: Browser, base: str, tmp_path: Path) -> None:
    first, second = (
        Window.open(browser, base, check=False).sign_in(account)
        for account in ("homeowner", "land-registrar-2")
    )
    send_request(first, invoice(tmp_path, number="F-JOINT", **TELEPHONES), company=SHAMS)
    key_first(first)
    everywhere(first)
    first.fill(pin=PIN)
    send(first, 'main form:has([name="pin"]) button')
    everywhere(first, "/to-sign/")
    assert "Youssef Khelifi" in first.text, first.text
    second.go("/to-sign/")
    send(second, 'main a[href^="/to-sign/"]')
    key_first(second)
    everywhere(second)
    second.fill(pin=PIN)
    send(second, 'main form:has([name="pin"]) button')
    everywhere(second)
    assert "Sonia Bouzid" in second.text, second.text
    wait_for(first, "/cases/", "TCE-")


def _grant(own: Window, *, agent: str) -> str:
    own.go("/mandates/new/")
    key_first(own)
    everywhere(own, "/mandates/new/")
    choose(own, re.compile(ATLAS_NAME))
    choose(own, "Foreign trade")
    own.fill(agent="nobody", pin=PIN)
    send(own, 'main form:has([name="agent"]) button')
    as_it_stands(own, "/mandates/new/ with a mistake")
    own.fill(agent=agent, limit="5 000", pin=PIN)
    own.day("last_day", "2090-12-31")
    send(own, 'main form:has([name="agent"]) button')
    assert "/mandates/new/" not in own.page.url, own.text
    everywhere(own, "/mandates/")
    link = own.page.locator('main a[href^="/mandates/M-"]').first.get_attribute("href")
    assert link, own.text
    return link.split("/")[2]


def _accept(own: Window, code: str) -> None:
    """With a PIN that is wrong, then with the right one."""
    own.go(f"/mandates/{code}/")
    key_first(own)
    everywhere(own)
    own.fill(pin="not the PIN")
    send(own, 'main form[action$="/accept/"] button')
    as_it_stands(own, "/mandates/…/ with a wrong PIN")
    own.fill(pin=PIN)
    send(own, 'main form[action$="/accept/"] button')
    own.go(f"/mandates/{code}/")
    assert own.text.count("The signature holds") == 2, own.text


def _revoke(own: Window, code: str) -> None:
    own.go(f"/mandates/{code}/")
    own.fill(reason="The work is done.")
    send(own, 'main form[action$="/end/"] button.govuk-button--warning')
    assert "The work is done." in own.text


def choose(own: Window, words: "str | re.Pattern[str]") -> None:
    """Choose by the words that stand beside it, as people do."""
    own.page.locator("main").get_by_label(words).first.check(force=True)

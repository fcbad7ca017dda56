"""The same journeys for everybody: without scripts, narrow and right to left, by keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.keys import Keys
from tests.journeys.parties import decide, document_code, file_request, invoice, pay
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
TELEPHONES = {"goods": "Telephones", "hs": "851713", "quantity": "10", "price": "100.5", "total": "1005.00"}


def walk(browser: Browser, base: str, folder: Path, number: str, **how: object) -> str:
    """The trade chain, by people whose browsers are as ``how`` says; gives the certificate's code."""
    seen: set[str] = set()

    def person(account: str) -> Window:
        return Window.open(browser, base, seen=seen, **how).sign_in(account)

    importer = person("importer")
    case = file_request(importer, invoice(folder, number=number, **TELEPHONES))
    decide(person("telecom-officer"), case, opinion="agree", lines__0__opinion="agree")
    decide(person("atlas-desk"), case, decision="domicile", account="0812345678")
    pay(importer, case)
    decide(person("trade-registrar"), case, decision="register")
    return document_code(importer, case)


def test_without_scripts(browser: Browser, base: str, tmp_path: Path) -> None:
    assert walk(browser, base, tmp_path, "F-NOSCRIPT", scripts=False)


def test_on_a_screen_of_320_pixels_from_right_to_left(browser: Browser, base: str, tmp_path: Path) -> None:
    assert walk(browser, base, tmp_path, "F-NARROW", width=320, language="ar")


def test_by_keyboard_alone(browser: Browser, base: str) -> None:
    """A citizen asks for an extract with Tab, Space, arrows and Enter, and sees where she is."""
    citizen = Keys(Window.open(browser, base).sign_in("citizen"))
    citizen.window.go("/services/civil-registry/register-extract/")
    citizen.to("a", re.compile("/apply/"))
    citizen.press("Enter")
    citizen.to("input", re.compile("principal"))  # herself, or whom she may act for
    citizen.press("Space")
    citizen.to("button", re.compile("Begin"))
    citizen.press("Enter")
    citizen.to("input", re.compile("content"))
    citizen.press("Space")
    citizen.to("input", re.compile("purpose"))
    citizen.press("Space")
    citizen.press("ArrowDown")
    citizen.to("button", re.compile("Continue"))
    citizen.press("Enter")
    citizen.to("button", re.compile("^(?!.*(Sign out|English|Fran|العربية)).+"), inside="main")
    citizen.press("Enter")
    found = re.search(r"EXT-\d{4}-\d{6}", citizen.window.page.url)
    assert found, citizen.window.text
    assert document_code(citizen.window, found.group())

"""A filing signed with the key that the house keeps for a person, and checked by a stranger."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.business import paper
from tests.journeys.everywhere import as_it_stands, everywhere, send
from tests.journeys.parties import fetch
from tests.journeys.signing_keys import PIN, key_first
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
SERVICE = "land-registry/property-transfer"


def test_a_signed_filing_is_checked_by_anybody(browser: Browser, base: str, tmp_path: Path) -> None:
    """The owner of a parcel sells it, signs with a PIN, and a stranger has the signature looked at."""
    owner = Window.open(browser, base, check=False).sign_in("homeowner")
    number = _file_signed(owner, tmp_path)
    owner.go(f"/cases/{number}/")
    link = owner.page.locator('main a[href*="/signature"]').first.get_attribute("href")
    assert link, owner.text
    signature = fetch(owner, link, tmp_path / "signature.pdf")
    stranger = Window.open(browser, base, check=False)
    everywhere(stranger, "/verify/")
    _have_checked(stranger, signature)
    as_it_stands(stranger, "/verify/ holds")
    assert "Youssef Khelifi" in stranger.text, stranger.text
    assert signature.read_bytes().startswith(b"%PDF-")
    signature.write_bytes(signature.read_bytes().replace(b"pdfaid:part>3", b"pdfaid:part>2", 1))
    _have_checked(stranger, signature)
    as_it_stands(stranger, "/verify/ does not hold")
    assert "What speaks against it" in stranger.text, stranger.text


def _file_signed(owner: Window, folder: Path) -> str:
    owner.go(f"/apply/{SERVICE}/")
    owner.choose("principal", "register/people/10000348")
    send(owner, "main form button >> nth=-1")
    owner.code("title", "Corniche", "T-0101")
    owner.press(value="continue")
    owner.fill(buyer="10000295")
    owner.choose("kind", "sale")
    owner.drop("contract", paper(folder, "contract.pdf"))
    owner.press(value="continue")
    if "/check/" not in owner.page.url:  # a sale has a price
        owner.fill(price="234900")
        owner.press(value="continue")
    assert "/check/" in owner.page.url, owner.text
    send(owner, 'main a[href*="/signature/"], main form[action*="/signature/"] button')
    key_first(owner)
    everywhere(owner)
    owner.fill(pin=PIN)
    send(owner, 'main form:has([name="pin"]) button')
    found = re.search(r"[A-Z]{3,5}-\d{4}-\d{6}", owner.page.url)
    assert found, owner.text
    return found.group()


def _have_checked(stranger: Window, file: Path) -> None:
    stranger.go("/verify/")
    stranger.page.locator('input[type="file"]').set_input_files(file)
    send(stranger, "main form[enctype] button[type=submit]")

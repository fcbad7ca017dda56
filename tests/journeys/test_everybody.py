"""The same journeys for everybody: without scripts, narrow and right to left, by keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.parties import decide, document_code, file_request, invoice, pay
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
TELEPHONES = {"goods": "Telephones", "hs": "851713", "quantity": "10", "price": "100.5", "total": "1005.00"}


def walk(browser: Browser, base: str, folder: Path, number: str, **how: object) -> str:
    """The trade chain, by people whose browsers are as ``how`` says; gives the certificate's code."""
    seen: set[str] = set()

    def person(account: str) -> Window:
        return Window.open(browser, base, seen=seen, **how).sign_in(account)  # type: ignore[arg-type]

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


class Keys:
    """Somebody who uses the keyboard and nothing else."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def press(self, key: str) -> None:
        """Press a key; a page that follows is waited for."""
        if key != "Enter":
            self.window.page.keyboard.press(key)
            return
        with self.window.page.expect_navigation():
            self.window.page.keyboard.press(key)
        self.window.look()

    def to(self, tag: str, what: "re.Pattern[str]", *, inside: str = "body") -> None:
        """Tab until the focus is on such an element; it must be seen to be there."""
        for _step in range(80):
            self.window.page.keyboard.press("Tab")
            at = self.window.page.evaluate(_WHERE, inside)
            if at["tag"] == tag and what.search(at["words"]):
                assert at["visible"], f"the focus on {at['words']} cannot be seen"
                return
        raise AssertionError(f"Tab does not come to {what.pattern}:\n{self.window.text}")


_WHERE = """inside => {
  const one = document.activeElement, style = getComputedStyle(one);
  const label = one.type === 'radio' || one.type === 'checkbox';
  const outlined = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || label;
  return {
    tag: one.closest(inside) ? one.tagName.toLowerCase() : '',
    words: [one.getAttribute('href'), one.name, one.innerText].filter(Boolean).join(' '),
    visible: outlined,
  };
}"""

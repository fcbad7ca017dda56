"""What the state knows about a person: who looked, questions, corrections, choices, everything as a file."""

import time

import pytest
from playwright.sync_api import Browser

from tests.journeys.everywhere import as_it_stands, everywhere, send
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
NUMBER = "10002223"  # of the parent in the population register


def test_what_is_known_is_put_right_and_questioned(browser: Browser, base: str) -> None:
    _somebody_looks(browser, base)
    own = Window.open(browser, base, check=False).sign_in("parent")
    everywhere(own, "/me/data/")
    send(own, 'main a[href*="/me/data/correct/"]')
    everywhere(own)
    send(own, 'main form:has([name="right"]) button')
    as_it_stands(own, "/me/data/correct/ with nothing said")
    own.fill(right="Somebody else", because="The act of 3 May 2001, number 77.")
    send(own, 'main form:has([name="right"]) button')
    everywhere(own)
    everywhere(own, "/me/data/corrections/")
    own.go("/me/data/")
    send(own, 'main a[href*="/me/data/ask/"]')
    everywhere(own)
    own.page.locator("main textarea").fill("I never spoke to this office.")
    send(own, "main form:has(textarea) button")
    everywhere(own)
    everywhere(own, "/me/data/questions/")


def test_consent_objection_and_everything_as_a_file(browser: Browser, base: str) -> None:
    own = Window.open(browser, base, check=False).sign_in("driver")
    everywhere(own, "/me/data/choices/")
    for does in ("give", "object"):
        form = own.page.locator(f'main form:has(input[name="does"][value="{does}"])').first
        for reason in form.locator("textarea, input[type=text]").all():
            reason.fill("I do not want that.")
        form.locator("button").click()
        own.page.wait_for_load_state()
        assert not own.page.locator(".govuk-error-summary").count(), own.text
    everywhere(own, "/me/data/choices/?")
    own.go("/me/data/export/")
    send(own, 'main form[method="post"] button')
    for _try in range(120):
        own.go("/me/data/export/")
        link = own.page.locator('main a[href^="/me/data/export/"]')
        if link.count():
            break
        time.sleep(0.5)
    everywhere(own, "/me/data/export/")
    with own.page.expect_download() as waited:
        own.page.locator('main a[href^="/me/data/export/"]').first.click()
    assert waited.value.path().read_bytes()[:2] == b"PK"


def _somebody_looks(browser: Browser, base: str) -> None:
    """An officer of the civil registry looks the person up, and says why."""
    officer = Window.open(browser, base, check=False).sign_in("civil-registrar")
    officer.go("/registers/people/")
    officer.choose("legal_basis", "civil-status")
    officer.fill(text=NUMBER)
    send(officer, 'main form:has([name="text"]) button')
    send(officer, 'main a[href^="/registers/people/"] >> nth=0')

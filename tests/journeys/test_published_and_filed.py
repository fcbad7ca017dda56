"""One rule from its author to a citizen: written, refused, mended, published by another, filed, decided."""

import os
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from tests.journeys.authors import AGENCY, begin
from tests.journeys.parties import decide, document_code, pay, wait_for
from tests.journeys.window import Window

pytestmark = pytest.mark.journey
# A name of its own, so that the journey can be walked again in the same program.
SERVICE = f"quay-stand-{os.getpid()}"
TABLE = "decisions.dmn"


def change(author: Window, draft: str, path: str, old: str, new: str) -> None:
    """Change a file of the draft in the browser."""
    author.go(f"{draft}file/{path}")
    box = author.page.locator('textarea[name="text"]')
    text = box.input_value()
    assert text.count(old) == 1, f"{path}: {old}"
    box.fill(text.replace(old, new))
    author.page.locator('button[value="save"]').click()
    author.look()


def file_request(citizen: Window, *, days: int) -> str:
    """Ask for a stand of some days; gives the case's number."""
    citizen.go(f"/services/{AGENCY}/{SERVICE}/")
    citizen.go(f"/apply/{AGENCY}/{SERVICE}/")
    citizen.page.locator('input[name="principal"]').first.check(force=True)
    citizen.press("Begin")
    citizen.choose("purpose", "private")
    citizen.day("starts_on", f"{datetime.now(tz=UTC).year + 1}-05-04")
    citizen.fill(days=str(days))
    citizen.press(value="continue")
    assert "/check/" in citizen.page.url, citizen.text
    citizen.page.locator("main form button").first.click()
    citizen.look()
    found = re.search(r"[A-Z]+-\d{4}-\d{6}", citizen.page.url)
    assert found, citizen.text
    return found.group()


def test_a_rule_is_written_published_by_a_second_person_and_decides_a_case(
    browser: Browser, base: str
) -> None:
    author = Window.open(browser, base).sign_in("municipal-registrar")
    draft = begin(author, service=SERVICE, note="Stands on the quay for more than three days need a look")
    # A week at once becomes three days. Who forgets the other row leaves four to seven days without a rule.
    change(author, draft, TABLE, "<text>[1..7]</text>", "<text>[1..3]</text>")
    author.go(f"{draft}report/")
    assert "It is not ready to be published yet." in author.text
    assert "No rule says what happens" in author.text
    head = Window.open(browser, base).sign_in("municipal-head")
    head.go(f"{draft}report/")
    assert head.page.locator('[name="reason"]').count() == 0

    change(author, draft, TABLE, "<text>(7..30]</text>", "<text>(3..30]</text>")
    change(author, draft, TABLE, "More than a week: an officer", "More than three days: an officer")
    author.go(f"{draft}report/")
    assert "It is ready to be published." in author.text
    assert "4 of 4 scenarios passed." in author.text
    assert author.page.locator('[name="reason"]').count() == 0, "who wrote it must not publish it"

    head.go(f"{draft}report/")
    head.fill(reason="The council decided it.")
    head.page.locator("main form button").last.click()
    head.look()
    assert f"/studio/services/{AGENCY}/{SERVICE}/" in head.page.url, head.text

    citizen = Window.open(browser, base).sign_in("citizen")
    number = file_request(citizen, days=5)
    wait_for(citizen, f"/cases/{number}/", "An officer looks at your request.")
    decide(author, number, granted="yes")
    pay(citizen, number)
    document_code(citizen, number)
    wait_for(citizen, f"/cases/{number}/", "Your permit was issued.")
    citizen.go(f"/cases/{number}/why/")
    assert "More than three days: an officer looks at the plan." in citizen.text

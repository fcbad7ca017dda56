"""The desk of the registers: enter, look up, change with four eyes, correct, merge, import and export."""

import re
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.officers import Officer
from tests.journeys.window import Window

pytestmark = pytest.mark.journey
_NOW = time.time_ns() // 1_000_000
BORN = f"{1930 + _NOW % 70}-{_NOW % 12 + 1:02}-{_NOW % 28 + 1:02}"
FIRST, SECOND, THIRD = (f"{kind}{_NOW % 10**7:07}" for kind in (3, 4, 5))
"""Numbers that nobody has yet, however often the journeys are walked in one running program."""


@pytest.fixture(scope="module")
def registrar(browser: Browser, base: str, pictures: Path | None) -> Generator[Officer]:
    one = Officer.come(browser, base, "civil-registrar", pictures=pictures)
    yield one
    one.done()


@pytest.fixture(scope="module")
def head(browser: Browser, base: str, pictures: Path | None) -> Generator[Officer]:
    one = Officer.come(browser, base, "civil-head", pictures=pictures)
    yield one
    one.done()


def look_up(officer: Officer, text: str) -> None:
    """State the purpose, and find."""
    officer.go("/registers/people/")
    officer.work.choose("legal_basis", "civil-status")
    officer.work.fill(text=text)
    officer.press("Look it up")


def enter(registrar: Officer, number: str) -> None:
    """Record a birth."""
    registrar.go("/registers/people/")
    registrar.press("Birth")
    registrar.see("birth")
    registrar.work.choose("sex", "F")
    registrar.work.fill(_key=number, given_name="Rim", family_name="Hamdi", birth_act=f"B/{_NOW}")
    registrar.work.fill(address="64 Rue des Quais, Port-Neuf", _document="Declaration 12")
    registrar.work.day("birth_date", BORN)
    registrar.press("Record")
    assert "In the register" in registrar.text, registrar.text


def test_a_purpose_then_a_change_that_a_second_officer_confirms(registrar: Officer, head: Officer) -> None:
    registrar.go("/registers/")
    registrar.see("registers")
    registrar.go("/registers/people/")
    registrar.press("Look it up")
    assert registrar.work.page.locator(".govuk-error-summary").count(), "why is asked"
    registrar.see("look")
    enter(registrar, FIRST)
    look_up(registrar, "rim hamdi")
    assert FIRST in registrar.text
    look_up(registrar, FIRST)
    assert "Rue des Quais" in registrar.text and FIRST not in registrar.work.page.url
    registrar.see("entry")
    registrar.press("Change of name")
    registrar.see("record")
    registrar.press("Record")
    assert registrar.work.page.locator(".govuk-error-summary").count(), "a document is asked"
    registrar.work.fill(family_name="Hamdi Jaziri", _document="Decree 2026/114")
    registrar.press("Record")
    registrar.see("change-own")
    assert "a second officer must confirm it" in registrar.text
    number = registrar.work.page.url
    head.go("/registers/changes/")
    head.see("changes")
    head.go(number.removeprefix(head.work.base))
    head.see("change-to-confirm")
    head.press("Confirm the change")
    assert "In the register" in head.text


def test_what_was_true_and_what_was_known_on_another_day(registrar: Officer) -> None:
    look_up(registrar, FIRST)
    assert "Hamdi Jaziri" in registrar.text
    registrar.work.day("as_of", "2020-01-31")
    registrar.press("Show it")
    assert "Hamdi Jaziri" not in registrar.text and "Rue des Quais" in registrar.text
    registrar.see("entry-as-of")
    registrar.work.day("as_of", "2020-02-31")
    registrar.press("Show it")
    assert "Enter day, month and year" in registrar.text
    registrar.press("Its story")
    assert "Hamdi Jaziri" in registrar.text and "Decree 2026/114" in registrar.text
    registrar.see("timeline")


def test_a_correction_that_a_person_asked_for_is_decided(
    browser: Browser, base: str, registrar: Officer, head: Officer
) -> None:
    citizen = Window.open(browser, base, scripts=False).sign_in("citizen")
    citizen.go("/me/data/")
    citizen.page.locator('main a[href*="/me/data/correct/people/"]').first.click()
    citizen.page.wait_for_load_state()
    citizen.fill(right="Leïla Sonia", because="Birth record 1995/1153 says so.")
    citizen.button("Ask for the correction").click()
    citizen.page.wait_for_load_state()
    number = re.search(r"/registers/changes/([^/]+)/", citizen.page.url)
    assert number, citizen.text
    registrar.go(f"/registers/changes/{number[1]}/")
    registrar.see("correction-asked")
    head.go(f"/registers/changes/{number[1]}/")
    head.work.fill(reason="The record says Leïla.")
    head.press("Refuse it")
    assert "Refused" in head.text
    citizen.go(f"/registers/changes/{number[1]}/")
    assert "The record says Leïla." in citizen.text


def test_two_entries_of_one_person_are_merged_by_two_officers_and_parted_again(
    registrar: Officer, head: Officer
) -> None:
    enter(registrar, SECOND)
    for _try in range(240):
        registrar.go("/registers/people/duplicates/")
        row = registrar.work.page.locator("main tr", has_text=SECOND)
        if row.count():
            break
        time.sleep(0.5)
    registrar.see("duplicates")
    row.locator("a").first.click()
    registrar.work.page.wait_for_load_state()
    registrar.see("duplicate")
    pair = registrar.work.page.url.removeprefix(registrar.work.base)
    registrar.work.choose("stays", FIRST)
    registrar.work.fill(reason="One record, written down twice.")
    registrar.press("They are the same: merge them")
    registrar.go(pair)
    assert "You proposed it yourself" in registrar.text
    confirmed(head, pair)
    assert "Merged" in head.text
    head.see("merged")
    head.work.fill(reason="They are mother and daughter.")
    head.press("They are different: separate them again")
    confirmed(registrar, pair)
    assert "Two different entries" in registrar.text


def confirmed(officer: Officer, pair: str) -> None:
    """Confirm what the other officer proposed, and come back to it."""
    officer.go(pair)
    officer.press("Confirm")
    officer.go(pair)


ROWS = f"""number,first,last,born
{THIRD},Nadia,Ferjani,03/02/1990
abc,Omar,Ferjani,04/02/1990
6{THIRD[1:]},Sami,Ferjani,31/02/1991
"""
MAPPING = """key: {column: number}
fields:
  given_name: {column: first}
  family_name: {column: last}
  birth_date: {column: born, date: "%d/%m/%Y"}
"""


def test_a_file_is_checked_its_rejected_rows_told_and_then_imported(
    registrar: Officer, tmp_path: Path
) -> None:
    registrar.go("/registers/")
    registrar.press("Imports")
    registrar.see("imports")
    registrar.press("Continue")
    assert registrar.work.page.locator(".govuk-error-summary").count(), "a file is asked for"
    file = tmp_path / f"transfer-{_NOW}.csv"
    file.write_text(ROWS, encoding="utf-8")
    registrar.work.choose("register", "people")
    registrar.work.drop("file", file)
    registrar.work.fill(mapping=MAPPING, source=f"Transfer {_NOW}")
    registrar.press("Continue")
    until(registrar, "Import these rows")
    assert "abc" in registrar.text and "31/02/1991" in registrar.text
    registrar.see("import-checked")
    registrar.press("Import these rows")
    until(registrar, "Done")
    look_up(registrar, THIRD)
    assert "Nadia" in registrar.text


def until(officer: Officer, words: str) -> None:
    """See how far it is, until it is there."""
    for _try in range(240):
        if words in officer.text:
            return
        time.sleep(0.5)
        officer.work.page.reload()
    raise AssertionError(officer.text)


def test_the_whole_register_leaves_for_a_purpose_and_not_without(registrar: Officer) -> None:
    registrar.go("/registers/people/export/")
    registrar.see("export")
    registrar.work.choose("legal_basis", "civil-status")
    registrar.work.choose("kind", "csv")
    with registrar.work.page.expect_download() as got:
        registrar.work.button("Export").click()
    assert "Nadia" in Path(got.value.path()).read_text(encoding="utf-8")

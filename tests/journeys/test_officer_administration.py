"""An agency keeps its own people: posts, offices, cover, duties kept apart, reviews, and its systems."""

import re
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.officers import Officer

pytestmark = pytest.mark.journey
HERE = "/administration/civil-registry/"
SYSTEMS = "/administration/trade-ministry/systems/"
_NOW = f"{time.time_ns() // 1_000_000 % 10**7:07}"


@pytest.fixture(scope="module")
def head(browser: Browser, base: str, pictures: Path | None) -> Generator[Officer]:
    one = Officer.come(browser, base, "civil-head", pictures=pictures)
    yield one
    one.done()


def appoint(head: Officer, role: str, email: str) -> None:
    """Give a post in the central registry."""
    head.go(HERE)
    head.work.fill(email=email)
    head.work.choose("office", "central-registry")
    head.work.choose("role", role)
    head.press("Appoint")


def test_an_officer_is_appointed_covers_and_ends(head: Officer) -> None:
    head.go(HERE)
    head.press("Appoint")
    assert head.work.page.locator(".govuk-error-summary").count()
    appoint(head, "clerk", "investigator-2@tamaris.example")
    assert "Chaker Ouali" in head.text
    head.work.choose("absent", "civil-clerk")
    head.work.choose("substitute", "investigator-2")
    head.work.day("first_day", "2027-03-01")
    head.work.day("last_day", "2027-03-12")
    head.press("Arrange the cover")
    assert "Covered by" in head.text, head.text
    head.see("officers")
    covers = head.text.count("Covered by")
    only(head, "Back again")
    assert head.text.count("Covered by") == covers - 1
    head.work.page.get_by_role("button", name=re.compile("End.*Chaker Ouali")).click()
    head.work.page.wait_for_load_state()
    assert "Chaker Ouali" not in head.text.partition("Appoint an officer")[0]


def only(officer: Officer, words: str) -> None:
    """Press the first button that begins so."""
    officer.work.page.get_by_role("button", name=re.compile(f"^{words}")).first.click()
    officer.work.page.wait_for_load_state()


def test_two_duties_that_one_person_may_not_have_are_refused_in_words(head: Officer) -> None:
    appoint(head, "cashier", "civil-registrar@tamaris.example")
    told = head.work.page.locator(".govuk-error-summary").inner_text()
    assert "Sonia Trabelsi" in told and "One person may not have" in told
    assert "Registrar" in told and "Cashier" in told, "roles are called by their names"
    head.go(f"{HERE}apart/")
    head.see("apart")
    head.work.choose("one", "clerk")
    head.work.choose("other", "author")
    head.press("Keep them apart")
    only(head, "Let together")


def test_offices_and_roles_are_opened_and_closed(head: Officer) -> None:
    head.go(f"{HERE}offices/")
    form = head.work.page.locator('main form:has([name="office"])')
    form.locator('[name="office"]').fill(f"annex-{_NOW}")
    form.locator('[name="name_en"]').fill("Annex")
    form.locator('[name="name_fr"]').fill("Annexe")
    form.locator('[name="name_ar"]').fill("ملحقة")
    head.press("Open the office")
    form = head.work.page.locator('main form:has([name="role"])')
    form.locator('[name="role"]').fill(f"archivist-{_NOW}")
    form.locator('[name="name_en"]').fill("Archivist")
    form.locator('[name="name_fr"]').fill("Archiviste")
    form.locator('[name="name_ar"]').fill("حافظة وثائق")
    head.press("Make the role")
    assert "Archivist" in head.text
    head.see("offices")
    head.work.page.locator(f'form[action*="annex-{_NOW}"] button').click()
    head.work.page.wait_for_load_state()
    assert "(closed)" in head.text


def test_posts_are_reviewed_one_by_one(head: Officer) -> None:
    head.go(f"{HERE}reviews/")
    if head.work.button("Begin a review").count():
        head.press("Begin a review")
    before = head.text.count("Not answered yet")
    only(head, "Still needed")
    assert head.text.count("Not answered yet") == before - 1
    head.see("reviews")


def test_a_system_of_the_agency_is_asked_for_and_approved_by_another(
    browser: Browser, base: str, pictures: Path | None
) -> None:
    asker = Officer.come(browser, base, "trade-administrator", pictures=pictures)
    asker.go(SYSTEMS)
    asker.press("Ask for a system")
    asker.see("system-form")
    asker.work.fill(client_id=f"quota-{_NOW}", name_en="Quotas", name_fr="Contingents", name_ar="الحصص")
    asker.work.fill(
        purpose_en="Traders see quotas.", purpose_fr="Les contingents.", purpose_ar="الاطلاع على الحصص.",
        redirect_uris="https://quotas.trade.example/back",
    )  # fmt: skip
    asker.work.choose("way", "client_secret_basic")
    asker.press("Ask for it")
    assert "A second person has to approve it now." in asker.work.page.locator("body").inner_text(), (
        asker.text
    )
    asker.see("systems-asked")
    second = Officer.come(browser, base, "trade-head", pictures=pictures)
    second.go(SYSTEMS)
    second.see("systems-to-approve")
    only(second, "Approve")
    assert "It holds from now on." in second.work.page.locator("body").inner_text()
    asker.done()
    second.done()

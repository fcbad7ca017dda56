"""The data protection officer and the ombudsman: questions, looks without cause, holds."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.officers import Officer, look_up
from tests.journeys.window import Window

pytestmark = pytest.mark.journey
DESK = "/data-protection/civil-registry/"


def ask(browser: Browser, base: str) -> Window:
    """A registrar looks the citizen up; the citizen asks why."""
    look_up(Window.open(browser, base, scripts=False).sign_in("civil-registrar"), "10000295")
    citizen = Window.open(browser, base, scripts=False).sign_in("citizen")
    citizen.go("/me/data/")
    citizen.page.locator('main a[href^="/me/data/ask/"]').first.click()
    citizen.page.wait_for_load_state()
    citizen.fill(text="I was at no office that day.")
    citizen.button("Ask").click()
    citizen.page.wait_for_load_state()
    return citizen


def test_a_question_is_answered_goes_to_the_ombudsman_and_is_ruled_on(
    browser: Browser, base: str, pictures: Path | None
) -> None:
    citizen = ask(browser, base)
    code = citizen.page.url.strip("/").split("/")[-1]
    officer = Officer.come(browser, base, "civil-dpo", pictures=pictures)
    officer.go(DESK)
    officer.see("protection")
    officer.press(code)
    officer.see("question")
    officer.press("Send")
    assert officer.work.page.locator(".govuk-error-summary").count()
    officer.work.choose("finding", "justified")
    officer.work.fill(answer="The registrar corrected the entry of a neighbour with the same name.")
    officer.press("Send")
    citizen.go(f"/me/data/questions/{code}/")
    assert "the same name" in citizen.text
    citizen.button("I do not agree: ask the ombudsman").click()
    citizen.page.wait_for_load_state()
    ombudsman = Officer.come(browser, base, "ombudsman-head", pictures=pictures)
    ombudsman.go("/data-protection/ombudsman/")
    ombudsman.see("ombudsman")
    ombudsman.press(code)
    ombudsman.see("ruling")
    ombudsman.work.fill(ruling="The look had a reason. The agency has to say it at once next time.")
    ombudsman.press("Send")
    citizen.go(f"/me/data/questions/{code}/")
    assert "at once next time" in citizen.text
    officer.done()
    ombudsman.done()


def test_the_report_finds_who_had_no_case(browser: Browser, base: str, pictures: Path | None) -> None:
    curious = Window.open(browser, base, scripts=False).sign_in("civil-registrar")
    curious.go("/registers/people/")
    curious.choose("legal_basis", "civil-status")
    curious.fill(text="10001433")  # her mother: that stands out at any hour
    curious.button("Look it up").click()
    curious.page.wait_for_load_state()
    officer = Officer.come(browser, base, "civil-dpo", pictures=pictures)
    officer.go(f"{DESK}looks/")
    assert "Sonia Trabelsi" in officer.text
    assert "civil-status" not in officer.text, "purposes are said in words"
    officer.see("looks")
    officer.go(f"{DESK}rules/")
    officer.see("rules")
    officer.done()


def test_two_hold_and_two_lift(browser: Browser, base: str, pictures: Path | None) -> None:
    officer = Officer.come(browser, base, "civil-dpo", pictures=pictures)
    head = Officer.come(browser, base, "civil-head", pictures=pictures)
    officer.go(DESK)
    officer.press("Hold")
    assert officer.work.page.locator(".govuk-error-summary").count()
    officer.work.fill(subject="10000129")
    officer.work.page.locator('main [name="reason"]').last.fill("Court of Port-Neuf, file 44")
    officer.press("Hold")
    assert "waits for a second person" in officer.text
    officer.see("holds")
    head.go(DESK)
    head.work.page.locator('button[value="confirm"]').first.click()
    head.work.page.wait_for_load_state()
    assert "waits for a second person" not in head.text
    head.work.page.locator('main [name="reason"]').first.fill("The court is done.")
    head.work.page.locator('button[value="lift"]').first.click()
    head.work.page.wait_for_load_state()
    assert "To be lifted:" in head.text
    officer.go(DESK)
    officer.work.page.locator('button[value="lift"]').first.click()
    officer.work.page.wait_for_load_state()
    assert "Nothing is held." in officer.text
    officer.done()


def test_two_erase_and_see_before_what_stays(browser: Browser, base: str, pictures: Path | None) -> None:
    """One asks, the other confirms; both read first what goes and what stays and why."""
    look_up(Window.open(browser, base, scripts=False).sign_in("civil-registrar"), "10000348")
    officer = Officer.come(browser, base, "civil-dpo", pictures=pictures)
    officer.go(DESK)
    officer.press("Erasures")
    officer.press("Ask, and see what would go")
    assert officer.work.page.locator(".govuk-error-summary").count()
    officer.work.fill(person="10000348", law="Court of Port-Neuf, 12/2026")
    officer.see("erasures")
    officer.press("Ask, and see what would go")
    assert "A second officer confirms it." in officer.text
    officer.see("erasure")
    head = Officer.come(browser, base, "civil-head", pictures=pictures)
    head.go(f"{DESK}erasures/")
    head.work.page.locator('main a[href*="/erasures/D-"]').first.click()
    head.work.page.wait_for_load_state()
    assert "who looked may be asked for ten years" in head.text
    head.see("erasing")
    head.work.page.locator('button[value="confirm"]').click()
    head.work.page.wait_for_load_state()
    assert "civil-head" not in head.text and "Decided by" in head.text
    officer.done()
    head.done()


def test_an_objection_is_decided_and_holds(browser: Browser, base: str, pictures: Path | None) -> None:
    """Who objects is asked no more from the first moment; the agency says whether it was right."""
    person = Window.open(browser, base, scripts=False).sign_in("founder")
    person.go("/me/data/choices/")
    form = person.page.locator('main form[action$="/satisfaction-survey/"]')
    form.locator("textarea, input[type=text]").fill("Nobody need ask me how it went.")
    form.locator("button").click()
    person.page.wait_for_load_state()
    officer = Officer.come(browser, base, "civil-dpo", pictures=pictures)
    officer.go(DESK)
    officer.work.page.locator('main a[href*="/objections/"]').first.click()
    officer.work.page.wait_for_load_state()
    assert "Nobody need ask me how it went." in officer.text, officer.text
    officer.see("objection")
    officer.work.page.locator("main form button").click()
    officer.work.page.wait_for_load_state()
    assert officer.work.page.locator(".govuk-error-summary").count(), "grounds are asked for"
    officer.work.choose("finding", "upheld")
    officer.work.fill(grounds="The survey needs nobody who does not want it.")
    officer.work.page.locator("main form button").click()
    officer.work.page.wait_for_load_state()
    person.go("/me/data/choices/")
    assert "The survey needs nobody who does not want it." in person.text, person.text
    officer.done()

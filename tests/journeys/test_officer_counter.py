"""A counter: who somebody is, seen by two officers; what a clerk fills in, confirmed by whom it is for."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.everywhere import as_it_stands, everywhere, send
from tests.journeys.officers import Officer
from tests.journeys.one_time import code_of
from tests.journeys.window import Window

pytestmark = pytest.mark.journey
SERVICE = "/apply/trade-ministry/external-trade-certificate/"
NUMBER, BORN, EMAIL = "10000016", "1951-06-19", "jamel.ben-salah@post.example"
PASSWORD = "neuf phares blancs 18"


def test_a_clerk_says_for_whom_to_file(browser: Browser, base: str, pictures: Path | None) -> None:
    clerk = Officer.come(browser, base, "trade-clerk", pictures=pictures)
    clerk.go(SERVICE)
    clerk.see("counter-begin")
    clerk.work.page.locator("main form button").last.click()
    clerk.work.page.wait_for_load_state()
    assert clerk.work.page.locator(".govuk-error-summary").count(), clerk.text
    clerk.done()


def test_two_officers_see_who_somebody_is_and_the_account_opens(
    browser: Browser, base: str, pictures: Path | None
) -> None:
    clerk = Officer.come(browser, base, "trade-clerk", pictures=pictures)
    second = Officer.come(browser, base, "trade-registrar", pictures=pictures)
    path = _ask_for_account(clerk)
    clerk.see("proofing-waits")
    assert "I looked at the person" not in clerk.text, "one person has two eyes"
    second.go("/proofing/")
    second.see("proofing")
    second.go(path)
    second.see("proofing-one")
    assert "Identity card, T 448 901" in second.text, second.text
    second.press("I looked at the person and the card: confirm")
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", second.text)
    assert code, second.text
    second.go("/proofing/")
    assert "Confirmed" in second.text, second.text
    clerk.done()
    second.done()
    own = Window.open(browser, base, check=False)
    _choose_first_password(own)
    own.go("/sign-in/")
    own.fill(login=EMAIL, password=PASSWORD)
    send(own, 'main form:has([name="login"]) button')
    own.go("/account/")
    assert "Jamel Ben Salah" in own.text, own.text
    _set_up_app(own, code.group())
    letter(own, EMAIL, "An app was set up for your account")


def _set_up_app(own: Window, handed: str) -> None:
    """The password is not enough, and no email: what the second officer handed over is needed."""
    own.go("/account/sign-in/app/")
    everywhere(own)
    assert "We send no such code by email" in own.text, own.text
    for code in ("ABCD-2345", handed):
        own.fill(handed=code)
        send(own, 'main button[value="counter"]')
        assert bool(own.page.locator(".govuk-error-summary").count()) is (code != handed), own.text
    own.fill(password=PASSWORD)
    send(own, 'main form:has([name="password"]) button')
    own.fill(code=code_of(own.page.locator("main code").inner_text()))
    send(own, "main form button")
    assert "Recovery codes" in own.text, own.text


def _ask_for_account(clerk: Officer) -> str:
    """What does not fit the register is refused; then what the card says. Gives the address of the page."""
    clerk.go("/proofing/")
    for day in ("1951-06-20", BORN):
        clerk.work.fill(person=NUMBER, card_number="T 448 901", email=EMAIL)
        clerk.work.choose("card", "identity-card")
        clerk.work.choose("language", "en")
        clerk.work.day("birth_date", day)
        clerk.press("Ask a second officer")
        assert bool(clerk.work.page.locator(".govuk-error-summary").count()) is (day != BORN), clerk.text
    return clerk.work.page.url.removeprefix(clerk.work.base)


def _choose_first_password(own: Window) -> None:
    """With the code of a letter, as the letter about the account says."""
    letter(own, EMAIL, "Your account is open")
    everywhere(own, "/password/")
    own.fill(email=EMAIL)
    send(own, "main form button")
    as_it_stands(own, "/password/code/")
    there = own.page.url
    code = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", letter(own, EMAIL, "code"))
    assert code, own.text
    own.page.goto(there)
    own.fill(code=code.group())
    send(own, "main form button")
    as_it_stands(own, "/password/new/")
    own.fill(password1=PASSWORD, password2=PASSWORD)
    send(own, "main form button")


def letter(own: Window, email: str, words: str) -> str:
    """What a letter says that went to an address."""
    for _try in range(60):
        own.page.goto(f"{own.base}/mailbox/")
        row = own.page.locator("main li, main tr, main dt, main p", has_text=email).filter(has_text=words)
        if row.count():
            row.locator("a").first.click()
            own.page.wait_for_load_state()
            return own.text
        time.sleep(0.5)
    raise AssertionError(f"no letter comes to {email}:\n{own.text}")


def test_what_a_clerk_fills_in_is_filed_when_its_owner_confirms(browser: Browser, base: str) -> None:
    head, clerk, citizen = (
        Window.open(browser, base, check=False).sign_in(account)
        for account in ("civil-head", "importer-chemicals", "citizen")
    )
    _appoint(head, "importer-chemicals@tamaris.example")
    clerk.go("/apply/civil-registry/register-extract/")
    clerk.fill(applicant="10000295")
    send(clerk, "main form button >> nth=-1")
    everywhere(clerk)
    clerk.choose("content", "short")
    clerk.choose("purpose", "school")
    clerk.press(value="continue")
    send(clerk, "main form button")
    assert "EXT-" not in clerk.text, "nothing is filed yet"
    everywhere(clerk)
    everywhere(citizen, "/to-confirm/")
    send(citizen, 'main a[href^="/to-confirm/"]')
    everywhere(citizen)
    send(citizen, 'main button[value="confirm"]')
    everywhere(citizen)
    send(citizen, 'main a[href^="/cases/EXT-"]')
    assert "at the counter" in citizen.text, citizen.text


def _appoint(head: Window, email: str) -> None:
    head.go("/administration/civil-registry/")
    head.fill(email=email)
    head.choose("office", "central-registry")
    head.choose("role", "clerk")
    send(head, 'main form:has([name="email"]) button')
    assert not head.page.locator(".govuk-error-summary").count(), head.text

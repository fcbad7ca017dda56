"""A sign-in that is not sure enough: asked for more, then back to what was typed, with nothing lost."""

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.everywhere import as_it_stands, everywhere, send
from tests.journeys.one_time import code_of
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
EMAIL, PASSWORD = "driver@tamaris.example", "six canards bleus 41"
SERVICE = "/apply/civil-registry/register-extract/"


def test_who_comes_by_password_alone_steps_up_and_loses_nothing(browser: Browser, base: str) -> None:
    at_home = Window.open(browser, base, check=False).sign_in("driver")
    draft = _begin(at_home)
    at_home.go("/account/password/set/")
    at_home.fill(password1=PASSWORD, password2=PASSWORD)
    send(at_home, "main form button")
    at_work = Window.open(browser, base, check=False)
    at_work.go("/sign-in/")
    at_work.fill(login=EMAIL, password=PASSWORD)
    send(at_work, 'main form:has([name="login"]) button')
    at_work.go(SERVICE)
    assert "Set up an app" in at_work.text, at_work.text
    everywhere(at_work)
    _open_a_key(at_work)
    secret = _set_up_app(at_home)
    _step_up(at_work, code_of(secret))
    _send_what_was_kept(at_work)
    at_work.go(draft)
    assert at_work.page.locator('[name="purpose"][value="employment"]').is_checked(), "it was kept"
    at_work.press(value="continue")
    send(at_work, "main form button")
    assert re.search(r"EXT-\d{4}-\d{6}", at_work.page.url), at_work.text


def _begin(own: Window) -> str:
    """Type half of a request, and keep it; gives the address of the page."""
    own.go(SERVICE)
    if own.page.locator('[name="principal"]').count():
        own.page.locator('[name="principal"]').first.check(force=True)
    send(own, "main form button >> nth=-1")
    own.choose("content", "short")
    own.choose("purpose", "employment")
    send(own, 'main button[value="keep"]')
    return own.page.url.removeprefix(own.base)


def _open_a_key(own: Window) -> None:
    """Type what a password alone is too little for."""
    own.go("/account/certificates/")
    own.fill(name="At work", pin="sept 71 lunes", again="sept 71 lunes")
    send(own, 'main form:has([name="again"]) button')
    assert "/sign-in/step-up/" in own.page.url, own.text
    assert "We keep what you typed" in own.text, own.text


def _set_up_app(own: Window) -> str:
    """In another window, where they came in more surely."""
    own.go("/account/sign-in/app/")
    if "/again/" in own.page.url:
        own.fill(password=PASSWORD)
        send(own, 'main form:has([name="password"]) button')
    secret = own.page.locator("main code").inner_text()
    own.fill(code=code_of(secret))
    send(own, "main form button")
    return secret


def _step_up(own: Window, code: str) -> None:
    own.page.reload()
    everywhere(own)
    send(own, 'main a:has-text("Use a code from the app")')
    as_it_stands(own)
    own.fill(code=code)
    send(own, 'main form:has([name="code"]) button')
    assert "Go on where you were" in own.text, own.text


def _send_what_was_kept(own: Window) -> None:
    """What is secret is asked for again; the rest is there."""
    everywhere(own)
    send(own, "main form button")
    assert own.page.locator('[name="name"]').input_value() == "At work"
    own.fill(pin="sept 71 lunes", again="sept 71 lunes")
    send(own, 'main form:has([name="again"]) button')
    assert not own.page.locator(".govuk-error-summary").count(), own.text
    assert "At work" in own.text

"""A person’s ways to sign in: password and app, a passkey alone; devices; an account that is lost."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.everywhere import as_it_stands, everywhere, send
from tests.journeys.one_time import code_of
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
EMAIL, PASSWORD = "homeowner@tamaris.example", "quatre chevaux verts 77"


def test_a_password_and_an_app_then_a_passkey(browser: Browser, base: str) -> None:
    """Whoever came in simply sets up better ways, and comes in by each of them."""
    named = base.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to a number
    own = Window.open(browser, named, check=False).sign_in("homeowner")
    everywhere(own, "/account/")
    _choose_password(own)
    secret = _set_up_app(own)
    everywhere(own, "/account/sign-in/")
    _leave(own)
    everywhere(own, "/sign-in/")
    own.fill(login=EMAIL, password=PASSWORD)
    send(own, 'main form:has([name="login"]) button')
    as_it_stands(own, "/sign-in/second-step/")
    own.fill(code=code_of(secret))
    send(own, 'main form:has([name="code"]) button')
    own.page.wait_for_url("**/")
    _a_passkey(own, secret)
    everywhere(own, "/account/devices/")
    assert "This is where you are now" in own.text


def test_an_account_that_is_lost_is_asked_for_and_waits(browser: Browser, base: str) -> None:
    """The page tells nobody whether there is such an account; the letter says when to come back."""
    own = Window.open(browser, base, check=False)
    everywhere(own, "/recovery/code/")
    everywhere(own, "/recovery/")
    own.fill(email=EMAIL)
    send(own, 'main form:has([name="email"]) button')
    as_it_stands(own, "/recovery/ asked for")
    assert "Wait for our letter" in own.text


def _choose_password(own: Window) -> None:
    own.go("/account/password/set/")
    for tried, refused in (("password1234", True), (PASSWORD, False)):
        own.fill(password1=tried, password2=tried)
        send(own, "main form button")
        assert (own.page.locator(".govuk-error-summary").count() == 1) is refused, own.text
        if refused:
            assert "Many people use this password" in own.text, own.text
            as_it_stands(own)


def _again_if_asked(own: Window) -> None:
    """What changes the ways in asks first whether it is still the same person."""
    if "/again/" in own.page.url and not own.page.locator('[name="password"]').count():
        send(own, 'main a[href*="/account/again/?"]')
    if "/again/" in own.page.url:
        everywhere(own)
        own.fill(password=PASSWORD)
        send(own, 'main form:has([name="password"]) button')


def _set_up_app(own: Window) -> str:
    own.go("/account/sign-in/app/")
    _again_if_asked(own)
    as_it_stands(own)
    secret = own.page.locator("main code").inner_text()
    own.fill(code=code_of(secret))
    send(own, "main form button")
    everywhere(own, "/account/sign-in/recovery-codes/")
    return secret


def _a_passkey(own: Window, secret: str) -> None:
    """Add one to a virtual authenticator, leave, and come in with it alone."""
    there = own.context.new_cdp_session(own.page)
    there.send("WebAuthn.enable")
    there.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
    own.go("/account/sign-in/passkeys/add/")
    _again_if_asked(own)
    as_it_stands(own)
    own.fill(name="My telephone")
    with own.page.expect_navigation():
        own.page.locator("#passkey-button").click()
    everywhere(own, "/account/sign-in/passkeys/")
    assert "My telephone" in own.text
    _leave(own)
    own.go("/sign-in/")
    own.page.locator("#passkey-button").click()
    own.page.wait_for_url(lambda url: "/sign-in/" not in url)
    own.go("/account/devices/")


def _leave(own: Window) -> None:
    send(own, ".ow-who__out button")


_AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip

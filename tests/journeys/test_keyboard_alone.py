"""By keyboard alone: sign in with password and app, look at own data, question an entry, grant a mandate."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.keys import Keys
from tests.journeys.officers import look_up
from tests.journeys.one_time import code_of
from tests.journeys.signing_keys import PIN
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
EMAIL, PASSWORD = "broker@tamaris.example", "trois phoques gris 52"


def test_signed_in_questioned_and_granted_by_keyboard_alone(browser: Browser, base: str) -> None:
    _somebody_looks(browser, base)
    own = Keys(Window.open(browser, base, check=False).sign_in("broker"))  # others look at these pages
    _choose_password(own)
    secret = _set_up_app(own)
    own.to("button", "Sign out")
    own.press("Enter")
    _sign_in(own, secret)
    _question(own)
    _grant(own)


def _somebody_looks(browser: Browser, base: str) -> None:
    look_up(Window.open(browser, base, check=False).sign_in("civil-registrar"), "10000195")


def _choose_password(own: Keys) -> None:
    own.window.go("/account/password/set/")
    own.type("password1", PASSWORD)
    own.type("password2", PASSWORD)
    own.press("Enter")


def _set_up_app(own: Keys) -> str:
    own.window.go("/account/sign-in/")
    own.to("a", "Set up an app")
    own.press("Enter")
    if "/again/" in own.window.page.url:
        own.type("password", PASSWORD)
        own.press("Enter")
    secret = own.window.page.locator("main code").inner_text()
    own.type("code", code_of(secret))
    own.press("Enter")
    return secret


def _sign_in(own: Keys, secret: str) -> None:
    own.window.go("/")
    own.to("a", "Sign in")
    own.press("Enter")
    own.type("login", EMAIL)
    own.type("password", PASSWORD)
    own.press("Enter")
    own.type("code", code_of(secret))
    own.press("Enter")


def _question(own: Keys) -> None:
    """From the account to what is known, to a look, to the question that is asked."""
    own.window.go("/account/")
    own.to("a", "/me/data/")
    own.press("Enter")
    assert "Sami" in own.window.text, own.window.text
    own.to("a", "/me/data/ask/", inside="main")
    own.press("Enter")
    own.type("text", "Why did the registry look at me?", tag="textarea")
    own.to("button", "Ask", inside="main")
    own.press("Enter")
    assert "Why did the registry look at me?" in own.window.text, own.window.text


def _grant(own: Keys) -> None:
    """A key first, then the mandate."""
    own.window.go("/mandates/")
    own.to("a", "/mandates/new/", inside="main")
    own.press("Enter")
    own.to("a", "/account/certificates/", inside="main")
    own.press("Enter")
    own.type("name", "At home")
    own.type("pin", PIN)
    own.type("again", PIN)
    own.press("Enter")
    own.choose("principal", "Sami Gharbi")
    own.type("agent", "10000295")
    own.choose("scopes", "Certificates and extracts")
    own.type("last_day/day", "31")
    own.type("last_day/month", "12")
    own.type("last_day/year", "2090")
    own.type("pin", PIN)
    own.press("Enter")
    assert "/mandates/new/" not in own.window.page.url, own.window.text
    assert "Waits for an answer" in own.window.text, own.window.text

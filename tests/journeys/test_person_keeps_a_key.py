"""A person’s signing key: opened with a PIN, renewed, revoked."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.everywhere import as_it_stands, everywhere, send
from tests.journeys.signing_keys import open_key
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
CERTIFICATES = "/account/certificates/"


def test_a_key_is_opened_renewed_and_revoked(browser: Browser, base: str) -> None:
    own = Window.open(browser, base, check=False).sign_in("founder")
    own.go(CERTIFICATES)
    own.fill(name="At work", pin="1", again="2")
    send(own, 'main form:has([name="again"]) button')
    as_it_stands(own, f"{CERTIFICATES} with two PINs")
    open_key(own, name="At work")
    everywhere(own, CERTIFICATES)
    send(own, 'main form[action$="/renew/"] button')
    send(own, 'main a[href$="/revoke/"]')
    everywhere(own)
    own.choose("reason", "key-compromise")
    send(own, 'main form:has([name="reason"]) button')
    everywhere(own, CERTIFICATES + "?")
    assert "Revoked on" in own.text

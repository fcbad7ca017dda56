"""Keys that the house keeps for people, opened on the page as people do."""

from tests.journeys.everywhere import send
from tests.journeys.window import Window

PIN = "sept 71 lunes"


def open_key(own: Window, *, name: str = "At home") -> None:
    """Open a key on the page that stands open, which led here or is the list itself; one is enough."""
    if own.page.locator("main .govuk-summary-card__title", has_text=name).count():
        return
    own.fill(name=name, pin=PIN, again=PIN)
    send(own, 'main form:has([name="again"]) button')
    assert not own.page.locator(".govuk-error-summary").count(), own.text


def key_first(own: Window) -> None:
    """A page that wants a signature leads to where a key is opened, and back."""
    link = own.page.locator('main a[href*="/account/certificates/?next="]')
    if not link.count():
        return
    there = own.page.url
    send(own, 'main a[href*="/account/certificates/?next="]')
    open_key(own)
    assert own.page.url == there, own.page.url

"""An author and a head put a service online in the browser: wide and narrow, with and without scripts."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.authors import AGENCY, begin
from tests.journeys.window import Window

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("language", "width", "scripts"), [("en", 1280, True), ("ar", 320, True), ("fr", 1280, False)]
)
def test_two_people_put_a_service_online(
    browser: Browser, base: str, language: str, width: int, scripts: bool
) -> None:
    how = {"language": language, "width": width, "scripts": scripts}
    author = Window.open(browser, base, **how).sign_in("municipal-registrar")
    service = f"stall-{language}"
    draft = begin(author, service=service, note="The council wants it")
    author.go(f"{draft}file/texts/{language}.yaml")
    text = author.page.locator("textarea").input_value()
    author.page.locator("textarea").fill(text.replace("name: ", "name: 1. ", 1))
    author.page.locator('button[value="save"]').click()
    author.look()
    head = Window.open(browser, base, **how).sign_in("municipal-head")
    head.go(f"{draft}report/")
    head.fill(reason="The council decided it.")
    head.page.locator("main form button").last.click()
    head.look()
    assert f"/studio/services/{AGENCY}/{service}/" in head.page.url, head.text
    head.go(f"/services/{AGENCY}/{service}/")
    assert "1. " in head.page.locator("h1").inner_text()

"""An author changes a process and its decisions in the browser's editors, under the policy of their route."""

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.window import Window

pytestmark = pytest.mark.journey
SERVICE = "/studio/services/trade-ministry/external-trade-certificate/"
DECISIONS_15 = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="later" name="Later"
  namespace="urn:later">
  <inputData id="size" name="size"><variable id="size-v" name="size" typeRef="number"/></inputData>
  <decision id="fee" name="Fee"><variable id="fee-v" name="Fee" typeRef="number"/>
    <informationRequirement id="fee-size"><requiredInput href="#size"/></informationRequirement>
    <conditional id="fee-if"><if><literalExpression><text>size &gt; 10</text></literalExpression></if>
      <then><literalExpression><text>25</text></literalExpression></then>
      <else><literalExpression><text>10</text></literalExpression></else></conditional></decision>
</definitions>"""


def new_draft(window: Window) -> str:
    window.go(SERVICE)
    window.page.locator("form:has(input[value='draft']) button").click()
    window.look()
    found = re.search(r"/studio/drafts/(\d+)/", window.page.url)
    assert found, window.page.url
    return found[0]


def open_editor(window: Window, draft: str, file: str) -> list[str]:
    """Open a model in its editor; returns what the browser complained of."""
    said: list[str] = []
    window.page.on("console", lambda one: said.append(one.text) if _refused(one.type, one.text) else None)
    window.page.on("pageerror", lambda one: said.append(str(one)))
    window.page.goto(f"{window.base}{draft}model/{file}")
    window.page.wait_for_selector("form[data-ready]")
    return said


def _refused(kind: str, text: str) -> bool:
    """An error, but for what dmn-js's makers say about how they built it."""
    return kind == "error" and "development build of Inferno" not in text


def save(window: Window) -> None:
    window.page.get_by_role("button", name="Save the draft").click()
    window.page.wait_for_selector("form[data-ready]")
    assert "The draft is saved" in window.page.inner_text("main")


def stored(window: Window, draft: str, file: str) -> str:
    window.page.goto(f"{window.base}{draft}file/{file}")
    return window.page.locator("main textarea").first.input_value()


def test_a_process_is_drawn_and_saved(browser: Browser, base: str) -> None:
    window = Window.open(browser, base, check=False).sign_in("trade-administrator")
    draft = new_draft(window)
    complaints = open_editor(window, draft, "process.bpmn")
    assert window.page.locator(".bjs-powered-by").is_visible()
    task = window.page.locator("[data-element-id=registration]").first
    task.dblclick(force=True)
    window.page.keyboard.type("Look at it once more")
    window.page.keyboard.press("Control+Enter")
    window.page.mouse.click(900, 700)
    save(window)
    assert complaints == []
    assert "Look at it once more" in stored(window, draft, "process.bpmn")


def test_later_decisions_come_back_as_they_were(browser: Browser, base: str) -> None:
    window = Window.open(browser, base, check=False).sign_in("trade-administrator")
    draft = new_draft(window)
    window.page.goto(f"{window.base}{draft}file/decisions.dmn")
    window.page.locator("main textarea").first.fill(DECISIONS_15)
    window.page.locator("main form button").first.click()
    complaints = open_editor(window, draft, "decisions.dmn")
    window.page.locator("[data-views] button", has_text="Fee").first.click()
    window.page.wait_for_selector("text=kept as it is")
    save(window)
    assert complaints == []
    after = stored(window, draft, "decisions.dmn")
    assert "20230324/MODEL" in after and "<conditional" in after and "size &gt; 10" in after


def test_the_text_can_be_edited_without_scripts(browser: Browser, base: str) -> None:
    window = Window.open(browser, base, scripts=False).sign_in("trade-administrator")
    draft = new_draft(window)
    window.go(f"{draft}model/process.bpmn")
    text = window.page.locator("#model").input_value()
    window.page.locator("#model").fill(text.replace("</definitions", "<!-- by hand --></definitions", 1))
    window.press("Save the draft")
    assert "The draft is saved" in window.page.inner_text("main")

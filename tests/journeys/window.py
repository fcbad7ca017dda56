"""One person at the window: a browser of their own, signed in, reading the page as people do."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page

_AXE = Axe()
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@dataclass
class Window:
    """A browser window of one person.

    :param seen: addresses that were checked with axe, so that a page is checked once per language.
    """

    base: str
    context: BrowserContext
    page: Page
    seen: set[str]
    check: bool = True

    @classmethod
    def open(
        cls,
        browser: Browser,
        base: str,
        *,
        language: str = "en",
        width: int = 1280,
        scripts: bool = True,
        check: bool = True,
        seen: set[str] | None = None,
    ) -> "Window":
        """A new browser, with nothing in it but the language."""
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale=language
        )
        context.set_default_timeout(60_000)
        context.add_cookies([{"name": "language", "value": language, "url": base}])
        return cls(
            base,
            context,
            context.new_page(),
            seen if seen is not None else set(),
            check and scripts and os.environ.get("ONEWINDOW_JOURNEYS_AXE") != "off",
        )

    def sign_in(self, account: str) -> "Window":
        """Sign in with one click, as the demonstration lets one."""
        self.go("/demo/")
        form = self.page.locator(f'form:has(input[name="account"][value="{account}"])')
        form.locator("button").click()
        self.page.wait_for_load_state()
        return self

    def go(self, path: str) -> None:
        """Open an address, and hold the page against axe."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        self.look()

    def look(self) -> None:
        """The page as it stands: no error page, nothing for axe to say, no sideways scrolling."""
        self.page.wait_for_load_state()
        path = urlsplit(self.page.url).path
        wide = (
            self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if self.check
            else 0
        )
        assert wide <= 0, f"{path} is {wide} px too wide"
        if self.check and path not in self.seen:
            self.seen.add(path)
            found = _AXE.run(self.page, options=RULES)
            assert found.violations_count == 0, f"{path}\n{found.generate_report()}"

    def press(self, name: str | None = None, *, value: str | None = None) -> None:
        """Press a button by its words, or by what it sends."""
        button = self.page.locator(f'main button[value="{value}"]').last if value else self.button(name or "")
        button.click()
        self.look()

    def button(self, name: str) -> Locator:
        """A button or button-like link by its words."""
        return self.page.locator("main").get_by_role("button", name=name).or_(
            self.page.locator("main").get_by_role("link", name=name)
        ).first  # fmt: skip

    def fill(self, **fields: str) -> None:
        """Write into fields by their names; ``__`` stands for ``/``."""
        for name, text in fields.items():
            self.page.locator(f'[name="{name.replace("__", "/")}"]').fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose an option by its value, however it is drawn."""
        select = self.page.locator(f'select[name="{name}"]')
        if select.count():
            select.select_option(value)
            return
        self.page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)

    def day(self, name: str, iso: str) -> None:
        """Write a date into its three parts."""
        year, month, day = iso.split("-")
        for part, text in (("day", day), ("month", month), ("year", year)):
            self.page.locator(f'[name="{name}/{part}"]').fill(text)

    def drop(self, name: str, file: Path) -> None:
        """Give a file to a field."""
        self.page.locator(f'input[type="file"][name="{name}"]').set_input_files(file)

    def code(self, name: str, words: str, value: str) -> None:
        """Find a code by words, then choose it: by suggestions, or without scripts by “Find” and a list."""
        box = self.page.locator(f'input[role="combobox"][id="{name.replace("/", "-")}"]')
        if box.count():
            box.fill("")
            box.press_sequentially(words, delay=10)
            self.page.locator(f'li[role="option"][data-value="{value}"]').first.click()
            return
        if not self.page.locator(f'select[name="{name}"] option[value="{value}"]').count():
            self.page.locator(f'[name="{name}__search"]').fill(words)
            self.page.locator(f'button[value="find:{name}"]').click()
            self.page.wait_for_load_state()
        self.choose(name, value)

    @property
    def text(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()

    def picture(self, file: Path) -> None:
        """A picture of the whole page."""
        self.page.screenshot(path=file, full_page=True)

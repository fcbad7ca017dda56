"""An officer at work: without scripts, while a second window of the same session looks at each page."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page

from tests.journeys.window import RULES, Window

_WIDE, _NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}


@dataclass
class Officer:
    """Somebody who works in one window and whose pages are looked at in another.

    :param work: where they read, write and press: in English, and scripts do not run there.
    :param sight: the same session with scripts: shows each page in three languages, wide and narrow.
    :param pictures: where pictures of the pages are kept, if anybody wants them.
    :param faults: what was found on the pages; ``done`` tells them all at once.
    """

    work: Window
    sight: Page
    pictures: Path | None = None
    seen: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def come(cls, browser: Browser, base: str, account: str, *, pictures: Path | None = None) -> "Officer":
        """Sign in as somebody of the demonstration."""
        work = Window.open(browser, base, scripts=False)
        work.page.goto(f"{base}/demo/")
        work.page.locator('form input[name="account"]').first.evaluate(
            "(one, name) => one.value = name", account
        )
        work.page.locator('form:has(input[name="account"]) button').first.click()
        work.page.wait_for_load_state()
        kept = browser.new_context(viewport=_WIDE, storage_state=work.context.storage_state())
        kept.set_default_timeout(60_000)
        return cls(work, kept.new_page(), pictures)

    def go(self, path: str, *, status: int = 200) -> None:
        """Open an address."""
        answer = self.work.page.goto(self.work.base + path)
        assert answer is not None and answer.status == status, f"{path}: {answer and answer.status}"

    def press(self, name: str) -> None:
        """Press a button by its words."""
        self.work.button(name).click()
        self.work.page.wait_for_load_state()

    def see(self, name: str) -> None:
        """Look at the page where one works, as everybody: three languages, two widths, by keyboard."""
        if name in self.seen or os.environ.get("ONEWINDOW_JOURNEYS_AXE") == "off":
            return
        self.seen.add(name)
        address = self.work.page.url
        for language in ("en", "fr", "ar"):
            self.sight.context.add_cookies([{"name": "language", "value": language, "url": self.work.base}])
            self.sight.set_viewport_size(_NARROW)
            self.sight.goto(address)
            self.sight.evaluate(AXE_SCRIPT)
            self._narrow(name, language)
            self.sight.set_viewport_size(_WIDE)
            self._wide(name, language)

    def _narrow(self, name: str, language: str) -> None:
        wide = self.sight.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{name} in {language} is {wide} px too wide for 320 px")
        if language == "ar":  # what is narrow stacks alike in all three; this one from right to left, too
            self._axe(name, language, 320)
        self._keep(name, language, 320)

    def _wide(self, name: str, language: str) -> None:
        self._axe(name, language, 1280)
        self._keep(name, language, 1280)
        if language == "ar":
            self.faults += [f"{name}: not translated: {text}" for text in self.sight.evaluate(_NOT_ARABIC)]
        if language == "en":
            self.faults += [f"{name}: Tab does not come to {one}" for one in self._not_reached()]

    def _axe(self, name: str, language: str, width: int) -> None:
        # Colours are the same on a narrow page; to compare them is what takes the time.
        colours = {"color-contrast": {"enabled": width == _WIDE["width"]}}
        options = {**RULES, "rules": colours, "resultTypes": ["violations"], "elementRef": False}
        found = AxeResults(self.sight.evaluate("options => axe.run(options)", options))
        if found.violations_count:
            self.faults.append(f"{name}, {language}, {width} px\n{found.generate_report()}")

    def _keep(self, name: str, language: str, width: int) -> None:
        if self.pictures is not None:
            self.sight.screenshot(path=self.pictures / f"{name}-{language}-{width}.png", full_page=True)

    def _not_reached(self) -> list[str]:
        """What Tab does not come to; of a group of radios, one is enough."""
        steps = self.sight.evaluate(_WATCH_FOCUS)
        for _step in range(steps + 2):
            self.sight.keyboard.press("Tab")
        return list(self.sight.evaluate("() => window.unreached()"))

    def done(self) -> None:
        """Nothing may be wrong with any page that was seen."""
        assert not self.faults, "\n".join(self.faults)

    @property
    def text(self) -> str:
        """What stands on the page where one works."""
        return self.work.text


def look_up(registrar: Window, number: str) -> None:
    """Look somebody up in the register of people, on the basis that registrars have."""
    registrar.go("/registers/people/")
    registrar.choose("legal_basis", "civil-status")
    registrar.fill(text=number)
    registrar.button("Look it up").click()
    registrar.page.wait_for_load_state()


_NOT_ARABIC = """() => {
  const said = 'h1 h2 h3 button label legend th td dt dd caption p a .govuk-hint .govuk-tag'.split(' ')
    .map(each => 'main ' + each).join();
  const other = 'bdi, code, [lang]:not(html), [dir=ltr]';
  const own = one => {
    const copy = one.cloneNode(true);
    for (const data of copy.querySelectorAll('bdi, code, [lang], [dir=ltr], a, button, p')) data.remove();
    return copy.textContent.trim();
  };
  return [...document.querySelectorAll(said)].filter(one => !one.closest(other))
    .map(own).filter(text => /[a-z]{3}/.test(text) && !/[\\u0600-\\u06ff]/.test(text))
    .filter(text => !/^\\p{Lu}[\\p{L}’-]+( \\p{Lu}[\\p{L}’-]+)+$/u.test(text));
}"""
"""Sentences without one Arabic letter, other than names of people, codes and what is marked as foreign."""

_WATCH_FOCUS = """() => {
  const stops = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const every = [...document.querySelectorAll(stops)]
    .filter(one => !one.disabled && one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0);
  const reached = new Set(), groups = new Set();
  document.addEventListener('focusin', event => {
    reached.add(event.target);
    if (event.target.type === 'radio') groups.add(event.target.name);
  });
  const came = one => reached.has(one) || one.type === 'radio' && groups.has(one.name);
  window.unreached = () => every.filter(one => !came(one))
    .map(one => one.outerHTML.slice(0, 120));
  if (document.activeElement) document.activeElement.blur();
  return every.length;
}"""

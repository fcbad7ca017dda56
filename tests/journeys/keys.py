"""Somebody who uses the keyboard and nothing else."""

import re

from tests.journeys.window import Window


class Keys:
    """Goes by Tab to what is wanted, which must be seen to have the focus, and presses keys there."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def press(self, key: str) -> None:
        """Press a key; a page that follows is waited for."""
        if key != "Enter":
            self.window.page.keyboard.press(key)
            return
        with self.window.page.expect_navigation():
            self.window.page.keyboard.press(key)
        self.window.look()

    def to(self, tag: str, what: "str | re.Pattern[str]", *, inside: str = "body") -> None:
        """Tab until the focus is on such an element; it must be seen to be there."""
        wanted = re.compile(what)
        for _step in range(80):
            self.window.page.keyboard.press("Tab")
            at = self.window.page.evaluate(_WHERE, inside)
            if at["tag"] == tag and wanted.search(at["words"]):
                assert at["visible"], f"the focus on {at['words']} cannot be seen"
                return
        raise AssertionError(f"Tab does not come to {wanted.pattern}:\n{self.window.text}")

    def type(self, field: str, text: str, *, tag: str = "input") -> None:
        """Write into a field."""
        self.to(tag, rf"^{re.escape(field)}$")
        self.window.page.keyboard.type(text)

    def choose(self, field: str, words: str) -> None:
        """Choose what stands beside such words, of several: Tab comes to the first, arrows to the others."""
        self.to("input", rf"^{re.escape(field)}$")
        for _step in range(20):
            kind, label = self.window.page.evaluate(_CHOICE)
            if words in label:
                self.press("Space")
                return
            self.press("ArrowDown" if kind == "radio" else "Tab")
        raise AssertionError(f"no “{words}” in {field}:\n{self.window.text}")


_WHERE = """inside => {
  const one = document.activeElement, style = getComputedStyle(one);
  const label = one.type === 'radio' || one.type === 'checkbox';
  const outlined = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || label;
  return {
    tag: one.closest(inside) ? one.tagName.toLowerCase() : '',
    words: [one.getAttribute('href'), one.name, one.innerText].filter(Boolean).join(' '),
    visible: outlined,
  };
}"""
_CHOICE = "() => [document.activeElement.type, document.activeElement.labels?.[0]?.innerText ?? '']"

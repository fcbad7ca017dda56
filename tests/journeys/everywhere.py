"""A page as everybody sees it: three languages, wide and narrow, nothing foreign and no code words in it."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

from tests.journeys.window import Window

_AXE = Axe().axe_script
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_WIDE, _NARROW = 1280, 320
_OFF = os.environ.get("ONEWINDOW_JOURNEYS_AXE") == "off"
# A slug, a name of the program's own, or a date as programs write it.
_CODE_WORDS = re.compile(
    r"\b[a-z]+(?:-[a-z]+)*/[a-z][a-z-]+|\b[a-z]+_[a-z_]+\b|\b\d{4}-\d{2}-\d{2}\b|\bNone\b"
)
_MAY_STAND = re.compile(r"trade-ministry/external-trade-certificate")  # an example of what to type


def everywhere(window: Window, path: str | None = None) -> None:
    """Hold a page against axe and our own rules, in three languages at two widths; it ends in English.

    Addresses that the window saw before are left out. Pictures go to the folder that
    ``ONEWINDOW_JOURNEYS_PICTURES`` names.
    """
    address = window.base + path if path else window.page.url
    kind = re.sub(r"\d[\w-]*|[0-9a-f]{16,}", "-", urlsplit(address).path)
    if _OFF or f"everywhere {kind}" in window.seen:
        if path:
            window.go(path)
        return
    window.seen.add(f"everywhere {kind}")
    english = _texts_in(window, address, "en")
    for language in ("fr", "ar"):
        for text in english & _texts_in(window, address, language):
            assert not _is_english(text, language), f"{kind} in {language} still says “{text}”"
    _speak(window, "en")
    answer = window.page.goto(address)
    assert answer is not None and answer.status < 400, f"{address}: {answer and answer.status}"


def as_it_stands(window: Window, name: str = "") -> None:
    """The same for a page that cannot be fetched again, such as the answer to a wrong form: as it stands."""
    kind = name or urlsplit(window.page.url).path
    window.page.wait_for_load_state()
    if not _OFF:
        _hold(window, kind, "en")


def send(window: Window, selector: str) -> None:
    """Press what is found first, and wait for the page that follows."""
    with window.page.expect_navigation():
        window.page.locator(selector).first.click()
    window.page.wait_for_load_state()


def _texts_in(window: Window, address: str, language: str) -> set[str]:
    _speak(window, language)
    answer = window.page.goto(address)
    assert answer is not None and answer.status < 400, f"{address}: {answer and answer.status}"
    _hold(window, urlsplit(address).path, language)
    return set(window.page.evaluate(_TEXTS))


def _speak(window: Window, language: str) -> None:
    window.context.add_cookies([{"name": "language", "value": language, "url": window.base}])


def _hold(window: Window, kind: str, language: str) -> None:
    page = window.page
    found = _CODE_WORDS.findall(_MAY_STAND.sub("", page.evaluate(_WORDS)))
    assert not found, f"{kind} in {language} says {found}"
    page.evaluate(_AXE)
    for width in (_WIDE, _NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{kind} in {language} is {wide} px too wide at {width}"
        if width == _WIDE or language == "ar":  # what is narrow stacks alike; one from right to left
            broken = page.evaluate(_RUN, [_TAGS, width == _WIDE and language != "fr"])
            assert not broken, f"{kind} in {language} at {width}: {broken}"
        if folder := os.environ.get("ONEWINDOW_JOURNEYS_PICTURES"):
            name = kind.strip("/").replace("/", "_") or "start"
            page.screenshot(path=Path(folder) / f"{name}-{language}-{width}.png", full_page=True)
    page.set_viewport_size({"width": _WIDE, "height": 900})


def _is_english(text: str, language: str) -> bool:
    """Whether it is a text of ours: names have no small words but those of French addresses.

    French shares many a word with English, so there it takes a sentence.
    """
    words = re.findall(r"[A-Za-zÀ-ÿ]{2,}", text)
    small = [word for word in words if word.islower() and word not in _IN_NAMES]
    return bool(small) and len(words) >= (4 if language == "fr" else 2)


_IN_NAMES = frozenset(("ben", "de", "des", "du", "et", "la", "le", "les"))
# Colours are the same on a narrow page and in French; to compare them is what takes the time.
_RUN = """([tags, colours]) => axe.run(document, {runOnly: {type: 'tag', values: tags},
    rules: {'color-contrast': {enabled: colours}}, resultTypes: ['violations'], elementRef: false})
  .then(found => found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' | ')))"""
# What people wrote, names and numbers stand in these; the rest is ours.
_OTHERS = "bdi, code, pre, [dir=ltr], option, textarea, [lang]"
_WORDS = """() => {
  const copy = document.querySelector('main').cloneNode(true);
  copy.querySelectorAll('code, pre, [dir=ltr], option, textarea, script').forEach(one => one.remove());
  return copy.textContent;
}"""
_TEXTS = f"""() => {{
  const copy = document.querySelector('main').cloneNode(true);
  copy.querySelectorAll('{_OTHERS}, script').forEach(one => one.remove());
  const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT), texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode.textContent.trim());
  return texts.filter(text => text.length > 2);
}}"""

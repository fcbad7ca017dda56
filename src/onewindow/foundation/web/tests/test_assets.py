"""The committed assets: whole, licensed, and readable for everybody."""

import gzip
import re
from pathlib import Path

import pytest

from onewindow.foundation.web.assets import asset

BUILT = Path(__file__).resolve().parent.parent / "static" / "web"
STYLES = (BUILT / "onewindow.css").read_text()

WHITE, INK, NAVY, NAVY_DEEP = "#ffffff", "#0c1a24", "#11324a", "#0b2436"
LIT, TEAL, LINK, PAPER, MUTED = "#ffc145", "#0a625a", "#0b5a8f", "#f6f4ee", "#46545e"


@pytest.mark.parametrize("file", sorted(BUILT.glob("*.gz")), ids=lambda file: file.name)
def test_what_is_packed_is_what_is_beside_it(file: Path) -> None:
    assert gzip.decompress(file.read_bytes()) == file.with_suffix("").read_bytes()


@pytest.mark.parametrize("style", ["onewindow.css", "onewindow.rtl.css"])
def test_styles_fetch_only_files_that_are_here(style: str) -> None:
    addresses = re.findall(r"url\(\"?([^)\"]+)\"?\)", (BUILT / style).read_text())
    assert addresses
    for address in addresses:
        assert address.startswith("data:") or (BUILT / address).is_file(), address


def test_nothing_of_the_crown_is_here() -> None:
    for file in BUILT.glob("*.css"):
        assert "GDS Transport" not in file.read_text()
    assert not list(BUILT.rglob("*crown*"))


def test_licences_travel_along() -> None:
    names = {file.name for file in (BUILT / "licences").iterdir()}
    assert names == {"govuk-frontend.txt", "noto_sans.txt", "noto_sans_arabic.txt"}


def test_an_address_changes_with_its_content() -> None:
    assert re.fullmatch(r"/static/web/onewindow\.css\?v=[0-9a-f]{12}", asset("onewindow.css"))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (INK, WHITE), (INK, PAPER), (WHITE, NAVY), (WHITE, NAVY_DEEP), ("#d5e0e8", NAVY_DEEP), (LINK, WHITE),
        (LINK, PAPER), (INK, LIT), (WHITE, TEAL), (MUTED, WHITE), (MUTED, PAPER), ("#3c4a54", PAPER),
        ("#e4ecf1", NAVY), (INK, "#ffdd00"), (WHITE, LINK),
    ],
)  # fmt: skip
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5  # WCAG 2.2, 1.4.3
    for colour in {text, ground} - {WHITE}:
        assert colour in STYLES


@pytest.mark.parametrize(
    ("sign", "ground"),
    [(LIT, NAVY), (TEAL, WHITE), ("#7c8b96", WHITE), ("#5d6d78", WHITE), ("#a9bfce", NAVY)],
)
def test_signs_can_be_seen(sign: str, ground: str) -> None:
    assert contrast(sign, ground) >= 3  # WCAG 2.2, 1.4.11

"""What a founder and five agencies do in the journey of a new business, page by page."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path

from pypdf import PdfWriter

from tests.journeys.parties import decide, pay
from tests.journeys.window import Window

CHAIN = "companies-register/start-a-business"
_TEXTS = {
    "employees": "12", "company_name": "Four du Port SARL", "company_name_ar": "فرن الميناء",
    "capital": "10000", "expected_turnover": "1500000", "premises_area": "85.5",
}  # fmt: skip
_CHOICES = {"legal_form": "sarl", "late_hours": "no"}
_CODES = {"activity": ("bakery", "1071"), "address": ("Rue du Commerce", "PN-0104")}
_CODES_OF = {"fr": {"activity": ("boulangerie", "1071")}, "ar": {"activity": ("المخابز", "1071")}}


def paper(folder: Path, name: str) -> Path:
    """A PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    file = folder / name
    with file.open("wb") as made:
        writer.write(made)
    return file


def file_business(
    founder: Window, folder: Path, *, language: str = "en", pictures: Path | None = None
) -> str:
    """Answer the one form; gives the number of the whole."""
    founder.go(f"/services/{CHAIN}/")
    founder.go(f"/apply/{CHAIN}/")
    founder.page.locator("main form button").last.click()
    founder.look()
    asked: list[str] = []
    for page in range(16):
        if pictures is not None:
            founder.picture(pictures / f"{language}-form-{page:02d}.png")
        if "/check/" in founder.page.url:
            break
        asked += _answer(founder, folder, language)
        founder.press(value="continue")
    assert "/check/" in founder.page.url, founder.text
    assert len(asked) == len(set(asked)), f"asked twice: {asked}"
    founder.page.locator("main form button").first.click()
    founder.look()
    found = re.search(r"BIZ-\d{4}-\d{6}", founder.page.url)
    assert found, founder.text
    return found.group()


def _answer(founder: Window, folder: Path, language: str) -> list[str]:
    """Answer what this page asks; the names of the questions."""
    page, done = founder.page, list[str]()

    def asked(name: str) -> bool:
        there = page.locator(f'[name="{name}"], [name="{name}__search"], [name="{name}/day"]').count() > 0
        if there:
            done.append(name)
        return there

    for name, text in _TEXTS.items():
        if asked(name):
            founder.fill(**{name: text})
    for name, value in _CHOICES.items():
        if asked(name):
            founder.choose(name, value)
    for name, (words, value) in {**_CODES, **_CODES_OF.get(language, {})}.items():
        if asked(name):
            founder.code(name, words, value)
    if asked("starts_on"):
        founder.day("starts_on", f"{datetime.now(tz=UTC).year + 1}-03-01")
    for name in ("statutes", "safety_file"):
        if asked(name):
            founder.drop(name, paper(folder, f"{name}.pdf"))
    return done


def part_of(founder: Window, number: str, prefix: str) -> str:
    """The number of a part, once it is on the page of the whole."""
    for _try in range(120):
        founder.page.goto(f"{founder.base}/cases/{number}/")
        link = founder.page.locator(f'main a[href*="/cases/{prefix}-"]').first
        if link.count():
            found = re.search(rf"{prefix}-\d{{4}}-\d{{6}}", str(link.get_attribute("href")))
            assert found
            return found.group()
        time.sleep(0.5)
    raise AssertionError(f"no {prefix} comes for {number}:\n{founder.text}")


def register_company(founder: Window, registrar: Window, number: str) -> None:
    """The registrar agrees; the founder pays from the page of the whole."""
    decide(registrar, part_of(founder, number, "REG"), decision="register")
    pay(founder, number)


def agencies_agree(
    founder: Window, number: str, officers: dict[str, Window], *, permit: dict[str, str]
) -> None:
    """Tax, social security, the municipality and the region decide, then the body of the sector."""
    decide(officers["tax-officer"], part_of(founder, number, "TAX"), decision="register")
    decide(officers["planning-officer"], part_of(founder, number, "OPN"), decision="note")
    decide(officers["affiliation-officer"], part_of(founder, number, "EMP"), decision="register")
    today = datetime.now(tz=UTC)
    visit = {"day": str(today.day), "month": str(today.month), "year": str(today.year)}
    sector = part_of(founder, number, "SEC")
    decide(
        officers["permit-officer"], sector, decision="agree",
        **{f"visited_on__{part}": text for part, text in visit.items()},
    )  # fmt: skip
    decide(officers["health-officer"], sector, **permit)

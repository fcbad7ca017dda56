"""“Why was this decided?”: told to the applicant from the decision table itself."""

from collections.abc import Generator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from onewindow.blocks.cases.letters import shown
from onewindow.blocks.cases.rule_words import condition_in_words as in_words
from onewindow.blocks.cases.tests.people import browser
from onewindow.blocks.cases.tests.way import to_the_bank
from onewindow.kernel.clock import clock


def words(test: str) -> str:
    return in_words(test, show=lambda value: shown(value, language="en"))


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("-", ""),
        ('"85"', "85"),
        ('"01", "02","03"', "01, 02 or 03"),
        ('not("TN")', "anything but TN"),
        ("> 10", "more than 10"),
        ("<= 2.5", "2.5 or less"),
        ("[1..5]", "from 1 to 5"),
        ("(1..5]", "more than 1, and at most 5"),
        ("]1..5[", "between 1 and 5, without these two"),
        ('< 5, "a, b"', "less than 5 or a, b"),
        ("true", "yes"),
        ("null", "not given"),
        ('>= date("2026-03-01")', "1 March 2026 or more"),
        ("limit(chapter, 3)", "limit(chapter, 3)"),
    ],
)
def test_a_cell_is_said_in_words(test: str, said: str) -> None:
    assert words(test) == said


@given(st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=4, unique=True))
def test_every_alternative_of_a_cell_is_said(values: list[str]) -> None:
    said = words(", ".join(feel_text(value) for value in values))
    assert all(value in said for value in values)


def feel_text(value: str) -> str:
    return f'"{value}"'


@pytest.fixture
def monday() -> Generator[None]:
    with clock.at(datetime(2027, 2, 1, 9, tzinfo=UTC)):
        yield


@pytest.mark.usefixtures("country", "monday")
def test_the_applicant_reads_which_rule_asked_for_which_body() -> None:
    number = to_the_bank()
    page = browser("importer").get(f"/cases/{number}/why/", headers={"Accept-Language": "en"})
    tree = html.fromstring(page.content.decode())
    said = " ".join(tree.text_content().split())
    assert "HS chapter: 85." in said
    assert "Body: Telecommunications Regulator." in said
    rows = tree.xpath('//tr[contains(@class, "ow-table__row--marked")]')
    assert len(rows) == 1 and "Applied" in rows[0].text_content()
    case = browser("importer").get(f"/cases/{number}/").content.decode()
    assert f"/cases/{number}/why/" in case


@pytest.mark.usefixtures("country", "monday")
def test_a_stranger_learns_nothing() -> None:
    number = to_the_bank()
    assert browser("homeowner").get(f"/cases/{number}/why/").status_code == 404

"""Answers: every type, every limit, every path; bad input never raises."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.tests.made import form
from onewindow.blocks.catalogue.types import CheckedAnswers, Form, StoredFileAnswer
from onewindow.kernel.reference import Reference

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CONTEXT: Mapping[str, object] = {"today": date(2026, 3, 2), "now": NOW, "facts": {"rate": Decimal("3.38")}}
ALL = form("""
      - {field: name, type: text, required: true, max_length: 20}
      - {field: story, type: long_text}
      - {field: tag, type: text, pattern: "[A-Z]{2}[0-9]{3}"}
      - {field: count, type: integer, min: 1, max: 10}
      - {field: weight, type: decimal, decimals: 2, more_than: 0}
      - {field: currency, type: code, register: currencies}
      - {field: price, type: money, currency: "= request.currency", min: 0}
      - {field: unit, type: unit_price, currency: "= request.currency"}
      - {field: born, type: date, max: "= today"}
      - {field: visit, type: date_time, more_than: "= now"}
      - {field: big, type: yes_no}
      - {field: kind, type: choice, options: [poodle, terrier]}
      - {field: traits, type: choices, options: [kind, loud, fast]}
      - {field: photo, type: file, accept: [png], max_mb: 1}
      - {field: why, type: text, show_if: "= request.big = true", required: true}
      - {field: price_home, type: money, currency: TND, computed: "= request.price * facts.rate"}
      - {field: rate, type: decimal, known: "= facts.rate"}
      - field: owner
        type: group
        fields: [{field: city, type: text, required: true}]
      - field: pups
        type: list
        min: 1
        max: 3
        fields:
          - {field: name, type: text, required: true}
          - {field: age, type: integer, min: 0}
          - {field: double, type: integer, computed: "= row.age * 2"}
""")
GOOD: Mapping[str, object] = {
    "name": "Rex",
    "owner": {"city": "Port-Neuf"},
    "pups": [{"name": "Bo", "age": "2"}],
}


class World:
    """Registers and uploads of these tests."""

    def code(self, *, register: str, key: str) -> Mapping[str, object] | None:
        return {"key": key} if key in {"EUR", "TND"} else None

    def file(self, *, file: Reference) -> StoredFileAnswer | None:
        kinds = {
            "upload/dog": ("image/png", 100),
            "upload/pdf": ("application/pdf", 5),
            "upload/big": ("image/png", 2_000_000),
        }
        if str(file) not in kinds:
            return None
        kind, size = kinds[str(file)]
        return StoredFileAnswer(file, "dog.png", kind, size)

    def person(self, *, key: str) -> Mapping[str, object] | None:
        return {} if key == "07654321" else None


def check(of: Form = ALL, **answers: object) -> CheckedAnswers:
    given = {**GOOD, **answers} if of is ALL else answers
    return api.check_answers(form=of, answers=given, context=CONTEXT, lookups=World(), now=NOW)


def codes(checked: CheckedAnswers) -> dict[str | None, str]:
    return {problem.field: problem.code for problem in checked.problems}


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("name", "  Zoé\u0301 ", "Zoé\u0301".strip()),
        ("count", "٧", Decimal(7)),
        ("count", 7, Decimal(7)),
        ("weight", "12,5", Decimal("12.5")),
        ("weight", "1\u202f250.5", Decimal("1250.5")),
        ("currency", "eur", "EUR"),
        ("unit", "0.00880", Decimal("0.00880")),
        ("born", {"day": "1", "month": "2", "year": "2020"}, date(2020, 2, 1)),
        ("born", "2020-02-01", date(2020, 2, 1)),
        ("visit", "2026-05-01T09:30", datetime(2026, 5, 1, 9, 30)),
        ("big", "no", False),
        ("kind", "poodle", "poodle"),
        ("traits", ["fast", "kind"], ["kind", "fast"]),
        ("traits", "loud", ["loud"]),
        (
            "photo",
            "upload/dog",
            {"file": "upload/dog", "name": "dog.png", "content_type": "image/png", "size": 100},
        ),
        ("story", "one\r\ntwo", "one\ntwo"),
    ],
)  # fmt: skip
def test_an_answer_is_read(field: str, raw: object, value: object) -> None:
    checked = check(**{field: raw})
    assert codes(checked) == {}
    assert checked.answers[field] == value


@pytest.mark.parametrize(
    ("field", "raw", "code"),
    [
        ("name", "", "answer-missing"),
        ("name", "x" * 21, "text-too-long"),
        ("name", "a\x00b", "text-with-controls"),
        ("name", ["Rex"], "answer-wrong-shape"),
        ("tag", "ab123", "text-not-of-pattern"),
        ("count", "0", "too-small"),
        ("count", "11", "too-large"),
        ("count", "1.5", "number-not-whole"),
        ("count", "many", "number-not-readable"),
        ("count", "1e5", "number-not-readable"),
        ("count", "NaN", "number-not-readable"),
        ("count", True, "number-not-readable"),
        ("weight", "1,250", "number-ambiguous"),
        ("weight", "1,250.00", "number-ambiguous"),
        ("weight", "0", "not-more-than"),
        ("weight", "1.234", "too-many-decimals"),
        ("currency", "XXY", "code-unknown"),
        ("price", "-1", "too-small"),
        ("born", "2026-02-30", "date-not-readable"),
        ("born", "2026-03-03", "too-late"),
        ("born", {"day": "1", "month": "", "year": "2020"}, "date-not-readable"),
        ("visit", "2025-01-01T10:00", "not-more-than"),
        ("visit", "tomorrow", "moment-not-readable"),
        ("big", "maybe", "answer-wrong-shape"),
        ("kind", "cat", "not-an-option"),
        ("traits", ["kind", "cat"], "not-an-option"),
        ("photo", "upload/none", "file-unknown"),
        ("photo", "no reference", "file-unknown"),
        ("photo", "upload/pdf", "file-of-wrong-kind"),
        ("photo", "upload/big", "file-too-large"),
        ("owner", "Port-Neuf", "answer-wrong-shape"),
        ("pups", [], "too-few-rows"),
        ("pups", [{"name": "a"}] * 4, "too-many-rows"),
        ("pups", ["Bo"], "answer-wrong-shape"),
        ("strange", "x", "answer-unknown"),
    ],
)
def test_a_bad_answer_is_told_at_its_place(field: str, raw: object, code: str) -> None:
    assert codes(check(**{field: raw}))[field] == code


def test_a_problem_names_the_question_in_the_language_asked_for() -> None:
    found = api.check_answers(form=ALL, answers={}, context=CONTEXT, language="ar").problems
    assert found[0].values["label"] == "name"
    assert found[0].text() == "name: name: this needs an answer."


def test_money_is_exact_to_the_minor_units_of_its_currency() -> None:
    assert codes(check(currency="EUR", price="1.234")) == {"price": "too-many-decimals"}
    checked = check(currency="TND", price="1.234")
    assert checked.answers["price"] == Decimal("1.234")
    assert checked.answers["price_home"] == Decimal("4.171")  # 4.17092, rounded to the dinar's three digits


def test_computed_and_known_answers_are_never_taken_from_outside() -> None:
    checked = check(currency="EUR", price="2", price_home="9999", rate="1")
    assert checked.good
    assert checked.answers["price_home"] == Decimal("6.760")
    assert checked.answers["rate"] == Decimal("3.38")


def test_a_hidden_question_has_no_answer_and_a_shown_one_is_needed() -> None:
    assert "why" not in check(big="no", why="because").answers
    assert codes(check(big="yes")) == {"why": "answer-missing"}
    assert check(big="yes", why="because").answers["why"] == "because"


def test_rows_have_paths_and_computed_values() -> None:
    checked = check(pups={"7": {"name": "Bo", "age": "2"}, "3": {"age": "-1"}})
    assert codes(checked) == {"pups/0/name": "answer-missing", "pups/0/age": "too-small"}
    assert [row.get("double") for row in checked.answers["pups"]] == [Decimal(-2), Decimal(4)]


def test_only_the_problems_of_a_page_are_told() -> None:
    assert api.check_answers(form=ALL, answers={}, context=CONTEXT, pages=["other"]).good


def test_rows_from_data_fit_the_data() -> None:
    opinions = form("""
      - field: lines
        type: list
        rows_from: "= case.lines"
        fields:
          - {field: what, type: text, known: "= item.name"}
          - {field: ok, type: yes_no, required: true}
""")
    context = {"case": {"lines": [{"name": "Tea"}, {"name": "Salt"}]}}
    checked = api.check_answers(form=opinions, answers={"lines": [{"ok": "yes"}, {}]}, context=context)
    assert codes(checked) == {"lines/1/ok": "answer-missing"}
    assert [row["what"] for row in checked.answers["lines"]] == ["Tea", "Salt"]
    short = api.check_answers(form=opinions, answers={"lines": [{"ok": "yes"}]}, context=context)
    assert codes(short)["lines"] == "rows-do-not-fit"


def test_a_slot_is_one_of_those_offered() -> None:
    choose = form('      - {field: slot, type: slot, options_from: "= offer.slots.moment", required: true}')
    slots = [datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 14, 30)]
    context = {"offer": {"slots": [{"moment": moment} for moment in slots]}}
    taken = api.check_answers(form=choose, answers={"slot": "2026-03-10T14:30"}, context=context)
    assert taken.answers["slot"] == slots[1]
    other = api.check_answers(form=choose, answers={"slot": "2026-03-10T15:00"}, context=context)
    assert codes(other) == {"slot": "not-an-option"}
    (page,) = api.shown_pages(form=choose, answers={}, context=context)
    assert [value for value, _label in page.fields[0].options] == ["2026-03-10T09:00", "2026-03-10T14:30"]


def test_a_person_must_be_known() -> None:
    who = form("      - {field: who, type: person, required: true}")
    assert check(who, who="07654321").good
    assert codes(check(who, who="1")) == {"who": "person-unknown"}


def test_checks_see_all_answers_and_speak_at_their_field() -> None:
    dates = form(
        "      - {field: start, type: date}\n      - {field: end, type: date}",
        checks="checks:\n  - {check: '= request.start <= request.end', field: end, text: order}\n",
    )
    assert codes(check(dates, start="2026-02-02", end="2026-02-01")) == {"end": "check-failed"}
    assert check(dates, start="2026-02-02").good  # not answered is not wrong


def test_what_is_shown_follows_the_answers() -> None:
    (page,) = api.shown_pages(form=ALL, answers={**GOOD, "big": "yes", "count": "many"}, context=CONTEXT)
    shown = {field.path: field for field in page.fields}
    assert shown["why"].required
    assert shown["count"].value == "many"  # what cannot be read is shown as it was sent
    assert shown["rate"].known
    assert [field.path for field in shown["pups"].rows[0]] == ["pups/0/name", "pups/0/age", "pups/0/double"]
    assert shown["pups"].may_add


def test_a_flat_page_becomes_answers() -> None:
    fields = {
        "name": ["Rex"],
        "born/day": ["1"],
        "born/month": ["2"],
        "born/year": ["2020"],
        "traits": ["kind", "fast"],
        "pups/2/name": ["Bo"],
        "pups/10/name": ["Cy"],
        "owner/city": ["Port-Neuf"],
        "csrfmiddlewaretoken": ["x"],
        "_button": ["continue"],
    }
    nested = api.nest_answers(form=ALL, fields=fields)
    assert nested == {
        "name": "Rex",
        "born": {"day": "1", "month": "2", "year": "2020"},
        "traits": ["kind", "fast"],
        "pups": [{"name": "Bo"}, {"name": "Cy"}],
        "owner": {"city": "Port-Neuf"},
    }
    assert check(**nested).answers["born"] == date(2020, 2, 1)


def test_a_long_list_is_checked_in_reasonable_time() -> None:
    lines = form("""
      - {field: currency, type: code, register: currencies}
      - field: lines
        type: list
        max: 500
        fields:
          - {field: price, type: money, currency: "= request.currency", required: true}
          - {field: double, type: money, currency: "= request.currency", computed: "= row.price * 2"}
""")
    started = datetime.now(UTC)
    checked = check(lines, currency="EUR", lines=[{"price": "1.25"}] * 500)
    assert checked.good
    assert (datetime.now(UTC) - started).total_seconds() < 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.decimals(allow_nan=True),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from([field.field for field in ALL.fields] + ["strange"])


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(NAMES, JSON, max_size=8))
def test_nothing_that_is_sent_raises_and_what_was_read_reads_the_same_again(
    answers: dict[str, object],
) -> None:
    first = check(**answers)
    api.shown_pages(form=ALL, answers=answers, context=CONTEXT, now=NOW)
    again = api.check_answers(
        form=ALL, answers=dict(first.answers), context=CONTEXT, lookups=World(), now=NOW
    )
    assert again.answers == first.answers


def test_what_was_decided_when_it_was_filed_is_shown_as_it_was() -> None:
    asked = form('      - {field: filed_on, type: date, computed: "= today"}')
    filed = api.check_answers(form=asked, answers={}, context=CONTEXT).answers
    assert filed == {"filed_on": date(2026, 3, 2)}
    (page,) = api.shown_pages(form=asked, answers=filed, context={}, filed=True)
    assert page.fields[0].value == date(2026, 3, 2)
    (other_day,) = api.shown_pages(form=asked, answers=filed, context={"today": date(2026, 3, 9)})
    assert other_day.fields[0].value == date(2026, 3, 9)  # while a form is filled in, it is computed anew

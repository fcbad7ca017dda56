"""Every kind of field is drawn, reachable by its error, and labelled."""

from typing import get_args

import pytest
from django.template import engines
from lxml import html

from onewindow.foundation.web.types import (
    ErrorSummary,
    FieldError,
    FieldKind,
    FieldView,
    Option,
    Row,
)

OPTIONS = (Option(value="a", label="First"), Option(value="b", label="Second <b>", hint="Help"))
KINDS = get_args(FieldKind)


def drawn(view: FieldView) -> html.HtmlElement:
    template = engines["jinja2"].from_string(
        '{% import "web/fields.html" as fields %}<div>{{ fields.field(view) }}</div>'
    )
    return html.fromstring(template.render({"view": view}))


def view_of(kind: FieldKind, **more: object) -> FieldView:
    rows = (Row(number=0, title="Entry 1", fields=(FieldView(name="x/0/y", kind="text", label="Inner"),)),)
    values: dict[str, object] = {
        "options": OPTIONS if kind in ("choice", "choices", "slot", "code") else (),
        "rows": rows if kind == "list" else (),
        "fields": rows[0].fields if kind == "group" else (),
        "suggest_url": "/codes/x/" if kind == "code" else "",
        "hint": "Some help",
        **more,
    }
    return FieldView(name="x", kind=kind, label="Label & more", **values)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "hidden"])
def test_an_error_link_finds_what_it_points_to(kind: FieldKind) -> None:
    target = ErrorSummary((FieldError("Wrong", "x"),)).errors[0].target
    found = drawn(view_of(kind, error="This is <wrong>")).xpath(f".//*[@id='{target[1:]}']")
    assert len(found) == 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("hidden", "statement")])
def test_an_error_is_written_beside_its_field_and_escaped(kind: FieldKind) -> None:
    field = drawn(view_of(kind, error="This is <wrong>"))
    (message,) = field.xpath(".//*[contains(@class, 'govuk-error-message')]")
    assert "This is <wrong>" in message.text_content()


@pytest.mark.parametrize("kind", KINDS)
def test_every_control_has_a_label_of_its_own(kind: FieldKind) -> None:
    field = drawn(view_of(kind))
    ids = [one.get("id") for one in field.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    labels = {one.get("for") for one in field.xpath(".//label")}
    for control in field.xpath(".//input[not(@type='hidden')] | .//select | .//textarea"):
        assert control.get("id") in labels


@pytest.mark.parametrize("kind", KINDS)
def test_what_describes_a_field_is_there(kind: FieldKind) -> None:
    field = drawn(view_of(kind, error="Wrong"))
    ids = {one.get("id") for one in field.iter()}
    for one in field.xpath(".//*[@aria-describedby]"):
        assert set(one.get("aria-describedby").split()) <= ids


def test_an_optional_field_says_so() -> None:
    assert "(optional)" in drawn(view_of("text", required=False)).text_content()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2026-03-27", ["27", "03", "2026"]),
        ({"day": "31", "month": "2", "year": ""}, ["31", "2", ""]),
        ("", ["", "", ""]),
        (None, ["", "", ""]),
    ],
)
def test_a_date_shows_what_was_typed(value: object, shown: list[str]) -> None:
    inputs = drawn(view_of("date", value=value)).xpath(".//input")
    assert [one.get("value") for one in inputs] == shown
    assert [one.get("name") for one in inputs] == ["x/day", "x/month", "x/year"]


def test_choices_keep_what_is_ticked() -> None:
    ticked = drawn(view_of("choices", value=("b",))).xpath(".//input[@checked]")
    assert [one.get("value") for one in ticked] == ["b"]


def test_a_long_choice_is_a_select() -> None:
    options = tuple(Option(value=str(n), label=f"Number {n}") for n in range(9))
    field = drawn(view_of("choice", options=options, value="7"))
    assert [one.get("value") for one in field.xpath(".//option[@selected]")] == ["7"]


def test_a_list_adds_and_removes_by_buttons_that_need_no_script() -> None:
    field = drawn(view_of("list"))
    buttons = {one.get("value") for one in field.xpath(".//button[@name='_button']")}
    assert buttons == {"add:x", "remove:x/0"}


def test_a_list_that_is_full_or_at_its_least_has_no_such_button() -> None:
    field = drawn(view_of("list", min_rows=1, max_rows=1))
    assert not field.xpath(".//button")


def test_a_code_is_found_by_words_without_scripts() -> None:
    field = drawn(view_of("code", value="a", search="fir"))
    assert field.xpath(".//input[@name='x__search']")[0].get("value") == "fir"
    assert field.xpath(".//button")[0].get("value") == "find:x"
    assert field.xpath(".//select[@name='x']//option[@selected]")[0].get("value") == "a"


def test_values_are_escaped() -> None:
    field = drawn(view_of("text", value='"><script>alert(1)</script>'))
    assert not field.xpath(".//script")
    assert field.xpath(".//input")[0].get("value") == '"><script>alert(1)</script>'

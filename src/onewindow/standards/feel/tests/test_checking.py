"""Static checks: what is certain to be wrong is said, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.standards import feel
from onewindow.standards.feel.types import Type

from .test_hostile import WORDS

NAMES: dict[str, Type | None] = {
    "age": feel.type_named("number"),
    "name": feel.type_named("string"),
    "p": feel.type_named("context<a: number, b c: string>"),
    "ps": feel.type_named("list<context<a: number>>"),
    "f": feel.type_named("function<number> -> string"),
    "d": feel.type_named("date"),
    "x": None,
}


@pytest.mark.parametrize(
    "text",
    [
        "age + 1",
        "p.b c + name",
        "ps[a > 1].a",
        "ps[1].a + age",
        "x[z > 1].q",
        "age = null",
        "for i in ps return i.a + 1",
        "f(1) + name",
        "{g: function(q) g(q - 1), r: g(age)}.r",
        "d - age * duration(name)",
        'string join(["a", name], "-")',
        "sort(ps, function(a, b) a.a < b.a)",
        'd in [@"2024-01-01"..@"2024-12-31"]',
        "if x then age else name",
        "for i in 1..age return if i = 1 then 1 else partial[-1] + i",
    ],
)
def test_what_may_be_right_passes(text: str) -> None:
    assert feel.check_expression(text, names=NAMES) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("age +", "not-feel"),
        ("agee", "unknown-name"),
        ("p.z", "unknown-name"),
        ("ps[z > 1]", "unknown-name"),
        ("age + name", "wrong-type"),
        ("age > name", "wrong-type"),
        ("age = name", "wrong-type"),
        ("if age then 1 else 2", "wrong-type"),
        ('substring(name, "a")', "wrong-type"),
        ("substring(nam: name)", "wrong-type"),
        ("f(name)", "wrong-type"),
        ("age(1)", "wrong-type"),
        ("d.hour", "unknown-name"),
        ("some i in ps satisfies i.a", "wrong-type"),
        ('age in ["a".."b"]', "wrong-type"),
        ("{a: 1, b: a + name}", "wrong-type"),
        ("{a: 1, a: 2}", "wrong-type"),
        ("x instance of list", "unknown-name"),
        ("x instance of Person", "unknown-name"),
        ('number("1")', "wrong-type"),
    ],
)
def test_what_is_certainly_wrong_is_said(text: str, code: str) -> None:
    remarks = feel.check_expression(text, names=NAMES)
    assert [remark.code for remark in remarks] == [code]
    assert remarks[0].text()


def test_the_result_and_the_tests_of_a_cell() -> None:
    string = feel.type_named("string")
    assert [one.code for one in feel.check_expression("age", names=NAMES, expected=string)] == ["wrong-type"]
    assert feel.check_expression('["a"]', names=NAMES, expected=string) == ()
    assert feel.check_tests('"a", name, -"x"', value=string, names=NAMES) == ()
    assert [one.code for one in feel.check_tests('> 5, "a"', value=string, names=NAMES)] == ["wrong-type"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_text_can_be_checked(words: list[str]) -> None:
    feel.check_expression(" ".join(words), names=NAMES)
    feel.check_tests(" ".join(words), value=None, names=NAMES)

"""Text by strangers: never a crash, never a second of work, never more than the budget."""

from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.kernel.errors import OnewindowError
from onewindow.standards import feel

_SYMBOLS = "( ) [ ] { } , : . .. + - * / ** = != < <= > >= -> ]1 2[ [1..3] {a: 1} (> 1) ? /* */ // \\"
_WORDS = (
    "and or in between not if then else for return some every satisfies function instance of list external"
)
_VALUES = '1 2.5 1e5 "a" true null x y? item partial @"P1D" @"2024-01-01" date( sum( count( string( range('
WORDS = f"{_SYMBOLS} {_WORDS} {_VALUES}".split()
BOMBS = [
    "for a in 1..100000, b in 1..100000 return a",
    'for i in 1..100 return if i = 1 then "aaaaaaaaaa" else partial[-1] + partial[-1]',
    "for i in 1..100 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
    "string(for i in 1..60 return [partial[-1], partial[-1]])",
    "count(for i in 1..1000000000 return i)",
    "(for i in 1..60 return [partial[-1], partial[-1]]) = (for i in 1..60 return [partial[-1], partial[-1]])",
    "{f: function(f) f(f), r: f(f)}.r",
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|aa)+$")',
    "for i in 1..1000000 return partial",
    "sort(for i in 1..100000 return modulo(i * 7919, 10007), function(a, b) a < b)",
    "(for i in 1..3000 return [partial[-1]])[-1]",
    "distinct values(for i in 1..100000 return {a: i})",
]


@pytest.mark.parametrize("text", BOMBS)
def test_bombs_stop_when_their_budget_is_spent(text: str) -> None:
    with pytest.raises(feel.BudgetSpent):
        feel.compile_expression(text).evaluate({})


COSTLY = [
    "1.23 ** 0.37",
    "log(i + 0.5)",
    "exp(i / 1000)",
    '@"2024-01-01T00:00:00@Europe/Paris" + @"PT1H"',
    '@"2024-01-01T00:00:00@Europe/Paris" < @"2024-01-01T00:00:00Z"',
    '@"2024-01-01T00:00:00@Europe/Paris".time offset',
    'range("[1..2]")',
    'time("10:00:00@Europe/Paris")',
    'matches("abc", string(i))',
    "overlaps([1..2], [2..3])",
    "stddev([1, 2, 3])",
    "decimal(i / 7, 6000)",
    "modulo(1e6144, 3e-6000)",
    "string({a: [1, 2, 3]})",
    'if i = 1 then @"P1D" else partial[-1] * 1e40',
]


@pytest.mark.parametrize("text", COSTLY)
def test_what_takes_long_costs_much(text: str) -> None:
    """A step is paid for by what it takes, or a million of them would take a minute."""
    expression = feel.compile_expression(f"for i in 1..1000000 return {text}")
    began = process_time()
    with pytest.raises(feel.BudgetSpent):
        expression.evaluate({})
    assert process_time() - began < 1.5


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "[" * 5000,
        "{a:" * 5000,
        "-" * 5000 + "1",
        "not(" * 5000,
        "1" + "[1..1" * 500,
        "if " * 2000,
        "function() " * 2000 + "1",
        "x" + ".a" * 5000,
        "x" + "(1)" * 5000,
        "a = " * 5000 + "a",
        "x in (" * 500 + "1",
        "]" * 5000,
        "x instance of " + "list<" * 5000,
    ],
)
def test_deep_text_is_refused(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError):
        feel.compile_expression(text)


def test_long_flat_text_is_fine() -> None:
    assert feel.compile_expression("+".join(["1"] * 20_000)).evaluate({}).value == 20_000
    assert feel.compile_expression(" and ".join(["true"] * 5_000)).evaluate({}).value is True


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_tokens_in_any_order(words: list[str]) -> None:
    run(" ".join(words))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    run(text)


def run(text: str) -> None:
    """Compile and evaluate; only errors of the house may come out."""
    budget = feel.Budget(steps=20_000, memory=1_000_000)
    context: dict[str, object] = {"x": [1, {"a": "b"}], "y?": "text"}
    with suppress(OnewindowError):
        feel.compile_expression(text, names=context).evaluate(context, budget=budget)
    with suppress(OnewindowError):
        feel.compile_unary_tests(text, names=context).matches(3, context, budget=budget)


@settings(max_examples=200, deadline=None)
@given(st.text("ab(|)*+?[]^-{}1,\\d$.", max_size=12), st.text("ab1", max_size=12))
def test_any_pattern(pattern: str, text: str) -> None:
    context: dict[str, object] = {"p": pattern, "t": text}
    with suppress(feel.BudgetSpent):
        expression = feel.compile_expression('[matches(t, p), replace(t, p, "x")]')
        expression.evaluate(context, budget=feel.Budget(steps=50_000))

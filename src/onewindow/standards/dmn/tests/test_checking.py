"""Static checks of models: each finding is true of the table itself, and none is missing."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.standards import dmn

from .models import decision, input_data, knows, literal, model, requires, table

Rule = tuple[list[str], list[str]]
NUMBERS = ["-", "< 2", "<= 2", "> 2", "2", "[1..3)", "not(2)", "1, 3", "not([1..2])", "(2..3], < 0"]
TEXTS = ["-", '"a"', '"a", "b"', 'not("a")', 'not("a", "b")', "null"]
FLAGS = ["-", "true", "false", "not(true)"]


def checked(rules: list[Rule], policy: str = "UNIQUE", listed: str = "") -> dmn.Definitions:
    inputs = [("n", "number"), ("t", "string"), ("b", "boolean")][: len(rules[0][0])]
    body = table([name for name, _ in inputs], [("out", listed)], rules, policy)
    needs = requires(*(f"in_{name}" for name, _ in inputs))
    return dmn.load(model(*(input_data(*one) for one in inputs), decision("D", body, needs)))


def codes(definitions: dmn.Definitions) -> list[str]:
    return [finding.code for finding in dmn.check_table(definitions, decision="D")]


def fired(definitions: dmn.Definitions, inputs: Mapping[str, object]) -> tuple[str, ...]:
    return dmn.evaluate(definitions, decision="D", inputs=inputs).fired.get("D", ())


def test_a_gap_comes_with_a_counterexample() -> None:
    definitions = checked([(["< 18", "-"], ["1"]), (["> 18", '"a"'], ["2"]), (["> 18", 'not("a")'], ["3"])])
    (finding,) = dmn.check_table(definitions, decision="D")
    assert (finding.code, finding.severity, finding.example) == ("gap", "warning", {"n": 18, "t": "a"})
    assert "n: 18" in finding.text()


def test_unique_rules_that_meet_are_an_error() -> None:
    (finding,) = dmn.check_table(checked([(["< 18"], ["1"]), ([">= 17"], ["2"])]), decision="D")
    assert (finding.code, finding.severity, finding.rules) == ("several-hits", "error", ("r1", "r2"))
    assert fired(checked([(["< 18"], ["1"]), ([">= 17"], ["2"])]), finding.example or {}) == ("r1", "r2")


@pytest.mark.parametrize(
    ("outputs", "found"), [("1 1.0", ["overlap"]), ("1 2", ["several-hits"]), ("n 2", ["several-hits"])]
)
def test_any_wants_rules_that_meet_to_agree(outputs: str, found: list[str]) -> None:
    one, other = outputs.split()
    assert codes(checked([(["< 18"], [one]), (["-"], [other])], "ANY")) == found


def test_a_rule_behind_others_is_never_reached() -> None:
    rules = [(["< 18"], ["1"]), (["> 10"], ["2"]), (["[12..15]"], ["3"]), (["-"], ["4"])]
    findings = dmn.check_table(checked(rules, "FIRST"), decision="D")
    assert [finding.rules for finding in findings] == [("r3", "r1", "r2"), ("r4", "r1", "r2", "r3")]
    ranked = [(["< 18"], ["1"]), (["-"], ["2"])]
    assert codes(checked(ranked, "PRIORITY", "2, 1")) == ["unreachable-rule"]
    assert codes(checked(ranked, "PRIORITY", "1, 2")) == []


def test_a_rule_that_cannot_fit() -> None:
    body = table(["n"], [("o", "")], [(["> 5"], ["1"]), (["<= 5"], ["2"]), (["11"], ["3"])], "FIRST").replace(
        "</inputExpression>", "</inputExpression><inputValues><text>[0..10]</text></inputValues>"
    )
    definitions = dmn.load(model(input_data("n", "number"), decision("D", body, requires("in_n"))))
    (finding,) = dmn.check_table(definitions, decision="D")
    assert (finding.code, finding.column, finding.rules) == ("unreachable-rule", "n", ("r3",))


def test_dates_have_no_gap_between_two_days() -> None:
    cells = ['< date("2024-02-29")', '@"2024-02-29"', '>= date("2024-03-01")']
    body = table(["d"], [("o", "")], [([cell], ["1"]) for cell in cells])
    definitions = dmn.load(model(input_data("d", "date"), decision("D", body, requires("in_d"))))
    assert dmn.check_table(definitions, decision="D") == ()


def test_what_cannot_be_told_is_said() -> None:
    definitions = checked([(["< t"], ["1"]), ([">= 10"], ["2"])])
    (finding,) = dmn.check_table(definitions, decision="D")
    assert (finding.code, finding.severity, finding.rules) == ("not-checked", "note", ("r1",))
    assert codes(checked([(["< 5", '> "m"'], ["1"])])) == ["gap", "not-checked"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(NUMBERS), st.sampled_from(TEXTS), st.sampled_from(FLAGS)),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["UNIQUE", "FIRST"]),
)
def test_findings_are_true_and_whole(cells: list[tuple[str, str, str]], policy: str) -> None:
    definitions = checked([(list(row), [str(at)]) for at, row in enumerate(cells)], policy)
    everything = checked([(list(row), [str(at)]) for at, row in enumerate(cells)], "COLLECT")
    findings = dmn.check_table(definitions, decision="D")
    with_null = any("null" in row[1] for row in cells)
    for finding in findings:
        hits = fired(everything, finding.example or {})
        assert finding.code != "gap" or hits == ()
        assert finding.code != "several-hits" or set(finding.rules) <= set(hits)
    numbers = [Decimal(at) / 2 for at in range(-2, 9)]
    texts = ["a", "b", "c", *([None] if with_null else [])]
    seen = [fired(everything, {"n": n, "t": t, "b": b}) for n, t, b in product(numbers, texts, (True, False))]
    found = {finding.code for finding in findings}
    assert ("gap" in found) == any(hits == () for hits in seen)
    if policy == "UNIQUE":
        assert ("several-hits" in found) == any(len(hits) > 1 for hits in seen)
    else:
        first = {hits[0] for hits in seen if hits}
        unreached = {finding.rules[0] for finding in findings if finding.code == "unreachable-rule"}
        assert unreached == {f"r{at}" for at in range(1, len(cells) + 1)} - first


def test_long_tables_take_seconds() -> None:
    cells = [f'[{at * 5}..{at * 5 + 5}) "{"abcd"[at % 4]}"' for at in range(200)]
    rules = [([cell.split(" ")[0], *["-"] * 8, cell.split(" ")[1]], ["1"]) for cell in cells]
    names = [f"x{at}" for at in range(10)]
    body = table(names, [("out", "")], rules)
    needs = requires(*(f"in_{name}" for name in names))
    definitions = dmn.load(model(*map(input_data, names), decision("D", body, needs)))
    began = monotonic()
    assert {finding.code for finding in dmn.check_table(definitions, decision="D")} == {"gap"}
    assert monotonic() - began < 10


def test_expressions_are_checked_with_what_they_see() -> None:
    fee = (
        '<businessKnowledgeModel id="fee" name="fee"><variable name="fee" typeRef="number"/>'
        '<encapsulatedLogic><formalParameter name="n" typeRef="number"/>'
        + literal("n * rate")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    cells = table(["n"], [("out", "")], [(['"x"'], ["n + 1"]), (["-"], ["unknown"])], "FIRST")
    definitions = dmn.load(
        model(
            fee,
            input_data("n", "number"),
            decision("A", literal("fee(n) + due(n)"), requires("in_n") + knows("fee"), "number"),
            decision("B", literal('A + "x"'), requires("A")),
            decision("C", literal("n"), requires("in_n"), "string"),
            decision("D", cells, requires("in_n")),
        )
    )
    found = {(one.element, one.code, one.column) for one in dmn.check(definitions, lent=["due"])}
    assert found == {
        ("fee", "unknown-name", None),
        ("B", "wrong-type", None),
        ("C", "wrong-type", None),
        ("D", "wrong-type", "n"),
        ("D", "unknown-name", "out"),
        ("D", "not-checked", "n"),
    }
    assert all(one.text() for one in dmn.check(definitions))

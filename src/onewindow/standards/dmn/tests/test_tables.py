"""Hit policies, and what is told about them."""

from decimal import Decimal

import pytest

from onewindow.standards import dmn

from .models import decision, input_data, model, requires, table

RULES = [(["&lt; 10".replace("&lt;", "<")], ['"low"']), (["<= 20"], ['"mid"']), (["-"], ['"any"'])]


def decided(
    policy: str, given: object, aggregation: str = "", listed: str = "", rules: object = None
) -> dmn.Decided:
    body = table(["n"], [("out", listed)], rules or RULES, policy, aggregation)
    xml = model(input_data("n"), decision("D", body, requires("in_n")))
    return dmn.evaluate(dmn.load(xml), decision="D", inputs={"n": given})


NUMBERS = [(["< 10"], ["1"]), (["< 20"], ["2"]), (["< 30"], ["2"])]


@pytest.mark.parametrize(
    ("policy", "aggregation", "listed", "given", "expected"),
    [
        ("UNIQUE", "", "", 30, "any"),
        ("UNIQUE", "", "", 5, None),
        ("FIRST", "", "", 5, "low"),
        ("PRIORITY", "", '"any", "mid", "low"', 5, "any"),
        ("OUTPUT ORDER", "", '"any", "mid", "low"', 5, ["any", "mid", "low"]),
        ("RULE ORDER", "", "", 15, ["mid", "any"]),
        ("COLLECT", "", "", 15, ["mid", "any"]),
    ],
)
def test_policies(policy: str, aggregation: str, listed: str, given: object, expected: object) -> None:
    assert decided(policy, given, aggregation, listed).value == expected


@pytest.mark.parametrize(
    ("aggregation", "given", "expected"),
    [("SUM", 5, 5), ("COUNT", 5, 3), ("MIN", 5, 1), ("MAX", 5, 2), ("SUM", 99, None), ("COUNT", 99, 0)],
)
def test_aggregations(aggregation: str, given: object, expected: object) -> None:
    assert decided("COLLECT", given, aggregation, rules=NUMBERS).value == expected


def test_any_wants_agreement() -> None:
    assert decided("ANY", 25, rules=NUMBERS).value == 2
    assert decided("ANY", 15, rules=NUMBERS).value == 2
    assert decided("ANY", 5, rules=NUMBERS).value is None


def test_collect_without_a_hit_is_an_empty_list() -> None:
    assert decided("COLLECT", 99, rules=NUMBERS).value == []


def test_what_fired_is_told() -> None:
    assert decided("COLLECT", 15).fired == {"D": ("r2", "r3")}
    broken = decided("UNIQUE", 5)
    assert broken.fired == {"D": ("r1", "r2", "r3")}
    assert broken.reasons[-1].text() == "3 rules fit, but only one may."


def test_several_outputs_make_a_context() -> None:
    body = table(
        ["k"],
        [("a", ""), ("b", "")],
        [
            (
                [
                    '"x"',
                ],
                ["1", '"one"'],
            )
        ],
    )
    found = dmn.evaluate(
        dmn.load(model(input_data("k"), decision("D", body, requires("in_k")))),
        decision="D",
        inputs={"k": "x"},
    )
    assert found.value == {"a": Decimal(1), "b": "one"}


def test_indexed_columns_agree_with_tests() -> None:
    rules = [([f'"k{n}"' if n % 7 else "-", f"> {n}"], [str(n)]) for n in range(300)]
    rules += [(["true, 5", "-"], ["1000"])]
    body = table(["k", "n"], [("out", "")], rules, "COLLECT")
    definitions = dmn.load(
        model(input_data("k"), input_data("n"), decision("D", body, requires("in_k", "in_n")))
    )

    def ask(key: object, number: int) -> object:
        return dmn.evaluate(definitions, decision="D", inputs={"k": key, "n": number}).value

    assert ask("k5", 20) == [0, 5, 7, 14]
    assert ask(None, 8) == [0, 7]
    assert ask(5, -1) == [1000]
    assert ask(True, -1) == [1000]
    assert ask(1, -1) == []
    assert ask(["k5"], 6) == [0, 5]


def test_a_table_can_be_drawn() -> None:
    body = table(["n"], [("out", '"a", "b"')], [(["> 1"], ['"a"'])])
    view = dmn.load(model(input_data("n"), decision("D", body, requires("in_n")))).table("D")
    assert view is not None
    assert (view.hit_policy, view.inputs[0].expression, view.outputs[0].allowed) == (
        "UNIQUE",
        "n",
        '"a", "b"',
    )
    assert view.rules == (dmn.RuleView("r1", ("> 1",), ('"a"',), ()),)


@pytest.mark.parametrize(("policy", "expected"), [("UNIQUE", None), ("FIRST", None), ("COLLECT", None)])
def test_an_output_that_is_not_listed_is_null(policy: str, expected: object) -> None:
    body = table(["n"], [("out", '"a", "b"')], [(["> 1"], ['"c"']), (["<= 1"], ['"a"'])], policy)
    definitions = dmn.load(model(input_data("n"), decision("D", body, requires("in_n"))))
    assert dmn.evaluate(definitions, decision="D", inputs={"n": 2}).value is expected
    assert dmn.evaluate(definitions, decision="D", inputs={"n": 1}).value in ("a", ["a"])

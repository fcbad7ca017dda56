"""Requirement graphs, knowledge models, services, types, boxed expressions, and models that are refused."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.kernel.errors import OnewindowError
from onewindow.standards import dmn, feel

from .models import HEAD, decision, input_data, knows, literal, model, requires, table

FACT = (
    '<businessKnowledgeModel id="fact" name="fact"><variable name="fact"/>'
    + knows("fact")
    + '<encapsulatedLogic><formalParameter name="n" typeRef="number"/>'
    + literal("if n < 2 then 1 else n * fact(n - 1)")
    + "</encapsulatedLogic></businessKnowledgeModel>"
)


def ask(definitions: dmn.Definitions, name: str, **inputs: object) -> object:
    return dmn.evaluate(definitions, decision=name, inputs=inputs).value


def test_a_graph_of_decisions() -> None:
    xml = model(
        decision("Total", literal("Net + Net * rate"), requires("Net", "in_rate")),
        decision("Net", literal("price * 2"), requires("in_price")),
        input_data("price", "number"),
        input_data("rate", "number"),
    )
    definitions = dmn.load(xml)
    assert definitions.decisions == ("Total", "Net")
    assert ask(definitions, "Total", price=10, rate=Decimal("0.5")) == 30
    assert ask(definitions, "Total", Net=100, rate=1) == 200


def test_a_decision_sees_only_what_it_requires() -> None:
    xml = model(input_data("a"), decision("D", literal("a")))
    assert ask(dmn.load(xml), "D", a=1) is None


def test_knowledge_models_may_call_themselves_within_the_budget() -> None:
    definitions = dmn.load(
        model(FACT, input_data("k"), decision("D", literal("fact(k)"), requires("in_k") + knows("fact")))
    )
    assert ask(definitions, "D", k=10) == 3628800
    assert dmn.evaluate_knowledge(definitions, knowledge="fact", arguments={"n": 5}).value == 120
    with pytest.raises(feel.BudgetSpent):
        ask(definitions, "D", k=100000)


def test_services_are_asked_and_called() -> None:
    service = (
        '<decisionService id="S" name="S"><variable name="S"/><outputDecision href="#Out"/>'
        '<inputDecision href="#Given"/><inputData href="#in_x"/></decisionService>'
    )
    xml = model(
        input_data("x"),
        decision("Given", literal("1 / 0")),
        decision("Out", literal("Given + x"), requires("Given", "in_x")),
        decision("Caller", literal("S(1, 2) + S(Given: 10, x: 20)"), knows("S")),
        service,
    )
    definitions = dmn.load(xml)
    assert dmn.evaluate_service(definitions, service="S", inputs={"x": 1, "Given": 5}).value == 6
    assert ask(definitions, "Caller") == 33


ITEMS = """<itemDefinition name="tGrade"><typeRef>string</typeRef>
  <allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
<itemDefinition name="tPerson">
  <itemComponent name="first name"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="grades" isCollection="true"><typeRef>tGrade</typeRef></itemComponent>
</itemDefinition>"""


def test_types_are_checked_and_values_fitted() -> None:
    xml = model(
        ITEMS,
        input_data("p", "tPerson"),
        decision("Name", literal("p.first name"), requires("in_p"), "string"),
        decision("One", literal("p.grades"), requires("in_p"), "tGrade"),
        decision("Bad", literal('"C"'), "", "tGrade"),
    )
    definitions = dmn.load(xml)
    person = {"first name": "Ada", "grades": ["A"]}
    assert ask(definitions, "Name", p=person) == "Ada"
    assert ask(definitions, "One", p=person) == "A"
    assert ask(definitions, "Name", p={"first name": "Ada", "grades": ["Z"]}) is None
    assert ask(definitions, "Name", p={"first name": 5, "grades": []}) is None
    assert ask(definitions, "Bad") is None


def test_boxed_expressions() -> None:
    context = (
        f'<context><contextEntry><variable name="a"/>{literal("2")}</contextEntry>'
        f'<contextEntry><variable name="b"/>{literal("a * 3")}</contextEntry>'
        f"<contextEntry>{literal('a + b')}</contextEntry></context>"
    )
    loop = f'<for iteratorVariable="x"><in>{literal("1..3")}</in><return>{literal("x * x")}</return></for>'
    loop = loop.replace("1..3", "[1, 2, 3]")
    chosen = f"<filter><in>{literal('[1, 2, 3]')}</in><match>{literal('item > 1')}</match></filter>"
    grid = (
        '<relation><column name="k"/><column name="v"/><row>'
        + literal('"a"')
        + literal("1")
        + "</row><row>"
        + literal('"b"')
        + literal("2")
        + "</row></relation>"
    )
    definitions = dmn.load(
        model(decision("C", context), decision("F", loop), decision("W", chosen), decision("R", grid))
    )
    assert ask(definitions, "C") == 8
    assert ask(definitions, "F") == [1, 4, 9]
    assert ask(definitions, "W") == [2, 3]
    assert ask(definitions, "R") == [{"k": "a", "v": 1}, {"k": "b", "v": 2}]


def test_the_house_lends_functions_and_the_clock() -> None:
    definitions = dmn.load(model(decision("Due", literal("plus days(today(), 3)"))))
    lent = feel.Function(("day", "n"), lambda day, n: day + timedelta(days=int(n)))
    found = dmn.evaluate(
        definitions, decision="Due", inputs={"plus days": lent}, now=datetime(2024, 1, 1, tzinfo=UTC)
    )
    assert found.value == date(2024, 1, 4)


def test_external_functions_are_never_run() -> None:
    logic = f'<encapsulatedLogic kind="Java">{literal("{class: java.lang.Runtime}")}</encapsulatedLogic>'
    body = f'<businessKnowledgeModel id="J" name="J">{logic}</businessKnowledgeModel>'
    found = dmn.evaluate(
        dmn.load(model(body, decision("D", literal("J()"), knows("J")))), decision="D", inputs={}
    )
    assert (found.value, found.reasons[0].code) == (None, "external-function")


@pytest.mark.parametrize("version", ["20180521", "20191111", "20211108", "20230324"])
def test_versions(version: str) -> None:
    scheme = "http" if version == "20180521" else "https"
    head = HEAD.replace("https", scheme).replace("20230324", version)
    assert ask(dmn.load(model(decision("D", literal("1")), head=head)), "D") == 1


def test_vendors_additions_are_passed_over() -> None:
    head = HEAD.replace(" name=", ' xmlns:camunda="http://camunda.org/schema/1.0/dmn" camunda:x="1" name=')
    body = table(["n"], [("out", "")], [(["> 1"], ['"a"'])]).replace(
        "<input>", '<input camunda:inputVariable="n"><camunda:note>x</camunda:note>'
    )
    body = body.replace("<inputExpression>", '<inputExpression typeRef="integer">')
    xml = model(input_data("n", "integer"), decision("D", body, requires("in_n")), head=head)
    assert ask(dmn.load(xml), "D", n=2) == "a"


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ([decision("D", literal("1 +"))], "not a FEEL expression"),
        (
            [decision("A", literal("B"), requires("B")), decision("B", literal("A"), requires("A"))],
            "each other",
        ),
        ([decision("D", literal("1"), requires("gone"))], "not there"),
        ([decision("D", literal("1")), decision("D", literal("2"))], "used twice"),
        ([decision("D", literal("1"), "", "tGone")], "no type tGone"),
        ([decision("D", table(["n"], [("out", "")], [(["-", "-"], ["1"])]))], "a cell for each column"),
        ([decision("D", table(["n"], [("out", "")], [], "SOME"))], "no hit policy"),
        (
            [
                decision(
                    "D", '<literalExpression expressionLanguage="juel"><text>1</text></literalExpression>'
                )
            ],
            "juel",
        ),
    ],
)
def test_models_are_refused_with_the_rule(parts: list[str], rule: str) -> None:
    with pytest.raises(dmn.ModelNotValid) as caught:
        dmn.load(model(*parts))
    assert rule in str(caught.value)


def test_other_xml_is_refused() -> None:
    with pytest.raises(dmn.ModelNotValid):
        dmn.load(b"<definitions/>")
    with pytest.raises(OnewindowError):
        dmn.load(b"no xml")


def test_an_unknown_decision_is_told() -> None:
    with pytest.raises(dmn.DecisionUnknown):
        ask(dmn.load(model(decision("D", literal("1")))), "E")


WHOLE = model(
    ITEMS,
    FACT,
    input_data("n", "number"),
    decision("D", table(["n"], [("out", '"a"')], [(["> 1"], ['"a"'])]), requires("in_n") + knows("fact")),
)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 40), st.binary(max_size=6))
def test_broken_files_raise_errors_of_the_house(at: int, cut: int, put: bytes) -> None:
    try:
        definitions = dmn.load(WHOLE[:at] + put + WHOLE[at + cut :])
        for name in definitions.decisions:
            dmn.evaluate(definitions, decision=name, inputs={"n": 2}, budget=feel.Budget(steps=10_000))
    except OnewindowError:
        pass


LIBRARY = model(
    '<itemDefinition name="tRate"><typeRef>number</typeRef><allowedValues><text>[0..1]</text></allowedValues>'
    "</itemDefinition>",
    FACT,
    input_data("base rate", "tRate"),
    decision(
        "Twice",
        literal("base rate * 2"),
        '<informationRequirement><requiredInput href="#in_base rate"/></informationRequirement>',
    ),
    head=HEAD.replace("urn:test", "urn:library"),
)


def test_models_import_each_other() -> None:
    needs = (
        '<informationRequirement><requiredDecision href="urn:library#Twice"/></informationRequirement>'
        '<knowledgeRequirement><requiredKnowledge href="urn:library#fact"/></knowledgeRequirement>'
    )
    xml = model(
        '<import name="lib" namespace="urn:library" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
        decision("D", literal("lib.Twice + lib.fact(3)"), needs, "number"),
        decision("T", literal("0.5 instance of lib.tRate")),
        decision("R", literal("5"), "", "lib.tRate"),
    )
    definitions = dmn.load(xml, imports=[LIBRARY])
    for inputs in (
        {"base rate": 1},
        {"lib": {"base rate": 1}},
        {"lib.base rate": 1},
        {"urn:library#in_base rate": 1},
    ):
        assert dmn.evaluate(definitions, decision="D", inputs=inputs).value == 8
    assert ask(definitions, "T") is True
    assert ask(definitions, "R") is None
    with pytest.raises(dmn.ModelNotValid):
        dmn.load(xml)


def test_variables_of_functions_may_declare_the_function_or_its_result() -> None:
    kind = (
        '<itemDefinition name="tF"><functionItem outputTypeRef="number"><parameters name="n" '
        'typeRef="number"/></functionItem></itemDefinition>'
    )
    known = (
        '<businessKnowledgeModel id="k" name="k"><variable name="k" typeRef="tF"/><encapsulatedLogic>'
        f'<formalParameter name="n"/>{literal("n * 3")}</encapsulatedLogic></businessKnowledgeModel>'
    )
    service = (
        '<decisionService id="S" name="S"><variable name="S" typeRef="tF"/><outputDecision href="#Out"/>'
        '<inputData href="#in_x"/></decisionService>'
    )
    boxed = (
        '<context><contextEntry><variable name="g" typeRef="number"/><functionDefinition typeRef="number">'
        f'<formalParameter name="q"/>{literal("q + 1")}</functionDefinition></contextEntry>'
        f"<contextEntry>{literal('g(1)')}</contextEntry></context>"
    )
    definitions = dmn.load(
        model(
            kind,
            known,
            service,
            input_data("x"),
            decision("Out", literal("x + 1"), requires("in_x")),
            decision("D", literal("k(2) + S(4)"), knows("k", "S")),
            decision("B", boxed),
        )
    )
    assert ask(definitions, "D") == 11
    assert ask(definitions, "B") == 2


def test_a_service_without_its_input_decision_has_null_for_it() -> None:
    service = (
        '<decisionService id="S" name="S"><variable name="S"/><outputDecision href="#Out"/>'
        '<inputDecision href="#Given"/></decisionService>'
    )
    definitions = dmn.load(
        model(decision("Given", literal("1")), decision("Out", literal("Given"), requires("Given")), service)
    )
    assert dmn.evaluate_service(definitions, service="S", inputs={}).value is None


def test_a_boxed_context_with_a_key_twice_is_null() -> None:
    entry = f'<contextEntry><variable name="a"/>{literal("1")}</contextEntry>'
    assert ask(dmn.load(model(decision("D", f"<context>{entry}{entry}</context>"))), "D") is None

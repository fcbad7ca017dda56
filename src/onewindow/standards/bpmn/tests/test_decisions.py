import json
from decimal import Decimal

import pytest

from onewindow.standards import bpmn, dmn, feel
from onewindow.standards.bpmn.tests.driving import NOON, Case, model

RULES = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
 id="d" name="d" namespace="urn:d">
<inputData id="amount" name="amount"><variable name="amount" typeRef="number"/></inputData>
<decision id="who" name="Who agrees"><variable name="Who agrees"/><informationRequirement>
<requiredInput href="#amount"/></informationRequirement><decisionTable hitPolicy="UNIQUE">
<input><inputExpression typeRef="number"><text>amount</text></inputExpression></input>
<output name="body" typeRef="string"/>
<rule id="small"><inputEntry><text>&lt; 100</text></inputEntry>
<outputEntry><text>"nobody"</text></outputEntry></rule>
<rule id="large"><inputEntry><text>&gt;= 100</text></inputEntry>
<outputEntry><text>"bank"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def asked(name: str = "Who agrees") -> bytes:
    return model(
        f'<startEvent id="s"/><businessRuleTask id="rule" name="{name}"/><userTask id="a"/>'
        '<exclusiveGateway id="g" default="g_e"/><endEvent id="e"/>',
        "s -> rule -> a -> g -> e\ng -> rule : again",
    )


def test_a_rule_task_finds_its_decision_by_its_name_and_tells_what_fired() -> None:
    case = Case(asked(), {"amount": 5}, decisions=dmn.load(RULES))
    assert case.data["rule"] == "nobody"
    told = case.of(bpmn.Decided)[0]
    assert (told.element, told.decision, told.value) == ("rule", "Who agrees", "nobody")
    assert told.fired == {"who": ("small",)}


@pytest.mark.parametrize("wanted", ["Who agrees", "who"])
def test_a_rule_task_can_be_told_its_decision(wanted: str) -> None:
    case = Case(asked("Route it"), {"amount": 500}, decisions=dmn.load(RULES), rules={"rule": wanted})
    assert case.data["rule"] == "bank"


def test_a_rule_task_that_is_reached_again_decides_again() -> None:
    """A result of before is data by the decision's own name too; it must not be taken for the answer."""
    case = Case(asked(), {"amount": 5, "Who agrees": "me", "who": "me"}, decisions=dmn.load(RULES))
    case.done("a", {"amount": 500, "again": True})
    assert case.data["rule"] == "bank"


def test_no_rule_that_matches_is_an_incident_only_with_a_reason() -> None:
    case = Case(asked(), {"amount": "many"}, decisions=dmn.load(RULES))
    assert case.waits == [("incident", "rule")]
    case.send(bpmn.Change, data={"amount": 7})
    assert case.waits == [("work", "a")]


def test_stored_data_is_converted_where_it_is_looked_at_and_kept_as_it_came() -> None:
    xml = model('<startEvent id="s"/><userTask id="a"/><userTask id="b"/>', "s -> a -> b")
    definition = bpmn.load(xml)
    data = {"price": Decimal("0.00880"), "on": NOON.date(), "lines": [{"n": 1}] * 3}
    state, _ = bpmn.step(definition, None, bpmn.Start(at=NOON, data=data))
    tokens, stored = json.loads(json.dumps([state.to_json(), state.data_to_json()]))
    assert stored == feel.to_json(data)
    again = bpmn.State.from_stored(tokens, stored)
    after, _ = bpmn.step(
        definition, again, bpmn.Complete(at=NOON, work="1", output={"price": Decimal("1.5")})
    )
    assert after.data_to_json() == feel.to_json({**data, "price": Decimal("1.5")})
    assert dict(again.data) == data
    assert dict(after.data) == {**data, "price": Decimal("1.5")}

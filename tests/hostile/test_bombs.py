"""Expressions that want for ever, or all memory: stopped in about a second wherever a package has one."""

import resource
import time
from datetime import UTC, datetime

import pytest

from onewindow.blocks.catalogue.formula import formula_of
from onewindow.kernel.errors import OnewindowError
from onewindow.standards import bpmn, dmn
from onewindow.standards.bpmn.tests.driving import model

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECONDS = 2.0
"""Processor time, on a busy machine; the budget is made for less than one."""
MEMORY = 300 * 1024 * 1024
BOMBS = {
    "range": "count(for i in 1..1000000000000 return 1)",
    "for": "for i in 1..1000000, j in 1..1000000 return i * j",
    "sum": "sum(for i in 1..1000000000 return i)",
    "some": "some i in 1..1000000000, j in 1..1000000000 satisfies i = j + 0.5",
    "power": "9 ** 9 ** 9 ** 9",
    "doubling": 'for i in 1..200 return if i = 1 then "x" else partial[-1] + partial[-1]',
    "lists": "for i in 1..200 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
    "join": 'string join(for i in 1..100000000 return "xxxxxxxxxxxxxxxx")',
    "regex": 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")',
    "replace": 'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a|aa)+$", "bb")',
    "recursion": "{f: function(x) f(x + 1), r: f(0)}.r",
    "wide-recursion": "{f: function(x) f(x + 1) + f(x + 1), r: f(0)}.r",
    "sort": "sort(for i in 1..300000 return modulo(i * 7919, 300007), function(a, b) a < b)",
    "scale": "decimal(1/3, 6000)",
    "nested-filter": "(1..3000)[count((1..3000)[item > 0]) > 0]",
    "distinct": "distinct values(for i in 1..300000 return i)",
}


def spent(begun: float) -> float:
    return time.process_time() - begun


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_formula(bomb: str) -> None:
    formula = formula_of(f"= {BOMBS[bomb]}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    begun = time.process_time()
    try:
        formula.value({}, now=AT)
    except OnewindowError as refused:
        assert refused.text()
    assert spent(begun) < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before < MEMORY


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_condition_of_a_process_becomes_an_incident_or_is_false(bomb: str) -> None:
    body = '<startEvent id="s"/><exclusiveGateway id="x" default="x_e"/><endEvent id="e"/><userTask id="a"/>'
    path = f"s -> x -> e\nx -> a : ({BOMBS[bomb]}) = 1"
    definition = bpmn.load(model(body, path))
    begun = time.process_time()
    state, told = bpmn.step(definition, None, bpmn.Start(AT))
    assert spent(begun) < SECONDS
    stopped = [one for one in told if isinstance(one, bpmn.Incident)]
    assert state.ended or bpmn.waiting(definition, state)
    assert all(one.element == "x" and one.reason for one in stopped)


DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="d" id="d"
namespace="urn:d">
<decision id="one" name="one"><variable name="one"/><decisionTable hitPolicy="UNIQUE">
<input id="i"><inputExpression><text>{input}</text></inputExpression></input><output id="o"/>
<rule id="r"><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_decision(bomb: str) -> None:
    text = BOMBS[bomb].replace("&", "&amp;").replace("<", "&lt;")
    definitions = dmn.load(DECISION.format(input=text).encode())
    begun = time.process_time()
    try:
        dmn.evaluate(definitions, decision="one", inputs={}, now=AT)
    except OnewindowError as refused:
        assert refused.text()
    assert spent(begun) < SECONDS


def test_a_circle_in_which_nothing_waits_stops_with_an_incident() -> None:
    body = '<startEvent id="s"/><exclusiveGateway id="m"/><exclusiveGateway id="x"/>'
    definition = bpmn.load(model(body, "s -> m -> x -> m"))
    begun = time.process_time()
    state, told = bpmn.step(definition, None, bpmn.Start(AT))
    assert spent(begun) < SECONDS
    assert any(isinstance(one, bpmn.Incident) for one in told)
    assert len(state.nodes) < 10


def test_tokens_that_multiply_stop_with_an_incident() -> None:
    body = '<startEvent id="s"/><task id="m"/><parallelGateway id="x"/>'
    flows = "".join(f'<sequenceFlow id="f{place}" sourceRef="x" targetRef="m"/>' for place in range(20))
    definition = bpmn.load(model(body + flows, "s -> m -> x"))
    begun = time.process_time()
    _, told = bpmn.step(definition, None, bpmn.Start(AT))
    assert spent(begun) < SECONDS
    assert any(isinstance(one, bpmn.Incident) for one in told)
    assert any(one.severity == "error" for one in bpmn.check(definition))


def test_a_signal_that_wakes_itself_stops_with_an_incident() -> None:
    around = '<signal id="g" name="go"/>'
    event = '<signalEventDefinition signalRef="g"/>'
    inner = (
        f'<subProcess id="w" triggeredByEvent="true"><startEvent id="ws" isInterrupting="false">{event}'
        f'</startEvent><endEvent id="we">{event}</endEvent>'
        '<sequenceFlow id="wf" sourceRef="ws" targetRef="we"/></subProcess>'
    )
    body = f'<startEvent id="s"/><userTask id="a"/><endEvent id="e">{event}</endEvent>{inner}'
    definition = bpmn.load(model(body, "s -> a -> e", around=around))
    begun = time.process_time()
    found = bpmn.check(definition)
    assert spent(begun) < 5 * SECONDS
    state, _ = bpmn.step(definition, None, bpmn.Start(AT))
    begun = time.process_time()
    state, told = bpmn.step(definition, state, bpmn.Complete(AT, "1"))
    assert spent(begun) < SECONDS
    assert any(isinstance(one, bpmn.Incident) for one in told)
    assert any(one.severity == "error" for one in found)

"""Steps made before: another case with other data, another way, another time."""

import pickle
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.standards import bpmn
from onewindow.standards.bpmn import memory
from onewindow.standards.bpmn.step import stepped
from onewindow.standards.bpmn.tests.driving import NOON, Case, model

FORK = bpmn.load(
    model(
        '<startEvent id="s"/><userTask id="ask"/>'
        '<scriptTask id="double"><script>{n: n * 2}</script></scriptTask>'
        '<exclusiveGateway id="x" default="x_late"/><userTask id="small"/><intermediateCatchEvent id="late">'
        "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        '<userTask id="many"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>'
        '</multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>',
        "s -> ask -> double -> x\nx -> small : n &lt; 10\nsmall -> e\nx -> late -> many -> e".replace(
            "&lt;", "<"
        ),
    )
)


def _run(number: int) -> Case:
    case = Case(FORK, {})
    case.done("ask", {"n": number})
    if case.works("small"):
        case.done("small", {"told": number})
    else:
        case.pass_time(timedelta(days=2))
        case.done("many", {"a": number})
        case.done("many", {"a": number + 1})
    return case


@given(st.lists(st.integers(-20, 20), min_size=2, max_size=6))
def test_each_case_has_its_own_data_and_goes_its_own_way(numbers: list[int]) -> None:
    for number in numbers:
        case = _run(number)
        assert case.outcome == "e"
        assert case.data["n"] == number * 2
        assert case.data.get("told") == (number if number * 2 < 10 else None)
        found: Any = case.data.get("many")
        assert found == (None if number * 2 < 10 else [{"a": number}, {"a": number + 1}])


def test_a_timer_counts_from_its_own_case() -> None:
    first, second = Case(FORK, {}), Case(FORK, {})
    second.now = NOON + timedelta(hours=5)
    for case in (first, second):
        case.done("ask", {"n": 50})
    due = [case.of(bpmn.SetTimer)[0].due for case in (first, second)]
    assert due[1] - due[0] == timedelta(hours=5)


def test_a_failing_script_is_an_incident_also_where_the_way_is_known() -> None:
    body = '<startEvent id="s"/><scriptTask id="double"><script>n * 2</script></scriptTask><endEvent id="e"/>'
    definition = bpmn.load(model(body, "s -> double -> e"))
    assert Case(definition, {"n": 3}).data["double"] == 6
    assert Case(definition, {"n": "three"}).of(bpmn.Incident)[0].element == "double"


def test_a_live_case_equals_one_that_is_stored() -> None:
    live: bpmn.State | None = None
    for event in (bpmn.Start(at=NOON), bpmn.Complete(at=NOON, work="1", output={"n": 4})):
        anew, told, _ = stepped(FORK, live, event)
        live, effects = bpmn.step(FORK, live, event)
        assert (anew, told) == (live, effects)
    assert live is not None and dict(pickle.loads(pickle.dumps(live)).nodes) == dict(live.nodes)


def test_it_keeps_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_STEPS", 3)
    for number in (1, 40, 2, 50):
        assert _run(number).outcome == "e"


def test_another_version_does_not_take_the_steps_of_this_one() -> None:
    path = "s -> a -> e"
    one = bpmn.load(model('<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>', path))
    two = bpmn.load(
        model(
            '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>', "s -> a -> b -> e"
        )
    )
    done = bpmn.Complete(at=NOON, work="1")
    state, _ = bpmn.step(one, None, bpmn.Start(at=NOON))
    assert bpmn.step(one, state, done)[0].ended
    assert not bpmn.step(two, state, done)[0].ended

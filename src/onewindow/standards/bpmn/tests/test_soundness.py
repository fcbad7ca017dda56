"""Each kind of finding, on the smallest model that has it, with the way that leads there."""

from typing import Any

import pytest

from onewindow.standards import bpmn
from onewindow.standards.bpmn.soundness import WORDINGS, Finding, check
from onewindow.standards.bpmn.tests.driving import flows, model

MESSAGE = "<messageEventDefinition/>"
TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
START = '<startEvent id="s"/>'
END = '<endEvent id="e"/>'
ERROR = '<error id="E1" errorCode="no-money"/>'
ESCALATION = '<escalation id="C1" escalationCode="late"/>'


def found(body: str, path: str = "", *, around: str = "", **options: Any) -> list[tuple[str, str]]:
    return [(one.code, one.element) for one in findings(body, path, around=around, **options)]


def findings(body: str, path: str = "", *, around: str = "", **options: Any) -> tuple[Finding, ...]:
    return check(bpmn.load(model(START + END + body, path, around=around)), **options)


def tasks(*names: str) -> str:
    return "".join(f'<userTask id="{name}"/>' for name in names)


def gate(kind: str, *names: str, default: str = "") -> str:
    said = f' default="{default}"' if default else ""
    return "".join(f'<{kind}Gateway id="{name}"{said}/>' for name in names)


SPLIT = "s -> x -> a -> j -> e\nx -> b -> j"
CHOICE = "s -> x -> a -> j -> e\nx -> b -> j : big"


def test_a_parallel_block_is_sound() -> None:
    assert found(tasks("a", "b") + gate("parallel", "x", "j"), SPLIT) == []


def test_a_choice_that_a_parallel_join_waits_for_is_a_deadlock() -> None:
    body = tasks("a", "b") + gate("exclusive", "x", default="x_a") + gate("parallel", "j")
    one = findings(body, CHOICE)[0]
    assert (one.code, one.element, one.severity) == ("deadlock", "j", "error")
    assert one.values["missing"] in ("“a_j”", "“b_j”")
    assert one.route()[:2] == ("p", "s")
    assert one.route()[-1] == "j"
    assert one.path[-1].event == "work"


def test_a_deadlock_is_told_also_where_the_case_can_be_withdrawn() -> None:
    withdraw = (
        '<subProcess id="w" triggeredByEvent="true"><startEvent id="ws">'
        f'{MESSAGE}</startEvent><endEvent id="we"/>{flows("ws -> we")}</subProcess>'
    )
    body = tasks("a", "b") + gate("exclusive", "x", default="x_a") + gate("parallel", "j") + withdraw
    assert ("deadlock", "j") in found(body, CHOICE)


def test_an_exclusive_join_after_a_parallel_split_lets_what_follows_happen_twice() -> None:
    body = tasks("a", "b", "c") + gate("parallel", "x") + gate("exclusive", "j")
    path = "s -> x -> a -> j -> c -> e\nx -> b -> j"
    assert found(body, path) == [("lack-of-synchronisation", "j")]


def test_two_flows_into_one_task_after_a_parallel_split_are_told_at_the_task() -> None:
    body = tasks("a", "b", "c") + gate("parallel", "x")
    assert found(body, "s -> x -> a -> c -> e\nx -> b -> c") == [("lack-of-synchronisation", "c")]


def test_a_circle_that_only_waits_is_a_livelock() -> None:
    body = tasks("a", "b")
    assert found(body, "s -> a -> b -> a") == [("unreachable", "e"), ("livelock", "a")]


def test_a_circle_without_any_wait_is_a_livelock() -> None:
    body = '<task id="a"/><task id="b"/>'
    assert ("livelock", "a") in found(body, "s -> a -> b -> a")


def test_a_circle_of_gateways_is_a_livelock() -> None:
    assert ("livelock", "x") in found(gate("exclusive", "x", "y"), "s -> x -> y -> x")


def test_a_circle_in_which_nothing_changes_has_no_way_out_whatever_its_conditions() -> None:
    body = gate("exclusive", "m") + gate("exclusive", "x", default="x_e") + '<task id="a"/>'
    path = "s -> m -> a -> x -> e\nx -> m : again"
    assert found(body, path) == [("endless-circle", "m")]
    counts = '<scriptTask id="a"><script>{again: false}</script></scriptTask>'
    assert found(body.replace('<task id="a"/>', counts), path) == []


def test_a_circle_with_a_way_out_is_sound() -> None:
    body = tasks("a") + gate("exclusive", "x", default="x_e")
    assert found(body, "s -> a -> x -> e\nx -> a : again") == []


def test_a_loop_that_something_outside_ends_is_sound() -> None:
    inner = tasks("a") + '<startEvent id="i"/>' + flows("i -> a -> a")
    body = f'<subProcess id="sub">{inner}</subProcess>'
    body += f'<boundaryEvent id="t" attachedToRef="sub">{TIMER}</boundaryEvent>'
    codes = found(body, "s -> sub -> e\nt -> e")
    assert codes == []


def test_what_nothing_leads_to_is_unreachable_and_told_once() -> None:
    body = gate("exclusive", "m") + tasks("a", "b", "c")
    assert found(body, "s -> a -> e\nm -> b -> c -> m") == [("unreachable", "m")]


def test_a_flow_whose_condition_is_never_true_leads_nowhere() -> None:
    body = tasks("a", "b") + gate("exclusive", "x", default="x_a")
    assert found(body, "s -> x -> a -> e\nx -> b : false\nb -> e") == [("unreachable", "b")]


def test_conditions_that_may_all_be_false_want_a_default() -> None:
    body = tasks("a", "b") + gate("exclusive", "x")
    assert found(body, "s -> x\nx -> a : big\nx -> b : small\na -> e\nb -> e") == [("no-default", "x")]


def test_an_error_that_nobody_catches() -> None:
    body = tasks("a") + '<endEvent id="bad"><errorEventDefinition errorRef="E1"/></endEvent>'
    body += gate("exclusive", "x", default="x_e")
    one = findings(body, "s -> a -> x -> e\nx -> bad : broke", around=ERROR)[0]
    assert (one.code, one.element, one.values["code"]) == ("unhandled-error", "bad", "no-money")
    assert one.route() == ("p", "s", "a", "x", "bad")


def test_an_error_that_work_is_known_to_throw() -> None:
    codes = found(tasks("a"), "s -> a -> e", errors={"a": ["no-money"]})
    assert codes == [("unhandled-error", "a")]
    caught = '<boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="E1"/></boundaryEvent>'
    assert found(tasks("a") + caught, "s -> a -> e\nb -> e", around=ERROR, errors={"a": ["no-money"]}) == []


def test_an_error_event_for_what_nobody_throws_never_fires() -> None:
    caught = '<boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="E1"/></boundaryEvent>'
    body = tasks("a", "c") + caught
    assert found(body, "s -> a -> e\nb -> c -> e", around=ERROR, errors={"a": []}) == [("never-fires", "b")]


def test_an_escalation_that_nobody_catches() -> None:
    definition = '<escalationEventDefinition escalationRef="C1"/>'
    thrown = f'<intermediateThrowEvent id="t">{definition}</intermediateThrowEvent>'
    assert found(thrown, "s -> t -> e", around=ESCALATION) == [("unhandled-escalation", "t")]


def test_a_message_that_nobody_sends() -> None:
    wait = f'<intermediateCatchEvent id="w" name="answer">{MESSAGE}</intermediateCatchEvent>'
    assert found(wait, "s -> w -> e") == []
    assert found(wait, "s -> w -> e", messages=["answer"]) == []
    assert found(wait, "s -> w -> e", messages=["other"]) == [("message-not-sent", "w")]


def test_more_instances_than_the_engine_begins() -> None:
    many = "<multiInstanceLoopCharacteristics><loopCardinality>1000000000</loopCardinality>"
    body = f'<userTask id="a">{many}</multiInstanceLoopCharacteristics></userTask>'
    assert found(body, "s -> a -> e") == [("too-many-instances", "a")]


def test_a_cycle_of_no_length_is_not_read() -> None:
    cycle = "<timerEventDefinition><timeCycle>R/PT0S</timeCycle></timerEventDefinition>"
    event = f'<boundaryEvent id="t" attachedToRef="a" cancelActivity="false">{cycle}</boundaryEvent>'
    with pytest.raises(bpmn.ModelNotValid, match="no length"):
        found(tasks("a") + event, "s -> a -> e\nt -> e")


def test_a_way_that_ends_without_an_end() -> None:
    body = tasks("a", "b") + gate("exclusive", "x", default="x_a")
    assert found(body, "s -> x -> a -> e\nx -> b : big") == [("dead-end", "b")]


def test_reminders_may_overtake_each_other() -> None:
    reminder = (
        '<boundaryEvent id="t" attachedToRef="a" cancelActivity="false"><timerEventDefinition>'
        "<timeCycle>R3/P1D</timeCycle></timerEventDefinition></boundaryEvent>"
    )
    assert (
        found(tasks("a", "remind") + '<endEvent id="e2"/>' + reminder, "s -> a -> e\nt -> remind -> e2") == []
    )


def test_what_is_too_large_is_said_to_be() -> None:
    names = [f"t{number}" for number in range(12)]
    path = "\n".join(["s -> x", *[f"x -> {name} -> j" for name in names], "j -> e"])
    wait = f'<boundaryEvent id="stop" attachedToRef="t0">{TIMER}</boundaryEvent>'
    ends = '<endEvent id="all"><terminateEventDefinition/></endEvent>'
    body = tasks(*names) + gate("parallel", "x", "j") + wait + ends
    codes = found(body, path + "\nstop -> all", budget=200)
    assert ("not-explored", "p") in codes
    assert not any(code in ("deadlock", "livelock") for code, _ in codes)


@pytest.mark.parametrize("kind", ["parallel", "inclusive"])
def test_many_parallel_ways_are_no_trouble(kind: str) -> None:
    names = [f"t{number}" for number in range(30)]
    path = "\n".join(["s -> x", *[f"x -> {name} -> j" for name in names], "j -> e"])
    assert found(tasks(*names) + gate(kind, "x", "j"), path) == []


def test_every_sentence_can_be_filled() -> None:
    values = dict.fromkeys(("element", "missing", "code", "name", "states", "count", "most"), "x")
    for code, (severity, message, way_out) in WORDINGS.items():
        one = Finding(code, severity, "x", message, way_out, values)
        assert "{" not in one.text() + one.advice()

from datetime import timedelta

import pytest

from onewindow.standards import bpmn
from onewindow.standards.bpmn.tests.driving import Case, flows, model
from onewindow.standards.bpmn.tests.test_events import DEFINED, DEFINITIONS


def sub(name: str, body: str, path: str, attributes: str = "", kind: str = "subProcess") -> str:
    return f'<{kind} id="{name}" {attributes}>{body}{flows(path)}</{kind}>'


INNER = sub(
    "p1",
    '<startEvent id="is"/><userTask id="i1"/><userTask id="i2"/><endEvent id="ie"/>',
    "is -> i1 -> i2 -> ie",
)


def test_an_embedded_sub_process_goes_on_when_all_in_it_is_done() -> None:
    case = Case(
        model(f'<startEvent id="s"/>{INNER}<userTask id="z"/><endEvent id="e"/>', "s -> p1 -> z -> e")
    )
    case.done("i1")
    case.done("i2")
    assert case.waits == [("work", "z")]
    case.done("z")
    assert case.left == ["s", "is", "i1", "i2", "ie", "p1", "z", "e"]


@pytest.mark.parametrize("kind", ["message", "signal", "timer", "conditional"])
@pytest.mark.parametrize("interrupting", [True, False])
def test_boundary_events_of_a_sub_process(kind: str, interrupting: bool) -> None:
    flag = "true" if interrupting else "false"
    xml = model(
        f'<startEvent id="s"/>{INNER}<userTask id="z"/><endEvent id="e"/>'
        f'<boundaryEvent id="x" attachedToRef="p1" '
        f'cancelActivity="{flag}">{DEFINITIONS[kind]}</boundaryEvent>',
        "s -> p1 -> e\nx -> z -> e",
        around=DEFINED,
    )
    case = Case(xml, {"level": 0})
    _happen(case, kind)
    assert (case.works("i1") == []) is interrupting
    assert len(case.works("z")) == 1


def _happen(case: Case, kind: str) -> None:
    if kind == "message":
        case.send(bpmn.Deliver, message="withdraw")
    elif kind == "signal":
        case.send(bpmn.Signal, name="strike")
    elif kind == "conditional":
        case.send(bpmn.Change, data={"level": 4})
    else:
        case.pass_time(timedelta(hours=1))


def event_sub(kind: str, interrupting: bool) -> str:
    flag = "true" if interrupting else "false"
    start = f'<startEvent id="xs" isInterrupting="{flag}">{DEFINITIONS[kind]}</startEvent>'
    return sub(
        "x", f'{start}<userTask id="xt"/><endEvent id="xe"/>', "xs -> xt -> xe", 'triggeredByEvent="true"'
    )


@pytest.mark.parametrize("kind", ["message", "signal", "timer", "conditional"])
@pytest.mark.parametrize("interrupting", [True, False])
def test_event_sub_processes_of_the_process(kind: str, interrupting: bool) -> None:
    xml = model(
        f'<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>{event_sub(kind, interrupting)}',
        "s -> a -> e",
        around=DEFINED,
    )
    case = Case(xml, {"level": 0})
    _happen(case, kind)
    assert (case.works("a") == []) is interrupting
    assert len(case.works("xt")) == 1
    if not interrupting:
        case.done("a")
    case.done("xt")
    assert case.outcome == "xe"
    assert case.state is not None and not case.state.timers


def test_an_interrupting_event_sub_process_starts_once() -> None:
    xml = model(
        f'<startEvent id="s"/><userTask id="a"/>{event_sub("message", True)}', "s -> a", around=DEFINED
    )
    case = Case(xml)
    case.send(bpmn.Deliver, message="withdraw")
    with pytest.raises(bpmn.NothingWaits):
        case.send(bpmn.Deliver, message="withdraw")


def test_a_non_interrupting_event_sub_process_may_run_several_times() -> None:
    xml = model(
        f'<startEvent id="s"/><userTask id="a"/>{event_sub("message", False)}', "s -> a", around=DEFINED
    )
    case = Case(xml)
    case.send(bpmn.Deliver, message="withdraw")
    case.send(bpmn.Deliver, message="withdraw")
    assert len(case.works("xt")) == 2


THROWER = (
    '<startEvent id="is"/><userTask id="i1"/><endEvent id="ie">'
    '<errorEventDefinition errorRef="E"/></endEvent>'
)


@pytest.mark.parametrize("definition", [DEFINITIONS["error"], "<errorEventDefinition/>"])
def test_an_error_end_is_caught_at_the_boundary(definition: str) -> None:
    xml = model(
        f'<startEvent id="s"/>{sub("p1", THROWER, "is -> i1 -> ie")}<endEvent id="e"/><endEvent id="o"/>'
        f'<boundaryEvent id="x" attachedToRef="p1">{definition}</boundaryEvent>',
        "s -> p1 -> e\nx -> o",
        around=DEFINED,
    )
    case = Case(xml)
    case.done("i1")
    assert case.outcome == "o"


def test_an_error_goes_outward_to_the_nearest_that_catches_it() -> None:
    middle = sub("p1", THROWER, "is -> i1 -> ie")
    other = '<boundaryEvent id="x" attachedToRef="p1"><errorEventDefinition errorRef="F"/></boundaryEvent>'
    outer = sub("p0", f'<startEvent id="os"/>{middle}{other}<endEvent id="oe"/>', "os -> p1 -> oe\nx -> oe")
    xml = model(
        f'<startEvent id="s"/>{outer}<endEvent id="e"/><endEvent id="o"/>'
        f'<boundaryEvent id="y" attachedToRef="p0">{DEFINITIONS["error"]}</boundaryEvent>',
        "s -> p0 -> e\ny -> o",
        around=DEFINED,
    )
    case = Case(xml)
    case.done("i1")
    assert case.outcome == "o"


def test_an_error_event_sub_process_catches_before_the_boundary_and_the_sub_process_goes_on() -> None:
    body = THROWER + event_sub("error", True)
    xml = model(
        f'<startEvent id="s"/>{sub("p1", body, "is -> i1 -> ie")}<endEvent id="e"/><endEvent id="o"/>'
        f'<boundaryEvent id="y" attachedToRef="p1">{DEFINITIONS["error"]}</boundaryEvent>',
        "s -> p1 -> e\ny -> o",
        around=DEFINED,
    )
    case = Case(xml)
    case.done("i1")
    case.done("xt")
    assert case.outcome == "e"


@pytest.mark.parametrize("interrupting", [True, False])
def test_escalation_leaves_or_keeps_its_sub_process(interrupting: bool) -> None:
    flag = "true" if interrupting else "false"
    body = (
        f'<startEvent id="is"/>'
        f'<intermediateThrowEvent id="t">{DEFINITIONS["escalation"]}</intermediateThrowEvent>'
        '<userTask id="i1"/><endEvent id="ie"/>'
    )
    xml = model(
        f'<startEvent id="s"/>{sub("p1", body, "is -> t -> i1 -> ie")}<endEvent id="e"/><userTask id="z"/>'
        f'<boundaryEvent id="x" attachedToRef="p1" '
        f'cancelActivity="{flag}">{DEFINITIONS["escalation"]}</boundaryEvent>',
        "s -> p1 -> e\nx -> z",
        around=DEFINED,
    )
    case = Case(xml)
    assert (case.works("i1") == []) is interrupting
    assert len(case.works("z")) == 1


def test_terminate_in_a_sub_process_ends_only_that() -> None:
    body = (
        '<startEvent id="is"/><parallelGateway id="f"/><userTask id="i1"/><userTask id="i2"/>'
        '<endEvent id="t"><terminateEventDefinition/></endEvent>'
    )
    xml = model(
        f'<startEvent id="s"/>{sub("p1", body, "is -> f" + chr(10) + "f -> i1 -> t" + chr(10) + "f -> i2")}'
        '<userTask id="z"/>',
        "s -> p1 -> z",
    )
    case = Case(xml)
    case.done("i1")
    assert case.waits == [("work", "z")]


def test_a_call_runs_another_process_of_the_file() -> None:
    called = (
        f'<process id="q"><startEvent id="qs"/><userTask id="qt"/>'
        f'<endEvent id="qe"/>{flows("qs -> qt -> qe")}</process>'
    )
    xml = model(
        '<startEvent id="s"/><callActivity id="c" calledElement="q"/><endEvent id="e"/>',
        "s -> c -> e",
        around=called,
    )
    case = Case(xml)
    case.done("qt", {"found": 1})
    assert (case.outcome, case.data["found"]) == ("e", 1)
    assert case.left == ["s", "qs", "qt", "qe", "c", "e"]


def test_a_call_runs_another_file_with_inputs_and_outputs_of_its_own() -> None:
    inner = bpmn.load(
        model(
            '<startEvent id="s"/><userTask id="t"/><scriptTask id="k">'
            "<script>{twice: n * 2, secret: 1}</script>"
            '</scriptTask><exclusiveGateway id="g" default="g_e"/><endEvent id="e"/><endEvent id="o"/>',
            "s -> t -> k -> g\ng -> e\ng -> o : outer = null",
            name="q",
        )
    )
    call = (
        '<callActivity id="c" calledElement="q"><dataInputAssociation>'
        "<assignment><from>price</from><to>n</to>"
        "</assignment></dataInputAssociation><dataOutputAssociation><assignment>"
        "<from>twice</from><to>result</to>"
        "</assignment></dataOutputAssociation></callActivity>"
    )
    xml = model(f'<startEvent id="s"/>{call}<userTask id="t"/><endEvent id="e"/>', "s -> c -> t -> e")
    case = Case(xml, {"price": 21, "outer": 5}, called={"q": inner})
    assert case.waits == [("work", "q/t")]
    case.done("q/t")
    assert case.data == {"price": 21, "outer": 5, "result": 42}
    assert "q/o" in case.left, "the called process does not see the caller's data"
    case.done("t")
    assert case.outcome == "e"


def test_a_call_of_something_unknown_is_refused() -> None:
    with pytest.raises(bpmn.ModelNotValid) as caught:
        bpmn.load(model('<startEvent id="s"/><callActivity id="c" calledElement="nowhere"/>', "s -> c"))
    assert caught.value.element == "c"


def test_a_global_task_can_be_called() -> None:
    xml = model(
        '<startEvent id="s"/><callActivity id="c" calledElement="G"/><endEvent id="e"/>',
        "s -> c -> e",
        around='<globalUserTask id="G" name="Sign"/>',
    )
    case = Case(xml)
    case.done("G/task")
    assert case.outcome == "e"


@pytest.mark.parametrize("ordering", ["Parallel", "Sequential"])
def test_an_ad_hoc_sub_process_does_each_activity_once(ordering: str) -> None:
    body = sub("h", '<userTask id="i1"/><userTask id="i2"/>', "", f'ordering="{ordering}"', "adHocSubProcess")
    case = Case(model(f'<startEvent id="s"/>{body}<endEvent id="e"/>', "s -> h -> e"))
    assert len(case.waits) == (2 if ordering == "Parallel" else 1)
    case.done("i1")
    case.done("i2")
    assert case.outcome == "e"


def test_an_ad_hoc_sub_process_ends_when_its_condition_says_so() -> None:
    body = '<userTask id="i1"/><userTask id="i2"/><completionCondition>enough</completionCondition>'
    case = Case(
        model(
            f'<startEvent id="s"/>{sub("h", body, "", "", "adHocSubProcess")}<endEvent id="e"/>',
            "s -> h -> e",
        )
    )
    case.done("i2", {"enough": True})
    assert case.outcome == "e"
    assert len(case.of(bpmn.CloseWork)) == 1

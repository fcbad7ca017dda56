"""Loops, multi-instances, ad-hoc sub-processes and tokens, by the trace that they leave."""

import pytest

from onewindow.standards.bpmn.tests.traces import (
    COMPENSATION,
    ERROR,
    INCREMENT,
    SIGNAL,
    START,
    boundary,
    end,
    gate,
    inner,
    instances,
    many,
    script,
    tasks,
    trace,
    undo,
)

LESS = "integerVariable&lt;3"


@pytest.mark.parametrize(
    ("attributes", "condition", "times"),
    [
        ('loopMaximum="2"', "", 2),
        ('loopMaximum="2"', "true", 2),
        ('loopMaximum="5"', LESS, 3),
        ('loopMaximum="0"', "true", 0),
        ("", LESS, 3),
        ('testBefore="true"', LESS, 3),
        ('testBefore="true"', "integerVariable &lt; 0", 0),
        ('testBefore="true" loopMaximum="2"', "true", 2),
        ('testBefore="false"', "false", 1),
        ("", "${integerVariable lt 2}", 2),
        ("", "integerVariable != 2 &amp;&amp; !test.contains('z')", 2),
    ],
)
def test_a_standard_loop(attributes: str, condition: str, times: int) -> None:
    rule = f"<loopCondition>{condition}</loopCondition>" if condition else ""
    loop = f"<standardLoopCharacteristics {attributes}>{rule}</standardLoopCharacteristics>"
    body = f'{START}<scriptTask id="l">{loop}{INCREMENT}</scriptTask>' + tasks("task2")
    assert trace(body, "s -> l -> task2", "a") == " ".join(["INCREMENT"] * times + ["task2"])


@pytest.mark.parametrize("attributes", ["", 'loopMaximum="x"', 'loopMaximum="-1"'])
def test_a_loop_without_an_end_is_refused(attributes: str) -> None:
    body = START + many("l", f"<standardLoopCharacteristics {attributes}/>")
    assert trace(body, "s -> l") == "ERROR_DEPLOYMENT"


@pytest.mark.parametrize("sequential", ["true", "false"])
@pytest.mark.parametrize(
    ("behavior", "interrupting", "expected"),
    [
        ('behavior="All"', True, "task1 task1 task1 task2"),
        ('behavior="All" noneBehaviorEventRef="signalled"', True, "task1 task1 task1 task2"),
        ('behavior="None" noneBehaviorEventRef="signalled"', True, "task1 task3"),
        ('behavior="None" noneBehaviorEventRef="sig"', True, "task1 task3"),
        (
            'behavior="None" noneBehaviorEventRef="signalled"',
            False,
            "task1 task1 task1 task2 task3 task3 task3",
        ),
        ('behavior="One" oneBehaviorEventRef="signalled"', True, "task1 task3"),
        ('behavior="One" oneBehaviorEventRef="signalled"', False, "task1 task1 task1 task2 task3"),
    ],
)
def test_what_instances_throw(sequential: str, behavior: str, interrupting: bool, expected: str) -> None:
    body = START + many("m", instances(f'isSequential="{sequential}" {behavior}')) + tasks("task2", "task3")
    body += boundary("b", "m", SIGNAL, interrupting=interrupting)
    assert trace(body, "s -> m -> task2\nb -> task3") == expected


@pytest.mark.parametrize("sequential", ["true", "false"])
@pytest.mark.parametrize("event", [SIGNAL, "<eventDefinitionRef>signalled</eventDefinitionRef>", ERROR])
def test_a_complex_behavior_throws_when_its_condition_is_true(sequential: str, event: str) -> None:
    rule = (
        "<complexBehaviorDefinition><condition>numberOfCompletedInstances == 2</condition>"
        f'<event id="thrown">{event}</event></complexBehaviorDefinition>'
    )
    body = START + many("m", instances(f'isSequential="{sequential}" behavior="Complex"', "3", rule))
    body += boundary("b", "m", ERROR if event == ERROR else SIGNAL) + tasks("task2", "task3")
    assert trace(body, "s -> m -> task2\nb -> task3") == "task1 task1 task3"


@pytest.mark.parametrize("sequential", ["true", "false"])
@pytest.mark.parametrize(
    ("condition", "times"),
    [
        ("numberOfCompletedInstances == 2", 2),
        ("${true}", 1),
        ("false", 3),
        ("numberOfCompletedInstances >= 3", 3),
    ],
)
def test_a_completion_condition(sequential: str, condition: str, times: int) -> None:
    rule = f"<completionCondition>{condition}</completionCondition>"
    body = START + many("m", instances(f'isSequential="{sequential}"', "3", rule)) + tasks("task2")
    assert trace(body, "s -> m -> task2") == " ".join(["task1"] * times + ["task2"])


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ("${integerVariable}", "task1 task1 task2"),
        ("0", "task2"),
        ("-1", "ERROR_DEPLOYMENT"),
        ("", "ERROR_DEPLOYMENT"),
        ("integerVariable - 3", "ERROR_RUNTIME"),
    ],
)
def test_how_many_instances(count: str, expected: str) -> None:
    body = START + many("m", instances(count=count)) + tasks("task2")
    assert trace(body, "s -> m -> task2", number=2) == expected


def test_instances_in_instances() -> None:
    inside = '<startEvent id="is"/>' + many("m", instances('isSequential="true"', "2"))
    body = START + inner("sub", inside + instances(count="2"), "is -> m") + tasks("task2")
    assert trace(body, "s -> sub -> task2") == "task1 task1 task1 task1 task2"


def test_each_instance_and_each_round_is_compensated() -> None:
    last = end("t", COMPENSATION)
    for loop, times in (
        (instances(), 3),
        ('<standardLoopCharacteristics loopMaximum="2"/>', 2),
    ):
        body = START + many("a", loop) + undo("a", "task2") + last
        assert trace(body, "s -> a -> t") == " ".join(["task1"] * times + ["task2"] * times)
    inside = instances() + '<startEvent id="is"/>' + tasks("task1") + undo("task1", "task2")
    body = START + inner("sub", inside, "is -> task1") + last
    assert trace(body, "s -> sub -> t") == "task1 task1 task1 task2 task2 task2"


@pytest.mark.parametrize(
    ("ordering", "rest", "rule", "expected"),
    [
        ("Parallel", "true", "", "task1 task2 task3"),
        ("Sequential", "true", "", "task1 task2 task3"),
        ("Parallel", "true", "true", "task1 task3"),
        ("Parallel", "false", "true", "task1 task2 task3"),
        ("Sequential", "true", "true", "task1 task3"),
        ("Sequential", "false", "true", "task1 task3"),
        ("Sequential", "true", "false", "task1 task2 task3"),
    ],
)
def test_an_ad_hoc_sub_process(ordering: str, rest: str, rule: str, expected: str) -> None:
    inside = tasks("task1", "task2") + (f"<completionCondition>{rule}</completionCondition>" if rule else "")
    attributes = f'ordering="{ordering}" cancelRemainingInstances="{rest}"'
    body = START + inner("ah", inside, kind="adHocSubProcess", attributes=attributes) + tasks("task3")
    assert trace(body, "s -> ah -> task3") == expected


def test_tokens_that_an_activity_takes_and_gives() -> None:
    fork = START + gate("parallel", "g") + tasks("task1", "task2")
    taking = f'<scriptTask id="task3" startQuantity="2">{script("task3")}</scriptTask>'
    path = "s -> g\ng -> task1 -> task3\ng -> task2 -> task3"
    assert trace(fork + taking, path) == "task1 task2 task3"
    giving = f'<scriptTask id="task1" completionQuantity="2">{script("task1")}</scriptTask>' + tasks("task2")
    assert trace(START + giving, "s -> task1 -> task2") == "task1 task2 task2"
    assert trace(START + giving.replace('"2"', '"0"'), "s -> task1 -> task2") == "ERROR_DEPLOYMENT"


def test_lanes_change_nothing() -> None:
    lanes = (
        '<laneSet id="ls"><lane id="l1"><flowNodeRef>task1</flowNodeRef></lane><lane id="l2">'
        '<childLaneSet id="cl"><lane id="l3"><flowNodeRef>task2</flowNodeRef></lane></childLaneSet></lane>'
        "</laneSet>"
    )
    assert trace(lanes + START + tasks("task1", "task2"), "s -> task1 -> task2") == "task1 task2"


def test_a_script_says_what_it_does_also_where_data_go_out() -> None:
    data = '<dataObject id="d"/><dataObjectReference id="r" name="text" dataObjectRef="d"/>'
    assigned = "<assignment><from>&quot;x&quot;</from><to>text</to></assignment>"
    out = f"<dataOutputAssociation><targetRef>r</targetRef>{assigned}</dataOutputAssociation>"
    body = START + data + f'<scriptTask id="a">{out}{script("task1")}</scriptTask>' + tasks("task2", "task3")
    path = "s -> a -> g\ng -> task2 : text.equals('x')\ng -> task3 : text != 'x'"
    assert trace(body + gate("exclusive", "g"), path) == "task1 task2"

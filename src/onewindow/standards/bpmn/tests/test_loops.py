import pytest

from onewindow.standards import bpmn
from onewindow.standards.bpmn.tests.driving import Case, flows, model

BODIES = """<multiInstanceLoopCharacteristics isSequential="%s"><loopDataInputRef>bodies</loopDataInputRef>
<loopDataOutputRef>opinions</loopDataOutputRef><inputDataItem name="body"/><outputDataItem name="opinion"/>%s
</multiInstanceLoopCharacteristics>"""


def opinions(sequential: str = "false", condition: str = "", boundary: str = "") -> bytes:
    rule = f"<completionCondition>{condition}</completionCondition>" if condition else ""
    return model(
        f'<startEvent id="s"/><userTask id="a">{BODIES % (sequential, rule)}</userTask>'
        f'<userTask id="z"/>{boundary}',
        "s -> a -> z" + ("\nx -> z" if boundary else ""),
    )


def test_parallel_instances_have_their_item_and_give_their_place_in_the_results() -> None:
    case = Case(opinions(), {"bodies": ["health", "industry", "telecom"]})
    opened = case.of(bpmn.OpenWork)
    assert [one.local for one in opened] == [
        {"loopCounter": n, "body": body} for n, body in ((1, "health"), (2, "industry"), (3, "telecom"))
    ]
    for work, said in ((2, "no"), (0, "yes"), (1, "maybe")):
        case.send(bpmn.Complete, work=opened[work].work, output={"opinion": said})
    assert case.data["opinions"] == ["yes", "maybe", "no"]
    assert "$local" not in case.data
    assert case.waits == [("work", "z")]


def test_sequential_instances_come_one_after_the_other() -> None:
    case = Case(opinions("true"), {"bodies": ["health", "industry"]})
    assert len(case.works("a")) == 1
    case.done("a", {"opinion": 1})
    assert case.of(bpmn.OpenWork)[1].local["body"] == "industry"
    case.done("a", {"opinion": 2})
    assert case.data["opinions"] == [1, 2]


def test_nothing_to_go_through_is_done_at_once() -> None:
    case = Case(opinions(), {"bodies": []})
    assert case.waits == [("work", "z")]
    assert case.data["opinions"] == []


@pytest.mark.parametrize(
    "condition",
    ["numberOfCompletedInstances = 2", 'opinion = "no"', 'some o in opinions satisfies o = "no"'],
)
def test_the_completion_condition_ends_the_others(condition: str) -> None:
    case = Case(opinions(condition=condition.replace('"', "&quot;")), {"bodies": ["a", "b", "c"]})
    case.done("a", {"opinion": "yes"})
    assert len(case.works("a")) == 2
    case.done("a", {"opinion": "no"})
    assert case.waits == [("work", "z")]
    assert len(case.of(bpmn.CloseWork)) == 1
    assert case.data["opinions"] == ["yes", "no"]


def test_a_boundary_event_ends_all_instances() -> None:
    timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    case = Case(
        opinions(boundary=f'<boundaryEvent id="x" attachedToRef="a">{timer}</boundaryEvent>'),
        {"bodies": [1, 2, 3]},
    )
    assert len(case.of(bpmn.SetTimer)) == 1
    case.send(bpmn.TimerDue, timer=case.of(bpmn.SetTimer)[0].timer)
    assert case.waits == [("work", "z")]
    assert "$local" not in case.data


def test_without_names_the_outputs_are_collected_under_the_task() -> None:
    loop = (
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
        "</multiInstanceLoopCharacteristics>"
    )
    case = Case(model(f'<startEvent id="s"/><userTask id="a">{loop}</userTask>', "s -> a"))
    case.done("a", {"n": 1})
    case.done("a", {"n": 2})
    assert case.data["a"] == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize("count", ["0 - 1", "3 / 2", "100000", "null", '"x"'])
def test_a_cardinality_that_is_none_is_an_incident(count: str) -> None:
    loop = (
        f"<multiInstanceLoopCharacteristics><loopCardinality>{count}</loopCardinality>"
        f"</multiInstanceLoopCharacteristics>"
    )
    assert Case(model(f'<startEvent id="s"/><task id="a">{loop}</task>', "s -> a")).waits == [
        ("incident", "a")
    ]


@pytest.mark.parametrize("count", ["-1", "1.5", "= -3"])
def test_a_number_that_cannot_count_instances_is_refused_at_once(count: str) -> None:
    loop = f"<multiInstanceLoopCharacteristics><loopCardinality>{count}</loopCardinality>"
    with pytest.raises(bpmn.ModelNotValid):
        bpmn.load(model(f'<task id="a">{loop}</multiInstanceLoopCharacteristics></task>'))


def test_instances_of_a_sub_process_keep_their_data_apart() -> None:
    inner = (
        f'<startEvent id="is"/><userTask id="i"/><scriptTask id="k"><script>{{opinion: body + said}}</script>'
        f"</scriptTask>{flows('is -> i -> k')}"
    )
    xml = model(
        f'<startEvent id="s"/><subProcess id="a">{BODIES % ("false", "")}{inner}</subProcess>', "s -> a"
    )
    case = Case(xml, {"bodies": ["x", "y"]})
    first, second = case.works("i")
    case.send(bpmn.Complete, work=second, output={"said": "2"})
    case.send(bpmn.Complete, work=first, output={"said": "1"})
    assert case.data["opinions"] == ["x1", "y2"]
    assert "said" not in case.data


@pytest.mark.parametrize(("attributes", "times"), [("", 4), ('testBefore="true"', 4), ('loopMaximum="2"', 2)])
def test_a_standard_loop_goes_on_while_its_condition_is_true(attributes: str, times: int) -> None:
    loop = (
        f"<standardLoopCharacteristics {attributes}><loopCondition>loopCounter &lt;= 3</loopCondition>"
        f"</standardLoopCharacteristics>"
    )
    case = Case(
        model(f'<startEvent id="s"/><userTask id="a">{loop}</userTask><endEvent id="e"/>', "s -> a -> e")
    )
    for _ in range(times):
        case.done("a")
    assert case.outcome == "e"


def test_a_loop_that_never_ends_by_its_own_rule_is_refused() -> None:
    with pytest.raises(bpmn.ModelNotValid):
        bpmn.load(model('<startEvent id="s"/><task id="a"><standardLoopCharacteristics/></task>', "s -> a"))


def test_a_model_that_runs_in_circles_stops_with_an_incident() -> None:
    xml = model(
        '<startEvent id="s"/><exclusiveGateway id="g"/><task id="a"/><endEvent id="e"/>',
        "s -> g -> a -> g",
    )
    case = Case(xml)
    assert len(case.of(bpmn.Incident)) == 1
    assert "circles" in case.of(bpmn.Incident)[0].reason
    assert [kind for kind, _ in case.waits] == ["incident"]


def test_a_model_that_multiplies_its_tokens_stops_too() -> None:
    xml = model(
        '<startEvent id="s"/><task id="g"/><task id="a"/><task id="b"/>',
        "s -> g -> a -> g\ng -> b -> g",
    )
    assert Case(xml).of(bpmn.Incident) != []


def test_a_process_that_calls_itself_for_ever_stops_too() -> None:
    xml = model('<startEvent id="s"/><callActivity id="c" calledElement="p"/>', "s -> c")
    assert Case(xml).of(bpmn.Incident) != []

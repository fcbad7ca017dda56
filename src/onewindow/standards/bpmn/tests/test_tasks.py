from datetime import timedelta

import pytest

from onewindow.standards import bpmn, feel
from onewindow.standards.bpmn.tests.driving import Case, model


@pytest.mark.parametrize("kind", ["user", "manual", "service", "send", "receive"])
def test_tasks_that_open_work_wait_for_it(kind: str) -> None:
    xml = model(f'<startEvent id="s"/><{kind}Task id="a"/><endEvent id="e"/>', "s -> a -> e")
    case = Case(xml)
    assert case.of(bpmn.OpenWork) == [bpmn.OpenWork("1", "a", kind, {})]
    case.done("a", {"answer": 42})
    assert case.data["answer"] == 42
    assert case.outcome == "e"
    with pytest.raises(bpmn.NothingWaits):
        case.send(bpmn.Complete, work="1")


def test_an_undefined_task_passes() -> None:
    assert Case(model('<startEvent id="s"/><task id="a"/><endEvent id="e"/>', "s -> a -> e")).left == [
        "s",
        "a",
        "e",
    ]


def test_send_sends_when_its_work_is_done_and_receive_hears_its_message() -> None:
    xml = model(
        '<startEvent id="s"/><sendTask id="a" messageRef="M"/>'
        '<receiveTask id="b" messageRef="M"/><endEvent id="e"/>',
        "s -> a -> b -> e",
        around='<message id="M" name="hello"/>',
    )
    case = Case(xml)
    case.done("a")
    assert [one.message for one in case.of(bpmn.SendMessage)] == ["hello"]
    case.send(bpmn.Deliver, message="hello", payload={"from": "a"})
    assert case.of(bpmn.CloseWork) == [bpmn.CloseWork("2", "b")]
    assert (case.outcome, case.data["from"]) == ("e", "a")


SCRIPTED = '<startEvent id="s"/><scriptTask id="a"><script>%s</script></scriptTask><endEvent id="e"/>'


def test_a_script_that_gives_a_context_sets_its_names() -> None:
    case = Case(model(SCRIPTED % "{total: price * 2, note: &quot;x&quot;}", "s -> a -> e"), {"price": 21})
    assert case.data == {"price": 21, "total": 42, "note": "x"}


def test_a_script_that_gives_a_value_sets_its_own_name() -> None:
    assert Case(model(SCRIPTED % "price * 2", "s -> a -> e"), {"price": 21}).data["a"] == 42


def test_a_script_that_fails_is_an_incident_with_the_reason() -> None:
    case = Case(model(SCRIPTED % "price / 0", "s -> a -> e"), {"price": 21})
    assert case.waits == [("incident", "a")]
    assert "zero" in case.of(bpmn.Incident)[0].reason


@pytest.mark.parametrize("language", ["javascript", "python", "groovy", "http://www.java.com/java"])
def test_a_script_in_another_language_is_refused(language: str) -> None:
    body = SCRIPTED.replace("<scriptTask", f'<scriptTask scriptFormat="{language}"') % "1"
    with pytest.raises(bpmn.ModelNotValid) as caught:
        bpmn.load(model(body, "s -> a -> e"))
    assert caught.value.element == "a"


def test_expressions_reach_what_the_environment_offers() -> None:
    rule = (
        "<timerEventDefinition><timeDuration>working days after(now, 5, &quot;x&quot;)</timeDuration>"
        "</timerEventDefinition>"
    )
    after = feel.Function(
        names=("from", "n", "calendar"), call=lambda start, n, _: start + timedelta(days=int(n) + 2)
    )
    xml = model(
        f'<startEvent id="s"/><intermediateCatchEvent id="t">{rule}</intermediateCatchEvent>'
        f'<endEvent id="e"/>',
        "s -> t -> e",
    )
    case = Case(xml, environment={"working days after": after})
    assert case.of(bpmn.SetTimer)[0].due == case.now + timedelta(days=7)


def test_now_and_today_come_from_the_event() -> None:
    case = Case(model(SCRIPTED % "{a: string(now), b: string(today), c: string(now())}", "s -> a -> e"))
    assert case.data["b"] == "2026-03-02"
    assert case.data["a"].startswith("2026-03-02T12:00:00")
    assert case.data["c"].startswith("2026-03-02T12:00:00")


def test_quantities_of_tokens() -> None:
    xml = model(
        '<startEvent id="s"/><task id="a" completionQuantity="3"/><task id="b"/>'
        '<userTask id="c" startQuantity="2"/>',
        "s -> a -> b -> c",
    )
    case = Case(xml)
    assert case.left.count("b") == 3
    assert len(case.works("c")) == 1
    case.done("c")
    assert case.outcome is None


def test_data_inputs_and_outputs_are_mapped() -> None:
    xml = model(
        '<dataObject id="D" name="file"/><startEvent id="s"/><userTask id="a"><ioSpecification>'
        '<dataInput id="i" name="paper"/><dataOutput id="o" name="verdict"/></ioSpecification>'
        "<dataInputAssociation><sourceRef>D</sourceRef><targetRef>i</targetRef></dataInputAssociation>"
        "<dataOutputAssociation><sourceRef>o</sourceRef><targetRef>D</targetRef>"
        "</dataOutputAssociation></userTask>",
        "s -> a",
    )
    case = Case(xml, {"file": "draft"})
    assert case.of(bpmn.OpenWork)[0].local == {"paper": "draft"}
    case.done("a", {"verdict": "final"})
    assert case.data["file"] == "final"


def test_lanes_and_documentation_are_known_of_each_element() -> None:
    xml = model(
        '<laneSet id="l"><lane id="l1" name="Bank"><flowNodeRef>a</flowNodeRef>'
        '<childLaneSet id="c"><lane id="l2" '
        'name="Desk"><flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane></laneSet><startEvent id="s"/>'
        '<userTask id="a" name="Look"><documentation>Look well.</documentation></userTask><userTask id="b"/>',
        "s -> a -> b",
    )
    elements = bpmn.load(xml).elements
    assert (elements["a"].lane, elements["b"].lane, elements["s"].lane) == ("Bank", "Desk", None)
    assert (elements["a"].name, elements["a"].kind, elements["a"].documentation) == (
        "Look",
        "userTask",
        "Look well.",
    )

from datetime import timedelta

import pytest

from onewindow.standards import bpmn
from onewindow.standards.bpmn.tests.driving import NOON, Case, model

DEFINED = (
    '<message id="M" name="withdraw"/><signal id="S" name="strike"/>'
    '<error id="E" errorCode="no-stock"/><error id="F" errorCode="other"/>'
    '<escalation id="U" escalationCode="late"/>'
)


def timer(rule: str) -> str:
    kind = {"P": "timeDuration", "R": "timeCycle"}.get(rule[0], "timeDate")
    return f"<timerEventDefinition><{kind}>{rule}</{kind}></timerEventDefinition>"


DEFINITIONS = {
    "message": '<messageEventDefinition messageRef="M"/>',
    "signal": '<signalEventDefinition signalRef="S"/>',
    "error": '<errorEventDefinition errorRef="E"/>',
    "escalation": '<escalationEventDefinition escalationRef="U"/>',
    "conditional": "<conditionalEventDefinition><condition>level &gt; 3</condition>"
    "</conditionalEventDefinition>",
    "timer": timer("PT1H"),
}


def boundary(kind: str, *, interrupting: bool = True, definition: str | None = None) -> bytes:
    cancel = "true" if interrupting else "false"
    return model(
        '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/><endEvent id="o"/>'
        f'<boundaryEvent id="x" attachedToRef="a" cancelActivity="{cancel}">{definition or DEFINITIONS[kind]}'
        "</boundaryEvent>",
        "s -> a -> e\nx -> b -> o",
        around=DEFINED,
    )


def trigger(case: Case, kind: str) -> None:
    if kind == "message":
        case.send(bpmn.Deliver, message="withdraw", payload={"why": "moved"})
    elif kind == "signal":
        case.send(bpmn.Signal, name="strike")
    elif kind == "error":
        case.fail("a", "no-stock")
    elif kind == "conditional":
        case.send(bpmn.Change, data={"level": 4})
    else:
        case.pass_time(timedelta(hours=1))


@pytest.mark.parametrize("kind", ["message", "signal", "error", "conditional", "timer"])
def test_interrupting_boundary_ends_its_activity(kind: str) -> None:
    case = Case(boundary(kind), {"level": 1})
    trigger(case, kind)
    assert case.waits == [("work", "b")]
    assert [one.work for one in case.of(bpmn.CloseWork)] == ["1"]
    assert case.of(bpmn.CloseWork)[0].reason == "x"
    case.done("b")
    assert case.outcome == "o"


@pytest.mark.parametrize("kind", ["message", "signal", "conditional", "timer"])
def test_non_interrupting_boundary_leaves_its_activity_alone(kind: str) -> None:
    case = Case(boundary(kind, interrupting=False), {"level": 1})
    trigger(case, kind)
    assert ("work", "a") in case.waits and ("work", "b") in case.waits
    case.done("a")
    case.done("b")
    assert case.outcome == "o"


def test_a_done_activity_takes_its_boundary_timer_along() -> None:
    case = Case(boundary("timer"))
    assert case.of(bpmn.SetTimer)[0].due == NOON + timedelta(hours=1)
    case.done("a")
    assert len(case.of(bpmn.CancelTimer)) == 1
    assert case.outcome == "e"
    with pytest.raises(bpmn.NothingWaits):
        case.send(bpmn.TimerDue, timer="2")


def test_condition_fires_again_only_after_it_was_false() -> None:
    case = Case(boundary("conditional", interrupting=False), {"level": 1})
    for level in (4, 5, 1, 9):
        case.send(bpmn.Change, data={"level": level})
    assert len(case.works("b")) == 2


def test_a_cycle_repeats_as_often_as_it_says() -> None:
    case = Case(boundary("timer", interrupting=False, definition=timer("R3/PT10M")))
    case.pass_time(timedelta(hours=2))
    assert len(case.works("b")) == 3
    dues = [one.due - NOON for one in case.of(bpmn.SetTimer)]
    assert dues == [timedelta(minutes=10 * n) for n in (1, 2, 3)]


def test_an_endless_cycle_goes_on_until_its_activity_is_done() -> None:
    case = Case(boundary("timer", interrupting=False, definition=timer("R/P1D")))
    case.pass_time(timedelta(days=5))
    assert len(case.works("b")) == 5
    case.done("a")
    case.pass_time(timedelta(days=5))
    assert len(case.works("b")) == 5


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ("2026-04-01T08:30:00+01:00", "2026-04-01T07:30:00+00:00"),
        ("2026-04-01", "2026-04-01T00:00:00+00:00"),
        ("P1M", "2026-04-02T12:00:00+00:00"),
        ("P1Y2M3DT4H5M6S", "2027-05-05T16:05:06+00:00"),
        ("P2W", "2026-03-16T12:00:00+00:00"),
    ],
)
def test_iso_8601_times(rule: str, due: str) -> None:
    assert Case(boundary("timer", definition=timer(rule))).of(bpmn.SetTimer)[0].due.isoformat() == due


@pytest.mark.parametrize(
    ("expression", "due"),
    [
        ("now + duration(&quot;P3D&quot;)", "2026-03-05T12:00:00+00:00"),
        ("duration(&quot;P1Y&quot;)", "2027-03-02T12:00:00+00:00"),
        ("limit", "2026-03-02T13:00:00+00:00"),
        ("date and time(&quot;2026-05-01T00:00:00Z&quot;)", "2026-05-01T00:00:00+00:00"),
        ("date(&quot;2026-05-01&quot;)", "2026-05-01T00:00:00+00:00"),
    ],
)
def test_feel_times(expression: str, due: str) -> None:
    definition = f"<timerEventDefinition><timeDuration>{expression}</timeDuration></timerEventDefinition>"
    case = Case(boundary("timer", definition=definition), {"limit": "PT1H"})
    assert case.of(bpmn.SetTimer)[0].due.isoformat() == due


def test_a_timer_without_a_time_is_an_incident_and_no_work_is_opened() -> None:
    definition = "<timerEventDefinition><timeDuration>unknown</timeDuration></timerEventDefinition>"
    case = Case(boundary("timer", definition=definition))
    assert case.waits == [("incident", "a")]
    case.send(bpmn.Change, data={"unknown": "PT1H"})
    assert ("work", "a") in case.waits and ("timer", "x") in case.waits


def test_an_error_of_another_code_is_an_incident_and_the_work_stays_open() -> None:
    case = Case(boundary("error"))
    case.fail("a", "other")
    assert case.of(bpmn.Incident)[0].element == "a"
    case.done("a")
    assert case.outcome == "e"


def test_an_error_boundary_without_a_code_catches_any() -> None:
    case = Case(boundary("error", definition="<errorEventDefinition/>"))
    case.fail("a", "whatever")
    assert case.waits == [("work", "b")]
    assert case.data["error"] == {"code": "whatever", "message": "no"}


def test_throwing_events_tell_the_world() -> None:
    xml = model(
        '<startEvent id="s"/><intermediateThrowEvent id="t"><messageEventDefinition messageRef="M"/>'
        "<dataInputAssociation><targetRef>body</targetRef><assignment>"
        "<from>n + 1</from><to>count</to></assignment>"
        '</dataInputAssociation></intermediateThrowEvent><endEvent id="e">'
        '<signalEventDefinition signalRef="S"/>'
        "</endEvent>",
        "s -> t -> e",
        around=DEFINED,
    )
    case = Case(xml, {"n": 4})
    assert case.of(bpmn.SendMessage) == [bpmn.SendMessage("t", "withdraw", {"count": 5})]
    assert case.of(bpmn.SendSignal) == [bpmn.SendSignal("e", "strike", {})]
    assert case.outcome == "e"


def test_a_signal_reaches_catchers_of_the_same_case_that_stand_ready() -> None:
    xml = model(
        '<startEvent id="s"/><parallelGateway id="f"/><endEvent id="o"/><endEvent id="e"/>'
        '<intermediateThrowEvent id="t"><signalEventDefinition signalRef="S"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="c"><signalEventDefinition signalRef="S"/></intermediateCatchEvent>',
        "s -> f\nf -> t -> o\nf -> c -> e",
        around=DEFINED,
    )
    assert Case(xml).outcome is not None


def test_links_jump() -> None:
    xml = model(
        '<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>'
        '<intermediateThrowEvent id="t"><linkEventDefinition name="over there"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="c"><linkEventDefinition name="over there"/></intermediateCatchEvent>',
        "s -> t\nc -> a -> e",
    )
    assert Case(xml).waits == [("work", "a")]


def test_terminate_ends_everything_else() -> None:
    xml = model(
        '<startEvent id="s"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/>'
        '<endEvent id="e"/><endEvent id="t"><terminateEventDefinition/></endEvent>',
        "s -> f\nf -> a -> t\nf -> b -> e",
    )
    case = Case(xml)
    case.done("a")
    assert case.outcome == "t"
    assert case.waits == []
    assert len(case.of(bpmn.CloseWork)) == 1


def test_an_error_end_that_nobody_catches_ends_the_case_with_its_code() -> None:
    xml = model(
        '<startEvent id="s"/><endEvent id="e" name="Refused"><errorEventDefinition errorRef="E"/></endEvent>',
        "s -> e",
        around=DEFINED,
    )
    assert Case(xml).of(bpmn.Ended) == [bpmn.Ended("e", "Refused", "no-stock")]


def test_a_message_can_start_a_case() -> None:
    xml = model(
        '<startEvent id="s"/><startEvent id="m"><messageEventDefinition messageRef="M"/></startEvent>'
        '<userTask id="a"/><userTask id="b"/>',
        "s -> a\nm -> b",
        around=DEFINED,
    )
    assert Case(xml).waits == [("work", "a")]
    assert Case(xml, start="m").waits == [("work", "b")]
    with pytest.raises(bpmn.NothingWaits):
        Case(xml, start="a")


def test_multiple_waits_for_one_and_parallel_multiple_for_all() -> None:
    def catching(flag: str) -> bytes:
        return model(
            f'<startEvent id="s"/><intermediateCatchEvent id="c" {flag}>{DEFINITIONS["message"]}'
            f'{DEFINITIONS["signal"]}</intermediateCatchEvent><userTask id="a"/>',
            "s -> c -> a",
            around=DEFINED,
        )

    one = Case(catching(""))
    one.send(bpmn.Signal, name="strike")
    assert one.waits == [("work", "a")]
    both = Case(catching('parallelMultiple="true"'))
    both.send(bpmn.Signal, name="strike")
    both.send(bpmn.Signal, name="strike")
    assert both.works("a") == []
    both.send(bpmn.Deliver, message="M", payload={"by": "id"})
    assert both.waits == [("work", "a")]
    assert both.data["by"] == "id"


def test_messages_find_their_wait_by_correlation_key() -> None:
    xml = model(
        '<startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="M"/>'
        '</intermediateCatchEvent><userTask id="a"/><correlationSubscription correlationKeyRef="K">'
        '<correlationPropertyBinding correlationPropertyRef="P"><dataPath>number</dataPath>'
        "</correlationPropertyBinding></correlationSubscription>",
        "s -> c -> a",
        around=DEFINED
        + '<correlationProperty id="P"><correlationPropertyRetrievalExpression messageRef="M"/>'
        "</correlationProperty>",
    )
    case = Case(xml, {"number": "TCE-7"})
    with pytest.raises(bpmn.NothingWaits):
        case.send(bpmn.Deliver, message="withdraw", correlation="TCE-8")
    case.send(bpmn.Deliver, message="withdraw", correlation="TCE-7")
    assert case.waits == [("work", "a")]

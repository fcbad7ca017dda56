"""Every event of the standard's table that makes sense, where it may stand, by the trace that it leaves."""

import pytest

from onewindow.standards.bpmn.tests.traces import (
    COMPENSATION,
    CONDITION,
    ERROR,
    ESCALATION,
    MESSAGE,
    MESSAGE2,
    SIGNAL,
    SIGNAL2,
    START,
    TERMINATION,
    beside,
    boundary,
    catch,
    end,
    gate,
    inner,
    other,
    script,
    tasks,
    throw,
    timer,
    trace,
    undo,
)

THROWN = {"signal": SIGNAL, "message": MESSAGE, "escalation": ESCALATION}
LATER = catch("t", timer("PT3S"))


def _inside(kind: str) -> tuple[str, str, str]:
    """What happens inside a sub-process: its trigger comes before task1, an error after it."""
    if kind == "error":
        return end("t", ERROR), "is -> task1 -> t", ERROR
    if kind in THROWN:
        return throw("t", THROWN[kind]), "is -> t -> task1", THROWN[kind]
    trigger = CONDITION if kind == "conditional" else timer("PT1S")
    return LATER, "is -> t -> task1", trigger


@pytest.mark.parametrize(
    ("kind", "interrupting", "expected"),
    [
        ("signal", True, "task3"),
        ("signal", False, "task1 task2 task3"),
        ("message", True, "task3"),
        ("message", False, "task1 task2 task3"),
        ("escalation", True, "task3"),
        ("escalation", False, "task1 task2 task3"),
        ("error", True, "task1 task3"),
        ("conditional", True, "task3"),
        ("conditional", False, "task1 task2 task3"),
        ("timer", True, "task3"),
        ("timer", False, "task1 task2 task3"),
    ],
)
def test_a_boundary_event_of_a_sub_process(kind: str, interrupting: bool, expected: str) -> None:
    event, path, trigger = _inside(kind)
    body = START + inner("sub", '<startEvent id="is"/>' + event + tasks("task1"), path)
    body += boundary("b", "sub", trigger, interrupting=interrupting) + tasks("task2", "task3")
    assert trace(body, "s -> sub -> task2\nb -> task3", "a", delay=5) == expected


@pytest.mark.parametrize(
    ("kind", "interrupting", "expected"),
    [
        ("signal", True, "task2 task3"),
        ("signal", False, "task1 task2 task3"),
        ("message", True, "task2 task3"),
        ("message", False, "task1 task2 task3"),
        ("escalation", True, "task2 task3"),
        ("escalation", False, "task1 task2 task3"),
        ("error", True, "task1 task2 task3"),
        ("conditional", True, "task2 task3"),
        ("conditional", False, "task1 task2 task3"),
        ("timer", True, "task2 task3"),
        ("timer", False, "task1 task2 task3"),
    ],
)
@pytest.mark.parametrize("top", [True, False])
def test_the_start_of_an_event_sub_process(kind: str, interrupting: bool, expected: str, top: bool) -> None:
    event, path, trigger = _inside(kind)
    body = '<startEvent id="is"/>' + event + tasks("task1")
    body += beside("esp", trigger, tasks("task2"), "es -> task2", interrupting=interrupting)
    if top:
        assert trace(body, path, "a", delay=5) == expected.replace(" task3", "")
    else:
        whole = START + inner("sub", body, path) + tasks("task3")
        assert trace(whole, "s -> sub -> task3", "a", delay=5) == expected


@pytest.mark.parametrize(
    ("definition", "top", "sub"),
    [
        ("", "task1", "task1 task2"),
        (SIGNAL, "task1", "task1 task2"),
        (MESSAGE, "task1", "task1 task2"),
        (ESCALATION, "task1", "task1 task2"),
        (TERMINATION, "task1", "task1 task2"),
        (COMPENSATION, "task1", "task1 task2"),
        (ERROR, "ERROR_THROWN_ERROR_EVENT task1", "ERROR_THROWN_ERROR_EVENT task1"),
    ],
)
def test_end_events_that_nobody_catches(definition: str, top: str, sub: str) -> None:
    assert trace(START + tasks("task1") + end("e", definition), "s -> task1 -> e") == top
    body = inner("sub", '<startEvent id="is"/>' + tasks("task1") + end("e", definition), "is -> task1 -> e")
    assert trace(START + body + tasks("task2"), "s -> sub -> task2") == sub


@pytest.mark.parametrize("kind", ["signal", "message", "escalation", "error"])
def test_an_end_event_is_caught_at_the_boundary(kind: str) -> None:
    definition = ERROR if kind == "error" else THROWN[kind]
    body = inner("sub", '<startEvent id="is"/>' + tasks("task1") + end("e", definition), "is -> task1 -> e")
    body += boundary("b", "sub", definition)
    assert trace(START + body + tasks("task2", "task3"), "s -> sub -> task2\nb -> task3") == "task1 task3"


@pytest.mark.parametrize(
    ("where", "expected"), [("", "ERROR_RUNTIME"), (ERROR, "task2"), ("<errorEventDefinition/>", "task2")]
)
def test_a_task_that_fails(where: str, expected: str) -> None:
    body = '<scriptTask id="x"><script>THROW_ERROR</script></scriptTask>' + tasks("task1", "task2")
    path = "s -> x -> task1"
    if where:
        body, path = body + boundary("b", "x", where), path + "\nb -> task2"
    assert trace(START + body, path) == expected


@pytest.mark.parametrize(("interrupting", "expected"), [(True, "task2"), (False, "task1 task2")])
def test_a_task_that_takes_longer_than_its_timer(interrupting: bool, expected: str) -> None:
    body = '<scriptTask id="x"><script>WAIT_TEN_SECONDS</script></scriptTask>' + tasks("task1", "task2")
    body += boundary("b", "x", timer("PT2S"), interrupting=interrupting)
    assert trace(START + body, "s -> x -> task1\nb -> task2", delay=12) == expected


@pytest.mark.parametrize(
    ("interrupting", "expected"), [(True, "task3"), (False, "task1 task2 task3 task3 task3")]
)
def test_a_cycle_at_a_boundary(interrupting: bool, expected: str) -> None:
    inside = '<startEvent id="is"/>' + catch("w", timer("PT8S")) + tasks("task1")
    body = START + inner("sub", inside, "is -> w -> task1") + tasks("task2", "task3")
    body += boundary("b", "sub", timer("R3/PT2S", "timeCycle"), interrupting=interrupting)
    assert trace(body, "s -> sub -> task2\nb -> task3", delay=15) == expected


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        (timer("PT2S"), "task1"),
        (timer("2014-10-01T12:00:00Z", "timeDate"), "task1"),
        (timer("R3/PT2S", "timeCycle"), "task1 task1 task1"),
        (CONDITION, "task1"),
        (SIGNAL + MESSAGE, "task1"),
    ],
)
def test_start_events_of_a_process(trigger: str, expected: str) -> None:
    body = f'<startEvent id="s">{trigger}</startEvent>' + tasks("task1")
    assert trace(body, "s -> task1", "a", delay=20) == expected


def test_a_condition_that_is_not_true_starts_nothing() -> None:
    body = f'<startEvent id="s">{CONDITION}</startEvent>' + tasks("task1")
    assert trace(body, "s -> task1", "b") == ""


@pytest.mark.parametrize("definition", [SIGNAL, MESSAGE])
def test_one_process_starts_another(definition: str) -> None:
    begins = other(f'<startEvent id="os">{definition}</startEvent>' + tasks("task2"), "os -> task2")
    body = START + throw("t", definition) + tasks("task1")
    assert trace(body, "s -> t -> task1", around=begins) == "task1 task2"


@pytest.mark.parametrize("definition", [SIGNAL, MESSAGE])
@pytest.mark.parametrize(("parallel", "expected"), [(True, "task1 task2"), (False, "task1")])
def test_a_process_that_begins_only_so_is_begun_once(definition: str, parallel: bool, expected: str) -> None:
    begun = f'<startEvent id="s">{definition}</startEvent>' + tasks("task1")
    thrower = other('<startEvent id="os"/>' + throw("t", definition) + tasks("task2"), "os -> t -> task2")
    assert trace(begun, "s -> task1", around=thrower, parallel=parallel) == expected


@pytest.mark.parametrize("definition", [SIGNAL, MESSAGE])
def test_a_process_that_runs_beside_hears_it(definition: str) -> None:
    waits = other('<startEvent id="os"/>' + catch("oc", definition) + tasks("task2"), "os -> oc -> task2")
    body = START + throw("t", definition) + tasks("task1")
    assert trace(body, "s -> t -> task1", around=waits, parallel=True) == "task1 task2"


@pytest.mark.parametrize("attributes", ["", 'eventGatewayType="Parallel"'])
def test_an_event_gateway_that_begins_a_process(attributes: str) -> None:
    """Two messages are two cases, or with a parallel gateway one."""
    begins = gate("eventBased", "og", f'instantiate="true" {attributes}')
    begins += catch("o1", MESSAGE) + catch("o2", MESSAGE2) + tasks("task2", "task3")
    around = other(begins, "og -> o1 -> task2\nog -> o2 -> task3")
    body = START + throw("t1", MESSAGE) + throw("t2", MESSAGE2) + tasks("task1")
    assert trace(body, "s -> t1 -> t2 -> task1", around=around) == "task1 task2 task3"


@pytest.mark.parametrize(
    ("event", "before"),
    [
        (catch("c", SIGNAL), throw("t", SIGNAL)),
        (catch("c", MESSAGE), throw("t", MESSAGE)),
        ('<receiveTask id="c" messageRef="msg"/>', throw("t", MESSAGE)),
        (catch("c", CONDITION), ""),
        (catch("c", timer("PT1S")), ""),
    ],
)
def test_an_event_gateway_takes_what_comes_first(event: str, before: str) -> None:
    body = START + gate("parallel", "g") + gate("eventBased", "eg") + event + before
    body += catch("late", timer("PT20S")) + tasks("task1", "task2") + end("e")
    path = f"s -> g\ng -> eg\ng -> {'t -> e' if before else 'e'}\neg -> c -> task1\neg -> late -> task2"
    assert trace(body, path, "a", delay=30) == "task1"


@pytest.mark.parametrize(
    "links",
    [
        ('<linkEventDefinition name="L"/>', '<linkEventDefinition name="L"/>'),
        (
            '<linkEventDefinition id="d1" name="A"><target>d2</target></linkEventDefinition>',
            '<linkEventDefinition id="d2" name="B"><source>d1</source></linkEventDefinition>',
        ),
    ],
)
def test_a_link_goes_on_at_its_other_end(links: tuple[str, str]) -> None:
    body = START + throw("l1", links[0]) + catch("l2", links[1]) + tasks("task1", "task2")
    assert trace(body, "s -> task1 -> l1\nl2 -> task2") == "task1 task2"


def test_terminate_ends_its_level() -> None:
    parts = (
        gate("parallel", "g") + tasks("task1", "task2") + end("e", TERMINATION) + catch("w", timer("PT3S"))
    )
    path = "g -> task1 -> e\ng -> w -> task2"
    assert trace(START + parts, "s -> g\n" + path, delay=8) == "task1"
    sub = inner("sub", '<startEvent id="is"/>' + parts, "is -> g\n" + path)
    assert trace(START + sub + tasks("task3"), "s -> sub -> task3", delay=8) == "task1 task3"


@pytest.mark.parametrize(("thrown", "expected"), [(SIGNAL + SIGNAL2, "task1 task2"), (SIGNAL2, "task2")])
@pytest.mark.parametrize("event", ["intermediateThrowEvent", "endEvent"])
def test_several_definitions_are_all_thrown(thrown: str, expected: str, event: str) -> None:
    body = START + gate("parallel", "g") + f'<{event} id="t">{thrown}</{event}>'
    body += catch("c1", SIGNAL) + catch("c2", SIGNAL2) + tasks("task1", "task2")
    assert trace(body, "s -> g\ng -> t\ng -> c1 -> task1\ng -> c2 -> task2") == expected


@pytest.mark.parametrize(("together", "expected"), [("false", "task3"), ("true", "task2 task3")])
def test_several_triggers_at_a_boundary(together: str, expected: str) -> None:
    """task2 lies between the first trigger and the second: any one interrupts, or only both."""
    inside = '<startEvent id="is"/>' + throw("t1", SIGNAL) + catch("w", timer("PT1S")) + throw("t2", SIGNAL2)
    inside += catch("w2", timer("PT1S")) + tasks("task1", "task2")
    body = START + inner("sub", inside, "is -> t1 -> w -> task2 -> t2 -> w2 -> task1") + tasks("task3")
    body += boundary("b", "sub", SIGNAL + SIGNAL2, more=f'parallelMultiple="{together}"')
    assert trace(body, "s -> sub\nb -> task3", delay=9) == expected


def test_several_triggers_of_a_catching_event() -> None:
    body = START + gate("parallel", "g") + throw("t", SIGNAL2) + tasks("task1")
    path = "s -> g\ng -> t\ng -> c -> task1"
    assert trace(body + catch("c", SIGNAL + SIGNAL2), path) == "task1"
    assert trace(body + catch("c", SIGNAL + SIGNAL2, 'parallelMultiple="true"'), path) == ""


def test_a_definition_may_stand_elsewhere() -> None:
    reference = "<eventDefinitionRef>signalled</eventDefinitionRef>"
    body = START + gate("parallel", "g") + throw("t", reference) + catch("c", reference) + tasks("task1")
    assert trace(body, "s -> g\ng -> t\ng -> c -> task1") == "task1"


@pytest.mark.parametrize(
    ("parts", "path", "expected"),
    [
        (
            undo("task1", "task3") + undo("task2", "task4") + throw("t", COMPENSATION),
            "",
            "task1 task2 task3 task4",
        ),
        (
            undo("task1", "task3")
            + undo("task2", "task4")
            + throw("t", '<compensateEventDefinition activityRef="task1"/>'),
            "",
            "task1 task2 task3",
        ),
        (undo("task1", "task3") + end("t", COMPENSATION), "", "task1 task2 task3"),
    ],
)
def test_compensation(parts: str, path: str, expected: str) -> None:
    assert trace(START + tasks("task1", "task2") + parts, "s -> task1 -> task2 -> t") == expected


@pytest.mark.parametrize("reference", ["", ' activityRef="sub"'])
@pytest.mark.parametrize("how", ["handler", "inside", "event sub-process"])
def test_a_sub_process_is_compensated(how: str, reference: str) -> None:
    inside = '<startEvent id="is"/>' + tasks("task1")
    inside += undo("task1", "task2") if how == "inside" else ""
    inside += beside("esp", COMPENSATION, tasks("task2"), "es -> task2") if how == "event sub-process" else ""
    body = START + inner("sub", inside, "is -> task1") + (undo("sub", "task2") if how == "handler" else "")
    body += end("t", f"<compensateEventDefinition{reference}/>")
    assert trace(body, "s -> sub -> t") == "task1 task2"


def test_what_was_not_done_is_not_compensated() -> None:
    body = (
        START + gate("exclusive", "g", 'default="g_task2"') + tasks("task1", "task2") + end("t", COMPENSATION)
    )
    body += undo("task1", "task3") + undo("task2", "task4") + gate("exclusive", "j")
    assert (
        trace(body, 's -> g\ng -> task1 : test = "a"\ng -> task2\ntask1 -> j\ntask2 -> j -> t')
        == "task2 task4"
    )


@pytest.mark.parametrize(
    ("last", "catcher", "expected"),
    [
        ("<cancelEventDefinition/>", "<cancelEventDefinition/>", "task1 task2 task4"),
        (ERROR, ERROR, "task1 task4"),
        ("", "<cancelEventDefinition/>", "task1 task3"),
    ],
)
def test_a_transaction(last: str, catcher: str, expected: str) -> None:
    """Cancelled, all of it is undone; an error leaves it as it is (§13.3.5)."""
    inside = '<startEvent id="is"/>' + tasks("task1") + undo("task1", "task2") + end("c", last)
    body = START + inner("tx", inside, "is -> task1 -> c", kind="transaction")
    body += boundary("b", "tx", catcher) + tasks("task3", "task4")
    assert trace(body, "s -> tx -> task3\nb -> task4") == expected


def test_a_called_task() -> None:
    called = f'<globalScriptTask id="gt" scriptLanguage="text/x-groovy">{script("task1")}</globalScriptTask>'
    body = START + '<callActivity id="c" calledElement="gt"/>' + tasks("task2")
    assert trace(body, "s -> c -> task2", around=called) == "task1 task2"
    process = other('<startEvent id="os"/>' + tasks("task1"), "os -> task1")
    assert trace(body.replace("gt", "other"), "s -> c -> task2", around=process) == "task1 task2"


@pytest.mark.parametrize(
    "path", ["s -> task1 -> s", "s -> task1 -> e -> task2", "s -> task1 -> b\nb -> task2"]
)
def test_flows_that_lead_nowhere_are_refused(path: str) -> None:
    body = START + tasks("task1", "task2") + end("e") + boundary("b", "task1", SIGNAL)
    assert trace(body, path) == "ERROR_DEPLOYMENT"

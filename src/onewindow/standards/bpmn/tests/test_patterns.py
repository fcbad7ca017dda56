"""The workflow control patterns (van der Aalst et al., 2003 and 2006), each as an honest author draws it."""

import pytest

from onewindow.standards.bpmn.tests.traces import (
    INCREMENT,
    MESSAGE,
    SIGNAL,
    START,
    TERMINATION,
    beside,
    boundary,
    catch,
    end,
    gate,
    inner,
    instances,
    many,
    other,
    tasks,
    throw,
    timer,
    trace,
)

A, B, C = (f'test.contains("{letter}")' for letter in "abc")
COUNT = f'<scriptTask id="count">{INCREMENT}</scriptTask>'
FORK = gate("parallel", "g")


def _activated(rule: str) -> str:
    return gate("complex", "j", inside=f"<activationCondition>{rule}</activationCondition>")


def test_01_sequence() -> None:
    assert trace(START + tasks("task1", "task2"), "s -> task1 -> task2") == "task1 task2"


@pytest.mark.parametrize("path", ["s -> g\ng -> task1\ng -> task2", "s -> task1\ns -> task2"])
def test_02_parallel_split(path: str) -> None:
    body = START + tasks("task1", "task2") + (FORK if "g" in path.split("->")[1] else "")
    assert trace(body, path) == "task1 task2"


def test_03_synchronization() -> None:
    body = START + FORK + tasks("task1", "task2", "task3") + gate("parallel", "j")
    assert trace(body, "s -> g\ng -> task1 -> j\ng -> task2 -> j -> task3") == "task1 task2 task3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", "task1 task3"), ("b", "task2 task3"), ("ab", "task1 task3"), ("c", "ERROR_RUNTIME")],
)
def test_04_05_exclusive_choice_and_simple_merge(text: str, expected: str) -> None:
    body = START + gate("exclusive", "g") + tasks("task1", "task2", "task3") + gate("exclusive", "j")
    path = f"s -> g\ng -> task1 : {A}\ng -> task2 : {B}\ntask1 -> j\ntask2 -> j -> task3"
    assert trace(body, path, text) == expected
    implicit = path.replace("task1 -> j", "task1 -> task3").replace("task2 -> j -> task3", "task2 -> task3")
    assert trace(body.replace(gate("exclusive", "j"), ""), implicit, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", "task1"), ("b", "task2"), ("ab", "task1 task2"), ("abc", "task1 task2 task3"), ("d", "task4")],
)
def test_06_multi_choice(text: str, expected: str) -> None:
    ways = f"x -> task1 : {A}\nx -> task2 : {B}\nx -> task3 : {C}\nx -> task4"
    body = START + tasks("task1", "task2", "task3", "task4")
    gateway = gate("inclusive", "x", 'default="x_task4"')
    assert trace(body + gateway, "s -> x\n" + ways, text) == expected
    task = '<task id="x" default="x_task4"/>'
    assert trace(body + task, "s -> x\n" + ways, text) == expected


@pytest.mark.parametrize(("text", "expected"), [("a", "task1 task3"), ("ab", "task1 task2 task3")])
def test_07_structured_synchronizing_merge(text: str, expected: str) -> None:
    body = START + gate("inclusive", "g") + tasks("task1", "task2", "task3") + gate("inclusive", "j")
    path = f"s -> g\ng -> task1 : {A}\ng -> task2 : {B}\ntask1 -> j\ntask2 -> j -> task3"
    assert trace(body, path, text) == expected


def test_07_the_merge_waits_for_who_may_still_come_and_for_nobody_else() -> None:
    body = START + gate("inclusive", "g") + tasks("task1", "task2", "task3") + gate("inclusive", "j")
    body += catch("w", timer("PT2S")) + gate("exclusive", "x", 'default="x_z"') + end("z")
    path = "s -> g\ng -> task1 : true\ng -> w : true\ntask1 -> j\nw -> x\ntask2 -> j\nx -> z\nj -> task3"
    assert trace(body, path + "\nx -> task2 : true", delay=9) == "task1 task2 task3"
    assert trace(body, path + "\nx -> task2 : false", delay=9) == "task1 task3"


def test_08_multi_merge() -> None:
    body = START + FORK + tasks("task1", "task2", "task3") + gate("exclusive", "j")
    assert trace(body, "s -> g\ng -> task1 -> j\ng -> task2 -> j -> task3") == "task1 task2 task3 task3"


@pytest.mark.parametrize("rule", ["activationCount >= 1", "activationCount >= 2", "activationCount == 3"])
def test_09_discriminator_and_n_of_m(rule: str) -> None:
    body = START + FORK + tasks("task1", "task2", "task3", "task4") + _activated(rule.replace(">", "&gt;"))
    path = "s -> g\ng -> task1 -> j\ng -> task2 -> j\ng -> task3 -> j\nj -> task4"
    assert trace(body, path) == "task1 task2 task3 task4"


def test_09_the_discriminator_does_not_wait() -> None:
    body = START + FORK + tasks("task1", "task2", "task3") + _activated("activationCount &gt;= 1")
    body += catch("w", timer("PT1H"))
    assert trace(body, "s -> g\ng -> task1 -> j\ng -> w -> task2 -> j\nj -> task3", delay=9) == "task1 task3"


def test_09_cancelling_discriminator() -> None:
    inside = '<startEvent id="is"/>' + FORK + tasks("task1", "task2") + catch("w", timer("PT5S"))
    inside += end("e", TERMINATION)
    body = START + inner("sub", inside, "is -> g\ng -> task1 -> e\ng -> w -> task2 -> e") + tasks("task3")
    assert trace(body, "s -> sub -> task3", delay=10) == "task1 task3"


def test_10_arbitrary_cycles() -> None:
    """Two ways into the circle and two ways out of it."""
    body = START + COUNT + tasks("task1", "task2") + end("e") + end("f")
    body += "".join(gate("exclusive", name) for name in ("m1", "m2"))
    body += gate("exclusive", "x", 'default="x_task1"') + gate("exclusive", "y", 'default="y_e"')
    path = "s -> m1 -> count -> x\nx -> f : integerVariable > 9\nx -> task1 -> m2 -> y\n"
    path += "y -> m1 : integerVariable == 1\ny -> task2 : integerVariable == 2\ny -> e\ntask2 -> m1"
    assert trace(body, path) == "INCREMENT INCREMENT INCREMENT task1 task1 task1 task2"


def test_11_implicit_termination() -> None:
    body = START + FORK + tasks("task1", "task2", "task3") + catch("w", timer("PT2S")) + end("e")
    assert trace(body, "s -> g\ng -> task1 -> e\ng -> w -> task2 -> task3", delay=5) == "task1 task2 task3"


def test_12_instances_without_synchronization() -> None:
    """Each round lets one go and does not wait for it."""
    body = START + COUNT + gate("exclusive", "m") + FORK + gate("exclusive", "x", 'default="x_e"')
    body += tasks("task1") + end("e")
    path = "s -> m -> count -> g\ng -> task1\ng -> x\nx -> m : integerVariable &lt; 3\nx -> e"
    got = trace(body, path.replace("&lt;", "<"))
    assert got == "INCREMENT INCREMENT INCREMENT task1 task1 task1"


def test_12_instances_as_processes_of_their_own() -> None:
    called = other(f'<startEvent id="os">{MESSAGE}</startEvent>' + tasks("task2"), "os -> task2")
    send = '<sendTask id="m" messageRef="msg">' + instances() + "</sendTask>"
    assert trace(START + send + tasks("task1"), "s -> m -> task1", around=called) == "task1 task2 task2 task2"


@pytest.mark.parametrize(("count", "number"), [("3", 0), ("integerVariable", 3), ("${integerVariable}", 3)])
@pytest.mark.parametrize("sequential", ["true", "false"])
def test_13_14_instances_known_when_designed_or_when_begun(count: str, number: int, sequential: str) -> None:
    body = START + many("m", instances(f'isSequential="{sequential}"', count)) + tasks("task2")
    assert trace(body, "s -> m -> task2", number=number) == "task1 task1 task1 task2"


def test_15_instances_added_while_others_run() -> None:
    """Each signal adds one beside those that run; the work ends when all have."""
    inside = '<startEvent id="is"/>' + throw("t1", SIGNAL) + throw("t2", SIGNAL) + tasks("task1")
    inside += beside("more", SIGNAL, tasks("task2"), "es -> task2", interrupting=False)
    body = START + inner("sub", inside, "is -> task1 -> t1 -> t2") + tasks("task3")
    assert trace(body, "s -> sub -> task3") == "task1 task2 task2 task3"


def test_16_deferred_choice() -> None:
    body = START + gate("eventBased", "eg") + catch("c1", SIGNAL) + catch("c2", timer("PT2S"))
    body += tasks("task1", "task2")
    assert trace(body, "s -> eg\neg -> c1 -> task1\neg -> c2 -> task2", delay=5) == "task2"


def test_17_interleaved_parallel_routing() -> None:
    """One after the other, in any order that the flows inside allow."""
    inside = tasks("task1", "task2", "task3")
    body = START + inner(
        "ah", inside, "task1 -> task2", kind="adHocSubProcess", attributes='ordering="Sequential"'
    )
    assert trace(body + tasks("task4"), "s -> ah -> task4") == "task1 task2 task3 task4"


@pytest.mark.parametrize(("delay", "expected"), [("PT1S", "task1 task2"), ("PT9S", "task1 task3")])
def test_18_milestone(delay: str, expected: str) -> None:
    """task2 is possible only as long as the milestone's deadline has not passed."""
    body = START + FORK + catch("w", timer(delay)) + throw("t", SIGNAL) + gate("eventBased", "eg")
    body += catch("c1", SIGNAL) + catch("c2", timer("PT5S")) + tasks("task1", "task2", "task3")
    path = "s -> g\ng -> w -> t -> task1\ng -> eg\neg -> c1 -> task2\neg -> c2 -> task3"
    assert trace(body, path, delay=20) == expected


def test_19_cancel_task() -> None:
    body = START + FORK + '<receiveTask id="work" messageRef="msg"/>' + throw("t", SIGNAL)
    body += boundary("b", "work", SIGNAL) + tasks("task1", "task2", "task3")
    path = "s -> g\ng -> work -> task1\ng -> task2 -> t\nb -> task3"
    assert trace(body, path) == "task2 task3"


@pytest.mark.parametrize("how", ["boundary", "terminate"])
def test_20_cancel_case(how: str) -> None:
    inside = '<startEvent id="is"/>' + FORK + tasks("task1", "task2") + catch("w", timer("PT5S"))
    if how == "terminate":
        body = START + inside.replace('<startEvent id="is"/>', "") + end("e", TERMINATION)
        assert trace(body, "s -> g\ng -> w -> task2\ng -> task1 -> e", delay=9) == "task1"
        return
    sub = inner("sub", inside + throw("t", SIGNAL), "is -> g\ng -> w -> task2\ng -> task1 -> t")
    body = START + sub + boundary("b", "sub", SIGNAL) + tasks("task3", "task4")
    assert trace(body, "s -> sub -> task4\nb -> task3", delay=9) == "task1 task3"


def test_a_synchronizing_merge_inside_a_circle() -> None:
    body = START + gate("exclusive", "m") + COUNT + gate("inclusive", "g") + tasks("task1", "task2")
    body += gate("inclusive", "j") + gate("exclusive", "x", 'default="x_e"') + end("e")
    path = "s -> m -> count -> g\ng -> task1 : true\ng -> task2 : integerVariable > 1\n"
    path += "task1 -> j\ntask2 -> j -> x\nx -> m : integerVariable < 2\nx -> e"
    assert trace(body, path) == "INCREMENT INCREMENT task1 task1 task2"


@pytest.mark.parametrize("kind", ["inclusive", "complex"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "task1 task4 task5"),
        ("ab", "task1 task2 task4 task5"),
        ("c", "task3 task4 task5"),
    ],
)
def test_gateways_that_join_and_split_at_once(kind: str, text: str, expected: str) -> None:
    body = START + gate("inclusive", "g", 'default="g_task3"') + gate(kind, "m")
    body += tasks("task1", "task2", "task3", "task4", "task5")
    path = f"s -> g\ng -> task1 : {A}\ng -> task2 : {B}\ng -> task3\n"
    path += "task1 -> m\ntask2 -> m\ntask3 -> m\nm -> task4\nm -> task5"
    assert trace(body, path, text) == expected

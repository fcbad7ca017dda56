"""Running cases in another version of their process."""

from datetime import timedelta

import pytest

from onewindow.standards import bpmn
from onewindow.standards.bpmn.migration import CannotMove, migrate
from onewindow.standards.bpmn.tests.driving import NOON, Case, flows, model

EDGES = '<startEvent id="s"/><endEvent id="e"/>'


def timer(days: int) -> str:
    return f"<timerEventDefinition><timeDuration>P{days}D</timeDuration></timerEventDefinition>"


def tasks(*names: str) -> str:
    return "".join(f'<userTask id="{name}"/>' for name in names)


def load(body: str, path: str, name: str = "p") -> bpmn.Definition:
    return bpmn.load(model(EDGES + body, path, name=name))


def moved(case: Case, new: bpmn.Definition) -> Case:
    """The case goes on in the new version."""
    assert case.state is not None
    state, told = migrate(case.definition, new, case.state, at=case.now)
    case.definition, case.tokens, case.effects = new, state.to_json(), told
    case.all += told
    return case


def reasons(case: Case, new: bpmn.Definition) -> list[tuple[str, str]]:
    assert case.state is not None
    with pytest.raises(CannotMove) as refused:
        migrate(case.definition, new, case.state, at=NOON)
    assert refused.value.text()
    return [(one.element, one.text().split("”")[-1].strip(" .")) for one in refused.value.reasons]


def test_what_comes_after_the_token_may_change() -> None:
    case = Case(load(tasks("a", "b"), "s -> a -> b -> e"))
    work = case.works("a")[0]
    moved(case, load(tasks("a", "c"), "s -> a -> c -> e", name="other"))
    assert case.works("a") == [work]
    case.done("a")
    assert case.waits == [("work", "c")]
    case.done("c")
    assert case.outcome == "e"


def test_a_step_that_is_gone_or_became_another_is_told() -> None:
    case = Case(load(tasks("a"), "s -> a -> e"))
    assert reasons(case, load(tasks("b"), "s -> b -> e")) == [
        ("a", ", where it stands, is not in the new version")
    ]
    changed = load('<serviceTask id="a"/>', "s -> a -> e")
    assert reasons(case, changed) == [("a", "is a serviceTask in the new version, and was a userTask")]
    inside = f'<subProcess id="sub"><startEvent id="i"/>{tasks("a")}{flows("i -> a")}</subProcess>'
    assert reasons(case, load(inside, "s -> sub -> e")) == [
        ("a", "is in another part of the process in the new version")
    ]


def test_timers_run_on_new_ones_are_set_and_gone_ones_cancelled() -> None:
    late = '<boundaryEvent id="{0}" attachedToRef="a">{1}</boundaryEvent>'
    old = load(
        tasks("a", "b") + late.format("t1", timer(5)) + late.format("t2", timer(9)),
        "s -> a -> e\nt1 -> b -> e\nt2 -> b",
    )
    case = Case(old)
    case.now += timedelta(days=1)
    new = load(
        tasks("a", "b") + late.format("t1", timer(50)) + late.format("t3", timer(20)),
        "s -> a -> e\nt1 -> b -> e\nt3 -> b",
    )
    moved(case, new)
    assert [one.element for one in case.effects if isinstance(one, bpmn.SetTimer)] == ["t3"]
    assert len([one for one in case.effects if isinstance(one, bpmn.CancelTimer)]) == 1
    assert case.state is not None
    due = {one.element: one.due for one in bpmn.waiting(case.definition, case.state) if one.kind == "timer"}
    assert due == {"t1": NOON + timedelta(days=5), "t3": NOON + timedelta(days=21)}
    case.pass_time(timedelta(days=4))
    assert case.waits == [("work", "b")]


PAIR = '<parallelGateway id="x"/><parallelGateway id="j"/>'


def test_a_join_keeps_its_tokens_while_their_flows_are_there() -> None:
    old = load(tasks("a", "b") + PAIR, "s -> x -> a -> j -> e\nx -> b -> j")
    case = Case(old)
    case.done("a")
    moved(case, load(tasks("a", "b", "c") + PAIR, "s -> x -> a -> j -> c -> e\nx -> b -> j"))
    case.done("b")
    assert case.waits == [("work", "c")]
    case = Case(old)
    case.done("a")
    other = load(tasks("a", "b", "c") + PAIR, "s -> x -> a -> c -> j -> e\nx -> b -> j")
    assert reasons(case, other) == [("j", "by a flow that the new version does not have (a_j)")]


def test_a_branch_that_was_never_begun_would_be_waited_for_for_ever() -> None:
    case = Case(load(tasks("a", "b") + PAIR, "s -> x -> a -> j -> e\nx -> b -> j"))
    new = load(tasks("a", "b", "c") + PAIR, "s -> x -> a -> j -> e\nx -> b -> j\nx -> c -> j")
    assert reasons(case, new) == [("j", "for ever, for what cannot come any more")]


def test_what_hangs_in_both_versions_is_no_reason() -> None:
    choice = '<exclusiveGateway id="x" default="x_a"/><parallelGateway id="j"/>'
    case = Case(load(tasks("a", "b") + choice, "s -> x -> a -> j -> e\nx -> b -> j : big"))
    new = load(tasks("a", "b", "c") + choice, "s -> x -> a -> j -> c -> e\nx -> b -> j : big")
    assert moved(case, new).waits == [("work", "a")]


def test_instances_of_many_are_kept() -> None:
    many = (
        '<userTask id="a"><multiInstanceLoopCharacteristics{0}><loopCardinality>3</loopCardinality>'
        "</multiInstanceLoopCharacteristics></userTask>"
    )
    case = Case(load(many.format(""), "s -> a -> e"))
    case.done("a", {"x": 1})
    assert (
        reasons(case, load(many.format(' isSequential="true"'), "s -> a -> e"))
        == [("a", "is repeated in another way in the new version")] * 3
    )
    moved(case, load(many.format("") + tasks("b"), "s -> a -> b -> e"))
    case.done("a")
    case.done("a")
    assert case.waits == [("work", "b")]


def test_what_was_done_must_stay_to_be_undone() -> None:
    undo = (
        '<boundaryEvent id="u" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<userTask id="{0}" isForCompensation="true"/><association sourceRef="u" targetRef="{0}"/>'
        '<intermediateThrowEvent id="t"><compensateEventDefinition/></intermediateThrowEvent>'
    )
    case = Case(load(tasks("a", "b") + undo.format("h"), "s -> a -> b -> t -> e"))
    case.done("a")
    assert reasons(case, load(tasks("a", "b") + undo.format("g"), "s -> a -> b -> t -> e")) == [
        ("a", "could not be undone in the new version as in the old one")
    ]
    moved(case, load(tasks("a", "b", "c") + undo.format("h"), "s -> a -> b -> c -> t -> e"))
    case.done("b")
    case.done("c")
    assert case.waits == [("work", "h")]


def test_a_case_that_is_over_stays() -> None:
    case = Case(load(tasks("a"), "s -> a -> e"))
    case.done("a")
    assert reasons(case, case.definition) == [("p", "The case is over")]

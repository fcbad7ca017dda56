"""What the check says is held against the engine: on random graphs, drawn by nobody with a plan."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from onewindow.standards import bpmn
from onewindow.standards.bpmn.soundness import Finding, check
from onewindow.standards.bpmn.tests.driving import NOON, model
from onewindow.standards.bpmn.tests.test_properties import processes

KINDS = ["userTask", "userTask", "task", "exclusiveGateway", "parallelGateway", "inclusiveGateway"]
MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def graphs(draw: st.DrawFn, circles: bool = True) -> bytes:
    """A few nodes and flows among them; every choice has a default, every condition a variable of its own."""
    count = draw(st.integers(2, 7))
    kinds = [draw(st.sampled_from(KINDS)) for _ in range(count)]
    flows: list[tuple[int, int]] = []
    for source in range(count):
        first = 0 if circles else source + 1
        targets = draw(st.lists(st.integers(first, count), min_size=1, max_size=2, unique=True))
        flows += [(source, target) for target in targets]
    body = '<startEvent id="s"/>'
    path = ["s -> n0"]
    for place, kind in enumerate(kinds):
        ways = [target for source, target in flows if source == place]
        chooses = kind in ("exclusiveGateway", "inclusiveGateway")
        default = f' default="n{place}_n{ways[0]}"' if chooses else ""
        body += f'<{kind} id="n{place}"{default}/>'
        for target in ways:
            condition = f" : v{place}_{target}" if chooses and target != ways[0] else ""
            path.append(f"n{place} -> n{target}{condition}")
    return model(f'{body}<endEvent id="n{count}"/>', "\n".join(path))


def answers(definition: bpmn.Definition, say: Callable[[str], bool]) -> dict[str, bool]:
    found = [flow for flow in definition.flows.values() if flow.condition]
    return {flow.text: say(flow.id) for flow in found}


def works(definition: bpmn.Definition, state: bpmn.State) -> list[bpmn.Wait]:
    waits = bpmn.waiting(definition, state)
    assert all(one.kind == "work" for one in waits), "every choice has a default"
    return list(waits)


def stuck(definition: bpmn.Definition, way: tuple[bpmn.Leg, ...]) -> set[str]:
    """Follow a way, then do all work that is left; the elements at which tokens then stay."""
    chosen = {name for leg in way for name in leg.chosen}
    data = answers(definition, lambda flow: flow in chosen)
    state, _ = bpmn.step(definition, None, bpmn.Start(NOON, data))
    for _ in range(200):
        if state.ended or not (left := works(definition, state)):
            break
        state, _ = bpmn.step(definition, state, bpmn.Complete(NOON, left[0].name))
    return set() if state.ended else {node.element for node in state.nodes.values()}


def of(found: tuple[Finding, ...], code: str) -> list[Finding]:
    return [one for one in found if one.code == code]


@MANY
@given(graphs(circles=False))
def test_on_the_way_to_a_deadlock_the_engine_gets_stuck_there(xml: bytes) -> None:
    definition = bpmn.load(xml)
    for one in of(check(definition), "deadlock"):
        assert one.element in stuck(definition, one.path), one


@MANY
@given(graphs(), st.data())
def test_where_nothing_is_found_the_engine_never_gets_stuck(xml: bytes, data: st.DataObject) -> None:
    definition = bpmn.load(xml)
    found = check(definition, budget=300)
    if any(one.severity == "error" or one.code == "not-explored" for one in found):
        return  # most are; to look for others until there are enough takes a minute
    apart = not of(found, "lack-of-synchronisation")
    draw = data.draw
    say: Callable[[str], bool] = lambda _: draw(st.booleans())  # noqa: E731
    state, told = bpmn.step(definition, None, bpmn.Start(NOON, answers(definition, say)))
    for _ in range(40):
        assert not [one for one in told if isinstance(one, bpmn.Incident)]
        if state.ended:
            return
        left = works(definition, state)
        assert left, "a case that is not over waits for something"
        assert not apart or len({one.element for one in left}) == len(left)
        work = draw(st.sampled_from(left)).name
        event = bpmn.Complete(NOON, work, answers(definition, say))
        state, told = bpmn.step(definition, state, event)


@MANY
@given(graphs())
def test_looking_at_one_order_finds_what_looking_at_every_order_finds(xml: bytes) -> None:
    definition = bpmn.load(xml)
    quick = check(definition, budget=300)
    with patch("onewindow.standards.bpmn.soundness.explore.is_calm", return_value=False):
        slow = check(definition, budget=300)
    assume(not any(one.code == "not-explored" for one in (*quick, *slow)))

    def said(found: tuple[Finding, ...]) -> set[Any]:
        if of((*quick, *slow), "lack-of-synchronisation"):  # more tokens than are counted: the kind is open
            return {one.severity for one in found if one.severity == "error"}
        elsewhere = {"lack-of-synchronisation", "livelock"}
        told = {(one.code, one.element) for one in found if one.code not in elsewhere}
        return told | {one.code for one in found}

    assert said(quick) == said(slow)


@MANY
@given(processes())
def test_processes_made_of_blocks_are_sound(xml: bytes) -> None:
    wrong = {"deadlock", "livelock", "lack-of-synchronisation", "unhandled-error", "no-default", "dead-end"}
    assert [one for one in check(bpmn.load(xml), budget=200) if one.code in wrong] == []


def test_tokens_that_meet_at_a_join_by_different_ways_are_no_fault() -> None:
    """Both come from joins of their own, so each rests before the last join in a place of its own."""
    names = "".join(f'<userTask id="{name}"/>' for name in ("a", "b"))
    gates = "".join(f'<inclusiveGateway id="{name}"/>' for name in ("i", "j", "g", "h"))
    gates += '<parallelGateway id="f"/><parallelGateway id="z"/>'
    body = f'<startEvent id="s"/>{names}{gates}<endEvent id="e"/>'
    path = "s -> f\nf -> g -> a -> i -> z\ng -> i\nf -> h -> b -> j -> z\nh -> j\nz -> e"
    assert [one.code for one in check(bpmn.load(model(body, path)), budget=400)] == []

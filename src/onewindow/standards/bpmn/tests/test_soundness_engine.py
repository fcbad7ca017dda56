"""What the check says is held against the engine: on random graphs, drawn by nobody with a plan."""

from collections.abc import Callable

import pytest
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
def test_following_one_order_finds_what_following_every_order_finds(xml: bytes) -> None:
    definition = bpmn.load(xml)
    one, every = (check(definition, budget=300, every_order=all_of_them) for all_of_them in (False, True))
    assume(not any(found.code == "not-explored" for found in (*one, *every)))
    assert bool(of(one, "lack-of-synchronisation")) == bool(of(every, "lack-of-synchronisation"))
    if of(every, "lack-of-synchronisation"):
        # Tokens may then grow without end, and more than two alike are not told apart: what else is wrong
        # with them depends on which of the situations that are taken for one was met first.
        assert _severe(one) == _severe(every)
    else:
        assert _told(one) == _told(every)


def _severe(found: tuple[Finding, ...]) -> bool:
    return any(one.severity == "error" for one in found)


def _told(found: tuple[Finding, ...]) -> set[tuple[str, str]]:
    """A circle may be told by any of its elements."""
    return {(one.code, "" if one.code == "livelock" else one.element) for one in found}


@pytest.mark.parametrize("every_order", [True, False])
@pytest.mark.parametrize(
    ("path", "element"),
    [
        ("s -> f\nf -> m -> c -> e\nf -> a -> b -> d -> m", "m"),
        ("s -> f\nf -> c -> e\nf -> a -> b -> d -> c", "c"),
        ("s -> a -> f\nf -> m -> j -> e\nf -> b -> m\nf -> c -> d -> j", "m"),
    ],
    ids=["at a merge", "at a task", "before a join"],
)
def test_a_token_that_comes_later_meets_the_first_one(path: str, element: str, every_order: bool) -> None:
    kinds = {"f": "parallelGateway", "m": "exclusiveGateway", "j": "parallelGateway"}
    named = dict.fromkeys(name for name in path.replace("->", " ").split() if name not in "se")
    nodes = "".join(f'<{kinds.get(name, "userTask")} id="{name}"/>' for name in named)
    body = f'<startEvent id="s"/>{nodes}<endEvent id="e"/>'
    found = of(check(bpmn.load(model(body, path)), every_order=every_order), "lack-of-synchronisation")
    assert [one.element for one in found] == [element]


def test_what_is_too_wide_for_every_order_is_looked_at_in_one() -> None:
    """Eight branches of three tasks: 65,000 situations in every order; the fault is found all the same."""
    tasks = "".join(f'<userTask id="t{row}{place}"/>' for row in range(8) for place in range(3))
    body = f'<startEvent id="s"/>{tasks}<parallelGateway id="f"/><parallelGateway id="j"/>'
    rows = "\n".join(f"f -> t{row}0 -> t{row}1 -> t{row}2 -> j" for row in range(8))
    sound = model(f'{body}<endEvent id="e"/>', f"s -> f\n{rows}\nj -> e")
    assert check(bpmn.load(sound)) == ()
    twice = model(f'{body}<userTask id="u"/><endEvent id="e"/>', f"s -> f\n{rows}\nf -> u -> t00\nj -> e")
    assert [one.element for one in of(check(bpmn.load(twice)), "lack-of-synchronisation")] == ["t00"]


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

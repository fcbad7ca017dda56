"""What the space of situations says: who waits for ever, who goes in circles, where two tokens meet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onewindow.standards.bpmn.model import Element
from onewindow.standards.bpmn.soundness.breaths import MARK
from onewindow.standards.bpmn.soundness.components import components
from onewindow.standards.bpmn.soundness.explore import Situation, Space
from onewindow.standards.bpmn.soundness.finding import Finding, Leg, finding
from onewindow.standards.bpmn.soundness.names import listed
from onewindow.standards.bpmn.soundness.places import crowded
from onewindow.standards.bpmn.soundness.structure import stretch
from onewindow.standards.bpmn.state import Node


def deadlocks(space: Space) -> Iterator[Finding]:
    """Joins that wait for what can never come, unless something ends their scope from outside."""
    told: set[str] = set()
    for group in _last(space, [sorted(one.calmly) for one in space.situations]):
        if any(one.stuck for one in group):
            continue
        for element in _waiting_for_ever(space, group):
            if element.id not in told:
                told.add(element.id)
                first = min(group, key=lambda one: one.number)
                yield finding(
                    "deadlock",
                    element,
                    _arriving(space.way_to(first), element),
                    missing=_missing(first, element),
                )


def livelocks(space: Space) -> Iterator[Finding]:
    """Circles that no event leads out of."""
    stuck = {one.element for one in deadlocks(space)}
    told: set[str] = set()
    for group in _last(space, [sorted(one.after) for one in space.situations]):
        if len(group) == 1 and group[0].number not in group[0].after:
            continue
        first = min(group, key=lambda one: one.number)
        turning = [one for one in _resting(space, group) if one not in stuck]
        if turning and not told.intersection(turning) and not _waiting_for_ever(space, group):
            told.update(turning)
            element = space.definition.elements[turning[0]]
            yield finding("livelock", element, space.way_to(first))


def runaways(space: Space) -> Iterator[Finding]:
    """Tokens that stopped: no condition was true, or the model ran in circles within one step."""
    told: set[str] = set()
    for situation in space.situations:
        for name in situation.stuck:
            element = space.definition.elements[name]
            if name in told or name.startswith(MARK):
                continue
            told.add(name)
            chooses = element.conditional_out or element.kind == "exclusiveGateway"
            code = "no-default" if chooses and element.default is None else "livelock"
            yield finding(code, element, space.way_to(situation))


def meetings(space: Space, delayed: Sequence[Space], exempt: frozenset[str]) -> Iterator[Finding]:
    """Places where two tokens are at once.

    :param delayed: where one order alone was followed: what can happen while a token stays at a place.
    :param exempt: elements that may rightly run several times beside themselves.
    """
    found: dict[str, tuple[Leg, ...]] = {}
    for each in (space, *delayed):
        for name, situation in _crowded(each):
            if name not in exempt:
                found.setdefault(name, each.way_to(situation))
    elements = space.definition.elements
    follows = {name: stretch(elements[name]) for name in found}
    for place, name in enumerate(found):
        causes = [one for one in found if one != name and name in follows[one]]
        first = not any(one in causes for one in list(found)[:place])
        if all(one in follows[name] for one in causes) and first:
            yield finding("lack-of-synchronisation", elements[name], found[name])


def _crowded(space: Space) -> Iterator[tuple[str, Situation]]:
    for situation in space.situations:
        if situation.state is not None:
            for name in crowded(space.definition, situation.state):
                yield name, situation


def _arriving(way: tuple[Leg, ...], element: Element) -> tuple[Leg, ...]:
    """The way with the join at its end: nobody enters a join before it is complete."""
    return (*way[:-1], replace(way[-1], passed=(*way[-1].passed, element.id))) if way else way


def _last(space: Space, after: Sequence[Sequence[int]]) -> Iterator[list[Situation]]:
    """The groups of situations that nothing leads out of, those that are over left out."""
    if not space.situations:
        return
    for group in components(after):
        inside = set(group)
        found = [space.situations[number] for number in group]
        leaves = any(number not in inside for one in group for number in after[one])
        open_ = any(one.state is None or not one.looked_at for one in found)
        if not leaves and not open_:
            yield found


def _waiting_for_ever(space: Space, group: Sequence[Situation]) -> list[Element]:
    """The joins that hold a token in every situation of a group."""
    held: set[str] | None = None
    for situation in group:
        here = {node.element for node in _nodes(situation) if "f" in node.marks and "q" not in node.marks}
        held = here if held is None else held & here
    return [space.definition.elements[name] for name in sorted(held or ())]


def _missing(situation: Situation, element: Element) -> str:
    come = {
        flow for node in _nodes(situation) if node.element == element.id for flow in node.marks.get("f", ())
    }
    return listed([flow.name or flow.id for flow in element.incoming if flow.id not in come])


def _resting(space: Space, group: Sequence[Situation]) -> list[str]:
    """Where tokens rest in a circle, what a person sees first."""
    found: dict[str, None] = {}
    for situation in sorted(group, key=lambda one: one.number):
        for node in _nodes(situation):
            name = node.element
            if name.startswith(MARK):
                found[space.definition.elements[name].name] = None
            elif node.id and _rests(space.definition.elements[name]):
                found[name] = None
    return list(found)


def _rests(element: Element) -> bool:
    return bool(element.work or element.listeners)


def _nodes(situation: Situation) -> Iterable[Node]:
    return situation.state.nodes.values() if situation.state is not None else ()

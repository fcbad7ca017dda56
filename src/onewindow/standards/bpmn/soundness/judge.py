"""What the space of situations says: who waits for ever, who goes in circles, where two tokens meet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from onewindow.standards.bpmn.model import Element
from onewindow.standards.bpmn.soundness.breaths import MARK
from onewindow.standards.bpmn.soundness.components import components
from onewindow.standards.bpmn.soundness.explore import Situation, Space
from onewindow.standards.bpmn.soundness.finding import Finding, Leg, finding
from onewindow.standards.bpmn.soundness.names import listed
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


def meetings(space: Space, exempt: frozenset[str]) -> Iterator[Finding]:
    """Places where two tokens are at once.

    :param exempt: elements that may rightly run several times beside themselves.
    """
    found: dict[str, Situation] = {}
    for situation in space.situations:
        for name in _twice(space, situation):
            if name not in exempt:
                found.setdefault(name, situation)
    elements = space.definition.elements
    follows = {name: stretch(elements[name]) for name in found}
    for name, situation in found.items():
        causes = [one for one in found if one != name and name in follows[one]]
        if all(one in follows[name] for one in causes) and not _any_before(found, causes, name):
            yield finding("lack-of-synchronisation", elements[name], space.way_to(situation))


def _any_before(found: Mapping[str, Situation], others: Sequence[str], name: str) -> bool:
    """Whether others in the same circle were found earlier."""
    return any(found[one].number < found[name].number for one in others)


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


def _twice(space: Space, situation: Situation) -> Iterator[str]:
    seen: set[tuple[int, str]] = set()
    for node in _nodes(situation):
        element = space.definition.elements[node.element]
        marks = node.marks
        if "f" in marks:
            if element.start_quantity == 1 and element.kind != "complexGateway" and _repeats(marks["f"]):
                yield element.id
            continue
        if "i" in marks or "q" in marks or "e" in marks or element.by_event:
            continue
        place = (node.parent, _ahead(space, element))
        if place in seen:
            yield element.name if element.id.startswith(MARK) else element.id
        seen.add(place)


def _ahead(space: Space, element: Element) -> str:
    """Where a token is, or where it goes after a rest; before a join each flow is a place of its own."""
    if not element.id.startswith(MARK):
        return element.id
    target = space.definition.elements[element.name]
    return (
        element.id if target.kind in ("parallelGateway", "inclusiveGateway", "complexGateway") else target.id
    )


def _repeats(flows: Sequence[str]) -> bool:
    return len(set(flows)) < len(flows)


def _nodes(situation: Situation) -> Iterable[Node]:
    return situation.state.nodes.values() if situation.state is not None else ()

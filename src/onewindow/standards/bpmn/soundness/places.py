"""Where a token is, as a drawing shows it: two tokens at one place meet."""

from collections.abc import Iterator, Sequence

from onewindow.standards.bpmn.model import Definition, Element
from onewindow.standards.bpmn.soundness.breaths import MARK
from onewindow.standards.bpmn.state import Node, State

_JOINS = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


def place_of(definition: Definition, node: Node) -> str:
    """Id of the element that a token is at or, from a rest, goes to; before a join each flow is a place of
    its own. Empty for what is no token: arrivals that a join counts, a scope that runs beside others."""
    element = definition.elements[node.element]
    marks = node.marks
    if "f" in marks or "i" in marks or "q" in marks or "e" in marks or element.by_event:
        return ""
    return _ahead(definition, element)


def crowded(definition: Definition, state: State) -> Iterator[str]:
    """The ids of the elements at which two tokens are."""
    seen: set[tuple[int, str]] = set()
    for node in state.nodes.values():
        element = definition.elements[node.element]
        if "f" in node.marks and _counts(element) and _repeats(node.marks["f"]):
            yield element.id
        place = place_of(definition, node)
        if place and (node.parent, place) in seen:
            yield element.name if element.id.startswith(MARK) else element.id
        seen.add((node.parent, place))


def places(definition: Definition) -> tuple[str, ...]:
    """Every place at which a token of a definition with rests can stay for a while."""
    stays = (one for one in definition.elements.values() if one.work or one.listeners)
    return tuple(dict.fromkeys(_ahead(definition, one) for one in stays))


def _ahead(definition: Definition, element: Element) -> str:
    if not element.id.startswith(MARK):
        return element.id
    target = definition.elements[element.name]
    return element.id if target.kind in _JOINS else target.id


def _counts(element: Element) -> bool:
    return element.start_quantity == 1 and element.kind != "complexGateway"


def _repeats(flows: Sequence[str]) -> bool:
    return len(set(flows)) < len(flows)

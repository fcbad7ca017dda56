"""Which sequence flows a step passed, told from its effects.

The engine works through its tokens in turn, so whatever is entered was sent by the oldest token still under
way to it.
"""

from collections import deque
from collections.abc import Iterable

from onewindow.standards import bpmn


def passed_flows(
    definition: bpmn.Definition, before: bpmn.State | None, after: bpmn.State, effects: Iterable[bpmn.Effect]
) -> set[str]:
    """Ids of the flows that tokens took in one step."""
    ways = _Ways()
    for effect in effects:
        if isinstance(effect, bpmn.Left):
            ways.leave(definition.elements.get(effect.element))
        elif isinstance(effect, bpmn.Entered):
            ways.enter(effect.element)
    ways.taken |= _arrived(after) - (_arrived(before) if before else set())
    return ways.taken


_JOINS = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


class _Ways:
    """Flows on which a token may be under way, the oldest first."""

    def __init__(self) -> None:
        self.open: deque[tuple[bpmn.Flow, int]] = deque()
        self.taken: set[str] = set()
        self.left = 0

    def leave(self, element: bpmn.Element | None) -> None:
        self.left += 1
        for flow in element.outgoing if element else ():
            self.open.append((flow, self.left))

    def enter(self, element: str) -> None:
        """The oldest way there was taken; a join takes every way that leads to it."""
        found = [one for one in self.open if one[0].target.id == element]
        if not found:
            return
        all_of_them = found[0][0].target.kind in _JOINS
        for one in found if all_of_them else found[:1]:
            self._take(*one)

    def _take(self, flow: bpmn.Flow, left: int) -> None:
        self.taken.add(flow.id)
        if flow.source.kind == "exclusiveGateway":  # the other ways of the same choice were not taken
            self.open = deque(one for one in self.open if one[1] != left)
        else:
            self.open.remove((flow, left))


def _arrived(state: bpmn.State) -> set[str]:
    """Flows whose tokens wait at a join for the others."""
    found: set[str] = set()
    for node in state.nodes.values():
        found.update(node.marks.get("f") or ())
    return found

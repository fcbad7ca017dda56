"""When two situations of an abstract case are the same: the tree of its tokens, without ids or order.

More than two tokens that are alike count as two, so that there are finitely many situations.
"""

from collections import Counter
from typing import Any

from onewindow.standards.bpmn.state import Node, State

ALIKE = 2
Key = tuple[Any, ...] | str
ENDED = "ended"


def key_of(state: State) -> Key:
    """The situation that a state is in."""
    if state.ended:
        return ENDED
    children: dict[int, list[Node]] = {}
    for node in state.nodes.values():
        children.setdefault(node.parent, []).append(node)
    timers: dict[int, list[str]] = {}
    for timer in state.timers.values():
        timers.setdefault(timer.node, []).append(f"{timer.element}/{timer.place}")
    return _subtree(state.nodes[0], children, timers)


def _subtree(node: Node, children: dict[int, list[Node]], timers: dict[int, list[str]]) -> tuple[Any, ...]:
    inner = [_subtree(one, children, timers) for one in children.get(node.id, ())]
    return (
        node.element,
        _marks(node) if node.more else "",
        tuple(sorted(timers.get(node.id, ()))),
        tuple(_capped(inner)) if len(inner) > 1 else tuple(inner),
    )


def _capped(found: list[Any]) -> list[Any]:
    return [one for one, times in sorted(Counter(found).items()) for _ in range(min(times, ALIKE))]


def _marks(node: Node) -> str:
    """What a node carries, as far as it decides how the case goes on."""
    said: list[str] = []
    for name, value in sorted(node.marks.items()):
        if name == "f":
            value = _capped(list(value))
        elif name in ("i", "o", "v", "c", "l"):
            value = ""
        elif name == "k":
            value = sorted({repr(one) for one in value})
        elif name == "r":
            value = sorted(value)
        said.append(f"{name}{value}")
    return ";".join(said)

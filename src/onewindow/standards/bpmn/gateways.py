"""Gateways that wait.

Parallel, inclusive and complex joins, and the event gateway. Source: BPMN 2.0.2 §13.4.
"""

from collections.abc import Mapping

from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.flows import leave_by_all, leave_by_one, leave_by_some
from onewindow.standards.bpmn.model import JOINS_BY_REACH, Element, Flow
from onewindow.standards.bpmn.run import ARRIVE, OUT, Run, Stuck
from onewindow.standards.bpmn.state import Node
from onewindow.standards.bpmn.waits import arm


def exclusive(run: Run, element: Element, parent: int, flow: Flow | None) -> None:
    leave_by_one(run, element, parent)
    _passed(run, element)


def parallel(run: Run, element: Element, parent: int, flow: Flow | None) -> None:
    """Waits for a token on each incoming flow, then sends one on each outgoing (§13.4.1)."""
    if len(element.incoming) > 1 and flow is not None:
        node = _gather(run, element, parent, flow)
        if len(set(node.marks["f"])) < len(element.incoming):
            return
        _consume(run, node)
    leave_by_all(run, element, parent)
    _passed(run, element)


def inclusive(run: Run, element: Element, parent: int, flow: Flow | None) -> None:
    """A join waits until no token can come any more; see ``fire_waiting``."""
    if len(element.incoming) > 1 and flow is not None:
        _gather(run, element, parent, flow)
        return
    leave_by_some(run, element, parent)
    _passed(run, element)


def complex_(run: Run, element: Element, parent: int, flow: Flow | None) -> None:
    """Waits for its activation condition, then for the rest (§13.4.5)."""
    if len(element.incoming) < 2 or flow is None:
        leave_by_some(run, element, parent, {"activationCount": 1, "waitingForStart": True})
        _passed(run, element)
        return
    node = _gather(run, element, parent, flow)
    more = node.marks
    count = {"activationCount": len(more["f"]), "waitingForStart": True}
    if "r" in more or (element.activation and not run.holds(element.activation, parent, count)):
        return
    missing = [one.id for one in element.incoming if one.id not in more["f"]]
    run.mark(node.id, r=missing, f=_without_one_of_each(more["f"]))
    _passed(run, element)
    _depart_by_some(run, element, parent, count)


def event_based(run: Run, element: Element, parent: int, flow: Flow | None) -> None:
    """One node waits for every event that the gateway leads to; the first wins (§13.4.4)."""
    node = run.add(element, parent)
    run.effects.append(effects.entered(element.id, node.id))
    arm(run, node, element)


def _passed(run: Run, element: Element) -> None:
    run.effects += element.passed


def _gather(run: Run, element: Element, parent: int, flow: Flow) -> Node:
    """The join's node in this scope, with one more token."""
    for node in run.nodes.values():
        if node.element == element.id and node.parent == parent and node.more and "f" in node.more:
            return run.mark(node.id, f=[*node.more["f"], flow.id])
    return run.add(element, parent, {"f": [flow.id]})


def _without_one_of_each(flows: list[str]) -> list[str]:
    left = list(flows)
    for flow in set(flows):
        left.remove(flow)
    return left


def _consume(run: Run, node: Node) -> None:
    """Take one token from each flow that has one; further ones stay for the next time."""
    left = _without_one_of_each(node.marks["f"])
    if left:
        run.mark(node.id, f=left)
    else:
        run.drop(node.id)


def fire_waiting(run: Run) -> bool:
    """Fire one inclusive or complex join for which no token can come any more.

    To be asked when nothing else moves.
    """
    node = _ready(run)
    if node is None:
        return False
    element = run.elements[node.element]
    if "r" in node.marks:
        _reset(run, node, element)
    else:
        _fire(run, node, element)
    return True


def _ready(run: Run) -> Node | None:
    """The first join for which no token can come any more."""
    for node in run.nodes.values():
        element = run.elements[node.element]
        if element.kind not in JOINS_BY_REACH or not node.more or "f" not in node.more:
            continue
        if "r" in node.more:
            if not _more_can_come(run, node, element, node.more["r"], [one.id for one in element.incoming]):
                return node
        elif element.kind == "inclusiveGateway":
            have = set(node.more["f"])
            empty = [flow.id for flow in element.incoming if flow.id not in have]
            if not _more_can_come(run, node, element, empty, list(have)):
                return node
    return None


def stop_ready(run: Run, reason: str) -> None:
    """Where the model runs in circles: tokens in a join that would fire again are kept with an incident."""
    node = _ready(run)
    if node is not None:
        element = run.elements[node.element]
        flows = {one.id: one for one in element.incoming}
        for name in node.marks["f"]:
            run.park((ARRIVE, element, node.parent, flows[name]), reason)
        run.drop(node.id)


def _fire(run: Run, node: Node, element: Element) -> None:
    _passed(run, element)
    _consume(run, node)
    _depart_by_some(run, element, node.parent, None)


def _depart_by_some(run: Run, element: Element, parent: int, extra: Mapping[str, object] | None) -> None:
    try:
        leave_by_some(run, element, parent, extra)
    except Stuck as stuck:
        run.park((OUT, element, run.add(element, parent).id, None), str(stuck))


def _more_can_come(run: Run, node: Node, element: Element, empty: list[str], have: list[str]) -> bool:
    """Whether a token elsewhere can reach an empty flow, and not as well one that has a token (§13.4.3)."""
    waiting = [one.element for one in run.nodes.values() if one.parent == node.parent and one.id != node.id]
    coming = [move[1].id for move in run.throws if move[0] == ARRIVE and move[2] == node.parent]
    for place in [*waiting, *coming]:
        if any(place in element.reach[flow] for flow in empty):
            if "r" in node.marks:
                return True
            if not any(place in element.reach[flow] for flow in have):
                return True
    return False


def _reset(run: Run, node: Node, element: Element) -> None:
    """The second phase of a complex gateway: only conditions on ``waitingForStart`` send tokens now."""
    for flow in element.outgoing:
        again = flow.condition is not None and "waitingForStart" in flow.text
        if again and flow.condition and run.is_true(flow.condition, node.parent, {"waitingForStart": False}):
            run.send(flow.target, node.parent, flow)
    run.drop(node.id)

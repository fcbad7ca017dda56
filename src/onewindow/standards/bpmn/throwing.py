"""Events that a process throws, and where errors and escalations are caught.

Source: BPMN 2.0.2 §10.5, §13.5.
"""

from collections.abc import Mapping
from typing import Any

from onewindow.standards.bpmn import compensation, effects, loops
from onewindow.standards.bpmn.activities import mapped
from onewindow.standards.bpmn.catching import broadcast, fire
from onewindow.standards.bpmn.flows import depart
from onewindow.standards.bpmn.model import CONTAINERS, Element, Flow, Trigger
from onewindow.standards.bpmn.run import Run
from onewindow.standards.bpmn.state import Node


def enter_throw(run: Run, element: Element, parent: int, flow: Flow | None) -> None:
    """A token reaches a throwing or end event."""
    end = element.kind == "endEvent"
    if end:
        run.last = element.id
    if end and not element.triggers:
        run.effects += element.passed
        return
    undone = next((one for one in element.triggers if one.kind == "compensate"), None)
    if undone is None:
        run.effects += element.passed
    before = run.cuts.get(parent, 0)
    for trigger in element.triggers:
        throw(run, element, parent, trigger)
        if run.ended or parent not in run.nodes or run.cuts.get(parent, 0) != before:
            return
    if end or undone is not None:
        return
    if element.link_target is not None:
        run.effects += element.link_target.passed
        depart(run, element.link_target, parent)
    else:
        depart(run, element, parent)


def throw(run: Run, element: Element, parent: int, trigger: Trigger) -> None:
    """One event definition is thrown from a scope."""
    kind = trigger.kind
    if kind == "message":
        run.effects.append(effects.SendMessage(element.id, trigger.name, mapped(run, element, parent)))
    elif kind == "signal":
        payload = mapped(run, element, parent)
        run.effects.append(effects.SendSignal(element.id, trigger.name, payload))
        broadcast(run, trigger.name, payload)
    elif kind == "error":
        if not propagate(run, run.nodes[parent], "error", trigger.name, {}, inside=True):
            end(run, trigger.name)
    elif kind == "escalation":
        propagate(
            run, run.nodes[parent], "escalation", trigger.name, mapped(run, element, parent), inside=True
        )
    elif kind == "compensate":
        compensation.throw(run, element, parent, trigger.name)
    elif kind == "terminate":
        _terminate(run, parent)
    elif kind == "cancel":
        _cancel(run, parent)


def propagate(
    run: Run, node: Node, kind: str, code: str, payload: Mapping[str, Any], *, inside: bool
) -> bool:
    """Find who catches an error or escalation, from a node outward, and fire it.

    :param inside: it comes from within the node, whose event sub-processes may then catch it.
    :returns: whether anything caught it.
    """
    while True:
        element = run.elements[node.element]
        more = node.marks
        if (
            inside
            and element.kind in CONTAINERS
            and "x" not in more
            and _caught(run, node, "start", kind, code, payload)
        ):
            return True
        host = run.nodes[node.parent] if "i" in more else node
        if _caught(run, host, "boundary", kind, code, payload):
            return True
        if host.parent < 0:
            return False
        node, inside = run.nodes[host.parent], True


def _caught(run: Run, node: Node, how: str, kind: str, code: str, payload: Mapping[str, Any]) -> bool:
    """The catcher that names the code comes before one that catches any."""
    found = [
        one
        for one in run.elements[node.element].listeners
        if one.how == how
        and one.trigger.kind == kind
        and (not one.trigger.names or code in one.trigger.names)
    ]
    if not found:
        return False
    fire(run, node, max(found, key=lambda one: bool(one.trigger.names)), payload)
    return True


def behave(run: Run, body: Node, element: Element) -> None:
    """The events that a multi-instance throws when one of its instances is done (§13.3.7)."""
    places: list[int] = body.marks["b"]
    ended = "y" in body.marks
    counts = loops.counts_of(body)
    run.mark(body.id, b=None, y=None)
    for place in places:
        _throw_from(run, body, element.loop.events[place].trigger if element.loop else None, counts)
        if run.ended or body.id not in run.nodes:
            return
    loops.go_on(run, run.nodes[body.id], element, ended=ended)
    if not ended:
        run.release(body.id)


def _throw_from(run: Run, body: Node, trigger: Trigger | None, counts: Mapping[str, Any]) -> None:
    """Boundary events of the activity itself may catch it."""
    if trigger is None:
        return
    element = run.elements[body.element]
    if trigger.kind == "signal":
        run.effects.append(effects.SendSignal(element.id, trigger.name, counts))
        broadcast(run, trigger.name, counts)
    elif trigger.kind == "message":
        run.effects.append(effects.SendMessage(element.id, trigger.name, counts))
    elif trigger.kind in ("error", "escalation"):
        caught = propagate(run, body, trigger.kind, trigger.name, {}, inside=False)
        if not caught and trigger.kind == "error":
            end(run, trigger.name)
    else:
        throw(run, element, body.parent, trigger)


def _terminate(run: Run, parent: int) -> None:
    """All of the (sub-)process ends; a sub-process then counts as done (§13.5.4)."""
    scope = run.nodes[parent]
    while run.elements[scope.element].by_event:
        scope = run.nodes[scope.parent]
    run.cut(scope.id, run.last)
    if scope.id == 0:
        end(run, None)
    else:
        run.done.append(scope.id)


def _cancel(run: Run, parent: int) -> None:
    node = run.nodes[parent]
    while run.elements[node.element].kind != "transaction" and node.parent >= 0:
        node = run.nodes[node.parent]
    if run.elements[node.element].kind == "transaction":
        compensation.cancel(run, node)


def end(run: Run, error: str | None) -> None:
    """The case is over."""
    if 0 in run.nodes:
        run.cut(0, run.last)
        run.stop_timers(0)
        del run.nodes[0]
    run.queue.clear()
    run.throws.clear()
    run.done.clear()
    run.ended = True
    last = run.elements.get(run.last)
    run.effects.append(effects.Ended(run.last, last.name if last else "", error))

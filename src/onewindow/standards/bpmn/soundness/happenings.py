"""What can happen to an abstract case next."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from onewindow.standards.bpmn import events
from onewindow.standards.bpmn.model import CONTAINERS, Definition, Element, Listener
from onewindow.standards.bpmn.soundness.breaths import MARK
from onewindow.standards.bpmn.state import Node, State
from onewindow.standards.bpmn.waits import hears

AT = datetime(2026, 1, 1, tzinfo=UTC)
"""The moment of every event; in an abstract case no expression looks at it."""
ANY_ERROR = "error"
"""The code with which work fails where a catcher takes any."""


class Happening(NamedTuple):
    """One event that may come.

    :param node: the node that it happens to; -1 for the start.
    :param interrupts: it ends a scope from outside: a case that only this can free is stuck all the same.
    """

    kind: str
    element: str
    name: str
    event: events.Event
    node: int = -1
    interrupts: bool = False


def starts(definition: Definition) -> Iterator[Happening]:
    """Every way in which a case may begin."""
    root = definition.root
    yield Happening("start", root.id, "", events.Start(AT))
    for one in root.children:
        gate = one.incoming[0].source if one.incoming else one
        triggered = one.kind == "startEvent" and bool(one.triggers)
        instantiates = one.kind != "eventBasedGateway" and (one.instantiate or gate.instantiate)
        if triggered or instantiates:
            yield Happening("start", one.id, "", events.Start(AT, start=one.id))


def happenings(
    definition: Definition, state: State, errors: Mapping[str, tuple[str, ...]]
) -> list[Happening]:
    """All that may happen in a situation, oldest node first."""
    found: list[Happening] = []
    told: set[tuple[str, str]] = set()
    for node in state.nodes.values():
        if "e" in node.marks:
            continue
        element = definition.elements[node.element]
        if element.work and not ("f" in node.marks or "m" in node.marks):
            found += _work(definition, state, node, element, errors)
        for listener in element.listeners:
            one = _heard(node, element, listener)
            if one is not None and (one.kind, one.name or one.element) not in told:
                if one.kind != "message":
                    told.add((one.kind, one.name or one.element))
                found.append(one)
    for name, timer in state.timers.items():
        host = definition.elements[state.nodes[timer.node].element]
        for listener in host.listeners:
            if listener.event.id == timer.element and listener.trigger.place == timer.place:
                event = events.TimerDue(AT, name)
                found.append(
                    Happening("timer", timer.element, "", event, timer.node, _interrupts(host, listener))
                )
    return found


def _work(
    definition: Definition,
    state: State,
    node: Node,
    element: Element,
    errors: Mapping[str, tuple[str, ...]],
) -> Iterator[Happening]:
    kind = "breath" if element.id.startswith(MARK) else "work"
    yield Happening(kind, element.id, "", events.Complete(AT, str(node.id)), node.id)
    if kind == "breath":
        return
    codes = errors.get(element.id)
    for code in _caught(definition, state, node) if codes is None else codes:
        yield Happening("error", element.id, code, events.Fail(AT, str(node.id), code), node.id)


def _caught(definition: Definition, state: State, node: Node) -> list[str]:
    """The error codes that somebody around the work catches."""
    found: dict[str, None] = {}
    while True:
        for listener in definition.elements[node.element].listeners:
            if listener.trigger.kind == "error" and hears(node, listener):
                found[listener.trigger.name or ANY_ERROR] = None
        if node.parent < 0:
            return list(found)
        node = state.nodes[node.parent]


def _heard(node: Node, element: Element, listener: Listener) -> Happening | None:
    trigger, event = listener.trigger, listener.event
    if trigger.kind not in ("message", "signal", "conditional") or not hears(node, listener):
        return None
    if listener.how == "self" and element.work:
        return None
    interrupts = _interrupts(element, listener)
    name = trigger.name if trigger.name in trigger.names else next(iter(sorted(trigger.names)), "")
    if trigger.kind == "message":
        sent = events.Deliver(AT, name, work=str(node.id), element=event.id)
        return Happening("message", event.id, name, sent, node.id, interrupts)
    if trigger.kind == "signal":
        return Happening("signal", event.id, name, events.Signal(AT, name), node.id, interrupts)
    return Happening("condition", event.id, "", events.Change(AT), node.id, interrupts)


def _interrupts(element: Element, listener: Listener) -> bool:
    if not listener.event.interrupting or listener.how not in ("start", "boundary"):
        return False
    return listener.how == "start" or element.kind in CONTAINERS

"""What a case waits for: for pages, for tests, and for whoever has to send the next event."""

from dataclasses import dataclass
from datetime import datetime

from onewindow.standards.bpmn.model import Definition, Listener
from onewindow.standards.bpmn.state import Node, State
from onewindow.standards.bpmn.waits import hears


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that can happen next.

    :param kind: work, message, signal, timer, condition or incident.
    :param element: the task or event that waits.
    :param name: work id, message or signal name, or timer id; "" for the others.
    :param due: when the timer is due (UTC), else None.
    """

    kind: str
    element: str
    name: str = ""
    due: datetime | None = None


def waiting(definition: Definition, state: State) -> tuple[Wait, ...]:
    """All that the case waits for now, oldest token first; empty once it has ended."""
    found: list[Wait] = []
    for node in state.nodes.values():
        element = definition.elements[node.element]
        more = node.marks
        if "e" in more:
            found.append(Wait("incident", element.id))
        elif element.work and not ("f" in more or "m" in more):
            found.append(Wait("work", element.id, str(node.id)))
        found += [wait for one in element.listeners if (wait := _of(node, one))]
    timers = sorted(state.timers.items(), key=lambda item: (item[1].due, int(item[0])))
    found += [Wait("timer", timer.element, name, timer.moment) for name, timer in timers]
    return tuple(found)


def _of(node: Node, listener: Listener) -> Wait | None:
    trigger = listener.trigger
    if not hears(node, listener):
        return None
    if trigger.kind in ("message", "signal"):
        return Wait(trigger.kind, listener.event.id, trigger.name)
    return Wait("condition", listener.event.id) if trigger.kind == "conditional" else None

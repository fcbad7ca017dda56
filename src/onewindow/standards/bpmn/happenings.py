"""What comes to a running case: work done or failed, messages, signals, timers, changes, the end."""

from collections.abc import Callable, Mapping
from typing import Any

from onewindow.standards.bpmn import activities, effects, throwing
from onewindow.standards.bpmn.catching import broadcast, fire, hearing
from onewindow.standards.bpmn.errors import NothingWaits
from onewindow.standards.bpmn.events import Change, Complete, Deliver, Event, Fail, Signal, Stop, TimerDue
from onewindow.standards.bpmn.model import Definition, Element
from onewindow.standards.bpmn.run import ARRIVE, THROW, Run
from onewindow.standards.bpmn.state import Node, State
from onewindow.standards.bpmn.timers import repeat


def where(definition: Definition, state: State, event: Event) -> str:
    """The element at which an event could not be taken in."""
    if isinstance(event, Complete | Fail):
        return state.nodes[int(event.work)].element
    if isinstance(event, TimerDue):
        return state.timers[event.timer].element
    return definition.root.id


def _work(run: Run, work: str) -> tuple[Node, Element]:
    node = run.nodes.get(int(work)) if work.isdecimal() else None
    if node is None or not run.has_work(node):
        raise NothingWaits(what=f"work {work}")
    return node, run.elements[node.element]


def _completed(run: Run, event: Complete) -> None:
    node, element = _work(run, event.work)
    activities.complete(run, node, element, event.output)


def _failed(run: Run, event: Fail) -> None:
    """Nobody catches it: the work stays open, so that it can still be done."""
    node, element = _work(run, event.work)
    payload = {"error": {"code": event.code, "message": event.message}}
    if not throwing.propagate(run, node, "error", event.code, payload, inside=False):
        reason = f"It failed with “{event.code}”. {event.message}".strip()
        run.effects.append(effects.Incident(element.id, reason))


def _delivered(run: Run, event: Deliver) -> None:
    for node, listener in hearing(run, "message", event.message):
        if event.element is not None and listener.event.id != event.element:
            continue
        if event.work is not None and str(node.id) != event.work:
            continue
        key = listener.trigger.correlation
        wanted = event.correlation
        if key is not None and wanted is not None and str(run.value(key, node.id)) != wanted:
            continue
        fire(run, node, listener, event.payload)
        return
    raise NothingWaits(what=f"message {event.message}")


def _signalled(run: Run, event: Signal) -> None:
    if not broadcast(run, event.name, event.payload):
        raise NothingWaits(what=f"signal {event.name}")


def _timer_due(run: Run, event: TimerDue) -> None:
    timer = run.timers.pop(event.timer, None)
    if timer is None:
        raise NothingWaits(what=f"timer {event.timer}")
    node = run.nodes[timer.node]
    for listener in run.elements[node.element].listeners:
        if listener.event.id == timer.element and listener.trigger.place == timer.place:
            if listener.how in ("boundary", "start") and not listener.event.interrupting:
                repeat(run, timer, listener.trigger)
            fire(run, node, listener, {})
            return


def _changed(run: Run, event: Change) -> None:
    """Data from outside; what was stuck tries again."""
    run.data.put(-1, event.data)
    run.data.changed = True
    for node in list(run.nodes.values()):
        operation: Any = node.marks.get("e")
        element = run.elements[node.element]
        if operation == ARRIVE:
            flow = next((one for one in element.incoming if one.id == node.marks.get("v")), None)
            run.send(element, node.parent, flow)
            run.drop(node.id)
        elif operation:
            run.mark(node.id, e=None)
            run.alive[node.id] += operation == THROW
            run.queue.append((operation, element, node.id, None))


def _stopped(run: Run, event: Stop) -> None:
    run.cut(0, event.reason)
    run.last = ""
    throwing.end(run, None)


HAPPENINGS: Mapping[type, Callable[[Run, Any], None]] = {
    Complete: _completed,
    Fail: _failed,
    Deliver: _delivered,
    Signal: _signalled,
    TimerDue: _timer_due,
    Change: _changed,
    Stop: _stopped,
}

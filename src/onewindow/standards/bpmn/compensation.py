"""Undoing what was done: handlers run in the reverse order of completion. Source: BPMN 2.0.2 §13.3.6,
§13.5.5.

A record is ``[activity]`` or, for a sub-process with records of its own, ``[activity, records]``.
"""

from typing import Any

from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.catching import fire
from onewindow.standards.bpmn.flows import depart
from onewindow.standards.bpmn.model import Element
from onewindow.standards.bpmn.run import Run
from onewindow.standards.bpmn.state import Node

Records = list[list[Any]]


def throw(run: Run, event: Element, parent: int, activity: str) -> None:
    """A compensation event is reached: its node contains the handlers, and goes on when they are done."""
    scope = _scope(run, parent)
    records: Records = list(run.nodes[scope].marks.get("k") or ())
    chosen = [one for one in records if not activity or one[0].rpartition("/")[2] == activity]
    kept = [one for one in records if one not in chosen]
    run.mark(scope, k=kept or None)
    node = run.add(event, parent, {"q": flat(run, chosen)})
    run.effects.append(effects.entered(event.id, node.id))
    run.done.append(node.id)


def cancel(run: Run, transaction: Node) -> None:
    """A transaction is cancelled.

    All in it ends, what was done is undone, then its cancel event fires (§13.3.5).
    """
    records: Records = list(transaction.marks.get("k") or ())
    element = run.elements[transaction.element]
    run.cut(transaction.id, element.id)
    run.mark(transaction.id, k=None, z=1)
    node = run.add(element, transaction.id, {"q": flat(run, records), "f": []})
    run.done.append(node.id)


def _scope(run: Run, parent: int) -> int:
    """Whose records are meant: the scope's own, or for an event sub-process those around it."""
    node = run.nodes[parent]
    while run.elements[node.element].by_event and not node.marks.get("k"):
        node = run.nodes[node.parent]
    return node.id


def flat(run: Run, records: Records) -> Records:
    """What to run, last first: a sub-process without a handler of its own is undone piece by piece."""
    steps: Records = []
    for record in reversed(records):
        element = run.elements[record[0]]
        own = element.handler or _event_handler(element)
        if own is not None:
            steps.append([own.id, *record[1:]])
        elif len(record) > 1:
            steps += flat(run, record[1])
    return steps


def _event_handler(element: Element) -> Element | None:
    """The compensation event sub-process of a sub-process."""
    for one in (element.called or element).event_subprocesses:
        if one.starts[0].triggers[0].kind == "compensate":
            return one
    return None


def go_on(run: Run, node: Node) -> None:
    """The next handler, or the end of the compensation."""
    steps: Records = list(node.marks["q"])
    if steps:
        step = steps.pop(0)
        run.mark(node.id, q=steps)
        handler = run.elements[step[0]]
        if handler.by_event:
            inner = run.add(handler, node.id, {"k": step[1]} if len(step) > 1 else None)
            start = handler.starts[0]
            run.effects += [effects.entered(handler.id, inner.id), effects.Entered(start.id)]
            depart(run, start, inner.id)
        else:
            run.send(handler, node.id)
        return
    element = run.elements[node.element]
    if "f" in node.marks:
        _after_cancel(run, node)
        return
    run.effects.append(element.left)
    depart(run, element, node.parent)
    run.drop(node.id)


def _after_cancel(run: Run, node: Node) -> None:
    transaction = run.nodes[node.parent]
    host = run.nodes[transaction.parent] if transaction.more and "i" in transaction.more else transaction
    for listener in run.elements[host.element].listeners:
        if listener.how == "boundary" and listener.trigger.kind == "cancel":
            fire(run, host, listener, {})
            return
    depart(run, run.elements[host.element], host.parent)
    run.cancel(host.id, host.element)

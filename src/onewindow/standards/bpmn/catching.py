"""Events that come: who hears them, and what that does. Source: BPMN 2.0.2 §13.5."""

from collections.abc import Mapping
from typing import Any

from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.activities import accept, finish
from onewindow.standards.bpmn.flows import depart
from onewindow.standards.bpmn.model import Element, Listener
from onewindow.standards.bpmn.run import Run
from onewindow.standards.bpmn.state import Node
from onewindow.standards.bpmn.waits import arm, hears

Heard = tuple[Node, Listener]


def hearing(run: Run, kind: str, name: str | None) -> list[Heard]:
    """Every wait for a trigger of this kind and name, oldest node first."""
    found: list[Heard] = []
    for node in run.nodes.values():
        for listener in run.elements[node.element].listeners:
            trigger = listener.trigger
            if trigger.kind == kind and (name is None or name in trigger.names) and hears(node, listener):
                found.append((node, listener))
    return found


def broadcast(run: Run, name: str, payload: Mapping[str, Any]) -> bool:
    """A signal reaches everything that waits for it now, as long as it still waits when its turn comes."""
    heard = hearing(run, "signal", name)
    for node, listener in heard:
        now = run.nodes.get(node.id)
        if now is not None and hears(now, listener):
            fire(run, now, listener, payload)
    return bool(heard)


def fire(run: Run, node: Node, listener: Listener, payload: Mapping[str, Any]) -> None:
    """A trigger that a node waits for came."""
    event = listener.event
    if event.parallel_multiple and len(event.triggers) > 1 and not _all_came(run, node, listener, payload):
        return
    if listener.how == "self":
        _go_on(run, node, event, payload)
    elif listener.how == "gate":
        _choose(run, node, event, payload)
    elif listener.how == "boundary":
        _leave_at_boundary(run, node, event, payload)
    else:
        _start_subprocess(run, node, event, payload)


def _all_came(run: Run, node: Node, listener: Listener, payload: Mapping[str, Any]) -> bool:
    """A parallel multiple event needs each of its triggers once (§10.5.1)."""
    mark = f"{listener.event.id}/{listener.trigger.place}"
    came = {*(node.marks.get("g") or ()), mark}
    wanted = {f"{listener.event.id}/{one.place}" for one in listener.event.triggers}
    whole = wanted <= came
    run.mark(node.id, g=sorted(came - wanted if whole else came) or None)
    if not whole:
        accept(run, node, listener.event, payload)
    return whole


def _go_on(run: Run, node: Node, event: Element, payload: Mapping[str, Any]) -> None:
    accept(run, node, event, payload)
    if event.kind == "receiveTask":
        if not (node.more and "m" in node.more):
            run.effects.append(effects.CloseWork(str(node.id), event.id))
        finish(run, run.nodes[node.id])
        return
    run.effects.append(event.left)
    depart(run, event, node.parent)
    run.drop(node.id)


def _choose(run: Run, node: Node, event: Element, payload: Mapping[str, Any]) -> None:
    """One event of a gateway came: the others are no longer awaited, unless it waits for all (§10.6.6)."""
    accept(run, node, event, payload)
    gateway = run.elements[node.element]
    if gateway.parallel_multiple:
        come = [*(run.nodes[node.id].marks.get("w") or ()), event.id]
        run.effects += event.passed
        depart(run, event, node.parent)
        if len(come) < len(gateway.outgoing):
            run.mark(node.id, w=come)
        else:
            run.effects.append(gateway.left)
            run.drop(node.id)
        return
    run.effects += (run.elements[node.element].left, *event.passed)
    depart(run, event, node.parent)
    run.drop(node.id)


def _leave_at_boundary(run: Run, node: Node, event: Element, payload: Mapping[str, Any]) -> None:
    run.effects += event.passed
    scope = run.nodes[node.parent]
    accept(run, scope, event, payload)
    depart(run, event, node.parent)
    if event.interrupting:
        run.cancel(node.id, event.id)


def _start_subprocess(run: Run, node: Node, event: Element, payload: Mapping[str, Any]) -> None:
    """An event sub-process starts beside, or in place of, what its scope is doing (§13.3.4)."""
    subprocess = event.container
    if subprocess is None:
        return
    if event.interrupting:
        run.cut(node.id, event.id)
        _stop_starts(run, node)
        run.mark(node.id, x=1)
    inner = run.add(subprocess, node.id)
    run.effects += [
        effects.entered(subprocess.id, inner.id),
        effects.Entered(event.id),
        event.left,
    ]
    arm(run, inner, subprocess)
    accept(run, inner, event, payload)
    depart(run, event, inner.id)
    if not run.alive.get(inner.id):
        run.done.append(inner.id)


def _stop_starts(run: Run, node: Node) -> None:
    """Timers that would start other event sub-processes of an interrupted scope stop.

    Its boundary's go on.
    """
    starts = {one.event.id for one in run.elements[node.element].listeners if one.how == "start"}
    for name, timer in list(run.timers.items()):
        if timer.node == node.id and timer.element in starts:
            del run.timers[name]
            run.effects.append(effects.CancelTimer(name))


def look_at_conditions(run: Run) -> None:
    """Fire conditional events whose condition became true since it was last looked at (§10.5.4)."""
    for node, listener in hearing(run, "conditional", None):
        now = run.nodes.get(node.id)
        condition = listener.trigger.condition
        if now is None or condition is None or not hears(now, listener):
            continue
        mark = f"{listener.event.id}/{listener.trigger.place}"
        before: list[str] = list(now.marks.get("c") or ())
        true = run.is_true(condition, now.id)
        if true and mark not in before:
            fresh = run.mark(now.id, c=[*before, mark])
            fire(run, fresh, listener, {})
        elif not true and mark in before:
            run.mark(now.id, c=[one for one in before if one != mark] or None)

"""The engine's one function.

``(definition, state, event) -> (state, effects)``. Pure: same input, same output.
"""

from collections.abc import Callable, Mapping
from typing import Any

from onewindow.standards.bpmn import activities, effects, gateways, loops, throwing
from onewindow.standards.bpmn import compensation as undoing
from onewindow.standards.bpmn.catching import broadcast, fire, hearing, look_at_conditions
from onewindow.standards.bpmn.errors import NothingWaits
from onewindow.standards.bpmn.events import (
    Change,
    Complete,
    Deliver,
    Event,
    Fail,
    Signal,
    Start,
    Stop,
    TimerDue,
)
from onewindow.standards.bpmn.flows import leave_by_all
from onewindow.standards.bpmn.memory import again, named
from onewindow.standards.bpmn.model import ACTIVITIES, Definition, Element, Flow
from onewindow.standards.bpmn.run import ARRIVE, BEGIN, FINISH, MOVES_PER_STEP, OUT, THROW, Move, Run, Stuck
from onewindow.standards.bpmn.state import Node, State
from onewindow.standards.bpmn.stored import StoredData
from onewindow.standards.bpmn.tape import Tape
from onewindow.standards.bpmn.timers import repeat
from onewindow.standards.bpmn.waits import arm

Handler = Callable[[Run, Element, int, "Flow | None"], None]


def step(
    definition: Definition, state: State | None, event: Event
) -> tuple[State, tuple[effects.Effect, ...]]:
    """Let one event happen to a case.

    :param state: where the case stands; None only with ``Start``. It is not changed.
    :returns: the new state, and what the step wants done, in order. Time comes from ``event.at`` only.
    :raises NothingWaits: the event fits nothing that the case waits for.
    """
    what = None if definition.conditional else named(state, event)
    place = definition.memory.where(state) if what is not None else None
    if place is None:
        return stepped(definition, state, event)[:2]
    way = place.made.get(what)
    if way is not None:
        known = again(way, state, event)
        if known is not None:
            return known
    fresh, told, tape = stepped(definition, state, event)
    if tape is not None:
        fresh = definition.memory.keep(place, what, fresh, told, tape)
    return fresh, told


def stepped(
    definition: Definition, state: State | None, event: Event
) -> tuple[State, tuple[effects.Effect, ...], Tape | None]:
    """As ``step``, always worked out anew; and its tape, if that tells all."""
    if type(event) is Start:
        run = _started(definition, state, event)
    else:
        if state is None or state.ended:
            raise NothingWaits(what=type(event).__name__)
        run = Run(definition, state, event)
        try:
            _HAPPENINGS[type(event)](run, event)
        except Stuck as stuck:
            return state, (effects.Incident(_where(definition, state, event), str(stuck)),), None
    settle(run)
    tape = run.data.tape
    return run.state(), tuple(run.effects), tape


def _where(definition: Definition, state: State, event: Event) -> str:
    """The element at which an event could not be taken in."""
    if isinstance(event, Complete | Fail):
        return state.nodes[int(event.work)].element
    if isinstance(event, TimerDue):
        return state.timers[event.timer].element
    return definition.root.id


def _started(definition: Definition, state: State | None, event: Start) -> Run:
    if state is not None:
        raise NothingWaits(what="Start")
    root = definition.root
    run = Run(definition, State(1, {0: Node(0, -1, root.id)}, {}, StoredData.of(event.data)), event)
    run.effects.append(effects.Entered(root.id, "0"))
    arm(run, run.nodes[0], root)
    starts = [_start_named(root, event.start)] if event.start else _default_starts(root)
    for start in starts:
        run.send(start, 0)
        if start.kind != "startEvent" and event.start:
            run.queue.pop()
            _arm_gate(run, start)
            run.effects += start.passed
            leave_by_all(run, start, 0)
            run.release(0)
    if not starts:
        run.done.append(0)
    return run


def _arm_gate(run: Run, came: Element) -> None:
    """A parallel event gateway that begins a process goes on waiting for its other events (§10.6.6)."""
    gate = came.incoming[0].source if came.incoming else came
    if gate.instantiate and gate.parallel_multiple and len(gate.outgoing) > 1:
        node = run.add(gate, 0, {"w": [came.id]})
        run.effects.append(effects.entered(gate.id, node.id))
        arm(run, node, gate)


def _start_named(root: Element, name: str) -> Element:
    """A start event, or a receiving task or event that may begin a process (§10.5.2, §13.2)."""
    for one in root.children:
        gate = one.incoming[0].source if one.incoming else one
        if one.id == name and (one.kind == "startEvent" or one.instantiate or gate.instantiate):
            return one
    raise NothingWaits(what=f"Start at {name}")


def _default_starts(root: Element) -> list[Element]:
    events = [one for one in root.children if one.kind == "startEvent"]
    return root.starts or events[:1]


def settle(run: Run) -> None:
    """Move every token until all of them wait.

    Signals are thrown when nothing else moves, so that catchers stand ready.
    """
    watching, joining = run.definition.conditional, run.definition.joins_by_reach
    while not run.ended:
        if run.moves > MOVES_PER_STEP:
            _stop_runaway(run)
            return
        if run.done:
            _guarded(run, _container_done, run.done.pop())
        elif watching and run.data.changed:
            run.data.changed = False
            look_at_conditions(run)
        elif run.queue:
            move = run.queue.popleft()
            if move[0] != ARRIVE:
                _resume(run, move)
            elif move[1].late:
                run.throws.append(move)
            else:
                _arrive(run, move)
        elif joining and gateways.fire_waiting(run):
            continue
        elif run.throws:
            _arrive(run, run.throws.popleft())
        else:
            return


def _resume(run: Run, move: Move) -> None:
    """What happens at a node that is there already."""
    operation, element, where, _ = move
    run.moves += 1
    node = run.nodes.get(where)
    if node is None:
        return
    try:
        if operation == BEGIN:
            activities.begin(run, node, element)
        elif operation == OUT:
            activities.go_on(run, node, element)
        elif operation == THROW:
            throwing.behave(run, node, element)
        elif operation == FINISH:
            run.done.append(where)
    except Stuck as stuck:
        run.park(move, str(stuck))


def _arrive(run: Run, move: Move) -> None:
    """A token arrives at an element; where that fails, nothing of the attempt stays but the incident."""
    _, element, parent, flow = move
    run.moves += 1
    nodes, cuts = run.nodes, run.cuts
    if parent not in nodes:
        return
    before, first = cuts.get(parent), run.next
    try:
        _ENTER[element.kind](run, element, parent, flow)
    except Stuck as stuck:
        for node in [one for one in nodes if one >= first and nodes[one].parent == parent]:
            run.cancel(node, element.id)
        run.park(move, str(stuck))
    if cuts.get(parent) == before and parent in nodes:
        run.release(parent)


def _guarded(run: Run, handle: Callable[[Run, int], None], node: int) -> None:
    try:
        handle(run, node)
    except Stuck as stuck:
        if node in run.nodes:
            run.park((FINISH, run.elements[run.nodes[node].element], node, None), str(stuck))


def _container_done(run: Run, name: int) -> None:
    """Nothing runs in a scope any more."""
    node = run.nodes.get(name)
    if node is None or run.alive.get(name):
        return
    run.moves += 1
    element = run.elements[node.element]
    more = node.marks
    if name == 0:
        throwing.end(run, None)
    elif not more and not element.by_event:
        activities.close(run, node, element)
    elif "q" in more:
        undoing.go_on(run, node)
    elif more.get("s"):
        _next_ad_hoc(run, node)
    elif "m" in more:
        loops.hand_over(run, node, element)
        activities.leave(run, node, element)
    elif element.by_event:
        run.effects.append(element.left)
        run.drop(name)
    elif "z" not in more:
        activities.close(run, node, element)


def _next_ad_hoc(run: Run, node: Node) -> None:
    names = list(node.marks["s"])
    run.mark(node.id, s=names[1:] or None)
    run.send(run.elements[names[0]], node.id)


def _stop_runaway(run: Run) -> None:
    """Keep every token that still moves, each with its incident told once."""
    reason = f"The model runs in circles: more than {MOVES_PER_STEP} moves in one step."
    told: set[str] = set()
    run.data.tape = None
    for move in [*run.queue, *run.throws]:
        if move[0] == ARRIVE and move[2] in run.nodes:
            run.park(move, reason)
            run.alive[move[2]] -= 1
        elif move[2] in run.nodes:
            run.mark(move[2], e=move[0])
        told.add(move[1].id)
    run.effects = [
        one for one in run.effects if not (isinstance(one, effects.Incident) and one.element in told)
    ]
    run.effects += [effects.Incident(name, reason) for name in sorted(told)]


def _start_event(run: Run, element: Element, parent: int, flow: Flow | None) -> None:
    run.effects += element.passed
    leave_by_all(run, element, parent)


def _catch_event(run: Run, element: Element, parent: int, flow: Flow | None) -> None:
    node = run.add(element, parent)
    run.effects.append(effects.entered(element.id, node.id))
    arm(run, node, element)


_ENTER: Mapping[str, Handler] = {
    **dict.fromkeys(ACTIVITIES, activities.enter),
    "startEvent": _start_event,
    "intermediateCatchEvent": _catch_event,
    "intermediateThrowEvent": throwing.enter_throw,
    "endEvent": throwing.enter_throw,
    "exclusiveGateway": gateways.exclusive,
    "parallelGateway": gateways.parallel,
    "inclusiveGateway": gateways.inclusive,
    "complexGateway": gateways.complex_,
    "eventBasedGateway": gateways.event_based,
}


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
            flow = run.definition.flows.get(node.marks.get("v") or "")
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


_HAPPENINGS: Mapping[type, Callable[[Run, Any], None]] = {
    Complete: _completed,
    Fail: _failed,
    Deliver: _delivered,
    Signal: _signalled,
    TimerDue: _timer_due,
    Change: _changed,
    Stop: _stopped,
}

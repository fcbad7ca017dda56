"""The engine's one function.

``(definition, state, event) -> (state, effects)``. Pure: same input, same output.
"""

from collections.abc import Callable, Mapping

from onewindow.standards.bpmn import activities, effects, gateways, loops, throwing
from onewindow.standards.bpmn import compensation as undoing
from onewindow.standards.bpmn.catching import look_at_conditions
from onewindow.standards.bpmn.errors import NothingWaits
from onewindow.standards.bpmn.events import (
    Event,
    Start,
)
from onewindow.standards.bpmn.flows import leave_by_all
from onewindow.standards.bpmn.happenings import HAPPENINGS, where
from onewindow.standards.bpmn.memory import again, named
from onewindow.standards.bpmn.model import ACTIVITIES, Definition, Element, Flow
from onewindow.standards.bpmn.run import ARRIVE, BEGIN, FINISH, MOVES_PER_STEP, OUT, THROW, Move, Run, Stuck
from onewindow.standards.bpmn.starting import started
from onewindow.standards.bpmn.state import Node, State
from onewindow.standards.bpmn.tape import Tape
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
        run = started(definition, state, event)
    else:
        if state is None or state.ended:
            raise NothingWaits(what=type(event).__name__)
        run = Run(definition, state, event)
        try:
            HAPPENINGS[type(event)](run, event)
        except Stuck as stuck:
            return state, (effects.Incident(where(definition, state, event), str(stuck)),), None
    settle(run)
    tape = run.data.tape
    return run.state(), tuple(run.effects), tape


def settle(run: Run) -> None:
    """Move every token until all of them wait.

    Signals are thrown when nothing else moves, so that catchers stand ready.
    """
    watching, joining = run.definition.conditional, run.definition.joins_by_reach
    while not run.ended:
        if run.moves + len(run.queue) > MOVES_PER_STEP:  # each token that waits takes a move at least
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
    if not told:
        gateways.stop_ready(run, reason)
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

"""Move a running case to another version of its process, where that is safe.

A token stays where it is: at the element of the same id, which must still be of the same kind and in the same
place, and must still be able to do with the token what it could. What no token stands at may change freely.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from onewindow.kernel.errors import N_, Conflict
from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.events import Change
from onewindow.standards.bpmn.model import Definition, Element, Loop
from onewindow.standards.bpmn.run import Run, Stuck
from onewindow.standards.bpmn.soundness.check import check_from
from onewindow.standards.bpmn.state import Node, State
from onewindow.standards.bpmn.step import settle
from onewindow.standards.bpmn.timers import start_timer
from onewindow.standards.bpmn.waits import hears

_NO_ENVIRONMENT: Mapping[str, Any] = {}


class Obstacle(NamedTuple):
    """Why a case cannot be moved.

    :param element: id of the element at which its token stands.
    :param message: an English msgid with named places, for which ``values`` has the data.
    """

    element: str
    message: str
    values: Mapping[str, object]

    def text(self) -> str:
        """The reason in English."""
        return self.message.format(**self.values)


class CannotMove(Conflict):
    """The case cannot be moved to the other version. Nothing was changed; ``reasons`` has each obstacle."""

    code = "bpmn-cannot-move"
    message = N_("The case cannot be moved to this version. {why}")
    way_out = N_("Leave it on its version, or move it once it has passed these steps.")

    def __init__(self, *, reasons: tuple[Obstacle, ...]) -> None:
        self.reasons = reasons
        super().__init__(why=" ".join(one.text() for one in reasons))

    def __reduce__(self) -> tuple[object, ...]:
        return (_again, (self.reasons,))


def _again(reasons: tuple[Obstacle, ...]) -> CannotMove:
    return CannotMove(reasons=reasons)


GONE = N_("“{name}”, where it stands, is not in the new version.")
OTHER_KIND = N_("“{name}” is a {now} in the new version, and was a {before}.")
OTHER_SCOPE = N_("“{name}” is in another part of the process in the new version.")
OTHER_CALL = N_("“{name}” calls another process in the new version.")
OTHER_LOOP = N_("“{name}” is repeated in another way in the new version.")
OTHER_EVENT = N_("“{name}” waits for something else in the new version.")
FLOW_GONE = N_("A token came to “{name}” by a flow that the new version does not have ({flow}).")
JOIN_FULL = N_("“{name}” has all the tokens that the new version waits for, and would not be asked again.")
NOT_UNDONE = N_("What was done at “{name}” could not be undone in the new version as in the old one.")
NO_TIMER = N_("The new timer of “{name}” cannot be set: {why}")
WOULD_HANG = N_("In the new version it could wait at “{name}” for ever, for what cannot come any more.")
OVER = N_("The case is over.")


def migrate(
    old: Definition,
    new: Definition,
    state: State,
    *,
    at: datetime,
    environment: Mapping[str, Any] = _NO_ENVIRONMENT,
) -> tuple[State, tuple[effects.Effect, ...]]:
    """The same case in another version of its process. Pure.

    Open work stays open, timers run on until when they were set for. A timer event that is new at a waiting
    step is set as if the step began now; one that is gone is cancelled. Data stays as it is.

    :param at: now, in UTC, for new timers.
    :returns: the state for ``new``, and what has to be done: timers to set or cancel, and what follows from
        joins and conditions that hold in the new version.
    :raises CannotMove: with every obstacle; among them that the new version could leave the case waiting for
        ever, which is found by exploring it from here (``soundness.check_from``).
    """
    if state.ended:
        raise CannotMove(reasons=(Obstacle(old.root.id, OVER, {}),))
    obstacles = [one for node in state.nodes.values() for one in _obstacles(old, new, state, node)]
    if obstacles:
        raise CannotMove(reasons=tuple(obstacles))
    begun = _renamed(old, new, state)
    run = Run(new, begun, Change(at, {}, environment))
    _match_timers(run, old, new, state)
    run.data.changed = True
    settle(run)
    moved = run.state()
    _refuse_to_hang(old, new, state, moved)
    return moved, tuple(run.effects)


def _obstacles(old: Definition, new: Definition, state: State, node: Node) -> Iterator[Obstacle]:
    if node.id == 0:
        yield from _undoing(old, new, node)
        return
    before, now = old.elements[node.element], new.elements.get(node.element)
    if now is None:
        yield _obstacle(GONE, before)
        return
    if now.kind != before.kind or now.by_event != before.by_event or now.work != before.work:
        yield _obstacle(OTHER_KIND, before, now=now.kind, before=before.kind)
        return
    if _place(now, new) != _place(before, old):
        yield _obstacle(OTHER_SCOPE, before)
    if _id(now.called, new) != _id(before.called, old):
        yield _obstacle(OTHER_CALL, before)
    if ("m" in node.marks or "i" in node.marks or now.loop) and _shape(now.loop) != _shape(before.loop):
        yield _obstacle(OTHER_LOOP, before)
    if now.kind in ("intermediateCatchEvent", "receiveTask") and _awaited(now) != _awaited(before):
        yield _obstacle(OTHER_EVENT, before)
    yield from _tokens(new, node, before, now)
    yield from _undoing(old, new, node)


def _obstacle(message: str, element: Element, **values: object) -> Obstacle:
    return Obstacle(element.id, message, {"name": element.name or element.id, **values})


def _id(element: Element | None, definition: Definition) -> str:
    """The process itself may have another id in another version."""
    return "" if element is None or element is definition.root else element.id


def _place(element: Element, definition: Definition) -> tuple[str, str]:
    return _id(element.container, definition), _id(element.attached_to, definition)


def _shape(loop: Loop | None) -> tuple[str, str, str, str] | None:
    return None if loop is None else (loop.kind, loop.item, loop.output, loop.output_item)


def _awaited(element: Element) -> list[str]:
    return [trigger.kind for trigger in element.triggers]


def _tokens(new: Definition, node: Node, before: Element, now: Element) -> Iterator[Obstacle]:
    """Tokens that were counted by the flow that they came by."""
    marks = node.marks
    known = {flow.id for flow in now.incoming}
    come: list[str] = [*marks.get("f", ()), *marks.get("r", ()), *([marks["v"]] if "v" in marks else [])]
    if "m" in marks:
        come = [*marks.get("f", ()), *marks.get("r", ())]
    for flow in sorted({one for one in come if one and one not in known}):
        yield _obstacle(FLOW_GONE, before, flow=flow)
    if "f" in marks and "q" not in marks and "r" not in marks:
        full = now.start_quantity <= len(marks["f"]) if now.start_quantity > 1 else known <= set(marks["f"])
        if full or (now.start_quantity == 1 and before.start_quantity > 1):
            yield _obstacle(JOIN_FULL, before)
    for name in marks.get("s") or ():
        if name not in new.elements:
            yield Obstacle(name, GONE, {"name": name})


def _undoing(old: Definition, new: Definition, node: Node) -> Iterator[Obstacle]:
    """What was done and may have to be undone must be undone in the same way."""
    steps: list[Any] = [*(node.marks.get("k") or ()), *(node.marks.get("q") or ())]
    for record in _flat(steps):
        before, now = old.elements[record], new.elements.get(record)
        if now is None or now.kind != before.kind or _id(now.handler, new) != _id(before.handler, old):
            yield _obstacle(NOT_UNDONE, before)


def _flat(records: list[Any]) -> Iterator[str]:
    for record in records:
        yield record[0]
        if len(record) > 1:
            yield from _flat(record[1])


def _renamed(old: Definition, new: Definition, state: State) -> State:
    """The state with the id of the new process at its root, and without conditions that are not asked now."""
    nodes: dict[int, Node] = {}
    for node in state.nodes.values():
        element = new.root if node.id == 0 else new.elements[node.element]
        known = {f"{one.event.id}/{one.trigger.place}" for one in element.listeners}
        more = dict(node.marks)
        for mark in ("c", "g"):
            if mark in more:
                more[mark] = [one for one in more[mark] if one in known]
        nodes[node.id] = Node(node.id, node.parent, element.id, more or None)
    return State(state.next, nodes, state.timers, state.data, state.ended)


def _match_timers(run: Run, old: Definition, new: Definition, state: State) -> None:
    """Cancel what no event waits for any more; set what waits now and did not before."""
    for name, timer in list(run.timers.items()):
        element = new.elements[run.nodes[timer.node].element]
        if not any(
            one.event.id == timer.element and one.trigger.place == timer.place and one.trigger.timer
            for one in element.listeners
        ):
            del run.timers[name]
            run.effects.append(effects.CancelTimer(name))
    for node in list(run.nodes.values()):
        before = old.root if node.id == 0 else old.elements[node.element]
        had = {(one.event.id, one.trigger.place) for one in before.listeners if one.trigger.timer}
        for listener in run.elements[node.element].listeners:
            place = (listener.event.id, listener.trigger.place)
            if listener.trigger.timer is None or place in had or not hears(node, listener):
                continue
            try:
                start_timer(run, node.id, listener.event, listener.trigger)
            except Stuck as stuck:
                raise CannotMove(reasons=(_obstacle(NO_TIMER, listener.event, why=str(stuck)),)) from stuck


def _refuse_to_hang(old: Definition, new: Definition, state: State, moved: State) -> None:
    """A join may now wait for a branch that this case can never enter."""
    if moved.ended or any("e" in node.marks for node in moved.nodes.values()):
        return
    hangs = {one.element: one for one in check_from(new, moved)}
    if hangs:
        before = {one.element for one in check_from(old, state)}
        found = [new.elements[name] for name in hangs if name not in before]
        if found:
            raise CannotMove(reasons=tuple(_obstacle(WOULD_HANG, one) for one in found))

"""How a case begins: at its plain start, at the start event named, or where a task may begin it."""

from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.errors import NothingWaits
from onewindow.standards.bpmn.events import Start
from onewindow.standards.bpmn.flows import leave_by_all
from onewindow.standards.bpmn.model import Definition, Element
from onewindow.standards.bpmn.run import Run
from onewindow.standards.bpmn.state import Node, State
from onewindow.standards.bpmn.stored import StoredData
from onewindow.standards.bpmn.waits import arm


def started(definition: Definition, state: State | None, event: Start) -> Run:
    """A step in which tokens stand before the elements that a case begins with.

    :raises NothingWaits: the case has begun already, or may not begin where the event says.
    """
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

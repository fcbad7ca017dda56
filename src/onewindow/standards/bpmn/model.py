"""A process model, compiled.

What the engine reads at every step. Built once by ``load``, never changed after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from onewindow.standards import feel
from onewindow.standards.bpmn.effects import Entered, Left
from onewindow.standards.bpmn.memory import Memory

if TYPE_CHECKING:
    from onewindow.standards import dmn

CONTAINERS = frozenset({"process", "subProcess", "transaction", "adHocSubProcess", "callActivity"})
WORK = {
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "sendTask": "send",
    "receiveTask": "receive",
}
TASKS = frozenset({*WORK, "task", "scriptTask", "businessRuleTask"})
ACTIVITIES = TASKS | (CONTAINERS - {"process"})
JOINS_BY_REACH = frozenset({"inclusiveGateway", "complexGateway"})


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow."""

    id: str
    name: str
    source: "Element"
    target: "Element"
    condition: feel.Expression | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class TimerRule:
    """When a timer is due: ``kind`` is timeDate, timeDuration or timeCycle; ISO 8601 text or FEEL.

    :param months: and ``rest``: a duration known when the model was loaded.
    """

    kind: str
    literal: str | None
    expression: feel.Expression | None
    months: int = 0
    rest: timedelta | None = None


@dataclass(slots=True, eq=False)
class Trigger:
    """One event definition of an event.

    :param kind: message, signal, timer, error, escalation, conditional, link, terminate, compensate, cancel.
    :param name: message, signal or link name, error or escalation code, or the activity to compensate; ""
        matches any.
    :param names: every spelling that matches (name and id).
    """

    kind: str
    name: str = ""
    names: frozenset[str] = frozenset()
    timer: TimerRule | None = None
    condition: feel.Expression | None = None
    correlation: feel.Expression | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Association:
    """One data association.

    ``target`` gets the value of ``expression``, or of ``source`` in what came out.
    """

    target: str
    source: str
    expression: feel.Expression | None


@dataclass(frozen=True, slots=True)
class Behavior:
    """An event that a multi-instance throws when an instance is done (table 10.31).

    :param first_only: only when the first one is.
    :param when: only where this is true.
    """

    trigger: Trigger
    first_only: bool = False
    when: feel.Expression | None = None


@dataclass(slots=True, eq=False)
class Loop:
    """Standard loop or multi-instance.

    :param kind: loop, sequential or parallel.
    :param count: the cardinality where the model says a plain number.
    """

    kind: str
    condition: feel.Expression | None = None
    test_before: bool = False
    maximum: int | None = None
    cardinality: feel.Expression | None = None
    count: int | None = None
    collection: feel.Expression | None = None
    item: str = ""
    output: str = ""
    output_item: str = ""
    events: tuple[Behavior, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """A catching event that may wake a node of the element that holds it.

    :param how: self (the node itself waits), gate (event gateway), boundary, start (event sub-process).
    """

    event: "Element"
    trigger: Trigger
    how: str


_NOWHERE = Left("")


@dataclass(slots=True, eq=False)
class Element:
    """A flow node, or a process. ``kind`` is the standard's element name, such as ``userTask``."""

    id: str
    name: str
    kind: str
    container: "Element | None" = None
    lane: str | None = None
    documentation: str = ""
    work: str = ""
    incoming: list[Flow] = field(default_factory=list[Flow])
    outgoing: list[Flow] = field(default_factory=list[Flow])
    default: Flow | None = None
    conditional_out: bool = False
    triggers: tuple[Trigger, ...] = ()
    parallel_multiple: bool = False
    interrupting: bool = True
    attached_to: "Element | None" = None
    boundaries: list["Element"] = field(default_factory=list["Element"])
    handler: "Element | None" = None
    for_compensation: bool = False
    compensable: bool = False
    start_quantity: int = 1
    completion_quantity: int = 1
    loop: Loop | None = None
    script: feel.Expression | None = None
    decision: str = ""
    decision_inputs: tuple[str, ...] = ()
    called: "Element | None" = None
    children: list["Element"] = field(default_factory=list["Element"])
    starts: list["Element"] = field(default_factory=list["Element"])
    by_event: bool = False
    event_subprocesses: list["Element"] = field(default_factory=list["Element"])
    inputs: tuple[Association, ...] = ()
    outputs: tuple[Association, ...] = ()
    local_data: tuple[str, ...] = ()
    listeners: tuple[Listener, ...] = ()
    reach: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    activation: feel.Expression | None = None
    one_by_one: bool = False
    cancel_rest: bool = True
    completion: feel.Expression | None = None
    link_target: "Element | None" = None
    instantiate: bool = False
    plain: bool = False
    collected: bool = False
    late: bool = False
    left: Left = _NOWHERE
    passed: tuple[Entered, Left] = (Entered(""), _NOWHERE)
    only_way: Flow | None = None

    def name_effects(self) -> None:
        """What every step tells of it, made once."""
        self.left = Left(self.id)
        self.passed = (Entered(self.id), self.left)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id}>"


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane, with the flow nodes that it holds."""

    id: str
    name: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds of a shape in a diagram, in its units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The diagram part of the file, if it has one: bounds and waypoints by element id."""

    shapes: Mapping[str, Box]
    labels: Mapping[str, Box]
    edges: Mapping[str, tuple[tuple[float, float], ...]]
    expanded: Mapping[str, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A process ready to run.

    :param elements: every flow node and process by id; those of a called file as ``<called id>/<id>``.
    :param conditional: whether any conditional event has to be looked at when data changes.
    :param joins_by_reach: whether any inclusive or complex gateway may wait.
    """

    id: str
    name: str
    root: Element
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    lanes: tuple[Lane, ...]
    processes: tuple[str, ...]
    drawing: Drawing | None
    decisions: "Mapping[str, dmn.Definitions]"
    conditional: bool
    joins_by_reach: bool
    memory: Memory = field(init=False, default_factory=Memory)

"""Flow nodes and sequence flows of a process, and of what it contains and calls."""

from collections.abc import Mapping
from typing import Protocol

from onewindow.standards.bpmn import read_data
from onewindow.standards.bpmn.adopt import adopt
from onewindow.standards.bpmn.errors import ModelNotValid
from onewindow.standards.bpmn.expressions import Compiler
from onewindow.standards.bpmn.model import (
    ACTIVITIES,
    CONTAINERS,
    WORK,
    Definition,
    Element,
    Flow,
    Trigger,
)
from onewindow.standards.bpmn.read_events import EVENTS, named, triggers
from onewindow.standards.bpmn.source import (
    MODEL,
    Source,
    Xml,
    child,
    children,
    flag,
    number,
    reference,
    tag,
    text,
    texts,
)

_GATEWAYS = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
)
NODES = ACTIVITIES | EVENTS | _GATEWAYS
MOST_TOKENS = 1_000
"""Tokens that an activity may take or give at once; more are a bomb."""


class Rules(Protocol):
    """Finds the decision of a business rule task."""

    def decision_of(self, element: Element) -> str: ...


class Reader:
    """Turns the XML of processes into linked elements; one use."""

    def __init__(
        self,
        source: Source,
        compiler: Compiler,
        called: Mapping[str, Definition],
        rules: Rules,
        outside: frozenset[str] = frozenset(),
    ) -> None:
        self.source = source
        self.compiler = compiler
        self.called = called
        self.outside = outside
        self.rules = rules
        self.elements: dict[str, Element] = {}
        self.flows: dict[str, Flow] = {}
        self.adopted: dict[str, dict[str, Element]] = {}
        self._xml: dict[str, Xml] = {}
        self._lanes: dict[str, str] = {}

    def process(self, name: str) -> Element:
        """Read a process (or a global task, as a process of one task) and all that it calls."""
        if name in self.elements:
            return self.elements[name]
        xml = self.source.processes()[name]
        element = self._add(Element(name, xml.get("name") or "", "process"), xml)
        if tag(xml) == "process":
            self._read_lanes(xml)
            self._contents(element, xml)
        else:
            self._global_task(element, xml)
        return element

    def finish(self) -> None:
        """Join what needs every element to be there: boundaries, compensation handlers."""
        for name, element in self.elements.items():
            if element.kind == "boundaryEvent":
                self._attach(element, self._xml[name])
        for xml in self.source.root.iter(f"{MODEL}association"):
            source = self.elements.get(reference(xml.get("sourceRef")))
            target = self.elements.get(reference(xml.get("targetRef")))
            if source and target and source.attached_to and target.for_compensation:
                source.attached_to.handler = target

    def _add(self, element: Element, xml: Xml) -> Element:
        element.documentation = text(child(xml, "documentation"))
        self.elements[element.id] = element
        self._xml[element.id] = xml
        return element

    def _read_lanes(self, process: Xml) -> None:
        """The innermost lane of a node wins: nested lanes come later in document order (§10.8)."""
        for lane in process.iter(f"{MODEL}lane"):
            for node in texts(lane, "flowNodeRef"):
                self._lanes[node] = lane.get("name") or lane.get("id") or ""

    def _global_task(self, process: Element, xml: Xml) -> None:
        kind = tag(xml).removeprefix("global")
        kind = kind[0].lower() + kind[1:]
        task = Element(f"{process.id}/task", process.name, kind, container=process)
        process.children.append(task)
        self._add(task, xml)
        self._activity(task, xml)

    def _contents(self, container: Element, xml: Xml) -> None:
        for one in xml.iterchildren():
            if tag(one) in NODES:
                self._node(container, one)
        for one in children(xml, "sequenceFlow"):
            self._flow(container, one)
        for element in container.children:
            self._default(element)

    def _node(self, container: Element, xml: Xml) -> None:
        name = xml.get("id")
        if not name:
            raise ModelNotValid(
                element=xml.get("name") or tag(xml), rule="An element has no id.", fix="Give it an id."
            )
        element = Element(
            name, (xml.get("name") or "").strip(), tag(xml), container=container, lane=self._lanes.get(name)
        )
        element.lane = element.lane or container.lane
        self._add(element, xml)
        container.children.append(element)
        element.inputs = read_data.inputs(self.source, xml, self.compiler)
        element.outputs = read_data.outputs(self.source, xml, self.compiler)
        if element.kind in EVENTS:
            self._event(element, xml)
        elif element.kind in ACTIVITIES:
            self._activity(element, xml)
        elif element.kind == "complexGateway":
            self._complex(element, xml)
        elif element.kind == "eventBasedGateway":
            element.instantiate = flag(xml, "instantiate", False)
            element.parallel_multiple = xml.get("eventGatewayType") == "Parallel"

    def _event(self, element: Element, xml: Xml) -> None:
        element.triggers = triggers(self.source, xml, self.compiler)
        element.parallel_multiple = flag(xml, "parallelMultiple", False)
        if element.kind == "boundaryEvent":
            element.interrupting = flag(xml, "cancelActivity", True)
        elif element.kind == "startEvent":
            element.interrupting = flag(xml, "isInterrupting", True)
        elif element.kind == "intermediateCatchEvent" and not element.triggers:
            raise ModelNotValid(
                element=element.id,
                rule="The event waits for nothing.",
                fix="Say what it waits for: a message, a timer, a signal or a condition.",
            )

    def _activity(self, element: Element, xml: Xml) -> None:
        element.work = WORK.get(element.kind, "")
        element.for_compensation = flag(xml, "isForCompensation", False)
        element.start_quantity = number(xml, "startQuantity", 1, 1)
        element.completion_quantity = number(xml, "completionQuantity", 1, 1)
        if max(element.start_quantity, element.completion_quantity) > MOST_TOKENS:
            raise ModelNotValid(
                element=element.id,
                rule=f"It takes or gives more than {MOST_TOKENS} tokens at once.",
                fix="Make startQuantity and completionQuantity smaller.",
            )
        element.loop = read_data.loop(self.source, xml, self.compiler)
        if element.kind in ("sendTask", "receiveTask"):
            element.triggers = (self._message(xml),)
            element.instantiate = flag(xml, "instantiate", False)
        elif element.kind == "scriptTask":
            language = xml.get("scriptFormat") or xml.get("scriptLanguage") or ""
            body = text(child(xml, "script"))
            element.script = self.compiler.optional(body, element=element.id, language=language)
        elif element.kind == "businessRuleTask":
            element.decision = self.rules.decision_of(element)
        elif element.kind == "callActivity" and element.id in self.outside:
            element.work = "call"
        elif element.kind == "callActivity":
            element.called = self._called(element, xml)
        elif element.kind in CONTAINERS:
            self._subprocess(element, xml)

    def _message(self, xml: Xml) -> Trigger:
        target = self.source.find(xml.get("messageRef"))
        operation = self.source.find(xml.get("operationRef"))
        if target is None and operation is not None:
            target = self.source.find(text(child(operation, "inMessageRef")))
        return named(self.source, target, kind="message", naming="name", owner=xml, compiler=self.compiler)

    def _subprocess(self, element: Element, xml: Xml) -> None:
        element.by_event = flag(xml, "triggeredByEvent", False)
        element.local_data = read_data.local_data(self.source, xml)
        if element.kind == "adHocSubProcess":
            element.one_by_one = xml.get("ordering") == "Sequential"
            element.cancel_rest = flag(xml, "cancelRemainingInstances", True)
            rule = text(child(xml, "completionCondition"))
            element.completion = self.compiler.optional(rule, element=element.id)
        self._contents(element, xml)

    def _complex(self, element: Element, xml: Xml) -> None:
        rule = text(child(xml, "activationCondition"))
        element.activation = self.compiler.optional(rule, element=element.id)

    def _called(self, element: Element, xml: Xml) -> Element:
        name = reference(xml.get("calledElement"))
        if name in self.called:
            if name not in self.adopted:
                self.adopted[name] = adopt(self.called[name], prefix=name)
            return self.adopted[name][f"{name}/{self.called[name].root.id}"]
        if name in self.source.processes():
            return self.process(name)
        raise ModelNotValid(
            element=element.id,
            rule=f"It calls “{name}”, which is not here." if name else "It does not say what it calls.",
            fix="Name a process of this file, or give the model that holds it.",
        )

    def _flow(self, container: Element, xml: Xml) -> None:
        name = xml.get("id") or ""
        ends: list[Element] = []
        for side in ("sourceRef", "targetRef"):
            end = self.elements.get(reference(xml.get(side)))
            if end is None or end.container is not container:
                raise ModelNotValid(
                    element=name,
                    rule=f"Its {side} “{xml.get(side)}” is not an element of the same process level.",
                    fix="Connect it to an element of the same process or sub-process.",
                )
            ends.append(end)
        flow = Flow(name, xml.get("name") or "", ends[0], ends[1])
        rule = child(xml, "conditionExpression")
        if rule is not None and ends[0].kind not in ("parallelGateway", "eventBasedGateway"):
            flow.text = text(rule)
            language = rule.get("language") or ""
            flow.condition = self.compiler.optional(flow.text, element=name, language=language)
        ends[0].outgoing.append(flow)
        ends[1].incoming.append(flow)
        self.flows[name] = flow

    def _default(self, element: Element) -> None:
        """The default flow; its own condition does not count (§13.3.2)."""
        name = reference(self._xml[element.id].get("default"))
        if name:
            flow = self.flows.get(name)
            if flow is None or flow.source is not element:
                raise ModelNotValid(
                    element=element.id,
                    rule=f"Its default flow “{name}” does not leave it.",
                    fix="Choose a default among the flows that leave it.",
                )
            element.default = flow
            flow.condition = None

    def _attach(self, element: Element, xml: Xml) -> None:
        host = self.elements.get(reference(xml.get("attachedToRef")))
        if host is None or host.kind not in ACTIVITIES or not element.triggers:
            raise ModelNotValid(
                element=element.id,
                rule="The boundary event is not attached to an activity, or catches nothing.",
                fix="Attach it to a task or sub-process and say what it catches.",
            )
        element.attached_to = host
        if any(trigger.kind in ("error", "cancel") for trigger in element.triggers):
            element.interrupting = True
        if element.triggers[0].kind != "compensate":
            host.boundaries.append(element)

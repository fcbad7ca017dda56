"""From a process model to what pages show of it: plain kinds, names in the reader's language, states."""

from collections.abc import Collection, Mapping

from onewindow.foundation.web.types import Diagram, Edge, Shape, ShapeKind, ShapeState
from onewindow.standards import bpmn

# The standard's element names (BPMN 2.0.2 chapter 10) by what is drawn, and the symbol inside.
_ACTIVITIES = {
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "scriptTask": "script",
    "businessRuleTask": "rule",
    "sendTask": "send",
    "receiveTask": "receive",
    "callActivity": "call",
}
_GATEWAYS = {
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "eventBasedGateway": "event",
    "complexGateway": "complex",
}
_OTHERS: dict[str, ShapeKind] = {
    "startEvent": "start",
    "endEvent": "end",
    "intermediateCatchEvent": "intermediate",
    "intermediateThrowEvent": "intermediate",
    "boundaryEvent": "boundary",
    "lane": "lane",
    "participant": "pool",
    "textAnnotation": "note",
}
_CONTAINERS = frozenset({"subProcess", "transaction", "adHocSubProcess"})


def process_diagram(
    drawn: bpmn.Diagram,
    *,
    title: str,
    description: str,
    names: Mapping[str, str],
    states: Mapping[str, ShapeState],
    texts: Mapping[str, str],
    passed: Collection[str],
    badges: Mapping[str, str],
) -> Diagram:
    """See ``api.process_diagram``."""
    shapes = tuple(
        _shape(
            one,
            names.get(one.id) or one.name,
            states.get(one.id, ""),
            texts.get(one.id, ""),
            badges.get(one.id, ""),
        )
        for one in drawn.shapes
    )
    edges = tuple(
        Edge(
            id=one.id,
            points=one.points,
            name=names.get(one.id) or one.name,
            default=one.is_default,
            taken=one.source in passed and one.target in passed,
        )
        for one in drawn.edges
    )
    return Diagram(title=title, description=description, shapes=shapes, edges=edges)


def _shape(one: bpmn.Shape, name: str, state: ShapeState, text: str, badge: str) -> Shape:
    kind, marker = _kind(one)
    return Shape(
        id=one.id,
        kind=kind,
        name=name,
        x=one.x,
        y=one.y,
        width=one.width,
        height=one.height,
        marker=marker,
        state=state,
        text=text,
        repeats=one.marker,
        interrupting=one.interrupting,
        badge=badge,
        label_at=(one.label.x + one.label.width / 2, one.label.y) if one.label else None,
    )


def _kind(one: bpmn.Shape) -> tuple[ShapeKind, str]:
    if one.kind in _GATEWAYS:
        return "gateway", _GATEWAYS[one.kind]
    if one.kind in _CONTAINERS:
        return ("subprocess", "") if one.expanded else ("task", "call")
    if one.kind in _OTHERS:
        return _OTHERS[one.kind], one.event
    if one.kind.startswith("data"):
        return "data", ""
    return "task", _ACTIVITIES.get(one.kind, "")

"""The process of a case as a picture: what was passed, where it stands, what is still to come."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from onewindow.blocks.cases.types import CaseView, StoryLine
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.foundation.web.types import Diagram, Edge, Shape, ShapeKind
from onewindow.standards import bpmn

_KINDS: dict[str, ShapeKind] = {
    "startEvent": "start", "endEvent": "end", "boundaryEvent": "boundary",
    "intermediateCatchEvent": "intermediate", "intermediateThrowEvent": "intermediate",
    "subProcess": "subprocess", "transaction": "subprocess", "adHocSubProcess": "subprocess",
    "lane": "lane",
}  # fmt: skip
_MARKERS = {
    "userTask": "user", "serviceTask": "service", "scriptTask": "script", "businessRuleTask": "rule",
    "sendTask": "send", "receiveTask": "receive", "manualTask": "manual", "callActivity": "call",
    "parallelGateway": "parallel", "exclusiveGateway": "exclusive", "inclusiveGateway": "inclusive",
    "eventBasedGateway": "event",
}  # fmt: skip


def diagram_of(
    package: ServicePackage, case: CaseView | None, story: Sequence[StoryLine], *, language: str
) -> Diagram:
    """A diagram with the states of a case; of the package alone where there is no case."""
    drawn = bpmn.diagram(package.process)
    passed = {element for line in story for element in line.path}
    now = {work.element for work in case.works if work.state == "open"} if case else set[str]()
    shapes = tuple(_shape(package, shape, passed, now, language) for shape in drawn.shapes)
    edges = tuple(
        Edge(
            id=edge.id, points=edge.points, name=edge.name, default=edge.is_default,
            taken=edge.source in passed and edge.target in passed,
        )
        for edge in drawn.edges
    )  # fmt: skip
    waits = [_name(package, element, "", language) for element in sorted(now)]
    described = _("It waits at: %(steps)s.") % {"steps": ", ".join(waits)} if waits else ""
    return Diagram(title=_("The way of this request"), description=described, shapes=shapes, edges=edges)


def _shape(
    package: ServicePackage, shape: bpmn.Shape, passed: set[str], now: set[str], language: str
) -> Shape:
    here, done = shape.id in now, shape.id in passed
    return Shape(
        id=shape.id,
        kind=_kind(shape),
        name=_name(package, shape.id, shape.name, language),
        x=shape.x,
        y=shape.y,
        width=shape.width,
        height=shape.height,
        marker=shape.event or _MARKERS.get(shape.kind, ""),
        repeats=shape.marker,
        interrupting=shape.interrupting,
        state="current" if here else "done" if done else "",
        text=_("waits here") if here else _("done") if done else "",
    )


def _kind(shape: bpmn.Shape) -> ShapeKind:
    return _KINDS.get(shape.kind) or ("gateway" if shape.kind.endswith("Gateway") else "task")


def _name(package: ServicePackage, element: str, drawn: str, language: str) -> str:
    step = package.steps.get(element)
    named = step.text.name if step else package.outcome_texts.get(element)
    if named is None:
        named = package.texts.localised(f"elements.{element}")
    return named.in_language(language, official=package.official_language) if named else drawn

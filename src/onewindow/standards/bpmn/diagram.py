"""A process as shapes and edges, for whoever draws it. From the file's diagram part, else laid out here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onewindow.standards.bpmn.layout import lay_out
from onewindow.standards.bpmn.model import Box, Definition, Drawing, Element

_MARGIN = 20.0
_LABEL_HEIGHT = 28.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A flow node or lane. Lengths are in the diagram's units; y grows downward; the origin is the upper
    left.

    :param kind: the standard's element name (``userTask``, ``boundaryEvent``, ``lane`` …).
    :param event: what an event catches or throws (``message``, ``timer`` …; ``multiple``), else "".
    :param marker: loop, parallel or sequential for repeated activities, else "".
    :param parent: id of the sub-process that contains it, else "".
    """

    id: str
    kind: str
    name: str
    x: float
    y: float
    width: float
    height: float
    event: str = ""
    marker: str = ""
    parent: str = ""
    interrupting: bool = True
    expanded: bool = False
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A sequence flow, from its source's border to its target's."""

    id: str
    source: str
    target: str
    name: str
    points: tuple[tuple[float, float], ...]
    is_default: bool = False
    is_conditional: bool = False
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Diagram:
    """All shapes, containers before what they contain, and edges."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    edges: tuple[Edge, ...]


def diagram(definition: Definition) -> Diagram:
    """The picture of a process.

    The file's own bounds and waypoints where they cover every element of the process, else an automatic
    layout:
    left to right, lanes as bands, sub-processes opened.
    """
    drawing = definition.drawing
    if drawing is None or not _complete(definition, drawing):
        drawing = lay_out(definition)
    shapes = [*_lane_shapes(definition, drawing), *_shapes(definition.root, drawing)]
    edges = list(_edges(definition.root, drawing))
    return _framed(shapes, edges)


def _complete(definition: Definition, drawing: Drawing) -> bool:
    """What stands in a closed sub-process may be undrawn."""

    def covered(container: Element) -> bool:
        for element in container.children:
            if element.id not in drawing.shapes:
                return False
            if drawing.expanded.get(element.id) and not covered(element):
                return False
        return True

    return covered(definition.root)


def _lane_shapes(definition: Definition, drawing: Drawing) -> Iterator[Shape]:
    for lane in definition.lanes:
        box = drawing.shapes.get(lane.id)
        if box is not None:
            yield Shape(lane.id, "lane", lane.name, box.x, box.y, box.width, box.height)


def _shapes(container: Element, drawing: Drawing) -> Iterator[Shape]:
    parent = container.id if container.kind != "process" else ""
    for element in sorted(container.children, key=lambda one: one.kind == "boundaryEvent"):
        box = drawing.shapes.get(element.id)
        if box is None:
            continue
        opened = drawing.expanded.get(element.id, False) and bool(element.children)
        yield Shape(
            element.id,
            element.kind,
            element.name,
            box.x,
            box.y,
            box.width,
            box.height,
            event=_event(element),
            marker=element.loop.kind if element.loop else "",
            parent=parent,
            interrupting=element.interrupting,
            expanded=opened,
            label=drawing.labels.get(element.id) or _label_below(element, box),
        )
        if opened:
            yield from _shapes(element, drawing)


def _event(element: Element) -> str:
    if element.work or not element.triggers:
        return ""
    return element.triggers[0].kind if len(element.triggers) == 1 else "multiple"


def _label_below(element: Element, box: Box) -> Box | None:
    """Events and gateways carry their name outside."""
    if not element.name or not (element.kind.endswith("Event") or element.kind.endswith("Gateway")):
        return None
    return Box(box.x + box.width / 2 - 45, box.y + box.height + 4, 90, _LABEL_HEIGHT)


def _edges(container: Element, drawing: Drawing) -> Iterator[Edge]:
    for element in container.children:
        for flow in element.outgoing:
            points = drawing.edges.get(flow.id) or _straight(drawing, element, flow.target)
            if points:
                yield Edge(
                    flow.id,
                    element.id,
                    flow.target.id,
                    flow.name,
                    points,
                    is_default=flow is element.default,
                    is_conditional=flow.condition is not None and not element.kind.endswith("Gateway"),
                    label=drawing.labels.get(flow.id),
                )
        if drawing.expanded.get(element.id):
            yield from _edges(element, drawing)


def _straight(drawing: Drawing, source: Element, target: Element) -> tuple[tuple[float, float], ...]:
    """A flow that the file did not draw."""
    start, stop = drawing.shapes.get(source.id), drawing.shapes.get(target.id)
    if start is None or stop is None:
        return ()
    return ((start.x + start.width, start.y + start.height / 2), (stop.x, stop.y + stop.height / 2))


def _framed(shapes: list[Shape], edges: list[Edge]) -> Diagram:
    """Move everything so that the picture starts at its margin."""
    boxes = [Box(one.x, one.y, one.width, one.height) for one in shapes]
    boxes += [one.label for one in (*shapes, *edges) if one.label is not None]
    boxes += [Box(x, y, 0, 0) for edge in edges for x, y in edge.points]
    if not boxes:
        return Diagram(2 * _MARGIN, 2 * _MARGIN, (), ())
    left, top = min(one.x for one in boxes) - _MARGIN, min(one.y for one in boxes) - _MARGIN
    width = max(one.x + one.width for one in boxes) - left + _MARGIN
    height = max(one.y + one.height for one in boxes) - top + _MARGIN
    moved = [
        replace(one, x=one.x - left, y=one.y - top, label=_moved(one.label, left, top)) for one in shapes
    ]
    drawn = [
        replace(
            one, points=tuple((x - left, y - top) for x, y in one.points), label=_moved(one.label, left, top)
        )
        for one in edges
    ]
    return Diagram(width, height, tuple(moved), tuple(drawn))


def _moved(box: Box | None, left: float, top: float) -> Box | None:
    return replace(box, x=box.x - left, y=box.y - top) if box is not None else None

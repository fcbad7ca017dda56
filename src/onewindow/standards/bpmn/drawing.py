"""The diagram part of a file (BPMN DI, chapter 12)."""

from onewindow.standards.bpmn.model import Box, Drawing
from onewindow.standards.bpmn.source import Xml, reference

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_DD = "{http://www.omg.org/spec/DD/20100524/DI}"


def read_drawing(root: Xml) -> Drawing | None:
    """Bounds and waypoints by element id; None where the file has no usable diagram."""
    shapes: dict[str, Box] = {}
    labels: dict[str, Box] = {}
    edges: dict[str, tuple[tuple[float, float], ...]] = {}
    expanded: dict[str, bool] = {}
    for xml in root.iter(f"{_DI}BPMNShape", f"{_DI}BPMNEdge"):
        name = reference(xml.get("bpmnElement"))
        box = _box(xml.find(f"{_DC}Bounds"))
        label = _box(xml.find(f"{_DI}BPMNLabel/{_DC}Bounds"))
        points = tuple(_point(one) for one in xml.findall(f"{_DD}waypoint"))
        if box is not None:
            shapes[name] = box
            expanded[name] = xml.get("isExpanded") == "true"
        elif len(points) > 1:
            edges[name] = points
        if label is not None:
            labels[name] = label
    return Drawing(shapes, labels, edges, expanded) if shapes else None


def _box(xml: Xml | None) -> Box | None:
    if xml is None:
        return None
    return Box(*(_number(xml, name) for name in ("x", "y", "width", "height")))


def _point(xml: Xml) -> tuple[float, float]:
    return _number(xml, "x"), _number(xml, "y")


def _number(xml: Xml, name: str) -> float:
    try:
        return round(float(xml.get(name) or 0), 1)
    except ValueError:
        return 0.0

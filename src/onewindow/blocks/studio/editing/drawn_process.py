"""A diagram part for a process that has none, so that the browser's editor can show it (BPMN 2.0.2 §12)."""

from lxml import etree

from onewindow.standards import bpmn, safexml
from onewindow.standards.safexml import Element

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DD = "http://www.omg.org/spec/DD/20100524/DI"
_NAMES = {"bpmndi": _DI, "dc": _DC, "di": _DD}


def draw_process(model: bytes) -> bytes:
    """The model with a diagram: its own where it has one, else one laid out from left to right.

    :raises safexml.XmlRefused: it is not XML that we read.
    :raises bpmn.ModelNotValid: it is no process, so that there is nothing to draw.
    """
    root = safexml.parse(model)
    if root.find(f".//{{{_DI}}}BPMNShape") is not None:
        return model
    for empty in root.findall(f"{{{_DI}}}BPMNDiagram"):
        root.remove(empty)
    for name in bpmn.load(model).processes:
        _draw(root, bpmn.load(model, process=name))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _draw(root: Element, definition: bpmn.Definition) -> None:
    drawn = bpmn.diagram(definition)
    diagram = etree.SubElement(root, f"{{{_DI}}}BPMNDiagram", nsmap=_NAMES, id=f"{definition.id}-diagram")
    plane = etree.SubElement(
        diagram, f"{{{_DI}}}BPMNPlane", id=f"{definition.id}-plane", bpmnElement=definition.id
    )
    for shape in drawn.shapes:
        if shape.kind != "lane":  # the editor draws lanes inside a pool only; they stay in the model
            _draw_shape(plane, shape)
    for edge in drawn.edges:
        made = etree.SubElement(plane, f"{{{_DI}}}BPMNEdge", id=f"{edge.id}-edge", bpmnElement=edge.id)
        for x, y in edge.points:
            etree.SubElement(made, f"{{{_DD}}}waypoint", x=f"{x:g}", y=f"{y:g}")


def _draw_shape(plane: Element, shape: bpmn.Shape) -> None:
    made = etree.SubElement(plane, f"{{{_DI}}}BPMNShape", id=f"{shape.id}-shape", bpmnElement=shape.id)
    if shape.expanded:
        made.set("isExpanded", "true")
    if shape.kind == "exclusiveGateway":
        made.set("isMarkerVisible", "true")
    bounds = {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height}
    etree.SubElement(made, f"{{{_DC}}}Bounds", {name: f"{value:g}" for name, value in bounds.items()})

"""A diagram for a decision model that has none: decisions above what they need (DMN 1.5 §13)."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from onewindow.standards.safexml import Element, local_name

_DMNDI = "https://www.omg.org/spec/DMN/20191111/DMNDI/"
_DC = "http://www.omg.org/spec/DMN/20180521/DC/"
_DI = "http://www.omg.org/spec/DMN/20180521/DI/"
_SIZES = {
    "decision": (180, 80),
    "inputData": (125, 45),
    "businessKnowledgeModel": (135, 46),
    "knowledgeSource": (100, 63),
}
_GAP_X, _GAP_Y = 60, 90
_LEFT, _TOP = 380, 60  # beside the editor's tools and title


@dataclass(frozen=True)
class _Requirement:
    id: str
    source: str
    target: str


def draw_requirements(root: Element) -> None:
    """Add ``DMNDI`` to a model that has none, with a shape for each node and an edge for each requirement.

    Requirements without an id get one, for an edge has to name them.
    """
    if root.find(f"{{{_DMNDI}}}DMNDI") is not None:
        return
    nodes = {node.get("id") or "": node for node in root if local_name(node) in _SIZES and node.get("id")}
    requirements = [one for node in nodes.values() for one in _requirements_of(node) if one.source in nodes]
    places = _places(nodes, requirements)
    part = etree.SubElement(root, f"{{{_DMNDI}}}DMNDI", nsmap={"dmndi": _DMNDI, "dc": _DC, "di": _DI})
    diagram = etree.SubElement(part, f"{{{_DMNDI}}}DMNDiagram")
    for name, (x, y) in places.items():
        width, height = _SIZES[local_name(nodes[name])]
        shape = etree.SubElement(diagram, f"{{{_DMNDI}}}DMNShape", dmnElementRef=name)
        bounds = {"x": x, "y": y, "width": width, "height": height}
        etree.SubElement(shape, f"{{{_DC}}}Bounds", {key: str(value) for key, value in bounds.items()})
    for one in requirements:
        edge = etree.SubElement(diagram, f"{{{_DMNDI}}}DMNEdge", dmnElementRef=one.id)
        for x, y in (_middle(nodes, places, one.source, 0), _middle(nodes, places, one.target, 1)):
            etree.SubElement(edge, f"{{{_DI}}}waypoint", x=str(x), y=str(y))


def _requirements_of(node: Element) -> Iterator[_Requirement]:
    for number, requirement in enumerate(
        child for child in node if local_name(child).endswith("Requirement")
    ):
        needed = next((child.get("href") for child in requirement if child.get("href")), "") or ""
        name = requirement.get("id") or f"{node.get('id')}-requirement-{number + 1}"
        requirement.set("id", name)
        yield _Requirement(name, needed.removeprefix("#"), node.get("id") or "")


def _places(nodes: dict[str, Element], requirements: list[_Requirement]) -> dict[str, tuple[int, int]]:
    """Upper left corner of each node: what needs nothing stands lowest."""
    level = dict.fromkeys(nodes, 0)
    for _ in nodes:  # as often as a chain can be long; a ring of requirements ends here too
        for one in requirements:
            level[one.target] = min(max(level[one.target], level[one.source] + 1), len(nodes))
    highest = max(level.values(), default=0)
    taken: dict[int, int] = {}
    places: dict[str, tuple[int, int]] = {}
    for name, node in nodes.items():
        left = taken.get(level[name], _LEFT)
        places[name] = (left, _TOP + (highest - level[name]) * (80 + _GAP_Y))
        taken[level[name]] = left + _SIZES[local_name(node)][0] + _GAP_X
    return places


def _middle(
    nodes: dict[str, Element], places: dict[str, tuple[int, int]], name: str, bottom: int
) -> tuple[int, int]:
    """Middle of a node's upper border, or of its lower one."""
    width, height = _SIZES[local_name(nodes[name])]
    x, y = places[name]
    return x + width // 2, y + bottom * height

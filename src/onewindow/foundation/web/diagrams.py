"""A process as a picture: where each shape, label and symbol goes. ``web/diagram.html`` only writes it.

Coordinates are those of the model's own diagram, so that it looks as its author drew it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from onewindow.foundation.web.types import Diagram, Edge, Shape

MARGIN = 16.0
LABEL_WIDTH = 104.0
LABEL_HEIGHT = 46.0
SIDE_LABEL = 28.0

_AREAS = frozenset({"pool", "lane"})
_CONTAINERS = frozenset({"pool", "lane", "subprocess"})
_ROUND = frozenset({"start", "end", "intermediate", "boundary"})

# Symbols in a box of 16 by 16: (path, filled).
SYMBOLS: dict[str, tuple[tuple[str, bool], ...]] = {
    "user": (("M8 1.8a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2 15c0-4 2.5-6 6-6s6 2 6 6z", False),),
    "manual": (("M1.5 6.5h6l-1.5-3 1.2-1 4.3 4.5H14v6H5.5c-2.5 0-4-1.5-4-3.5z", False),),
    "service": (
        ("M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z", False),
        (
            "M8 1v2.6M8 12.4V15M1 8h2.6M12.4 8H15M3 3l1.9 1.9M11.1 11.1 13 13M13 3l-1.9 1.9M4.9 11.1 3 13",
            False,
        ),
    ),
    "script": (("M4 1.5h9c-3 3 2 5.5 0 9s-1 4-1 4H3c3-3-2-5.5 0-9s1-4 1-4zM6 5h5M6 8h5M5 11h5", False),),
    "rule": (("M1.5 2.5h13v11h-13zM1.5 6h13M5.5 6v7.5M1.5 9.700h13", False),),
    "send": (("M1 3.5h14v9H1z", True),),
    "receive": (("M1 3.5h14v9H1zM1 3.5l7 5 7-5", False),),
    "message": (("M2 4.5h12v7.5H2zM2 4.5l6 4.2 6-4.2", False),),
    "call": (("M2 2h12v12H2zM8 5v6M5 8h6", False),),
    "timer": (("M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 4v4.300l3 1.5", False),),
    "error": (("M2.5 13 6 3.5l4 5.5 3.5-6.5L10 13 6 7.5z", False),),
    "signal": (("M8 2.5 14 13H2z", False),),
    "terminate": (("M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z", True),),
    "conditional": (("M3 2h10v12H3zM5 5h6M5 8h6M5 11h6", False),),
    "escalation": (("M8 2 12.5 14 8 9.5 3.5 14z", False),),
    "compensation": (("M8 3.5v9L2 8zM14 3.5v9L8 8z", False),),
    "link": (("M2 6h6V3l6 5-6 5v-3H2z", False),),
    "parallel": (("M8 1.5v13M1.5 8h13", False),),
    "exclusive": (("M3 2.5 13 13.5M13 2.5 3 13.5", False),),
    "inclusive": (("M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z", False),),
    "event": (("M8 2 14 6.4 11.7 13.5H4.300L2 6.400z", False),),
    "complex": (("M8 1.5v13M1.5 8h13M3.4 3.400l9.2 9.200M12.6 3.400l-9.2 9.2", False),),
}
_REPEATS = {
    "parallel": "M4 2v12M8 2v12M12 2v12",
    "sequential": "M2 4h12M2 8h12M2 12h12",
    "loop": "M12.5 5.5a5.5 5.5 0 1 0 .8 4M13 2v4H9",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A shape with the place of its label and symbols.

    :param symbols: paths in a box of 16 by 16, moved to ``symbol`` and enlarged by ``scale``.
    """

    shape: Shape
    label: Box
    label_kind: str
    symbols: tuple[tuple[str, bool], ...]
    symbol: tuple[float, float]
    scale: float
    repeats: str

    @property
    def round(self) -> bool:
        return self.shape.kind in _ROUND

    @property
    def centre(self) -> tuple[float, float]:
        return self.shape.x + self.shape.width / 2, self.shape.y + self.shape.height / 2

    @property
    def diamond(self) -> str:
        (x, y), s = self.centre, self.shape
        return f"{x},{s.y} {s.x + s.width},{y} {x},{s.y + s.height} {s.x},{y}"


@dataclass(frozen=True, slots=True)
class Flow:
    """An edge as a line, and where its name goes."""

    edge: Edge
    points: str
    label: Box


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn, from back to front."""

    width: float
    height: float
    view_box: str
    areas: tuple[Placed, ...]
    flows: tuple[Flow, ...]
    nodes: tuple[Placed, ...]
    story: tuple[Shape, ...]
    states: tuple[str, ...]


def picture(diagram: Diagram) -> Picture:
    """Place everything. An empty diagram gives an empty picture."""
    placed = [_place(shape) for shape in diagram.shapes]
    flows = tuple(_flow(edge) for edge in diagram.edges if len(edge.points) > 1)
    x, y, right, bottom = _bounds(placed, diagram.edges)
    width, height = right - x, bottom - y
    areas = sorted(
        (one for one in placed if one.shape.kind in _CONTAINERS),
        key=lambda one: -one.shape.width * one.shape.height,
    )
    told = [one for one in diagram.shapes if one.name and one.kind not in _AREAS | {"data", "note"}]
    present = {shape.state for shape in diagram.shapes}
    return Picture(
        width=width,
        height=height,
        view_box=f"{x:g} {y:g} {width:g} {height:g}",
        areas=tuple(areas),
        flows=flows,
        nodes=tuple(one for one in placed if one.shape.kind not in _CONTAINERS),
        story=tuple(sorted(told, key=lambda shape: (shape.x, shape.y))),
        states=tuple(state for state in ("done", "current", "waiting", "stopped") if state in present),
    )


def _place(shape: Shape) -> Placed:
    label, kind = _label(shape)
    symbols = SYMBOLS.get(shape.marker, ())
    repeats = _REPEATS.get(shape.repeats, "")
    if shape.kind in ("task", "subprocess"):
        at, scale = (shape.x + 5, shape.y + 5), 0.9
    else:
        scale = shape.width * (0.5 if shape.kind == "gateway" else 0.55) / 16
        at = (shape.x + shape.width / 2 - 8 * scale, shape.y + shape.height / 2 - 8 * scale)
    return Placed(shape, label, kind, symbols, at, scale, repeats)


def _label(shape: Shape) -> tuple[Box, str]:
    if shape.kind in _AREAS:
        return Box(shape.x, shape.y, SIDE_LABEL, shape.height), "side"
    if shape.kind == "subprocess":
        return Box(shape.x + 20, shape.y + 2, max(10.0, shape.width - 26), 22), "inside"
    if shape.kind == "task":
        return Box(shape.x, shape.y, shape.width, shape.height), "inside"
    middle, top = shape.label_at or (shape.x + shape.width / 2, shape.y + shape.height + 3)
    return Box(middle - LABEL_WIDTH / 2, top, LABEL_WIDTH, LABEL_HEIGHT), "below"


def _flow(edge: Edge) -> Flow:
    points = " ".join(f"{x:g},{y:g}" for x, y in edge.points)
    longest = max(
        zip(edge.points, edge.points[1:], strict=False),
        key=lambda pair: abs(pair[0][0] - pair[1][0]) + abs(pair[0][1] - pair[1][1]),
    )
    (ax, ay), (bx, by) = longest
    return Flow(edge, points, Box((ax + bx) / 2 - 45, (ay + by) / 2 - 19, 90, 17))


def _bounds(placed: Iterable[Placed], edges: Iterable[Edge]) -> tuple[float, float, float, float]:
    boxes = [(one.shape.x, one.shape.y, one.shape.width, one.shape.height) for one in placed]
    boxes += [
        (one.label.x, one.label.y, one.label.width, one.label.height) for one in placed if one.shape.name
    ]
    boxes += [(x, y, 0, 0) for edge in edges for x, y in edge.points]
    if not boxes:
        return 0, 0, 1, 1
    return (
        min(x for x, _, _, _ in boxes) - MARGIN,
        min(y for _, y, _, _ in boxes) - MARGIN,
        max(x + width for x, _, width, _ in boxes) + MARGIN,
        max(y + height for _, y, _, height in boxes) + MARGIN,
    )

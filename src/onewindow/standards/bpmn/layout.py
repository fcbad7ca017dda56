"""Automatic layout for models without a diagram part: a grid, columns by distance from the start, rows by
branch.

Lanes are bands of rows; sub-processes are opened; boundary events sit on the lower border of their activity.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onewindow.standards.bpmn.model import Box, Definition, Drawing, Element
from onewindow.standards.bpmn.routes import Grid, route

_EVENT, _GATEWAY, _TASK = (36.0, 36.0), (50.0, 50.0), (100.0, 80.0)
_GAP_X, _GAP_Y, _PADDING, _LANE_HEADER = 50.0, 40.0, 30.0, 30.0


@dataclass
class _Sheet:
    """Everything placed so far, in coordinates of the whole picture."""

    shapes: dict[str, Box] = field(default_factory=dict[str, Box])
    edges: dict[str, tuple[tuple[float, float], ...]] = field(
        default_factory=dict[str, tuple[tuple[float, float], ...]]
    )
    expanded: dict[str, bool] = field(default_factory=dict[str, bool])


def lay_out(definition: Definition) -> Drawing:
    """Bounds for every flow node and lane, waypoints for every flow."""
    sheet = _Sheet()
    bands = [lane.id for lane in definition.lanes if _top_nodes(definition, lane.nodes)]
    members = {node: lane.id for lane in definition.lanes for node in lane.nodes}
    block = _Block(definition.root, bands, members)
    block.place(sheet, _LANE_HEADER if bands else 0.0, 0.0)
    for band, top, height in block.bands_drawn:
        sheet.shapes[band] = Box(0, top, block.width + _LANE_HEADER, height)
    return Drawing(sheet.shapes, {}, sheet.edges, sheet.expanded)


def _top_nodes(definition: Definition, nodes: tuple[str, ...]) -> bool:
    return any(definition.elements[node].container is definition.root for node in nodes)


class _Block:
    """The contents of one container on a grid of its own."""

    def __init__(self, container: Element, bands: list[str], members: Mapping[str, str]) -> None:
        self.nodes = [one for one in container.children if one.kind != "boundaryEvent"]
        self.boundaries = [one for one in container.children if one.kind == "boundaryEvent"]
        self.inner = {one.id: _Block(one, [], {}) for one in self.nodes if one.children}
        self.bands = bands or [""]
        self.band_of = {one.id: members.get(one.id, self.bands[0]) if bands else "" for one in self.nodes}
        self.column = _columns(self.nodes)
        self.row = self._rows()
        self.bands_drawn: list[tuple[str, float, float]] = []
        self._measure()

    def size(self, element: Element) -> tuple[float, float]:
        if element.id in self.inner:
            inner = self.inner[element.id]
            return inner.width + 2 * _PADDING, inner.height + 2 * _PADDING
        if element.kind.endswith("Event"):
            return _EVENT
        return _GATEWAY if element.kind.endswith("Gateway") else _TASK

    def _rows(self) -> dict[str, tuple[str, int]]:
        """Row of each node within its band: that of what leads to it, or the next one free."""
        found: dict[str, tuple[str, int]] = {}
        taken: set[tuple[int, str, int]] = set()
        for node in sorted(self.nodes, key=lambda one: (self.column[one.id], _by_the_way(one))):
            band, column = self.band_of[node.id], self.column[node.id]
            before = [found[flow.source.id] for flow in node.incoming if flow.source.id in found]
            rows = [row for there, row in before if there == band]
            hosts = [flow.source.attached_to for flow in node.incoming if flow.source.attached_to]
            rows += [found[host.id][1] + 1 for host in hosts if host.id in found and not before]
            row = min(rows) if rows else 0
            while (column, band, row) in taken:
                row += 1
            taken.add((column, band, row))
            found[node.id] = (band, row)
        return found

    def _measure(self) -> None:
        """Left edge of every column and top of every row."""
        columns = max(self.column.values(), default=0) + 1
        wide = [0.0] * columns
        high: dict[tuple[str, int], float] = {}
        for node in self.nodes:
            width, height = self.size(node)
            wide[self.column[node.id]] = max(wide[self.column[node.id]], width)
            key = self.row[node.id]
            high[key] = max(high.get(key, 0.0), height)
        self.lefts, self.wide = [0.0] * columns, wide
        for column in range(1, columns):
            self.lefts[column] = self.lefts[column - 1] + wide[column - 1] + _GAP_X
        self.width = self.lefts[-1] + wide[-1] + 2 * _PADDING
        self.tops: dict[tuple[str, int], float] = {}
        self.high = high
        self._stack()

    def _stack(self) -> None:
        self.band_spans: list[tuple[str, float, float]] = []
        y = 0.0
        for band in self.bands:
            top = y
            y += _GAP_Y / 2
            count = max((row for there, row in self.high if there == band), default=-1) + 1
            for row in range(count):
                self.tops[band, row] = y
                y += self.high.get((band, row), 0.0) + _GAP_Y
            self.band_spans.append((band, top, y - top))
        self.height = y

    def place(self, sheet: _Sheet, left: float, top: float) -> None:
        """Write the block into the sheet with its upper left corner at a point."""
        self.bands_drawn = [(band, top + y, height) for band, y, height in self.band_spans if band]
        cells: dict[tuple[int, tuple[str, int]], str] = {}
        for node in self.nodes:
            width, height = self.size(node)
            column, row = self.column[node.id], self.row[node.id]
            x = left + _PADDING + self.lefts[column] + (self.wide[column] - width) / 2
            y = top + self.tops[row] + (self.high[row] - height) / 2
            sheet.shapes[node.id] = Box(x, y, width, height)
            cells[column, row] = node.id
            if node.id in self.inner:
                sheet.expanded[node.id] = True
                self.inner[node.id].place(sheet, x + _PADDING, y + _PADDING)
        self._place_boundaries(sheet)
        self._draw_flows(sheet, left, top, set(cells))

    def _place_boundaries(self, sheet: _Sheet) -> None:
        seats: dict[str, int] = {}
        for event in self.boundaries:
            host = event.attached_to
            if host is None or host.id not in sheet.shapes:
                continue
            box, seat = sheet.shapes[host.id], seats.get(host.id, 0)
            seats[host.id] = seat + 1
            x = max(box.x - 18, box.x + box.width - 48 - seat * 42)
            sheet.shapes[event.id] = Box(x, box.y + box.height - 18, *_EVENT)

    def _draw_flows(
        self, sheet: _Sheet, left: float, top: float, taken: set[tuple[int, tuple[str, int]]]
    ) -> None:
        order = sorted(self.tops, key=lambda row: self.tops[row])
        place = {row: number for number, row in enumerate(order)}
        grid = Grid({(column, place[row]) for column, row in taken}, top + self.height - _GAP_Y / 4)
        for element in [*self.nodes, *self.boundaries]:
            origin = element.attached_to or element
            if origin.id not in self.row or element.id not in sheet.shapes:
                continue
            start = (self.column[origin.id], place[self.row[origin.id]])
            for flow in element.outgoing:
                if flow.target.id not in self.row:
                    continue
                stop = (self.column[flow.target.id], place[self.row[flow.target.id]])
                boxes = (sheet.shapes[element.id], sheet.shapes[flow.target.id])
                sheet.edges[flow.id] = route(grid, start, stop, *boxes, below=element.attached_to is not None)


def _by_the_way(element: Element) -> bool:
    """Whether it is reached from a boundary only: what is regular takes the straight line."""
    return bool(element.incoming) and all(flow.source.attached_to for flow in element.incoming)


def _columns(nodes: list[Element]) -> dict[str, int]:
    """Column of each node: its longest distance from a start, flows that lead back left out."""
    ahead = {
        node.id: [flow.target.id for one in (node, *node.boundaries) for flow in one.outgoing]
        for node in nodes
    }
    known = set(ahead)
    forward: dict[str, list[str]] = {name: [] for name in ahead}
    order: list[str] = []
    entered: dict[str, int] = {}
    for root in sorted(nodes, key=lambda one: (bool(one.incoming), one.kind != "startEvent")):
        _visit(root.id, ahead, known, forward, entered, order)
    found = dict.fromkeys(ahead, 0)
    for name in reversed(order):
        for target in forward[name]:
            found[target] = max(found[target], found[name] + 1)
    return found


def _visit(
    root: str,
    ahead: Mapping[str, list[str]],
    known: set[str],
    forward: dict[str, list[str]],
    entered: dict[str, int],
    order: list[str],
) -> None:
    """Depth first without recursion; a flow to a node still open leads back. ``order`` is by completion."""
    stack = [(root, iter(ahead[root]))] if root not in entered else []
    if stack:
        entered[root] = 1
    while stack:
        name, targets = stack[-1]
        target = next(targets, None)
        if target is None:
            stack.pop()
            entered[name] = 2
            order.append(name)
        elif target in known and entered.get(target) != 1:
            forward[name].append(target)
            if target not in entered:
                entered[target] = 1
                stack.append((target, iter(ahead[target])))

"""Right-angled lines between shapes on a grid."""

from dataclasses import dataclass

from onewindow.standards.bpmn.model import Box

_STUB = 25.0
Cell = tuple[int, int]
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Grid:
    """Which cells (column, row) hold something, and a free line under everything."""

    taken: set[Cell]
    below: float

    def free_between(self, row: int, first: int, last: int) -> bool:
        """Whether a horizontal line passes the columns strictly between two, in one row."""
        return not any((column, row) in self.taken for column in range(first + 1, last))


def route(grid: Grid, start: Cell, stop: Cell, source: Box, target: Box, *, below: bool) -> Points:
    """The way points of a flow.

    ``below`` for one that leaves through the lower border (a boundary event's).
    """
    entry = (target.x, target.y + target.height / 2)
    if stop[0] <= start[0]:
        return _back(grid, source, target)
    if below:
        return _from_below(grid, start, stop, source, entry)
    leave = (source.x + source.width, source.y + source.height / 2)
    if start[1] == stop[1] and grid.free_between(start[1], start[0], stop[0]):
        return (leave, entry)
    if grid.free_between(stop[1], start[0], stop[0]):
        return _elbow(leave, leave[0] + _STUB, entry)
    if grid.free_between(start[1], start[0], stop[0]):
        return _elbow(leave, entry[0] - _STUB, entry)
    return _under(leave, entry, max(source.y + source.height, leave[1]) + _STUB)


def _elbow(leave: tuple[float, float], x: float, entry: tuple[float, float]) -> Points:
    return (leave, (x, leave[1]), (x, entry[1]), entry)


def _under(leave: tuple[float, float], entry: tuple[float, float], y: float) -> Points:
    """Along the gap under the source's row."""
    first, last = leave[0] + _STUB / 2, entry[0] - _STUB
    return (leave, (first, leave[1]), (first, y), (last, y), (last, entry[1]), entry)


def _from_below(grid: Grid, start: Cell, stop: Cell, source: Box, entry: tuple[float, float]) -> Points:
    x, bottom = source.x + source.width / 2, source.y + source.height
    if stop[1] > start[1] and grid.free_between(stop[1], start[0] - 1, stop[0]):
        return ((x, bottom), (x, entry[1]), entry)
    y, last = bottom + _STUB / 2, entry[0] - _STUB
    return ((x, bottom), (x, y), (last, y), (last, entry[1]), entry)


def _back(grid: Grid, source: Box, target: Box) -> Points:
    """Down, back to the left under everything, and up again."""
    x, last = source.x + source.width / 2, target.x + target.width / 2
    return (
        (x, source.y + source.height),
        (x, grid.below),
        (last, grid.below),
        (last, target.y + target.height),
    )

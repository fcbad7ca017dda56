"""Relations of points and ranges (DMN 1.5 table 78)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..ordering import compare
from ..ranges import Range
from ..run import Run
from ..values import Value
from .registry import builtin


class _Unclear(Exception):
    """Two end points that have no order: the relation is null."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A range, or a point as the range that only it is in. An end point of None has no limit."""

    start: Value
    end: Value
    opened: bool
    closed: bool


def _span(value: Value) -> _Span:
    if isinstance(value, Range):
        return _Span(value.start, value.end, value.start_included, value.end_included)
    return _Span(value, value, True, True)


def _less(run: Run, one: Value, other: Value) -> bool:
    answer = compare(run, "<", one, other)
    if answer is None:
        raise _Unclear
    return answer


class _Relations:
    """The comparisons of end points that the relations are made of."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def starts_before(self, one: _Span, other: _Span, on_tie: bool) -> bool:
        """Whether one starts before the other; ``on_tie`` where both start at the same point."""
        if one.start is None or other.start is None:
            return on_tie if one.start is other.start else one.start is None
        if _less(self.run, one.start, other.start):
            return True
        return on_tie and not _less(self.run, other.start, one.start)

    def ends_before(self, one: _Span, other: _Span, on_tie: bool) -> bool:
        """Whether one ends before the other; ``on_tie`` where both end at the same point."""
        if one.end is None or other.end is None:
            return on_tie if one.end is other.end else other.end is None
        if _less(self.run, one.end, other.end):
            return True
        return on_tie and not _less(self.run, other.end, one.end)

    def same_start(self, one: _Span, other: _Span) -> bool:
        return self.starts_before(one, other, True) and self.starts_before(other, one, True)

    def same_end(self, one: _Span, other: _Span) -> bool:
        return self.ends_before(one, other, True) and self.ends_before(other, one, True)

    def before(self, one: _Span, other: _Span) -> bool:
        if one.end is None or other.start is None:
            return False
        if _less(self.run, one.end, other.start):
            return True
        touching = not _less(self.run, other.start, one.end)
        return touching and not (one.closed and other.opened)

    def meets(self, one: _Span, other: _Span) -> bool:
        if one.end is None or other.start is None or not (one.closed and other.opened):
            return False
        return not _less(self.run, one.end, other.start) and not _less(self.run, other.start, one.end)

    def overlaps(self, one: _Span, other: _Span) -> bool:
        return not self.before(one, other) and not self.before(other, one)

    def overlaps_before(self, one: _Span, other: _Span) -> bool:
        return (
            self.starts_before(one, other, one.opened and not other.opened)
            and not self.before(one, other)
            and self.ends_before(one, other, not one.closed or other.closed)
        )

    def includes(self, one: _Span, other: _Span) -> bool:
        return self.starts_before(one, other, one.opened or not other.opened) and self.ends_before(
            other, one, one.closed or not other.closed
        )

    def finishes(self, one: _Span, other: _Span) -> bool:
        return (
            one.closed == other.closed
            and self.same_end(one, other)
            and self.starts_before(other, one, not one.opened or other.opened)
        )

    def starts(self, one: _Span, other: _Span) -> bool:
        return (
            one.opened == other.opened
            and self.same_start(one, other)
            and self.ends_before(one, other, not one.closed or other.closed)
        )

    def coincides(self, one: _Span, other: _Span) -> bool:
        same = one.opened == other.opened and one.closed == other.closed
        return same and self.same_start(one, other) and self.same_end(one, other)


_Relation = Callable[[_Relations, _Span, _Span], bool]
_POINT, _RANGE = "point", "range"
_DECLARED: tuple[tuple[str, str, _Relation, str], ...] = (
    # name, name of the converse, relation, the pairs of kinds it is declared for
    ("before", "after", _Relations.before, "pp pr rp rr"),
    ("meets", "met by", _Relations.meets, "rr"),
    ("overlaps", "", _Relations.overlaps, "rr"),
    ("overlaps before", "overlaps after", _Relations.overlaps_before, "rr"),
    ("finishes", "finished by", _Relations.finishes, "pr rr"),
    ("includes", "during", _Relations.includes, "rp rr"),
    ("starts", "started by", _Relations.starts, "pr rr"),
    ("coincides", "", _Relations.coincides, "pp rr"),
)


def _parameters(pair: str) -> str:
    kinds = [_POINT if letter == "p" else _RANGE for letter in pair]
    numbered = kinds[0] == kinds[1]
    names = [f"{kind}{at}" if numbered else kind for at, kind in enumerate(kinds, 1)]
    return ", ".join(f"{name}: {kind}" for name, kind in zip(names, kinds, strict=True))


def _declare(name: str, relation: _Relation, pairs: Iterable[str], swapped: bool) -> None:
    def relate(run: Run, one: Value, other: Value) -> Value:
        spans = (_span(other), _span(one)) if swapped else (_span(one), _span(other))
        try:
            return relation(_Relations(run), *spans)
        except _Unclear:
            return None

    for pair in pairs:
        builtin(f"{name}({_parameters(pair)})")(relate)


for _name, _converse, _relation, _pairs in _DECLARED:
    _declare(_name, _relation, _pairs.split(), swapped=False)
    if _converse:
        _declare(_converse, _relation, [pair[::-1] for pair in _pairs.split()], swapped=True)

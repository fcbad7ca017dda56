"""Ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import nodes as n
from .ordering import COMPARABLE, ORDERS, compare
from .ranges import Range
from .reasons import BAD_RANGE
from .run import ITEM, Run
from .scope import Scope
from .types import name_of
from .values import Code, Value, kind_of

if TYPE_CHECKING:
    from .compiler import Compiler


def compile_range(c: Compiler, node: n.RangeNode, scope: Scope) -> Code:
    start, end = c.code(node.start, scope), c.code(node.end, scope)
    opened, closed = node.start_included, node.end_included
    return lambda frame: make_range(frame[0], start(frame), end(frame), opened, closed)


def make_range(run: Run, start: Value, end: Value, start_included: bool, end_included: bool) -> Range | None:
    """The range, or null with a reason where its end points have no order or the wrong one."""
    run.grow(ITEM)
    if start is not None and end is not None and compare(run, "<=", start, end) is not True:
        return run.note(BAD_RANGE, start=name_of(start), end=name_of(end))
    return Range(start, end, start_included, end_included)


def compile_comparison_range(c: Compiler, node: n.ComparisonRange, scope: Scope) -> Code:
    value, operator = c.code(node.value, scope), node.operator
    return lambda frame: _compared(frame[0], operator, value(frame))


def _compared(run: Run, operator: str, end: Value) -> Range | None:
    """``(< 10)``; null with a reason where nothing comes before or after such an end point."""
    if operator in ORDERS and end is not None and kind_of(end) not in COMPARABLE:
        return run.note(BAD_RANGE, start=name_of(end), end=name_of(end))
    return Range.of_comparison(operator, end)

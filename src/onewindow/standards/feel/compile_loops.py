"""for, some, every (DMN 1.5 §10.3.2.14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, cast

from . import nodes as n
from .ranges import Range
from .reasons import NOT_ITERABLE, WRONG_OPERAND
from .run import ITEM, Run
from .scope import Scope
from .temporal import Date, civil_from_days
from .types import name_of
from .values import Code, Frame, Value, as_list

if TYPE_CHECKING:
    from .compiler import Compiler

Domain: TypeAlias = Callable[[Frame], Iterable[Value] | None]


def compile_for(c: Compiler, node: n.For, scope: Scope) -> Code:
    loops, scope = _iterators(c, node.iterators, scope)
    inner, (partial,) = scope.with_names(c.layout, ["partial"])
    body, cost = c.weighed(node.body, inner)

    def repeat(frame: Frame) -> Value:
        run: Run = frame[0]
        made: list[Value] = []
        for _ in _each(frame, loops, 0):
            run.tick(cost + 2)
            run.grow(ITEM)
            frame[partial] = made
            made.append(body(frame))
        return made

    return _guarded(_snapshots(c, node, repeat, partial, body, loops, cost))


def _snapshots(
    c: Compiler,
    node: n.For,
    plain: Code,
    partial: int,
    body: Code,
    loops: list[tuple[int, Domain]],
    cost: int,
) -> Code:
    """``partial`` is what was made so far; only a body that names it whole needs a copy each time."""
    if not names_whole(node.body, "partial"):
        return plain

    def repeat(frame: Frame) -> Value:
        run: Run = frame[0]
        made: list[Value] = []
        for _ in _each(frame, loops, 0):
            run.tick(cost + 2 + len(made) // 8)
            run.grow(ITEM + 8 * len(made))
            frame[partial] = made.copy()
            made.append(body(frame))
        return made

    return repeat


def names_whole(node: object, name: str) -> bool:
    """Whether the tree uses a name otherwise than as the base of a filter by place, ``partial[-1]``."""
    if isinstance(node, n.Name):
        return node.name == name
    if isinstance(node, n.Filter) and node.base == n.Name(getattr(node.base, "at", -1), name):
        return names_whole(node.condition, name) or not isinstance(node.condition, n.Literal)
    if isinstance(node, n.Foreign):
        return name in node.mentions
    if isinstance(node, tuple):
        parts = cast("tuple[object, ...]", node)
        return any(names_whole(part, name) for part in parts)
    slots: tuple[str, ...] = getattr(type(node), "__slots__", ())
    if type(node).__module__ != n.__name__:
        return False
    return any(names_whole(getattr(node, slot), name) for slot in slots)


class NotIterable(Exception):
    """A domain that cannot be gone through; the loop becomes null."""


def _guarded(code: Code) -> Code:
    def guarded(frame: Frame) -> Value:
        try:
            return code(frame)
        except NotIterable:
            return None

    return guarded


def compile_quantified(c: Compiler, node: n.Quantified, scope: Scope) -> Code:
    loops, inner = _iterators(c, node.iterators, scope)
    condition, cost = c.weighed(node.condition, inner)
    deciding = not node.every

    def quantify(frame: Frame) -> Value:
        run: Run = frame[0]
        answer: bool | None = not deciding
        for _ in _each(frame, loops, 0):
            run.tick(cost + 2)
            value = condition(frame)
            if value is deciding:
                return deciding
            if value is None:
                answer = None
            elif value is not (not deciding):
                return run.note(WRONG_OPERAND, operator="satisfies", kind=name_of(value))
        return answer

    return _guarded(quantify)


def _iterators(
    c: Compiler, iterators: Iterable[n.Iterator], scope: Scope
) -> tuple[list[tuple[int, Domain]], Scope]:
    loops: list[tuple[int, Domain]] = []
    for iterator in iterators:
        domain = _domain(c, iterator, scope)
        scope, (place,) = scope.with_names(c.layout, [iterator.name])
        loops.append((place, domain))
    return loops, scope


def _domain(c: Compiler, iterator: n.Iterator, scope: Scope) -> Domain:
    start = c.code(iterator.start, scope)
    if iterator.end is None:
        return lambda frame: items_of(frame[0], start(frame))
    end = c.code(iterator.end, scope)
    return lambda frame: _span(frame[0], start(frame), end(frame))


def _each(frame: Frame, loops: list[tuple[int, Domain]], level: int) -> Iterator[None]:
    """Set the variables to each combination in turn, the last one quickest."""
    place, domain = loops[level]
    items = domain(frame)
    if items is None:
        raise NotIterable
    last = level == len(loops) - 1
    for item in items:
        frame[place] = item
        if last:
            yield
        else:
            frame[0].tick(1)
            yield from _each(frame, loops, level + 1)


def items_of(run: Run, value: Value) -> Iterable[Value] | None:
    """What to go through one by one: a list, a range of whole steps, or a single value. None otherwise."""
    if type(value) is Range:
        return _of_range(run, value)
    if value is None:
        return run.note(NOT_ITERABLE, kind="null")
    return as_list(value)


def _of_range(run: Run, limits: Range) -> Iterable[Value] | None:
    if limits.operator is not None:
        return run.note(NOT_ITERABLE, kind="range")
    items = _span(run, limits.start, limits.end)
    if items is None:
        return None
    return (
        item
        for item in items
        if (limits.start_included or item != limits.start) and (limits.end_included or item != limits.end)
    )


def _span(run: Run, start: Value, end: Value) -> Iterable[Value] | None:
    """From one number or date to another by ones, upwards or downwards."""
    if type(start) is Decimal and type(end) is Decimal and abs(start) < 10**15 and abs(end) < 10**15:
        return _numbers(start, end)
    if type(start) is Date and type(end) is Date:
        return _days(run, start.ordinal(), end.ordinal())
    return run.note(NOT_ITERABLE, kind=f"range of {name_of(start)}")


def _numbers(start: Decimal, end: Decimal) -> Iterator[Decimal]:
    step = Decimal(1 if start <= end else -1)
    while (start <= end) if step > 0 else (start >= end):
        yield start
        start += step


def _days(run: Run, start: int, end: int) -> Iterator[Date]:
    step = 1 if start <= end else -1
    for day in range(start, end + step, step):
        run.tick(5)
        yield civil_from_days(day)

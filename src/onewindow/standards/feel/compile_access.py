"""Names, paths, filters and calls."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from . import nodes as n
from .errors import UnknownName
from .functions import Invocable
from .properties import property_of
from .reasons import BAD_FILTER, NOT_A_FUNCTION, UNKNOWN_NAME
from .run import ITEM, Run
from .scope import Scope
from .types import name_of
from .values import Code, Frame, Value, as_list, kind_of

if TYPE_CHECKING:
    from .compiler import Compiler

_MISSING = object()


def compile_name(c: Compiler, node: n.Name, scope: Scope) -> Code:
    name = node.name
    items, place = scope.find(name)
    base = _global(c, node, in_filter=bool(items)) if place is None else _local(place)
    if not items:
        return base

    def in_filter(frame: Frame) -> Value:
        for item in items:
            entries = frame[item]
            kind = kind_of(entries)
            if kind is dict and name in entries:
                return entries[name]
        return base(frame)

    return in_filter


def _local(place: int) -> Code:
    return lambda frame: frame[place]


def _global(c: Compiler, node: n.Name, *, in_filter: bool) -> Code:
    name = node.name
    builtin = c.builtins.get(name)
    if c.declared is not None and builtin is None and name not in c.declared and not in_filter:
        raise UnknownName(at=node.at, near=name, name=name, expected="a known name")
    c.free.setdefault(name, node.at)

    def look_up(frame: Frame) -> Value:
        value = frame[0].globals.get(name, _MISSING)
        if value is not _MISSING:
            return value
        return builtin if builtin is not None else frame[0].note(UNKNOWN_NAME, name=name)

    return look_up


def compile_path(c: Compiler, node: n.Path, scope: Scope) -> Code:
    base, name = c.code(node.base, scope), node.name

    def step(frame: Frame) -> Value:
        value = base(frame)
        kind = kind_of(value)
        if kind is dict and name in value:
            return value[name]
        return property_of(frame[0], value, name)

    return step


def compile_filter(c: Compiler, node: n.Filter, scope: Scope) -> Code:
    base = c.code(node.base, scope)
    if isinstance(node.condition, n.Literal) and type(node.condition.value) is Decimal:
        index = node.condition.value
        return lambda frame: _at(frame[0], _items(base(frame)), index)
    place = c.layout.place()
    inner = Scope(Scope(scope, {"item": place}), item=place)
    condition, cost = c.weighed(node.condition, inner)

    def filtered(frame: Frame) -> Value:
        return _filtered(frame, _items(base(frame)), condition, place, cost + 2)

    return filtered


def _items(value: Value) -> list[Value] | None:
    return None if value is None else as_list(value)


def _at(run: Run, items: list[Value] | None, index: Decimal) -> Value:
    """The item at a place counted from 1, or from the end where it is negative; null where there is none."""
    if items is None or index != index.to_integral_value():
        return None
    at = int(index) if abs(index) <= len(items) else 0
    return None if at == 0 else items[at - 1 if at > 0 else at]


def _filtered(frame: Frame, items: list[Value] | None, condition: Code, place: int, cost: int) -> Value:
    run: Run = frame[0]
    if items is None:
        return None
    if not items:
        frame[place] = None
        return None if type(condition(frame)) is Decimal else []
    kept: list[Value] = []
    for number, item in enumerate(items):
        run.tick(cost)
        frame[place] = item
        answer = condition(frame)
        if answer is True:
            kept.append(item)
        elif answer is not False and answer is not None:
            if type(answer) is Decimal and number == 0:
                return _at(run, items, answer)
            return run.note(BAD_FILTER, kind=name_of(answer))
    run.grow(ITEM * len(kept))
    return kept


def compile_call(c: Compiler, node: n.Call, scope: Scope) -> Code:
    callee = c.code(node.callee, scope)
    codes = [c.code(argument, scope) for argument in node.arguments]
    label = node.callee.name if isinstance(node.callee, n.Name) else "this"
    builtin = c.builtins.get(label)
    names = node.names

    def called(frame: Frame) -> Value:
        function = callee(frame)
        if not isinstance(function, Invocable):
            # A variable that happens to be called like a built-in function does not hide the function.
            if builtin is None:
                return frame[0].note(NOT_A_FUNCTION, name=label, kind=name_of(function))
            function = builtin
        arguments = [code(frame) for code in codes]
        if names is None:
            return function.invoke(frame[0], arguments)
        return function.invoke_named(frame[0], names, arguments)

    return called

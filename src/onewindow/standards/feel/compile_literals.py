"""Literals, lists and contexts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import nodes as n
from .functions import Closure
from .literals import parse_at_literal
from .reasons import DUPLICATE_KEY, NOT_A_LITERAL, OUT_OF_RANGE
from .run import ITEM
from .scope import Scope
from .values import Code, Frame, Value

if TYPE_CHECKING:
    from .compiler import Compiler


def constant(value: Value) -> Code:
    """Code that always answers one value."""
    return lambda frame: value


def compile_literal(c: Compiler, node: n.Literal, scope: Scope) -> Code:
    return constant(node.value)


def compile_at(c: Compiler, node: n.AtLiteral, scope: Scope) -> Code:
    value = parse_at_literal(node.text)
    if value is not None:
        return constant(value)
    text = node.text
    return lambda frame: frame[0].note(NOT_A_LITERAL, text=text, kind="date, time or duration")


def compile_list(c: Compiler, node: n.ListNode, scope: Scope) -> Code:
    codes = [c.code(item, scope) for item in node.items]
    cost = ITEM * (len(codes) + 1)

    def make(frame: Frame) -> Value:
        frame[0].grow(cost)
        return [code(frame) for code in codes]

    return make


def compile_context(c: Compiler, node: n.ContextNode, scope: Scope) -> Code:
    """Each entry sees the ones before it."""
    keys = [key for key, _ in node.entries]
    repeated = next((key for at, key in enumerate(keys) if key in keys[:at]), None)
    if repeated is not None:
        return lambda frame: frame[0].note(DUPLICATE_KEY, name=repeated)
    parts: list[tuple[str, int, Code]] = []
    for key, value in node.entries:
        code, scope, place = compile_entry(c, key, value, scope, function=isinstance(value, n.FunctionNode))
        parts.append((key, place, code))
    cost = ITEM * (len(parts) + 2)

    def make(frame: Frame) -> Value:
        frame[0].grow(cost)
        made: dict[str, Value] = {}
        for key, place, code in parts:
            made[key] = frame[place] = code(frame)
        return made

    return make


def compile_entry(
    c: Compiler, key: str, value: n.Node, scope: Scope, *, function: bool
) -> tuple[Code, Scope, int]:
    """Code of an entry, the scope of those after it, and its place.

    A function sees itself under its key and may call itself, unless that name means something already.
    """
    after, (place,) = scope.with_names(c.layout, [key])
    if not function or scope.find(key)[1] is not None or key in c.builtins or key in c.names:
        return c.code(value, scope), after, place
    code = c.code(value, after)

    def tied(frame: Frame) -> Value:
        made = code(frame)
        if isinstance(made, Closure):
            made.frame[place] = made
        return made

    return tied, after, place


def out_of_range(text: str) -> Code:
    """Code for a number that decimal128 cannot hold."""
    return lambda frame: frame[0].note(OUT_OF_RANGE, operator=text)

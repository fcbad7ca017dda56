"""Arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING

from . import nodes as n
from .arithmetic import negate, operate
from .numbers import CONTEXT
from .scope import Scope
from .values import Code, Frame, Value

if TYPE_CHECKING:
    from .compiler import Compiler

# The common case, two numbers, goes straight to the decimal context; everything else to the table.
_FAST: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
}


def compile_arithmetic(c: Compiler, node: n.Arithmetic, scope: Scope) -> Code:
    code = c.code(node.first, scope)
    if node.rest[0][0] == "**":
        return _powers(code, [c.code(operand, scope) for _, operand in node.rest])
    if len(node.rest) == 1:
        symbol, operand = node.rest[0]
        return _binary(symbol, code, c.code(operand, scope))
    return _chain(code, [(symbol, _FAST[symbol], c.code(operand, scope)) for symbol, operand in node.rest])


def _binary(symbol: str, left: Code, right: Code) -> Code:
    fast = _FAST[symbol]

    def binary(frame: Frame) -> Value:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            try:
                return fast(one, other)
            except DecimalException:
                pass
        return operate(frame[0], symbol, one, other)

    return binary


def _powers(first: Code, rest: list[Code]) -> Code:
    """Powers have no quick way: they may take a thousand times as long as a sum, which has to be paid."""

    def powers(frame: Frame) -> Value:
        value = first(frame)
        for code in rest:
            value = operate(frame[0], "**", value, code(frame))
        return value

    return powers


def _chain(first: Code, rest: list[tuple[str, Callable[[Decimal, Decimal], Decimal], Code]]) -> Code:
    def chain(frame: Frame) -> Value:
        value = first(frame)
        for symbol, fast, code in rest:
            other = code(frame)
            if type(value) is Decimal and type(other) is Decimal:
                try:
                    value = fast(value, other)
                    continue
                except DecimalException:
                    pass
            value = operate(frame[0], symbol, value, other)
        return value

    return chain


def compile_negation(c: Compiler, node: n.Negation, scope: Scope) -> Code:
    operand = c.code(node.operand, scope)
    return lambda frame: negate(frame[0], operand(frame))

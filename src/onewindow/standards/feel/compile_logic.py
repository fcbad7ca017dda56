"""Conditions: comparisons, and, or, in, between, instance of, if (three-valued, DMN 1.5 table 50)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from . import nodes as n
from .membership import matches
from .ordering import ORDERS, compare, relate
from .reasons import UNKNOWN_TYPE, WRONG_OPERANDS
from .run import Run
from .scope import Scope
from .types import instance_of, name_of, show, tested_type
from .values import Code, Frame, Value, kind_of

if TYPE_CHECKING:
    from .compiler import Compiler


def compile_comparison(c: Compiler, node: n.Comparison, scope: Scope) -> Code:
    left, right = c.code(node.left, scope), c.code(node.right, scope)
    symbol = node.operator
    if symbol in ("=", "!="):
        return lambda frame: relate(frame[0], symbol, left(frame), right(frame))
    fast = ORDERS[symbol]

    def order(frame: Frame) -> Value:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            return fast(one, other)
        return compare(frame[0], symbol, one, other)

    return order


def compile_between(c: Compiler, node: n.Between, scope: Scope) -> Code:
    value, low, high = (c.code(part, scope) for part in (node.value, node.low, node.high))

    def between(frame: Frame) -> Value:
        run, middle = frame[0], value(frame)
        above = compare(run, ">=", middle, low(frame))
        below = compare(run, "<=", middle, high(frame))
        return _both(above, below)

    return between


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def compile_in(c: Compiler, node: n.In, scope: Scope) -> Code:
    value = c.code(node.value, scope)
    inner, (place,) = scope.with_names(c.layout, ["?"])
    tests = [compile_test(c, test, inner, place) for test in node.tests]

    def within(frame: Frame) -> Value:
        frame[place] = value(frame)
        return any_of(frame, tests)

    return within


def any_of(frame: Frame, tests: list[Code]) -> bool | None:
    """True where one test passes; else null where one could not tell; else false."""
    answer: bool | None = False
    for test in tests:
        passed = test(frame)
        if passed is True:
            return True
        if passed is None:
            answer = None
    return answer


def compile_test(c: Compiler, test: n.Test, scope: Scope, place: int) -> Code:
    """One unary test of the value at a place of the frame."""
    if isinstance(test, n.OperatorTest):
        return _operator_test(c, test, scope, place)
    candidate = c.code(test.value, scope)
    if test.asks:
        return lambda frame: _asked(frame[place], candidate(frame))
    if isinstance(test.value, n.Literal):
        return _literal_test(test.value.value, place)

    def passes(frame: Frame) -> Value:
        found = candidate(frame)
        value = frame[place]
        if found is True and value is not True and value is not False:
            return True
        return matches(frame[0], value, found)

    return passes


def _asked(value: Value, answer: Value) -> bool | None:
    """A test that names its input is a condition."""
    return answer if answer is True or answer is False else None


def _literal_test(expected: Value, place: int) -> Code:
    kind = kind_of(expected)

    def passes(frame: Frame) -> Value:
        value = frame[place]
        return value == expected if type(value) is kind else matches(frame[0], value, expected)

    return passes


def _operator_test(c: Compiler, test: n.OperatorTest, scope: Scope, place: int) -> Code:
    symbol, limit = test.operator, c.code(test.value, scope)
    if symbol not in ORDERS:
        return lambda frame: relate(frame[0], symbol, frame[place], limit(frame))
    fast = ORDERS[symbol]

    def order(frame: Frame) -> Value:
        value, other = frame[place], limit(frame)
        if type(value) is Decimal and type(other) is Decimal:
            return fast(value, other)
        return compare(frame[0], symbol, value, other)

    return order


def compile_conjunction(c: Compiler, node: n.Conjunction, scope: Scope) -> Code:
    return _three_valued("and", [c.code(operand, scope) for operand in node.operands], False)


def compile_disjunction(c: Compiler, node: n.Disjunction, scope: Scope) -> Code:
    return _three_valued("or", [c.code(operand, scope) for operand in node.operands], True)


def _three_valued(symbol: str, codes: list[Code], deciding: bool) -> Code:
    """One deciding operand decides; else null where one is no yes/no; else the other truth value."""

    def judge(frame: Frame) -> Value:
        answer: bool | None = not deciding
        for code in codes:
            value = code(frame)
            if value is deciding:
                return deciding
            if value is not (not deciding):
                answer = _unclear(frame[0], symbol, value)
        return answer

    return judge


def _unclear(run: Run, symbol: str, value: Value) -> None:
    if value is not None:
        run.note(WRONG_OPERANDS, operator=symbol, left=name_of(value), right="boolean")


def compile_if(c: Compiler, node: n.If, scope: Scope) -> Code:
    condition = c.code(node.condition, scope)
    then, otherwise = c.code(node.then, scope), c.code(node.otherwise, scope)
    return lambda frame: then(frame) if condition(frame) is True else otherwise(frame)


def compile_instance_of(c: Compiler, node: n.InstanceOf, scope: Scope) -> Code:
    value = c.code(node.value, scope)
    kind = tested_type(node.type, c.types)
    if kind is None:
        name = show(node.type)
        return lambda frame: frame[0].note(UNKNOWN_TYPE, name=name)
    return lambda frame: instance_of(value(frame), kind)

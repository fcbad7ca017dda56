"""Unary tests: the cells of a decision table, and what stands right of ``in``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import nodes as n
from .errors import FeelSyntaxError

if TYPE_CHECKING:
    from .parser import Parser

_OPERATORS = frozenset({"<", "<=", ">", ">=", "=", "!="})
_CONTINUES = frozenset({".", "[", "(", "+", "-", "*", "/", "**"})


def parse_tests(p: Parser) -> n.UnaryTestsNode:
    """The whole text as tests: ``-``, ``not(...)``, or tests joined by commas (grammar rules 12 to 15)."""
    token = p.scanner.peek()
    if token.kind == "end":
        return n.UnaryTestsNode(0, ())
    if token.value == "-" and token.kind == "operator" and not p.scanner.text[token.end :].strip():
        return n.UnaryTestsNode(token.start, ())
    negated = _negated(p) if token.kind == "name" and token.value == "not" else None
    if negated is not None:
        return negated
    tests = _comma_tests(p)
    if p.scanner.peek().kind != "end":
        p.fail("the tests should have ended")
    return n.UnaryTestsNode(token.start, tests)


def _negated(p: Parser) -> n.UnaryTestsNode | None:
    """``not(tests)`` over the whole text; None where it is a call of the function inside something larger."""
    mark = p.mark()
    start = p.scanner.next().start
    try:
        p.expect("(")
        tests = _comma_tests(p)
        p.expect(")")
        if p.scanner.peek().kind == "end":
            return n.UnaryTestsNode(start, tests, negated=True)
    except FeelSyntaxError:
        pass
    p.rewind(mark)
    return None


def _comma_tests(p: Parser) -> tuple[n.Test, ...]:
    tests = [_test(p)]
    while p.accept(","):
        tests.append(_test(p))
    return tuple(tests)


def _test(p: Parser) -> n.Test:
    token = p.scanner.peek()
    if token.kind == "operator" and token.value in _OPERATORS:
        p.scanner.next()
        return n.OperatorTest(token.start, token.value, p.additive())
    before = p.asks
    value = p.expression()
    return n.ExpressionTest(token.start, value, p.asks > before)


def parse_in_tests(p: Parser) -> tuple[n.Test, ...]:
    """What stands right of ``in``: one test, or several in brackets."""
    token = p.scanner.peek()
    if token.kind == "operator" and token.value == "(":
        tests = _bracketed(p)
        if tests is not None:
            return tests
    if token.kind == "operator" and token.value in _OPERATORS:
        p.scanner.next()
        return (n.OperatorTest(token.start, token.value, p.additive()),)
    return (n.ExpressionTest(token.start, p.additive()),)


def _bracketed(p: Parser) -> tuple[n.Test, ...] | None:
    """``(a, b, > c)``; None where the bracket opens a range or a larger expression."""
    mark = p.mark()
    p.scanner.next()
    try:
        tests = _comma_tests(p)
        p.expect(")")
        following = p.scanner.peek()
        if following.kind != "operator" or following.value not in _CONTINUES:
            return tests
    except FeelSyntaxError:
        pass
    p.rewind(mark)
    return None

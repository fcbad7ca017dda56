"""What follows a value: a path, a filter, a call, ``instance of``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import nodes as n
from .errors import FeelSyntaxError
from .names import normal
from .parse_primary import join_words, parse_primary
from .parse_types import parse_type

if TYPE_CHECKING:
    from .parser import Parser

_MOST_CHAINED = 100


def parse_postfix(p: Parser) -> n.Node:
    """A primary expression with everything that hangs on it."""
    node = parse_primary(p)
    for _ in range(_MOST_CHAINED):
        token = p.scanner.peek()
        if token.kind == "operator" and token.value == ".":
            p.scanner.next()
            node = n.Path(token.start, node, _property(p))
        elif token.kind == "operator" and token.value == "(":
            node = _call(p, node)
        elif token.kind == "operator" and token.value == "[":
            filtered = _filter(p, node)
            if filtered is None:
                return node
            node = filtered
        elif token.kind == "keyword" and token.value == "instance":
            p.scanner.next()
            if p.scanner.next().value != "of":
                p.fail("“of” was expected")
            node = n.InstanceOf(token.start, node, parse_type(p))
        else:
            return node
    raise p.scanner.fail("there are too many steps in a row")


def _property(p: Parser) -> str:
    added = p.declare(p.properties)
    token = p.scanner.next()
    p.withdraw(added)
    if token.kind not in ("name", "keyword"):
        raise p.scanner.fail("a name was expected after the dot", token)
    return join_words(p, token.value)


def _filter(p: Parser, base: n.Node) -> n.Node | None:
    """``base[condition]``; None where the bracket closes a range instead, as in ``[1..10[``."""
    if p.in_endpoint:
        return _perhaps_filter(p, base)
    at = p.scanner.next().start
    added = p.declare([*p.properties, "item"])
    condition = p.expression()
    p.withdraw(added)
    p.expect("]")
    return n.Filter(at, base, condition)


def _perhaps_filter(p: Parser, base: n.Node) -> n.Node | None:
    mark = p.mark()
    try:
        p.in_endpoint = False
        found = _filter(p, base)
    except FeelSyntaxError:
        p.rewind(mark)
        return None
    p.in_endpoint = True
    return found


def _call(p: Parser, callee: n.Node) -> n.Node:
    at = p.scanner.next().start
    arguments: list[n.Node] = []
    names: list[str] = []
    if p.accept(")"):
        return n.Call(at, callee, ())
    named = p.scanner.label_ahead()
    while True:
        if named:
            names.append(normal(p.scanner.take_until(":,)(")))
            p.expect(":")
        arguments.append(p.expression())
        if not p.accept(","):
            break
    p.expect(")")
    return n.Call(at, callee, tuple(arguments), tuple(names) if named else None)

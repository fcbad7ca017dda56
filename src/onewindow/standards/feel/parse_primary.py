"""The expressions that stand on their own: literals, names, brackets, and the words that open a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import nodes as n
from .names import normal
from .numbers import parse_number
from .parse_types import parse_type

if TYPE_CHECKING:
    from .parser import Parser
    from .scanner import Token
    from .types import Type

_CONSTANTS = {"true": True, "false": False, "null": None}
_VALUES = frozenset({"number", "string", "at", "name"})
_RANGE_OPERATORS = frozenset({"<", "<=", ">", ">=", "=", "!="})


def parse_primary(p: Parser) -> n.Node:
    """One expression that no operator opens."""
    token = p.scanner.next()
    if token.kind == "name":
        return _name(p, token)
    if token.kind == "number":
        value = parse_number(token.value)
        return n.Literal(token.start, value)
    if token.kind == "string":
        return n.Literal(token.start, token.value)
    if token.kind == "at":
        return n.AtLiteral(token.start, token.value)
    if token.kind == "keyword":
        return _sentence(p, token)
    if token.value in ("(", "[", "]", "{"):
        return _bracket(p, token)
    raise p.scanner.fail("a value was expected", token)


def join_words(p: Parser, name: str) -> str:
    """Words that follow a name can only belong to it: nothing in the grammar has two names side by side."""
    while True:
        token = p.scanner.peek()
        if token.kind != "name":
            return normal(name)
        p.scanner.next()
        name = f"{name} {token.value}"


def _name(p: Parser, token: Token) -> n.Node:
    if token.value == "?":
        p.asks += 1
    return n.Name(token.start, join_words(p, token.value))


def _sentence(p: Parser, token: Token) -> n.Node:
    word = token.value
    if word in _CONSTANTS:
        return n.Literal(token.start, _CONSTANTS[word])
    if word == "if":
        return _if(p, token.start)
    if word == "function":
        return _function(p, token.start)
    if word in ("for", "some", "every"):
        return _iteration(p, token)
    raise p.scanner.fail("a value was expected", token)


def _if(p: Parser, at: int) -> n.Node:
    condition = p.expression()
    p.expect("then")
    then = p.expression()
    p.expect("else")
    return n.If(at, condition, then, p.expression())


def _iteration(p: Parser, token: Token) -> n.Node:
    """``for``, ``some`` or ``every``: each variable is known to the domains after it and to the body."""
    iterators: list[n.Iterator] = []
    added: list[str] = []
    while True:
        name = _declared(p, "in")
        p.expect("in")
        start = p.expression()
        end = p.expression() if p.accept("..") else None
        iterators.append(n.Iterator(name, start, end))
        added += p.declare([name])
        if not p.accept(","):
            break
    p.expect("return" if token.value == "for" else "satisfies")
    if token.value == "for":
        added += p.declare(["partial"])
    body = p.expression()
    p.withdraw(added)
    if token.value == "for":
        return n.For(token.start, tuple(iterators), body)
    return n.Quantified(token.start, token.value == "every", tuple(iterators), body)


def _declared(p: Parser, stop: str) -> str:
    """The name of a new variable, which may be several words, up to a keyword."""
    words: list[str] = []
    while not p.ahead(stop):
        token = p.scanner.next()
        if token.kind not in ("name", "number") and token.value not in (".", "-", "+", "*", "/"):
            raise p.scanner.fail(f"a name and “{stop}” were expected", token)
        words.append(p.scanner.text[token.start : token.end])
    if not words:
        p.fail("a name was expected")
    return normal(" ".join(words))


def _function(p: Parser, at: int) -> n.Node:
    p.expect("(")
    parameters: list[tuple[str, Type | None]] = []
    while not p.ahead(")"):
        name = normal(p.scanner.take_until(":,)"))
        if not name:
            p.fail("the name of a parameter was expected")
        parameters.append((name, parse_type(p) if p.accept(":") else None))
        if not p.accept(","):
            break
    p.expect(")")
    external = p.scanner.word_follows() == "external"
    if external:
        p.scanner.next()
    added = p.declare(name for name, _ in parameters)
    body = p.expression()
    p.withdraw(added)
    return n.FunctionNode(at, tuple(parameters), body, external)


def _bracket(p: Parser, token: Token) -> n.Node:
    if token.value == "{":
        return _context(p, token.start)
    # ``[]1..2]]`` is a list of a range: nothing else has a value right after ``[]``.
    if token.value == "[" and p.ahead("]") and p.scanner.kind_after_next() not in _VALUES:
        p.scanner.next()
        return n.ListNode(token.start, ())
    operator = p.scanner.peek()
    if token.value == "(" and operator.kind == "operator" and operator.value in _RANGE_OPERATORS:
        return _comparison_range(p, token.start)
    first = p.expression()
    if p.accept(".."):
        return range_from(p, token, first)
    if token.value == "(":
        p.expect(")")
        return first
    if token.value == "]":
        p.fail("“..” was expected")
    items = [first]
    while p.accept(","):
        items.append(p.expression())
    p.expect("]")
    return n.ListNode(token.start, tuple(items))


def range_from(p: Parser, opening: Token, start: n.Node) -> n.Node:
    """The rest of a range, after its dots."""
    outer, p.in_endpoint = p.in_endpoint, True
    end = p.additive()
    p.in_endpoint = outer
    closing = p.scanner.next()
    if closing.value not in ("]", ")", "["):
        raise p.scanner.fail("the end of the range was expected", closing)
    return n.RangeNode(opening.start, start, end, opening.value == "[", closing.value == "]")


def _comparison_range(p: Parser, at: int) -> n.Node:
    operator = p.scanner.next().value
    value = p.additive()
    p.expect(")")
    return n.ComparisonRange(at, operator, value)


def _context(p: Parser, at: int) -> n.Node:
    """Each entry is known to the entries after it."""
    entries: list[tuple[str, n.Node]] = []
    added: list[str] = []
    while not p.ahead("}"):
        key = _key(p)
        p.expect(":")
        entries.append((key, p.expression()))
        added += p.declare([key])
        p.see_property(key)
        if not p.accept(","):
            break
    p.expect("}")
    p.withdraw(added)
    return n.ContextNode(at, tuple(entries))


def _key(p: Parser) -> str:
    token = p.scanner.peek()
    if token.kind == "string":
        return p.scanner.next().value
    key = normal(p.scanner.take_until(':,{}[]()"'))
    if not key or key[0].isdigit():
        p.fail("a key was expected")
    return key

"""Types as FEEL writes them (DMN 1.5 §10.3.1.2, rule 54)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .names import normal
from .types import BUILT_IN_NAMES, ContextType, FunctionType, ListType, Named, RangeType, Type

if TYPE_CHECKING:
    from .parser import Parser


def parse_type(p: Parser) -> Type:
    """One type. Its name may be several words, and of another model, with a dot."""
    p.depth += 1
    if p.depth > 60:
        p.fail("it is nested too deeply")
    kind = _type(p)
    p.depth -= 1
    return kind


def _type(p: Parser) -> Type:
    added = p.declare([*BUILT_IN_NAMES, *p.type_names])
    token = p.scanner.next()
    p.withdraw(added)
    if token.value == "function" and p.ahead("<"):
        return _function(p)
    if token.value in ("list", "range") and p.accept("<"):
        item = parse_type(p)
        p.expect(">")
        return ListType(item) if token.value == "list" else RangeType(item)
    if token.value == "context" and p.accept("<"):
        return _context(p)
    if token.kind not in ("name", "keyword"):
        raise p.scanner.fail("a type was expected", token)
    return Named(_rest_of_name(p, token.value))


def _rest_of_name(p: Parser, name: str) -> str:
    while True:
        token = p.scanner.peek()
        if token.kind == "name":
            p.scanner.next()
            name = f"{name} {token.value}"
        elif token.value == "." and token.kind == "operator":
            p.scanner.next()
            name = f"{name}.{p.scanner.next().value}"
        else:
            return normal(name)


def _function(p: Parser) -> Type:
    p.expect("<")
    parameters: list[Type] = []
    while not p.ahead(">"):
        parameters.append(parse_type(p))
        if not p.accept(","):
            break
    p.expect(">")
    p.expect("->")
    return FunctionType(tuple(parameters), parse_type(p))


def _context(p: Parser) -> Type:
    fields: list[tuple[str, Type]] = []
    while not p.ahead(">"):
        name = normal(p.scanner.take_until(":>,"))
        p.expect(":")
        fields.append((name, parse_type(p)))
        if not p.accept(","):
            break
    p.expect(">")
    return ContextType(tuple(fields))

"""The type of an expression, as far as the text alone tells it. It says Any rather than guess."""

from __future__ import annotations

from collections.abc import Mapping

from . import nodes as n
from .literals import parse_at_literal
from .types import ANY, BOOLEAN, NUMBER, STRING, ContextType, FunctionType, ListType, Type, type_of

_CONDITIONS = (n.Comparison, n.Between, n.In, n.Conjunction, n.Disjunction, n.InstanceOf, n.Quantified)


def infer(node: n.Node, names: Mapping[str, Type | None]) -> Type:
    """The most special type that every value of the expression has, or Any."""
    if isinstance(node, n.Literal):
        return type_of(node.value)
    if isinstance(node, n.AtLiteral):
        return type_of(parse_at_literal(node.text))
    if isinstance(node, n.Name):
        return names.get(node.name) or ANY
    if isinstance(node, n.ListNode):
        return ListType(_common([infer(item, names) for item in node.items]))
    if isinstance(node, n.ContextNode):
        return ContextType(tuple((key, infer(value, names)) for key, value in node.entries))
    if isinstance(node, _CONDITIONS):
        return BOOLEAN
    if isinstance(node, n.Arithmetic):
        return _arithmetic(node, names)
    if isinstance(node, n.If):
        return _common([infer(node.then, names), infer(node.otherwise, names)])
    if isinstance(node, n.FunctionNode):
        inner = {**names, **dict(node.parameters)}
        return FunctionType(tuple(kind or ANY for _, kind in node.parameters), infer(node.body, inner))
    return ANY


def _common(kinds: list[Type]) -> Type:
    return kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else ANY


def _arithmetic(node: n.Arithmetic, names: Mapping[str, Type | None]) -> Type:
    kind = _common([infer(part, names) for part in (node.first, *(operand for _, operand in node.rest))])
    return kind if kind in (NUMBER, STRING) else ANY

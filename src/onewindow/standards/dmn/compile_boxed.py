"""Boxed expressions to FEEL's tree, so that FEEL's own rules of evaluation are the only ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from onewindow.kernel.errors import N_
from onewindow.standards.feel import nodes as n
from onewindow.standards.feel.compile_literals import compile_entry
from onewindow.standards.feel.compiler import Compiler
from onewindow.standards.feel.errors import FeelSyntaxError
from onewindow.standards.feel.reasons import DUPLICATE_KEY, ReasonKind
from onewindow.standards.feel.scope import Scope
from onewindow.standards.feel.types import FunctionType
from onewindow.standards.feel.unit import Unit, local_names
from onewindow.standards.feel.values import Code, Frame, Value

from .errors import ModelNotValid
from .item_types import ItemTypes, fitted
from .model import (
    Boxed,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedIterator,
    BoxedList,
    Conditional,
    DecisionTable,
    Invocation,
    Literal,
    Relation,
)

NOT_FEEL = ReasonKind("not-feel", N_("“{text}” is not a FEEL expression."))
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Builder:
    """What the expressions of one decision, or of one knowledge model, are compiled with.

    :param owner: the id that fired rules are noted under.
    :param tolerant: an expression that is not FEEL answers null, instead of making the model invalid.
    """

    unit: Unit
    types: ItemTypes
    owner: str
    label: str
    tolerant: bool = False
    problems: list[str] = field(default_factory=list[str])

    def code(self, boxed: Boxed, scope: Scope) -> Code:
        """Code of an expression in a scope, its value fitted to the declared type."""
        return self.unit.compiler.code(self.node(boxed), scope)

    def node(self, boxed: Boxed) -> n.Node:
        """The tree of an expression."""
        node = _NODES[type(boxed)](self, boxed)
        return (
            node
            if _says_its_result(self, boxed, boxed.type_ref)
            else _Typed(self, boxed.type_ref).around(node)
        )

    def parsed(self, text: str, scope: Scope) -> Code:
        """Code of FEEL text in a scope. Raises ModelNotValid, unless tolerant."""
        try:
            node = self.unit.parser(text, local_names(scope)).whole()
            return self.unit.compiler.code(node, scope)
        except FeelSyntaxError as problem:
            return self.refused(text, problem)

    def parsed_tests(self, text: str, place: int, scope: Scope) -> Code | None:
        """Code of unary tests. Raises ModelNotValid, unless tolerant."""
        try:
            return self.unit.tests(text, place, scope)
        except FeelSyntaxError as problem:
            return self.refused(text, problem)

    def refused(self, text: str, problem: FeelSyntaxError) -> Code:
        if not self.tolerant:
            raise ModelNotValid(element=self.label, rule=problem.text()) from problem
        self.problems.append(f"{self.label}: {problem.text()}")
        return lambda frame: frame[0].note(NOT_FEEL, text=text)


@dataclass(frozen=True, slots=True)
class _Typed:
    builder: Builder
    type_ref: str | None

    def around(self, node: n.Node) -> n.Node:
        """The expression with its value fitted to a declared type."""
        types = self.builder.types
        kind, limits = types.named(self.type_ref), types.limits(self.type_ref)
        if kind is None:
            return node

        def build(compiler: Compiler, scope: Scope) -> Code:
            inner = compiler.code(node, scope)
            return fitted(inner, kind, limits)

        return n.Foreign(0, build, _mentions(node))


def _says_its_result(b: Builder, boxed: Boxed, type_ref: str | None) -> bool:
    """Whether the type that stands at a function is that of its result, as some editors have it."""
    return isinstance(boxed, BoxedFunction) and not isinstance(b.types.named(type_ref), FunctionType)


def _mentions(node: n.Node) -> frozenset[str]:
    return node.mentions if isinstance(node, n.Foreign) else frozenset({"partial"})


def _literal(b: Builder, boxed: Literal) -> n.Node:
    text = boxed.text or "null"
    return n.Foreign(0, lambda compiler, scope: b.parsed(text, scope), frozenset(_WORD.findall(text)))


def _context(b: Builder, boxed: BoxedContext) -> n.Node:
    """Without a result row it is a context; with one, that row's value."""
    names = [entry.name for entry in boxed.entries if entry.name is not None]
    repeated = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if repeated is not None:
        return n.Foreign(0, lambda c, s: lambda frame: frame[0].note(DUPLICATE_KEY, name=repeated))
    named = [(entry, b.node(entry.value)) for entry in boxed.entries]

    def build(compiler: Compiler, scope: Scope) -> Code:
        parts: list[tuple[str | None, int, Code]] = []
        for entry, node in named:
            if not _says_its_result(b, entry.value, entry.type_ref):
                node = _Typed(b, entry.type_ref).around(node)
            if entry.name is None:
                parts.append((None, 0, compiler.code(node, scope)))
                continue
            function = isinstance(entry.value, BoxedFunction)
            code, scope, place = compile_entry(compiler, entry.name, node, scope, function=function)
            parts.append((entry.name, place, code))
        return _run_context(parts)

    return n.Foreign(0, build, frozenset({"partial"}))


def _run_context(parts: list[tuple[str | None, int, Code]]) -> Code:
    def make(frame: Frame) -> Value:
        frame[0].grow(100 * len(parts))
        made: dict[str, Value] = {}
        for name, place, code in parts:
            value = code(frame)
            if name is None:
                return value
            made[name] = frame[place] = value
        return made

    return make


def _list(b: Builder, boxed: BoxedList) -> n.Node:
    return n.ListNode(0, tuple(b.node(item) for item in boxed.items))


def _relation(b: Builder, boxed: Relation) -> n.Node:
    """A list of contexts, one for each row. A cell does not see the cells before it."""

    def build(compiler: Compiler, scope: Scope) -> Code:
        rows = [[compiler.code(b.node(cell), scope) for cell in row] for row in boxed.rows]
        columns = boxed.columns

        def make(frame: Frame) -> Value:
            frame[0].grow(100 * len(rows) * (len(columns) + 1))
            return [{name: code(frame) for name, code in zip(columns, row, strict=True)} for row in rows]

        return make

    return n.Foreign(0, build, frozenset({"partial"}))


def _invocation(b: Builder, boxed: Invocation) -> n.Node:
    names = tuple(name for name, _ in boxed.bindings)
    return n.Call(0, b.node(boxed.callee), tuple(b.node(value) for _, value in boxed.bindings), names or None)


def _function(b: Builder, boxed: BoxedFunction) -> n.Node:
    parameters = tuple((name, b.types.named(kind)) for name, kind in boxed.parameters)
    body = b.node(boxed.body) if boxed.kind == "FEEL" else n.Literal(0, None)
    return n.FunctionNode(0, parameters, body, external=boxed.kind != "FEEL")


def _conditional(b: Builder, boxed: Conditional) -> n.Node:
    return n.If(0, b.node(boxed.condition), b.node(boxed.then), b.node(boxed.otherwise))


def _filter(b: Builder, boxed: BoxedFilter) -> n.Node:
    return n.Filter(0, b.node(boxed.base), b.node(boxed.match))


def _iterator(b: Builder, boxed: BoxedIterator) -> n.Node:
    iterators = (n.Iterator(boxed.variable, b.node(boxed.domain)),)
    body = b.node(boxed.body)
    if boxed.kind == "for":
        return n.For(0, iterators, body)
    return n.Quantified(0, boxed.kind == "every", iterators, body)


def _table(b: Builder, boxed: DecisionTable) -> n.Node:
    from .tables import compile_table

    return n.Foreign(0, lambda compiler, scope: compile_table(b, boxed, scope), frozenset({"partial"}))


_NODES: dict[type, Callable[[Builder, Any], n.Node]] = {
    Literal: _literal,
    BoxedContext: _context,
    BoxedList: _list,
    Relation: _relation,
    Invocation: _invocation,
    BoxedFunction: _function,
    Conditional: _conditional,
    BoxedFilter: _filter,
    BoxedIterator: _iterator,
    DecisionTable: _table,
}

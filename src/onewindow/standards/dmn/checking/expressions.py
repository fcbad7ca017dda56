"""Boxed expressions and their texts, checked with the names and types that they see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from onewindow.standards.feel.checking import check_tests, checked
from onewindow.standards.feel.remarks import Remark
from onewindow.standards.feel.types import ANY, BOOLEAN, ContextType, FunctionType, ListType, RangeType, Type

from ..item_types import ItemTypes
from ..model import (
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
from .findings import EXPRESSION, Finding

Names = Mapping[str, Type | None]
_MANY_HITS = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


@dataclass(slots=True)
class ExpressionCheck:
    """Goes through the expression of one element and collects what is certainly wrong in it."""

    element: str
    items: ItemTypes
    found: list[Finding] = field(default_factory=list[Finding])

    def type_of(self, boxed: Boxed, names: Names, expected: str | None = None) -> Type:
        """The type of an expression. ``expected``: the name of the type that is declared for it."""
        wanted = self.items.named(expected) or self.items.named(boxed.type_ref)
        if isinstance(boxed, Literal):
            kind = self.text(boxed.text or "null", names, wanted, self.element)
        else:
            kind = _RULES[type(boxed)](self, boxed, names)
        return wanted if wanted not in (None, ANY) else kind

    def text(
        self,
        text: str,
        names: Names,
        wanted: Type | None,
        place: str,
        column: str | None = None,
        rules: tuple[str, ...] = (),
    ) -> Type:
        """The type of FEEL text; what is wrong with it is kept."""
        remarks, kind = checked(
            text,
            names=names,
            expected=wanted,
            types=self.items.types,
            properties=self.items.component_names(),
        )
        self.keep(remarks, text, place, column, rules)
        return kind

    def tests(self, text: str, value: Type, names: Names, column: str, rules: tuple[str, ...]) -> None:
        """Check an input cell."""
        properties = self.items.component_names()
        remarks = check_tests(text, value=value, names=names, types=self.items.types, properties=properties)
        self.keep(remarks, text, column, column, rules)

    def keep(
        self,
        remarks: tuple[Remark, ...],
        text: str,
        place: str,
        column: str | None,
        rules: tuple[str, ...],
    ) -> None:
        for remark in remarks:
            values = {"place": place, "text": text, "problem": remark.text(), "remark": remark}
            self.found.append(
                Finding(
                    remark.code,
                    "error",
                    self.element,
                    EXPRESSION,
                    column=column,
                    rules=rules,
                    values=values,
                )
            )


def _context(c: ExpressionCheck, boxed: BoxedContext, names: Names) -> Type:
    fields: dict[str, Type] = {}
    for entry in boxed.entries:
        inner = {**names, **fields}
        if entry.name is None:
            return c.type_of(entry.value, inner, entry.type_ref)
        if isinstance(entry.value, BoxedFunction):
            inner[entry.name] = ANY
        fields[entry.name] = c.type_of(entry.value, inner, entry.type_ref)
    return ContextType(tuple(fields.items()))


def _list(c: ExpressionCheck, boxed: BoxedList, names: Names) -> Type:
    kinds = {c.type_of(item, names) for item in boxed.items}
    return ListType(kinds.pop() if len(kinds) == 1 else ANY)


def _relation(c: ExpressionCheck, boxed: Relation, names: Names) -> Type:
    for row in boxed.rows:
        for cell in row:
            c.type_of(cell, names)
    return ListType(ContextType(tuple((column, ANY) for column in boxed.columns)))


def _invocation(c: ExpressionCheck, boxed: Invocation, names: Names) -> Type:
    callee = c.type_of(boxed.callee, names)
    for _, value in boxed.bindings:
        c.type_of(value, names)
    return callee.returns if isinstance(callee, FunctionType) else ANY


def _function(c: ExpressionCheck, boxed: BoxedFunction, names: Names) -> Type:
    kinds = {name: c.items.named(reference) or ANY for name, reference in boxed.parameters}
    returns = c.type_of(boxed.body, {**names, **kinds}) if boxed.kind == "FEEL" else ANY
    return FunctionType(tuple(kinds.values()), returns)


def _conditional(c: ExpressionCheck, boxed: Conditional, names: Names) -> Type:
    c.type_of(boxed.condition, names)
    kinds = {c.type_of(boxed.then, names), c.type_of(boxed.otherwise, names)}
    return kinds.pop() if len(kinds) == 1 else ANY


def _filter(c: ExpressionCheck, boxed: BoxedFilter, names: Names) -> Type:
    base = c.type_of(boxed.base, names)
    item = base.item if isinstance(base, ListType) else base
    if isinstance(item, ContextType) and item.fields:
        c.type_of(boxed.match, {**names, "item": item, **dict(item.fields)})
    return base if isinstance(base, ListType) else ANY


def _iterator(c: ExpressionCheck, boxed: BoxedIterator, names: Names) -> Type:
    domain = c.type_of(boxed.domain, names)
    item = domain.item if isinstance(domain, ListType | RangeType) else ANY
    body = c.type_of(boxed.body, {**names, boxed.variable: item, "partial": ListType(ANY)})
    return ListType(body) if boxed.kind == "for" else BOOLEAN


def _table(c: ExpressionCheck, boxed: DecisionTable, names: Names) -> Type:
    kinds: list[Type] = []
    for clause in boxed.inputs:
        wanted = c.items.named(clause.type_ref)
        kind = c.text(clause.expression or "null", names, wanted, clause.label, clause.label)
        kinds.append(wanted or kind)
    for rule in boxed.rules:
        for text, kind, clause in zip(rule.inputs, kinds, boxed.inputs, strict=True):
            c.tests(text, kind, names, clause.label, (rule.id,))
        for text, output in zip(rule.outputs, boxed.outputs, strict=True):
            wanted = c.items.named(output.type_ref)
            c.text(text or "null", names, wanted, output.label, output.label, (rule.id,))
    if len(boxed.outputs) > 1 or boxed.hit_policy in _MANY_HITS:
        return ANY
    return next((c.items.named(output.type_ref) or ANY for output in boxed.outputs), ANY)


_RULES: dict[type, Callable[[ExpressionCheck, Any, Names], Type]] = {
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

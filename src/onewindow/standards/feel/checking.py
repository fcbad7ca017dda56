"""Static checks of expressions: unknown names, and what can only be null because of its types.

The check is one-sided. It speaks only where a fault is certain: what has no known type is never a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import nodes as n
from .builtins import BUILTINS, NAMES, could_take
from .builtins.results import RESULTS
from .errors import FeelSyntaxError
from .inference import infer
from .literals import parse_at_literal
from .operand_types import arithmetic_type, comparable
from .parser import Parser
from .properties import READER_NAMES
from .remarks import (
    ARGUMENTS,
    CONDITION,
    DUPLICATE,
    NO_FUNCTION,
    NO_SUCH_ENTRY,
    NOT_FEEL,
    OPERANDS,
    RESULT,
    UNKNOWN,
    Remark,
    RemarkKind,
)
from .types import (
    ANY,
    BOOLEAN,
    FUNCTION,
    NULL,
    NUMBER,
    ContextType,
    FunctionType,
    ListType,
    Named,
    RangeType,
    Type,
    TypeNames,
    built_in,
    conforms,
    resolve,
    show,
    tested_type,
    type_of,
)

Names = Mapping[str, Type | None]


def type_named(text: str, types: TypeNames | None = None) -> Type | None:
    """The type that FEEL writes so, such as ``list<number>``; None where there is none."""
    from .parse_types import parse_type

    try:
        return resolve(parse_type(Parser(text, names=(), type_names=types or {})), types or {})
    except FeelSyntaxError:
        return None


def check_expression(
    text: str,
    *,
    names: Names,
    expected: Type | None = None,
    types: TypeNames | None = None,
    properties: Iterable[str] = (),
) -> tuple[Remark, ...]:
    """What is certainly wrong with an expression.

    :param names: the names that it will see, with their types; None for a type that is not known.
    :param expected: the type that its value must have.
    :param types: the types that a model declares.
    :param properties: names of more than one word that may follow a dot.
    """
    return checked(text, names=names, expected=expected, types=types, properties=properties)[0]


def checked(
    text: str,
    *,
    names: Names,
    expected: Type | None = None,
    types: TypeNames | None = None,
    properties: Iterable[str] = (),
) -> tuple[tuple[Remark, ...], Type]:
    """The remarks of ``check_expression``, and the type of the expression."""
    try:
        parser = Parser(text, names=(*NAMES, *names), type_names=types or {}, properties=properties)
        node = parser.whole()
    except FeelSyntaxError as problem:
        return (_not_feel(problem),), ANY
    check = Checker(types or {})
    kind = check.type(node, Surroundings(names))
    if expected is not None:
        check.expect(node.at, kind, expected)
    return tuple(check.remarks), kind


def check_tests(
    text: str,
    *,
    value: Type | None,
    names: Names,
    types: TypeNames | None = None,
    properties: Iterable[str] = (),
) -> tuple[Remark, ...]:
    """What is certainly wrong with unary tests of a value of some type; otherwise as ``check_expression``."""
    try:
        parser = Parser(text, names=(*NAMES, *names), type_names=types or {}, properties=properties)
        node = parser.whole_tests()
    except FeelSyntaxError as problem:
        return (_not_feel(problem),)
    check = Checker(types or {})
    around = Surroundings({**names, "?": value})
    for test in node.tests:
        check.test(test, value or ANY, around)
    return tuple(check.remarks)


def _not_feel(problem: FeelSyntaxError) -> Remark:
    return Remark(NOT_FEEL, int(str(problem.values.get("at", 0))), dict(problem.values))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names of a place. ``open`` where there may be more that nothing tells of."""

    names: Names
    open: bool = False

    def with_names(self, more: Names, *, open: bool = False) -> Surroundings:
        return Surroundings({**self.names, **more}, self.open or open)


@dataclass(slots=True)
class Checker:
    """Goes through a tree, answers types, and collects remarks."""

    types: TypeNames
    remarks: list[Remark] = field(default_factory=list[Remark])

    def type(self, node: n.Node, around: Surroundings) -> Type:
        """The type of an expression, Any where it is not certain."""
        return _RULES[type(node)](self, node, around)

    def note(self, kind: RemarkKind, at: int, **values: object) -> Type:
        self.remarks.append(Remark(kind, at, values))
        return ANY

    def expect(self, at: int, kind: Type, expected: Type) -> None:
        """Remark on a result that cannot be what is declared."""
        if not _could_be(kind, expected):
            self.note(RESULT, at, type=show(kind), expected=show(expected))

    def condition(self, node: n.Node, around: Surroundings) -> None:
        kind = self.type(node, around)
        if kind not in (ANY, BOOLEAN, NULL) and kind != ListType(BOOLEAN) and kind != ListType(ANY):
            self.note(CONDITION, node.at, type=show(kind))

    def test(self, test: n.Test, value: Type, around: Surroundings) -> None:
        """One unary test of a value of that type."""
        kind = self.type(test.value, around)
        if isinstance(test, n.OperatorTest):
            if not comparable(test.operator, value, kind):
                self.note(OPERANDS, test.at, operator=test.operator, left=show(value), right=show(kind))
        elif not test.asks and not _could_match(value, kind):
            self.note(OPERANDS, test.at, operator="in", left=show(value), right=show(kind))

    def compare(self, at: int, operator: str, left: Type, right: Type) -> Type:
        if not comparable(operator, left, right):
            self.note(OPERANDS, at, operator=operator, left=show(left), right=show(right))
        return BOOLEAN


def _could_be(kind: Type, expected: Type) -> bool:
    """Whether a value of one type may, converted as the standard allows, be of another."""
    if kind in (ANY, NULL) or expected == ANY or conforms(kind, expected):
        return True
    if isinstance(kind, ListType):
        inner = expected.item if isinstance(expected, ListType) else expected
        return _could_be(kind.item, inner)
    if isinstance(expected, ListType):
        return _could_be(kind, expected.item)
    if isinstance(kind, ContextType) and isinstance(expected, ContextType):
        fields = dict(kind.fields)
        return not fields or all(
            name in fields and _could_be(fields[name], field) for name, field in expected.fields
        )
    if isinstance(kind, RangeType) and isinstance(expected, RangeType):
        return _could_be(kind.item, expected.item)
    if isinstance(kind, FunctionType) or isinstance(expected, FunctionType):
        return isinstance(kind, FunctionType) and (isinstance(expected, FunctionType) or expected == FUNCTION)
    return (kind, expected) == (Named("date"), Named("date and time"))


def _could_match(value: Type, candidate: Type) -> bool:
    if candidate in (ANY, NULL, BOOLEAN) or value in (ANY, NULL):
        return True
    if isinstance(candidate, ListType | RangeType):
        return _could_match(value, candidate.item)
    return isinstance(value, ListType) or comparable("=", value, candidate)


# -- the rules, one for each kind of node -------------------------------------------------------------------


def _literal(c: Checker, node: n.Literal, around: Surroundings) -> Type:
    return type_of(node.value)


def _at(c: Checker, node: n.AtLiteral, around: Surroundings) -> Type:
    return type_of(parse_at_literal(node.text))


def _name(c: Checker, node: n.Name, around: Surroundings) -> Type:
    if node.name in around.names:
        return around.names[node.name] or ANY
    if node.name in BUILTINS or around.open:
        return ANY
    return c.note(UNKNOWN, node.at, name=node.name)


def _list(c: Checker, node: n.ListNode, around: Surroundings) -> Type:
    kinds = {c.type(item, around) for item in node.items} - {NULL}
    return ListType(kinds.pop() if len(kinds) == 1 else ANY)


def _context(c: Checker, node: n.ContextNode, around: Surroundings) -> Type:
    fields: dict[str, Type] = {}
    for key, value in node.entries:
        if key in fields:
            c.note(DUPLICATE, node.at, name=key)
        fields[key] = ANY  # what a function sees of itself
        fields[key] = c.type(value, around.with_names(fields))
    return ContextType(tuple(fields.items()))


def _arithmetic(c: Checker, node: n.Arithmetic, around: Surroundings) -> Type:
    left = c.type(node.first, around)
    for operator, operand in node.rest:
        right = c.type(operand, around)
        result = arithmetic_type(operator, left, right)
        if result is None:
            c.note(OPERANDS, operand.at, operator=operator, left=show(left), right=show(right))
        left = result or ANY
    return left


def _negation(c: Checker, node: n.Negation, around: Surroundings) -> Type:
    return c.type(node.operand, around)


def _comparison(c: Checker, node: n.Comparison, around: Surroundings) -> Type:
    return c.compare(node.at, node.operator, c.type(node.left, around), c.type(node.right, around))


def _between(c: Checker, node: n.Between, around: Surroundings) -> Type:
    value = c.type(node.value, around)
    c.compare(node.at, ">=", value, c.type(node.low, around))
    return c.compare(node.at, "<=", value, c.type(node.high, around))


def _in(c: Checker, node: n.In, around: Surroundings) -> Type:
    value = c.type(node.value, around)
    for test in node.tests:
        c.test(test, value, around.with_names({"?": value}))
    return BOOLEAN


def _all_conditions(c: Checker, node: n.Conjunction | n.Disjunction, around: Surroundings) -> Type:
    for operand in node.operands:
        c.condition(operand, around)
    return BOOLEAN


def _if(c: Checker, node: n.If, around: Surroundings) -> Type:
    c.condition(node.condition, around)
    kinds = {c.type(node.then, around), c.type(node.otherwise, around)} - {NULL}
    return kinds.pop() if len(kinds) == 1 else ANY


def _iterators(c: Checker, iterators: Iterable[n.Iterator], around: Surroundings) -> Surroundings:
    for iterator in iterators:
        kind = c.type(iterator.start, around)
        if iterator.end is not None:
            c.type(iterator.end, around)
        elif isinstance(kind, ListType | RangeType):
            kind = kind.item
        around = around.with_names({iterator.name: kind})
    return around


def _for(c: Checker, node: n.For, around: Surroundings) -> Type:
    inner = _iterators(c, node.iterators, around).with_names({"partial": ListType(ANY)})
    return ListType(c.type(node.body, inner))


def _quantified(c: Checker, node: n.Quantified, around: Surroundings) -> Type:
    c.condition(node.condition, _iterators(c, node.iterators, around))
    return BOOLEAN


def _function(c: Checker, node: n.FunctionNode, around: Surroundings) -> Type:
    kinds = {name: None if kind is None else resolve(kind, c.types) for name, kind in node.parameters}
    returns = ANY if node.external else c.type(node.body, around.with_names(kinds))
    return FunctionType(tuple(kind or ANY for kind in kinds.values()), returns)


def _path(c: Checker, node: n.Path, around: Surroundings) -> Type:
    return _entry(c, node, c.type(node.base, around))


def _entry(c: Checker, node: n.Path, base: Type) -> Type:
    if isinstance(base, ListType):
        return ListType(_entry(c, node, base.item))
    if isinstance(base, ContextType):
        fields = dict(base.fields)
        if node.name in fields or not fields:
            return fields.get(node.name, ANY)
        return c.note(NO_SUCH_ENTRY, node.at, name=node.name, type=show(base))
    if base in (ANY, NULL) or node.name in READER_NAMES.get(show(base).partition("<")[0], ()):
        return ANY
    return c.note(NO_SUCH_ENTRY, node.at, name=node.name, type=show(base))


def _filter(c: Checker, node: n.Filter, around: Surroundings) -> Type:
    base = c.type(node.base, around)
    item = base.item if isinstance(base, ListType) else base
    fields = dict(item.fields) if isinstance(item, ContextType) else {}
    known = isinstance(item, ContextType) and bool(fields)
    closed = known or (isinstance(item, Named) and item != ANY)
    inner = around.with_names({"item": item, **fields}, open=not closed)
    kind = c.type(node.condition, inner)
    if kind == NUMBER:
        return item
    if kind not in (ANY, BOOLEAN, NULL):
        c.note(CONDITION, node.condition.at, type=show(kind))
    return base if isinstance(base, ListType) else ListType(base)


def _call(c: Checker, node: n.Call, around: Surroundings) -> Type:
    given = [c.type(argument, around) for argument in node.arguments]
    if isinstance(node.callee, n.Name):
        name, known = node.callee.name, around.names.get(node.callee.name)
        if name not in around.names and name in BUILTINS:
            return _built_in(c, node, name, given)
        if name in around.names and name in BUILTINS and not isinstance(known, FunctionType):
            return ANY
    callee = c.type(node.callee, around)
    label = node.callee.name if isinstance(node.callee, n.Name) else show(callee)
    if isinstance(callee, FunctionType):
        return _declared(c, node, label, callee, given)
    if callee not in (ANY, FUNCTION) and not isinstance(callee, ListType):
        c.note(NO_FUNCTION, node.at, name=label, type=show(callee))
    return ANY


def _declared(c: Checker, node: n.Call, label: str, callee: FunctionType, given: list[Type]) -> Type:
    fits = len(given) == len(callee.parameters)
    if fits and node.names is None:
        fits = all(_could_be(kind, taken) for kind, taken in zip(given, callee.parameters, strict=True))
    if not fits:
        c.note(ARGUMENTS, node.at, name=label, given=", ".join(map(show, given)))
    return callee.returns


def _built_in(c: Checker, node: n.Call, name: str, given: list[Type]) -> Type:
    if not could_take(name, given, node.names):
        c.note(ARGUMENTS, node.at, name=name, given=_given(node, given))
    return (built_in(RESULTS[name]) or ANY) if name in RESULTS else ANY


def _given(node: n.Call, given: list[Type]) -> str:
    if node.names is None:
        return ", ".join(map(show, given))
    return ", ".join(f"{name}: {show(kind)}" for name, kind in zip(node.names, given, strict=True))


def _instance_of(c: Checker, node: n.InstanceOf, around: Surroundings) -> Type:
    c.type(node.value, around)
    if tested_type(node.type, c.types) is None:
        c.note(UNKNOWN, node.at, name=show(node.type))
    return BOOLEAN


def _range(c: Checker, node: n.RangeNode, around: Surroundings) -> Type:
    start, end = c.type(node.start, around), c.type(node.end, around)
    c.compare(node.at, "<=", start, end)
    return RangeType(start if start == end else ANY)


def _comparison_range(c: Checker, node: n.ComparisonRange, around: Surroundings) -> Type:
    return RangeType(c.type(node.value, around))


def _foreign(c: Checker, node: n.Foreign, around: Surroundings) -> Type:
    return infer(node, {})


_RULES: dict[type, Callable[[Checker, Any, Surroundings], Type]] = {
    n.Literal: _literal,
    n.AtLiteral: _at,
    n.Name: _name,
    n.ListNode: _list,
    n.ContextNode: _context,
    n.Arithmetic: _arithmetic,
    n.Negation: _negation,
    n.Comparison: _comparison,
    n.Between: _between,
    n.In: _in,
    n.Conjunction: _all_conditions,
    n.Disjunction: _all_conditions,
    n.If: _if,
    n.For: _for,
    n.Quantified: _quantified,
    n.FunctionNode: _function,
    n.Path: _path,
    n.Filter: _filter,
    n.Call: _call,
    n.InstanceOf: _instance_of,
    n.RangeNode: _range,
    n.ComparisonRange: _comparison_range,
    n.Foreign: _foreign,
}

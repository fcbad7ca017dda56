"""Boxed expressions from XML (DMN 1.5 clause 7.3 and 8.3)."""

from __future__ import annotations

from collections.abc import Callable

from onewindow.standards.safexml import Element, local_name

from .errors import ModelNotValid
from .model import (
    Boxed,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedIterator,
    BoxedList,
    Conditional,
    ContextEntry,
    Invocation,
    Literal,
    Relation,
)
from .read_tables import read_table
from .xml import child, children, label_of, name_of

EMPTY = Literal("null")
_FEEL = ("feel", "dmn/20151101/feel", "/feel/", "friendly enough expression language")


def read_expression(element: Element | None) -> Boxed | None:
    """The expression among an element's children, if there is one."""
    if element is None:
        return None
    for part in children(element):
        reader = _READERS.get(local_name(part))
        if reader is not None:
            return reader(part)
    return None


def _inside(element: Element, name: str) -> Boxed:
    return read_expression(child(element, name)) or EMPTY


def _literal(element: Element) -> Boxed:
    language = element.get("expressionLanguage")
    if language and not is_feel(language):
        raise ModelNotValid(
            element=element.get("id") or "literalExpression", rule=f"its language is {language}, not FEEL"
        )
    return Literal(label_of(element) or "", element.get("typeRef"))


def is_feel(language: str) -> bool:
    """Whether a language is FEEL, by the names and addresses that editors write."""
    return any(name in language.lower() for name in _FEEL)


def _context(element: Element) -> Boxed:
    entries: list[ContextEntry] = []
    for part in children(element, "contextEntry"):
        variable = child(part, "variable")
        name = name_of(variable) if variable is not None else None
        kind = variable.get("typeRef") if variable is not None else None
        entries.append(ContextEntry(name, kind, read_expression(part) or EMPTY))
    return BoxedContext(tuple(entries), element.get("typeRef"))


def _list(element: Element) -> Boxed:
    readers = ((part, _READERS.get(local_name(part))) for part in children(element))
    return BoxedList(tuple(read(part) for part, read in readers if read), element.get("typeRef"))


def _relation(element: Element) -> Boxed:
    columns = tuple(name_of(column) for column in children(element, "column"))
    rows: list[tuple[Boxed, ...]] = []
    for row in children(element, "row"):
        readers = ((part, _READERS.get(local_name(part))) for part in children(row))
        rows.append(tuple(read(part) for part, read in readers if read))
    if any(len(row) != len(columns) for row in rows):
        raise ModelNotValid(
            element=element.get("id") or "relation", rule="each row must have one cell for each column"
        )
    return Relation(columns, tuple(rows), element.get("typeRef"))


def _invocation(element: Element) -> Boxed:
    bindings: list[tuple[str, Boxed]] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        if parameter is not None:
            bindings.append((name_of(parameter), read_expression(binding) or EMPTY))
    return Invocation(read_expression(element) or EMPTY, tuple(bindings), element.get("typeRef"))


def read_function(element: Element) -> BoxedFunction:
    """A function definition, also as the logic of a knowledge model."""
    parameters = tuple((name_of(part), part.get("typeRef")) for part in children(element, "formalParameter"))
    kind = element.get("kind") or "FEEL"
    return BoxedFunction(parameters, read_expression(element) or EMPTY, kind, element.get("typeRef"))


def _conditional(element: Element) -> Boxed:
    parts = (_inside(element, name) for name in ("if", "then", "else"))
    return Conditional(*parts, type_ref=element.get("typeRef"))


def _filter(element: Element) -> Boxed:
    return BoxedFilter(_inside(element, "in"), _inside(element, "match"), element.get("typeRef"))


def _iterator(element: Element) -> Boxed:
    kind = local_name(element)
    variable = " ".join((element.get("iteratorVariable") or "").split())
    body = _inside(element, "return" if kind == "for" else "satisfies")
    return BoxedIterator(kind, variable, _inside(element, "in"), body, element.get("typeRef"))


_READERS: dict[str, Callable[[Element], Boxed]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": read_function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iterator,
    "some": _iterator,
    "every": _iterator,
    "decisionTable": read_table,
}

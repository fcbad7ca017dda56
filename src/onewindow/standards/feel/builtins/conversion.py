"""Conversion functions beside those of dates and times (DMN 1.5 table 72)."""

import re
from decimal import Decimal

from .. import nodes as n
from ..compile_ranges import make_range
from ..durations import DaysTimeDuration, YearsMonthsDuration
from ..errors import FeelSyntaxError
from ..literals import parse_at_literal
from ..names import is_simple
from ..numbers import parse_number, plain
from ..parser import Parser
from ..ranges import Range
from ..reasons import NOT_A_LITERAL, WRONG_ARGUMENT
from ..run import CHARACTER, Run
from ..temporal import Date, DateTime, Time
from ..types import name_of
from ..values import Value, kind_of
from .registry import BUILTINS, builtin

_GROUPING = frozenset({" ", ",", "."})
_DECIMAL = frozenset({",", "."})
_DIGITS = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_WITHOUT_START = re.compile(r"\s*[(\]]\s*\.\.(?P<end>.+)(?P<bracket>[)\]\[])\s*", re.DOTALL)
_WITHOUT_END = re.compile(r"\s*(?P<bracket>[(\]\[])(?P<end>.+)\.\.\s*[)\[]\s*", re.DOTALL)
_OPERATORS = {
    (bracket, starts): (">" if starts else "<") + ("=" if included else "")
    for starts, brackets in ((True, "(]["), (False, ")[]"))
    for bracket, included in zip(brackets, (False, False, True), strict=True)
}
_OF_DATES = ("date", "time", "date and time", "duration")


@builtin("number(from: string, grouping separator: string?, decimal separator: string?)")
def number(run: Run, text: str, grouping: str | None, decimal: str | None) -> Value:
    if (grouping is not None and grouping not in _GROUPING) or (
        decimal is not None and decimal not in _DECIMAL
    ):
        return run.note(WRONG_ARGUMENT, name="number", value="these separators")
    if grouping is not None and grouping == (decimal or "."):
        return run.note(WRONG_ARGUMENT, name="number", value="one separator for both uses")
    digits = text.replace(grouping, "") if grouping else text
    if decimal == ",":
        digits = digits.replace(".", " ").replace(",", ".")
    value = parse_number(digits) if _DIGITS.fullmatch(digits) else None
    return run.note(NOT_A_LITERAL, text=text, kind="number") if value is None else value


@builtin("string(from: Any?)")
def string(run: Run, value: Value) -> Value:
    if value is None or type(value) is str:
        return value
    text = show(run, value)
    run.grow(CHARACTER * len(text))
    return text


def show(run: Run, value: Value) -> str:
    """A value as text; inside lists and contexts, text is quoted."""
    run.tick(8)
    kind = kind_of(value)
    if kind is Decimal:
        return plain(value)
    if kind is bool:
        return "true" if value else "false"
    if kind in (Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration):
        return str(value)
    if kind is list:
        return f"[{', '.join(_inner(run, item) for item in value)}]"
    if kind is dict:
        return f"{{{', '.join(f'{_key(key)}: {_inner(run, item)}' for key, item in value.items())}}}"
    return _range(run, value) if kind is Range else name_of(value)


def _inner(run: Run, value: Value) -> str:
    text = "null" if value is None else quoted(value) if type(value) is str else show(run, value)
    run.grow(CHARACTER * len(text))
    return text


def quoted(text: str) -> str:
    """The text as a FEEL string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def _key(key: str) -> str:
    return key if is_simple(key) or all(is_simple(word) for word in key.split(" ")) else quoted(key)


def _range(run: Run, value: Range) -> str:
    if value.operator is not None:
        end = value.start if value.start is not None else value.end
        return f"({value.operator} {_inner(run, end)})"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{_inner(run, value.start)}..{_inner(run, value.end)}{closing}"


@builtin("range(from: string)")
def range_of_text(run: Run, text: str) -> Value:
    """A range written out, with literal end points of one kind (grammar rule 66)."""
    open_ended = _WITHOUT_START.fullmatch(text) or _WITHOUT_END.fullmatch(text)
    if open_ended is not None:
        return _without_limit(run, text, open_ended)
    node = _read(text)
    if not isinstance(node, n.RangeNode):
        return run.note(NOT_A_LITERAL, text=text, kind="range")
    start, end = _end_point(run, node.start), _end_point(run, node.end)
    if start is None or end is None or type(start) is not type(end):
        return run.note(NOT_A_LITERAL, text=text, kind="range")
    return make_range(run, start, end, node.start_included, node.end_included)


def _read(text: str) -> n.Node | None:
    try:
        return Parser(text, names=("date and time",)).whole()
    except FeelSyntaxError:
        return None


def _without_limit(run: Run, text: str, found: re.Match[str]) -> Value:
    """``[2..)`` is ``>= 2``, ``(..2)`` is ``< 2``: the side without an end point has to be open."""
    node = _read(found["end"])
    end = None if node is None else _end_point(run, node)
    if end is None:
        return run.note(NOT_A_LITERAL, text=text, kind="range")
    return Range.of_comparison(_OPERATORS[found["bracket"], found.re is _WITHOUT_END], end)


def _end_point(run: Run, node: n.Node) -> Value:
    if isinstance(node, n.Literal) and type(node.value) in (Decimal, str):
        return node.value
    if isinstance(node, n.AtLiteral):
        return parse_at_literal(node.text)
    if isinstance(node, n.Call) and isinstance(node.callee, n.Name) and node.callee.name in _OF_DATES:
        arguments = [part.value for part in node.arguments if isinstance(part, n.Literal)]
        if len(arguments) == len(node.arguments):
            return BUILTINS[node.callee.name].invoke(run, arguments)
    return None

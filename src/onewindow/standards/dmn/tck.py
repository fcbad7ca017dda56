"""Run a folder laid out like the public conformance kit of DMN: models, and test cases with expected results.

python -m onewindow.standards.dmn.tck DIR [--verbose]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from onewindow.kernel.errors import OnewindowError
from onewindow.standards import safexml
from onewindow.standards.feel import Budget, BudgetSpent
from onewindow.standards.feel.boundary import to_feel
from onewindow.standards.feel.equality import times_equal
from onewindow.standards.feel.literals import parse_date, parse_date_time, parse_duration, parse_time
from onewindow.standards.feel.temporal import DateTime, Time
from onewindow.standards.feel.values import Value, as_list, kind_of
from onewindow.standards.safexml import Element, local_name

from .definitions import Definitions
from .evaluation import Decided, evaluate, evaluate_knowledge, evaluate_service
from .loading import load
from .model import Decision, DecisionService, InputData, KnowledgeModel
from .reader import read_model

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_NOW = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)
_CLOSE = Decimal("0.00000001")
_BUDGET = Budget(steps=20_000_000, memory=500_000_000, depth=500)
_DEEP = 20_000
_KINDS: dict[str, type] = {"decision": Decision, "bkm": KnowledgeModel, "decisionService": DecisionService}
_SKIPPED = ("non-compliant",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expected result: where it stands, and what was expected and got, as text."""

    case: str
    passed: bool
    expected: str
    got: str


def run_folder(root: Path) -> Iterator[Outcome]:
    """Run every test file below a folder, in order of path."""
    for path in sorted(root.rglob("*.xml")):
        if not any(part in _SKIPPED for part in path.parts):
            yield from run_file(path)


def run_file(path: Path) -> Iterator[Outcome]:
    """Run the cases of one test file against the model beside it."""
    root = safexml.parse(path.read_bytes())
    if local_name(root) != "testCases":
        return
    definitions = _load(path, (root.findtext("{*}modelName") or "").strip())
    for case in root.iterchildren("{*}testCase"):
        for result in case.iterchildren("{*}resultNode"):
            name = f"{path.parent.name}/{case.get('id') or '?'} {result.get('name')}"
            yield _judge(name, definitions, case, result)


def _load(test: Path, model: str) -> Definitions | str:
    """The model that a test file names, or the only one beside it."""
    beside = sorted(test.parent.glob("*.dmn"))
    path = test.parent / model if model or len(beside) != 1 else beside[0]
    try:
        data = path.read_bytes()
        others = [other for other in beside if other != path and _is_model(other)]
        # Where two files have the namespace that is imported, the one that the import names counts.
        others.sort(key=lambda other: f'locationURI="{other.name}"'.encode() in data)
        return load(data, imports=[other.read_bytes() for other in others], tolerant=True)
    except (OnewindowError, OSError) as problem:
        return f"model refused: {problem}"


def _is_model(path: Path) -> bool:
    try:
        read_model(path.read_bytes(), tolerant=True)
    except OnewindowError:
        return False
    return True


def _judge(name: str, definitions: Definitions | str, case: Element, result: Element) -> Outcome:
    expected = _value(result.find("{*}expected"))
    if isinstance(definitions, str):
        return Outcome(name, False, _show(expected), definitions)
    try:
        decided = _decide(definitions, case, result)
    except BudgetSpent as problem:
        return Outcome(name, expected is None, _show(expected), f"null ({problem})")
    except OnewindowError as problem:
        return Outcome(name, False, _show(expected), f"{type(problem).__name__}: {problem}")
    got = to_feel(decided.value)
    why = "; ".join(reason.text() for reason in decided.reasons)
    return Outcome(name, same(expected, got), _show(expected), f"{_show(got)}{f' ({why})' if why else ''}")


def _decide(definitions: Definitions, case: Element, result: Element) -> Decided:
    inputs: dict[str, object] = {
        _key(definitions, node): _value(node) for node in case.iterchildren("{*}inputNode")
    }
    target = " ".join((result.get("name") or "").split())
    home = result.get("namespace") or case.get("namespace")
    kind = case.get("type") or result.get("type") or "decision"
    name = " ".join((case.get("invocableName") or "").split()) or target
    asked = _element(definitions, _KINDS.get(kind, Decision), name, home)
    if asked in definitions.knowledge_by_id:
        return evaluate_knowledge(definitions, knowledge=asked, arguments=inputs, now=_NOW, budget=_BUDGET)
    if asked in definitions.services_by_id:
        decided = evaluate_service(definitions, service=asked, inputs=inputs, now=_NOW, budget=_BUDGET)
        return _of_service(decided, target)
    return evaluate(definitions, decision=asked, inputs=inputs, now=_NOW, budget=_BUDGET)


def _element(definitions: Definitions, kind: type, name: str, namespace: str | None) -> str:
    """The id of what a case asks: of that kind if there is one, and of the model that it names or its own."""
    elements = definitions.elements
    found = [key for key, (_, known) in definitions.names.items() if known == name]
    found = [key for key in found if not isinstance(elements[key], InputData)]

    def distance(key: str) -> tuple[bool, bool, bool]:
        named = namespace is not None and key.startswith(f"{namespace}#")
        return not isinstance(elements[key], kind), not named, "#" in key

    return min(found, key=distance, default=name)


def _of_service(decided: Decided, target: str) -> Decided:
    """A test names one output of a service that may have several."""
    values: Value = decided.value
    if kind_of(values) is dict and target in values:
        return Decided(values[target], decided.reasons, decided.fired)
    return decided


def _key(definitions: Definitions, node: Element) -> str:
    """The name of an input; its id where the case says which model it is of."""
    name, namespace = _name(node), node.get("namespace")
    ids = [
        key
        for key, (_, known) in definitions.names.items()
        if known == name and key.startswith(f"{namespace}#")
    ]
    return ids[0] if namespace and ids else name


def _name(node: Element) -> str:
    return " ".join((node.get("name") or "").split())


def _value(element: Element | None) -> Value:
    """What a ``value``, ``list`` or some ``component`` elements say."""
    if element is None:
        return None
    parts = [part for part in element if local_name(part) in ("value", "list", "component")]
    if not parts or (parts[0].get(f"{_XSI}nil") == "true" and local_name(parts[0]) != "component"):
        return None
    first = parts[0]
    if local_name(first) == "value":
        return _simple(first)
    if local_name(first) == "list":
        return [_value(item) for item in first.iterchildren("{*}item")]
    return {_name(part): None if part.get(f"{_XSI}nil") == "true" else _value(part) for part in parts}


def _simple(element: Element) -> Value:
    text = element.text or ""
    kind = (element.get(f"{_XSI}type") or "string").rpartition(":")[2]
    reader = _READERS.get(kind)
    return text if reader is None else reader(text.strip())


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


_READERS: dict[str, Callable[[str], Value]] = {
    "boolean": lambda text: text in ("true", "1"),
    "decimal": _number,
    "double": _number,
    "float": _number,
    "integer": _number,
    "int": _number,
    "long": _number,
    "date": parse_date,
    "time": parse_time,
    "dateTime": parse_date_time,
    "duration": parse_duration,
    "dayTimeDuration": parse_duration,
    "yearMonthDuration": parse_duration,
}


def same(expected: Value, got: Value) -> bool:
    """Equal as the kit's own runners have it: numbers to eight decimals."""
    if isinstance(expected, Decimal) and isinstance(got, Decimal):
        return abs(expected - got) <= _CLOSE * max(1, abs(expected).scaleb(-12))
    kind = kind_of(expected)
    if kind is not kind_of(got):
        return False
    if kind is list:
        items = as_list(expected)
        return len(items) == len(got) and all(map(same, items, got))
    if kind is dict:
        entries: Value = expected
        return entries.keys() == got.keys() and all(same(entries[key], got[key]) for key in entries)
    return expected == got or _same_moment(expected, got)


def _same_moment(expected: Value, got: Value) -> bool:
    """XML has no names of zones: the same moment at the zone's offset will do."""
    if isinstance(expected, DateTime):
        if expected.is_local or got.is_local or expected.time.nanosecond != got.time.nanosecond:
            return False
        return expected.offset() == got.offset() and expected.epoch_seconds() == got.epoch_seconds()
    if isinstance(expected, Time) and isinstance(got, Time):
        return expected.nanosecond == got.nanosecond and times_equal(expected, got)
    return False


def _show(value: Value) -> str:
    if kind_of(value) is list:
        return f"[{', '.join(map(_show, as_list(value)))}]"
    if kind_of(value) is dict:
        entries: dict[str, Value] = value
        return f"{{{', '.join(f'{key}: {_show(item)}' for key, item in entries.items())}}}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f'"{value}"' if isinstance(value, str) else str(value)


def report(root: Path, *, verbose: bool = False) -> tuple[int, int]:
    """Run a folder, print each failing case (``verbose``: with expected and got) and the totals last."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEP))
    try:
        return _reported(root, verbose)
    finally:
        sys.setrecursionlimit(before)


def _reported(root: Path, verbose: bool) -> tuple[int, int]:
    passed = failed = 0
    for outcome in run_folder(root):
        passed += outcome.passed
        failed += not outcome.passed
        if not outcome.passed:
            detail = f"\n    expected {outcome.expected}\n    got      {outcome.got}" if verbose else ""
            print(f"FAILED {outcome.case}{detail}")
    print(f"{passed} passed, {failed} failed")
    return passed, failed


if __name__ == "__main__":
    _, _failures = report(Path(sys.argv[1]), verbose="--verbose" in sys.argv)
    sys.exit(1 if _failures else 0)

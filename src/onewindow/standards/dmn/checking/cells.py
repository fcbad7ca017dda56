"""The cells of an input column as sets of regions, where they only depend on the input itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from onewindow.standards.feel import nodes as n
from onewindow.standards.feel.builtins import NAMES
from onewindow.standards.feel.errors import BudgetSpent, FeelSyntaxError
from onewindow.standards.feel.parser import Parser
from onewindow.standards.feel.ranges import Range
from onewindow.standards.feel.run import Run
from onewindow.standards.feel.types import Type, class_of
from onewindow.standards.feel.unit import Unit
from onewindow.standards.feel.values import Code, Value, as_list, kind_of

from .scale import SCALES, Region, regions_of

_CONSTANT = (
    n.Literal,
    n.AtLiteral,
    n.Negation,
    n.Arithmetic,
    n.ListNode,
    n.RangeNode,
    n.ComparisonRange,
    n.Call,
)
_PURE = frozenset({"date", "time", "date and time", "duration", "years and months duration"})


@dataclass(frozen=True, slots=True)
class Column:
    """One input of a table, or several that ask the same, as sets of rules.

    :param certain: for each region the rules whose cells pass for certain, as bits.
    :param possible: the same with the rules whose cells cannot be told.
    :param unclear: (rule number, cell) of cells that cannot be told.
    """

    label: str
    expression: str
    regions: tuple[Region, ...]
    certain: tuple[int, ...]
    possible: tuple[int, ...]
    unclear: tuple[tuple[int, str], ...]


def column_of(
    *, label: str, expression: str, cells: list[list[str]], allowed: list[str], kind: Type | None
) -> Column:
    """A column.

    :param cells: for each rule its cells in this column, all of which must pass.
    :param allowed: tests that the input's values are known to pass.
    :param kind: its type, where that is declared.
    """
    known_cells = {text: _Cell.read(text) for text in {text for texts in cells for text in texts}}
    read = [[known_cells[text] for text in texts] for texts in cells]
    limits = [_Cell.read(text) for text in allowed]
    known = [cell for cell in (*(cell for row in read for cell in row), *limits) if cell.known]
    of, values = _kind([value for cell in known for value in cell.values], class_of(kind))
    regions = regions_of(of, values, with_null=any(None in cell.values for cell in known))
    regions = [region for region in regions if all(limit.passes(region) is not False for limit in limits)]
    certain, possible = [0] * len(regions), [0] * len(regions)
    unclear: list[tuple[int, str]] = []
    usable = {text: cell for text, cell in known_cells.items() if cell.known and _fits(cell, of)}
    passed = {text: [cell.passes(region) is True for region in regions] for text, cell in usable.items()}
    for number, row in enumerate(read):
        clear = [passed[cell.text] for cell in row if cell.text in usable]
        unclear += [(number, cell.text) for cell in row if cell.text not in usable]
        for at in range(len(regions)):
            if all(answers[at] for answers in clear):
                possible[at] |= 1 << number
                certain[at] |= (1 << number) if len(clear) == len(row) else 0
    return Column(label, expression, tuple(regions), tuple(certain), tuple(possible), tuple(unclear))


def _kind(values: list[Value], declared: type | None) -> tuple[type | None, list[Value]]:
    """The class of a column's values, and those of the values that are of it."""
    counted = [kind_of(value) for value in values if value is not None]
    found = declared or (max(set(counted), key=counted.count) if counted else None)
    return found, [value for value in values if kind_of(value) is found]


def _fits(cell: _Cell, kind: type | None) -> bool:
    """Whether a cell only mentions values that the regions tell apart."""
    for value in cell.values:
        if value is not None and kind_of(value) is not kind:
            return False
        if kind in SCALES and value is not None and SCALES[kind].key(value) is None:
            return False
    return kind is not str or not cell.ordered


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as code; ``values`` are those that it mentions, ``known`` whether it mentions nothing else."""

    text: str
    known: bool
    values: tuple[Value, ...] = ()
    ordered: bool = False
    unit: Unit | None = None
    place: int = 0
    code: Code | None = None

    @classmethod
    def read(cls, text: str) -> _Cell:
        try:
            node = Parser(text, names=NAMES).whole_tests()
        except FeelSyntaxError:
            return cls(text, known=False)
        if not all(_is_constant(test.value) and not _asks(test) for test in node.tests):
            return cls(text, known=False)
        try:
            values = [value for test in node.tests for value in _mentioned(_value(test.value))]
        except BudgetSpent:
            return cls(text, known=False)
        ordered = any(_has_order(test) for test in node.tests)
        unit = Unit()
        scope, place = unit.local("?")
        code = unit.compiled_tests(node, place, scope)
        return cls(text, True, tuple(values), ordered, unit, place, code)

    def passes(self, region: Region) -> bool | None:
        """Whether the values of a region pass."""
        if not self.known:
            return None
        if self.unit is None or self.code is None:
            return True
        frame = self.unit.frame(Run({}))
        frame[self.place] = region.sample
        return self.code(frame) is True


def _asks(test: n.Test) -> bool:
    return isinstance(test, n.ExpressionTest) and test.asks


def _has_order(test: n.Test) -> bool:
    if isinstance(test, n.OperatorTest):
        return test.operator not in ("=", "!=")
    return isinstance(test.value, n.RangeNode | n.ComparisonRange | n.ListNode)


def _is_constant(node: object) -> bool:
    if isinstance(node, n.Call):
        pure = isinstance(node.callee, n.Name) and node.callee.name in _PURE
        return pure and all(map(_is_constant, node.arguments))
    return isinstance(node, _CONSTANT) and all(map(_is_constant, _parts(node)))


def _parts(node: object) -> Iterator[object]:
    for slot in cast("tuple[str, ...]", type(node).__slots__):  # pyright: ignore[reportAttributeAccessIssue]
        part = getattr(node, slot)
        for one in _flat(part):
            if type(one).__module__ == n.__name__:
                yield one


def _flat(part: object) -> Iterable[object]:
    if not isinstance(part, tuple):
        return (part,)
    parts = cast("tuple[object, ...]", part)
    return [inner for one in parts for inner in _flat(one)]


def _value(node: n.Node) -> Value:
    unit = Unit()
    code = unit.compiler.code(node, unit.scope)
    return code(unit.frame(Run({})))


def _mentioned(value: Value) -> list[Value]:
    if isinstance(value, Range):
        return [end for end in (value.start, value.end) if end is not None]
    if as_list(value) is value:
        return [inner for item in as_list(value) for inner in _mentioned(item)]
    return [value]

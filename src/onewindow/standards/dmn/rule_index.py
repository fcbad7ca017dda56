"""Finding the rules that hit. Columns of plain values are looked up, so that a long table stays quick."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from onewindow.standards.feel import nodes as n
from onewindow.standards.feel.errors import FeelSyntaxError
from onewindow.standards.feel.parser import Parser
from onewindow.standards.feel.values import Code, Frame, Value, kind_of

_HASHED = frozenset({str, Decimal, bool})


class RuleIndex:
    """The rules of a table.

    A column whose every cell is ``-`` or literals is indexed: from a value to the set of rules that it
    passes, as the bits of a number. The rest is tested rule by rule, where the indexed columns agree.
    """

    def __init__(
        self,
        tests: list[list[Code | None]],
        texts: Sequence[tuple[str, ...]],
        places: list[int],
    ) -> None:
        self._all = (1 << len(tests)) - 1
        self._indexed: list[tuple[int, dict[tuple[type, Value], int], int]] = []
        open_columns: list[int] = []
        for column, place in enumerate(places):
            table = _column_index([row[column] for row in texts]) if len(tests) > 1 else None
            if table is None:
                open_columns.append(column)
            else:
                self._indexed.append((place, *table))
        self._rest = [[code for at in open_columns if (code := row[at]) is not None] for row in tests]
        self._tests = [[code for code in row if code is not None] for row in tests]

    def hits(self, frame: Frame, *, first: bool) -> list[int]:
        """The numbers of the rules that hit, in order, from 0; only the first one where that is enough."""
        candidates, tests = self._candidates(frame)
        found: list[int] = []
        run = frame[0]
        while candidates:
            lowest = candidates & -candidates
            candidates ^= lowest
            at = lowest.bit_length() - 1
            run.tick(len(tests[at]) * 2 + 1)
            for test in tests[at]:
                if test(frame) is not True:
                    break
            else:
                found.append(at)
                if first:
                    return found
        return found

    def _candidates(self, frame: Frame) -> tuple[int, list[list[Code]]]:
        candidates = self._all
        for place, _, _ in self._indexed:
            if frame[place] is not None and type(frame[place]) not in _HASHED:
                return self._all, self._tests
        for place, rules, wild in self._indexed:
            value = frame[place]
            candidates &= rules.get((kind_of(value), value), wild)
        return candidates, self._rest


def _column_index(cells: list[str]) -> tuple[dict[tuple[type, Value], int], int] | None:
    """From (type, value) to rules, and the rules that take everything; None where a cell is no literal."""
    values: list[set[tuple[type, Value]] | None] = []
    for cell in cells:
        known = _plain_values(cell)
        if known is False:
            return None
        values.append(None if known is True else known)
    wild = sum(1 << at for at, known in enumerate(values) if known is None)
    index: dict[tuple[type, Value], int] = {}
    for at, known in enumerate(values):
        for key in known or ():
            index[key] = index.get(key, wild) | (1 << at)
    return index, wild


def _plain_values(cell: str) -> set[tuple[type, Value]] | bool:
    """The literals of a cell; True for ``-``, False for anything else."""
    try:
        node = Parser(cell, names=()).whole_tests()
    except FeelSyntaxError:
        return False
    if not node.tests:
        return True
    values: set[tuple[type, Value]] = set()
    for test in node.tests:
        if node.negated or not isinstance(test, n.ExpressionTest) or not isinstance(test.value, n.Literal):
            return False
        value = test.value.value
        if type(value) not in _HASHED:
            return False
        values.add((kind_of(value), value))
    return values

"""Decision tables: what no rule covers, where rules meet that must not, and rules that are never reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onewindow.standards.feel.types import Type

from ..item_types import ItemTypes
from ..model import DecisionTable, InputClause
from .cells import Column, column_of
from .cover import Box, Search, TooEntangled, gaps, meetings, shared
from .findings import CELLS, DISAGREE, GAP, IMPOSSIBLE, LARGE, MASKED, OVERLAP, SEVERAL, Finding, Severity
from .outputs import priorities, same_outputs
from .scale import in_words

_MOST_GAPS = 20
_MOST_MEETINGS = 50
_MANY_HITS = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


def check_decision_table(
    element: str, table: DecisionTable, *, inputs: Mapping[str, str | None], items: ItemTypes
) -> tuple[Finding, ...]:
    """Everything that is found in one table.

    :param inputs: names that input expressions may be, with the names of their declared types.
    """
    return tuple(_Table.read(element, table, inputs, items).findings()) if table.rules else ()


@dataclass(frozen=True, slots=True)
class _Table:
    element: str
    table: DecisionTable
    columns: tuple[Column, ...]
    certain: tuple[tuple[int, ...], ...]
    possible: tuple[tuple[int, ...], ...]

    @classmethod
    def read(
        cls, element: str, table: DecisionTable, inputs: Mapping[str, str | None], items: ItemTypes
    ) -> _Table:
        """The table with columns that ask the same made one."""
        groups: dict[str, list[int]] = {}
        for at, clause in enumerate(table.inputs):
            groups.setdefault(" ".join(clause.expression.split()), []).append(at)
        columns = tuple(_column(table, places, inputs, items) for places in groups.values())
        return cls(
            element,
            table,
            columns,
            tuple(column.certain for column in columns),
            tuple(column.possible for column in columns),
        )

    def findings(self) -> Iterator[Finding]:
        yield from self._impossible()
        yield from self._meetings()
        yield from self._masked()
        yield from self._gaps()
        yield from self._unclear()

    def _id(self, rule: int) -> str:
        return self.table.rules[rule].id

    def _example(self, point: Sequence[int]) -> dict[str, object]:
        return {
            column.expression: column.regions[at].python()
            for column, at in zip(self.columns, point, strict=True)
        }

    def _words(self, box: Box) -> str:
        """The part of the space in words; columns where everything belongs to it are left out."""
        told = [
            f"{column.label}: {in_words(column.regions, regions)}"
            for column, regions in zip(self.columns, box, strict=True)
            if len(regions) < len(column.regions)
        ]
        return "; ".join(told) or "anything"

    def _gaps(self) -> Iterator[Finding]:
        if any(output.default is not None for output in self.table.outputs):
            return
        severity: Severity = "note" if self.table.hit_policy in _MANY_HITS else "warning"
        boxes, whole = gaps(self.possible, len(self.table.rules), most=_MOST_GAPS)
        for box in boxes:
            example = self._example([min(regions) for regions in box])
            values = {"region": self._words(box)}
            yield Finding("gap", severity, self.element, GAP, example=example, values=values)
        if not whole and len(boxes) < _MOST_GAPS:
            yield Finding("not-checked", "note", self.element, LARGE)

    def _impossible(self) -> Iterator[Finding]:
        for column in self.columns:
            taken = 0
            for mask in column.possible:
                taken |= mask
            for number, rule in enumerate(self.table.rules):
                if not taken >> number & 1:
                    cell = self._cell(column, number)
                    values = {"rule": rule.id, "column": column.label, "cell": cell}
                    yield Finding(
                        "unreachable-rule",
                        "error",
                        self.element,
                        IMPOSSIBLE,
                        column=column.label,
                        rules=(rule.id,),
                        values=values,
                    )

    def _cell(self, column: Column, rule: int) -> str:
        places = [
            at
            for at, clause in enumerate(self.table.inputs)
            if " ".join(clause.expression.split()) == column.expression
        ]
        return ", ".join(self.table.rules[rule].inputs[at] for at in places)

    def _meetings(self) -> Iterator[Finding]:
        """Pairs of rules that fit together, under the policies that allow one answer only."""
        if self.table.hit_policy not in ("UNIQUE", "ANY"):
            return
        told = 0
        for number, met in enumerate(meetings(self.certain, len(self.table.rules))):
            for other in range(number):
                if met >> other & 1 and told < _MOST_MEETINGS:
                    told += 1
                    yield self._meeting(other, number)

    def _meeting(self, one: int, other: int) -> Finding:
        point = shared(self.certain, 1 << one | 1 << other)
        rules = (self._id(one), self._id(other))
        values = {"rules": ", ".join(rules), "region": self._words([{at} for at in point])}
        code, severity, message = self._judged(one, other)
        return Finding(
            code,
            severity,
            self.element,
            message,
            rules=rules,
            example=self._example(point),
            values=values,
        )

    def _judged(self, one: int, other: int) -> tuple[str, Severity, str]:
        if self.table.hit_policy == "UNIQUE":
            return "several-hits", "error", SEVERAL
        same = same_outputs(self.table.rules[one].outputs, self.table.rules[other].outputs)
        if same:
            return "overlap", "note", OVERLAP
        return "several-hits", "warning" if same is None else "error", DISAGREE

    def _masked(self) -> Iterator[Finding]:
        """Rules whose every case another rule takes first."""
        ranks = priorities(self.table) if self.table.hit_policy == "PRIORITY" else None
        if self.table.hit_policy != "FIRST" and ranks is None:
            return
        met = meetings(self.possible, len(self.table.rules))
        for number in range(len(self.table.rules)):
            before = _bits(number) if ranks is None else _higher(ranks, number)
            before &= met[number]
            if before and self._covers(number, before):
                others = tuple(self._id(at) for at in range(len(self.table.rules)) if before >> at & 1)
                values = {"rule": self._id(number), "others": ", ".join(others)}
                rules = (self._id(number), *others)
                yield Finding("unreachable-rule", "warning", self.element, MASKED, rules=rules, values=values)

    def _covers(self, rule: int, others: int) -> bool:
        """Whether some rules cover all that a rule may take."""
        space: Box = [{at for at, mask in enumerate(column) if mask >> rule & 1} for column in self.possible]
        if not all(space):
            return False
        try:
            return Search(self.certain, space).uncovered(others) is None
        except TooEntangled:
            return False

    def _unclear(self) -> Iterator[Finding]:
        for column in self.columns:
            for number, cell in column.unclear:
                values = {"cell": cell, "column": column.label}
                yield Finding(
                    "not-checked",
                    "note",
                    self.element,
                    CELLS,
                    column=column.label,
                    rules=(self._id(number),),
                    values=values,
                )


def _bits(count: int) -> int:
    return (1 << count) - 1


def _higher(ranks: list[int], rule: int) -> int:
    return sum(1 << at for at, rank in enumerate(ranks) if rank < ranks[rule])


def _column(
    table: DecisionTable, places: list[int], inputs: Mapping[str, str | None], items: ItemTypes
) -> Column:
    clauses = [table.inputs[at] for at in places]
    expression = " ".join(clauses[0].expression.split())
    references = [clause.type_ref for clause in clauses] + [inputs.get(expression)]
    kinds: list[Type] = [kind for reference in references if (kind := items.named(reference)) is not None]
    allowed = [text for clause in clauses if (text := clause.allowed) is not None]
    allowed += [text for reference in references for text in _allowed(items, reference)]
    return column_of(
        label=_label(clauses[0]),
        expression=expression,
        cells=[[rule.inputs[at] for at in places] for rule in table.rules],
        allowed=allowed,
        kind=next(iter(kinds), None),
    )


def _label(clause: InputClause) -> str:
    return clause.label or clause.expression


def _allowed(items: ItemTypes, reference: str | None) -> Iterator[str]:
    """The allowed values of a declared type and of those that it is based on."""
    item = items.item(reference)
    for _ in range(20):
        if item is None or item.is_collection or item.components:
            return
        yield from (text for text in (item.allowed, item.constraint) if text is not None)
        item = items.item(item.type_ref)

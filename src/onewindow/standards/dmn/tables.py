"""Decision tables at work: which rules hit, and what the hit policy makes of them (DMN 1.5 §8.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onewindow.standards.feel.reasons import NOT_OF_TYPE
from onewindow.standards.feel.run import Run
from onewindow.standards.feel.scope import Scope
from onewindow.standards.feel.types import name_of
from onewindow.standards.feel.values import Code, Frame, Value

from .hit_policies import POLICIES, Hits
from .item_types import fitted
from .listed_outputs import Listed, NotListed
from .model import DecisionTable, InputClause, OutputClause
from .rule_index import RuleIndex

if TYPE_CHECKING:
    from .compile_boxed import Builder


@dataclass(frozen=True, slots=True)
class Column:
    """An input: its expression, where its value is kept, and what the value must be."""

    code: Code
    place: int
    fitted: Code
    allowed: Code | None
    label: str


@dataclass(frozen=True, slots=True)
class Output:
    """An output column: its name, the fitting of its values, their order of priority, and the default."""

    name: str
    order: list[Code]
    default: Code | None


def compile_table(b: Builder, table: DecisionTable, scope: Scope) -> Code:
    """Code that answers the table's value in a frame."""
    columns = [_column(b, clause, scope) for clause in table.inputs]
    ranked = table.hit_policy in ("PRIORITY", "OUTPUT ORDER")
    outputs = [_output(b, clause, scope, ranked=ranked) for clause in table.outputs]
    index = RuleIndex(
        [
            [
                b.parsed_tests(text, column.place, scope)
                for text, column in zip(rule.inputs, columns, strict=True)
            ]
            for rule in table.rules
        ],
        [rule.inputs for rule in table.rules],
        [column.place for column in columns],
    )
    listed = [None if clause.allowed is None else Listed.of(b, clause) for clause in table.outputs]
    cells = [
        [
            _cell(b, text, clause, known, scope)
            for text, clause, known in zip(rule.outputs, table.outputs, listed, strict=True)
        ]
        for rule in table.rules
    ]
    return _running(b.owner, table, columns, outputs, index, cells)


def _running(
    owner: str,
    table: DecisionTable,
    columns: list[Column],
    outputs: list[Output],
    index: RuleIndex,
    cells: list[list[Code]],
) -> Code:
    ids = [rule.id for rule in table.rules]
    policy = POLICIES[table.hit_policy]
    only_first = table.hit_policy == "FIRST"
    cost = len(columns) * 2

    def decide(frame: Frame) -> Value:
        run: Run = frame[0]
        run.tick(cost + 1)
        if not _take_inputs(frame, columns):
            return None
        found = index.hits(frame, first=only_first)
        run.trace.extend((owner, ids[at]) for at in found)
        hits = Hits(run, frame, outputs, table.aggregation, found, cells)
        try:
            return policy(hits) if found else hits.of_none(table.hit_policy)
        except NotListed:
            return None

    return decide


def _take_inputs(frame: Frame, columns: list[Column]) -> bool:
    for column in columns:
        value = frame[column.place] = column.fitted(frame)
        if value is not None and column.allowed is not None and column.allowed(frame) is not True:
            frame[0].note(NOT_OF_TYPE, value=f"{column.label} ({name_of(value)})", type="the input values")
            return False
    return True


def _column(b: Builder, clause: InputClause, scope: Scope) -> Column:
    code = b.parsed(clause.expression or "null", scope)
    _, place = b.unit.local("?", scope)
    allowed = None if clause.allowed is None else b.parsed_tests(clause.allowed, place, scope)
    kind, limits = b.types.named(clause.type_ref), b.types.limits(clause.type_ref)
    as_wanted = code if kind is None else fitted(code, kind, limits)
    return Column(code, place, as_wanted, allowed, clause.label)


def _cell(b: Builder, text: str, clause: OutputClause, listed: Listed | None, scope: Scope) -> Code:
    code = b.parsed(text or "null", scope)
    kind = b.types.named(clause.type_ref)
    if kind is not None:
        code = fitted(code, kind, b.types.limits(clause.type_ref))
    return code if listed is None else listed.checked(code, text)


def _output(b: Builder, clause: OutputClause, scope: Scope, *, ranked: bool) -> Output:
    item = b.types.item(clause.type_ref)
    allowed = clause.allowed or (item.allowed if item is not None else None)
    order = [] if allowed is None or not ranked else [b.parsed(f"[{allowed}]", scope)]
    default = None if clause.default is None else b.parsed(clause.default, scope)
    return Output(clause.name or "", order, default)

"""A decision table as text, for a page to draw and for the words that explain a decision."""

from dataclasses import dataclass

from .model import Boxed, DecisionTable


@dataclass(frozen=True, slots=True)
class ColumnView:
    """``expression`` is what an input asks, or an output's name; ``allowed`` its listed values, or None.

    ``id`` is the clause's in the file, or empty.
    """

    label: str
    expression: str
    allowed: str | None
    id: str = ""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule; ``id`` is what ``Decided.fired`` names."""

    id: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A whole table. ``hit_policy`` with its aggregation, as in ``COLLECT SUM``."""

    decision: str
    hit_policy: str
    inputs: tuple[ColumnView, ...]
    outputs: tuple[ColumnView, ...]
    annotations: tuple[str, ...]
    rules: tuple[RuleView, ...]


def view_of(decision: str, expression: Boxed | None) -> TableView | None:
    """The view of a table; None where the expression is something else."""
    if not isinstance(expression, DecisionTable):
        return None
    return TableView(
        decision,
        f"{expression.hit_policy} {expression.aggregation or ''}".strip(),
        tuple(
            ColumnView(clause.label, clause.expression, clause.allowed, clause.id)
            for clause in expression.inputs
        ),
        tuple(
            ColumnView(clause.label or decision, clause.name or decision, clause.allowed, clause.id)
            for clause in expression.outputs
        ),
        expression.annotations,
        tuple(RuleView(rule.id, rule.inputs, rule.outputs, rule.annotations) for rule in expression.rules),
    )

"""What a table answers when rules hit (DMN 1.5 §8.2.10 and §8.2.11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onewindow.kernel.errors import N_
from onewindow.standards.feel.builtins import BUILTINS
from onewindow.standards.feel.equality import equal
from onewindow.standards.feel.reasons import ReasonKind
from onewindow.standards.feel.run import ITEM, Run
from onewindow.standards.feel.values import Code, Frame, Value, as_list

if TYPE_CHECKING:
    from .tables import Output

SEVERAL_HITS = ReasonKind("several-rules", N_("{count} rules fit, but only one may."))
DIFFERENT_OUTPUTS = ReasonKind("different-outputs", N_("The rules that fit do not agree."))
_AGGREGATES = {"SUM": "sum", "MIN": "min", "MAX": "max"}


@dataclass(slots=True)
class Hits:
    """The rules that hit in one evaluation, and how to make their outputs."""

    run: Run
    frame: Frame
    outputs: list[Output]
    aggregation: str | None
    found: list[int]
    cells: list[list[Code]]

    def value(self, at: int) -> Value:
        """The output of a rule: a value, or a context where there are several outputs."""
        cells = self.cells[at]
        return cells[0](self.frame) if len(cells) == 1 else self._named([code(self.frame) for code in cells])

    def values(self) -> list[Value]:
        """The outputs of all hits, in rule order."""
        self.run.grow(ITEM * len(self.found))
        return [self.value(at) for at in self.found]

    def _named(self, values: list[Value]) -> Value:
        if len(self.outputs) == 1:
            return values[0]
        self.run.grow(ITEM * len(values))
        return {output.name: value for output, value in zip(self.outputs, values, strict=True)}

    def of_none(self, policy: str) -> Value:
        """Without a hit: the default, else null, and for policies of many hits an empty list."""
        if any(output.default is not None for output in self.outputs):
            defaults = [
                None if output.default is None else output.default(self.frame) for output in self.outputs
            ]
            value = self._named(defaults)
            return value if policy not in _MANY or self.aggregation else as_list(value)
        if self.aggregation == "COUNT":
            return BUILTINS["count"].invoke(self.run, [[]])
        return [] if policy in _MANY and self.aggregation is None else None

    def ranked(self) -> list[Value]:
        """The outputs by the order in which their values are listed, the first column weighing most."""
        orders = [_listed(output, self.frame) for output in self.outputs]
        ranked = [([code(self.frame) for code in self.cells[at]]) for at in self.found]
        ranked.sort(
            key=lambda values: [
                _rank(self.run, value, order) for value, order in zip(values, orders, strict=True)
            ]
        )
        return [self._named(values) for values in ranked]


def _listed(output: Output, frame: Frame) -> list[Value]:
    return [value for code in output.order for value in as_list(code(frame))]


def _rank(run: Run, value: Value, order: list[Value]) -> int:
    run.tick(len(order))
    return next((at for at, listed in enumerate(order) if equal(run, value, listed) is True), len(order))


def _unique(hits: Hits) -> Value:
    if len(hits.found) > 1:
        return hits.run.note(SEVERAL_HITS, count=len(hits.found))
    return hits.value(hits.found[0])


def _any(hits: Hits) -> Value:
    values = hits.values()
    if not all(equal(hits.run, values[0], value) for value in values[1:]):
        return hits.run.note(DIFFERENT_OUTPUTS)
    return values[0]


def _first(hits: Hits) -> Value:
    return hits.value(hits.found[0])


def _priority(hits: Hits) -> Value:
    return hits.ranked()[0]


def _rule_order(hits: Hits) -> Value:
    return hits.values()


def _output_order(hits: Hits) -> Value:
    return hits.ranked()


def _collect(hits: Hits) -> Value:
    values = hits.values()
    if hits.aggregation is None:
        return values
    if hits.aggregation == "COUNT":
        return BUILTINS["count"].invoke(hits.run, [values])
    return BUILTINS[_AGGREGATES[hits.aggregation]].invoke(hits.run, [values])


_MANY = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})
POLICIES: dict[str, Callable[[Hits], Value]] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "FIRST": _first,
    "PRIORITY": _priority,
    "COLLECT": _collect,
    "RULE ORDER": _rule_order,
    "OUTPUT ORDER": _output_order,
}

"""Output values: what an output column may say (DMN 1.5 §8.3.3). A table that says other things is null."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onewindow.standards.feel import nodes as n
from onewindow.standards.feel.errors import FeelSyntaxError
from onewindow.standards.feel.parser import Parser
from onewindow.standards.feel.reasons import NOT_OF_TYPE
from onewindow.standards.feel.run import Run
from onewindow.standards.feel.types import name_of
from onewindow.standards.feel.unit import Unit
from onewindow.standards.feel.values import Code, Frame, Value, as_list

from .model import OutputClause

if TYPE_CHECKING:
    from .compile_boxed import Builder


class NotListed(Exception):
    """An output that its column does not list; the table as a whole is null."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The tests that each output of a column must pass."""

    unit: Unit
    place: int
    code: Code
    label: str

    @classmethod
    def of(cls, b: Builder, clause: OutputClause) -> Listed | None:
        """The tests of a column; None where there are none, or none that can be read."""
        unit = Unit(types=b.types.types, properties=b.types.component_names())
        scope, place = unit.local("?")
        try:
            code = unit.tests(clause.allowed or "-", place, scope)
        except FeelSyntaxError:
            return None
        return None if code is None else cls(unit, place, code, clause.label or clause.name or "")

    def allow(self, run: Run, value: Value) -> bool:
        """Whether a value is listed, or a list of values that are."""
        if value is None or self._passes(run, value):
            return True
        items = as_list(value)
        return items is value and all(self._passes(run, item) for item in items)

    def _passes(self, run: Run, value: Value) -> bool:
        run.tick(4)
        frame = self.unit.frame(run)
        frame[self.place] = value
        return self.code(frame) is True

    def checked(self, code: Code, text: str) -> Code:
        """Code of a cell that raises NotListed for what is not listed. A literal is looked at once, here."""
        value = _literal(text)
        if value is not None and self.allow(Run({}), value):
            return code

        def check(frame: Frame) -> Value:
            made = code(frame)
            if self.allow(frame[0], made):
                return made
            frame[0].note(NOT_OF_TYPE, value=f"{self.label} ({name_of(made)})", type="the output values")
            raise NotListed

        return check


def _literal(text: str) -> Value:
    try:
        node = Parser(text, names=()).whole()
    except FeelSyntaxError:
        return None
    return node.value if isinstance(node, n.Literal) else None

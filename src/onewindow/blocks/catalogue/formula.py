"""What a package writes for a value: FEEL after an equals sign, or a literal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from onewindow.standards import feel


@dataclass(frozen=True, slots=True)
class Formula:
    """A value of a package: ``"= request.total * 2"`` is FEEL, anything else stands for itself.

    :param source: as the package wrote it, with the equals sign; for error messages and for display.
    :param expression: the compiled FEEL; None for a literal.
    :param literal: the value itself where there is no expression.
    :param names: what the expression takes from its scope, functions among them.
    """

    source: str
    expression: feel.Expression | None = None
    literal: object = None
    names: frozenset[str] = frozenset()

    def value(self, scope: Mapping[str, object], *, now: datetime | None = None) -> object:
        """The value in a scope. FEEL faults give None, as the standard says; a spent budget raises.

        :raises feel.BudgetSpent: the expression wanted more steps or memory than it may have.
        """
        if self.expression is None:
            return self.literal
        return self.expression.evaluate(scope, now=now).value

    def holds(self, scope: Mapping[str, object], *, now: datetime | None = None) -> bool:
        """Whether the value is true; null and everything else that is not true does not hold."""
        return self.value(scope, now=now) is True


def formula_of(written: object, *, names: Iterable[str] = ()) -> Formula:
    """Compile what a package wrote.

    :param names: names in scope that the parser should know, for they may hold spaces.
    :raises feel.FeelSyntaxError: after the equals sign stands no FEEL.
    """
    if isinstance(written, str) and written.startswith("="):
        expression = feel.compile_expression(written[1:].strip(), names=names)
        return Formula(written, expression, None, expression.names)
    return Formula(str(written), None, written)

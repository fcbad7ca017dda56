"""What a check of a decision model says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from onewindow.kernel.errors import N_

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a model.

    :param code: not-feel, unknown-name, wrong-type, gap, overlap, several-hits, unreachable-rule or
        not-checked.
    :param severity: ``error`` is certain to go wrong, ``warning`` can go wrong, ``note`` is worth knowing.
    :param element: the name of the decision or knowledge model.
    :param column: the column of a table that it is about, or None.
    :param rules: ids of the rules that it is about.
    :param example: a counterexample: input expressions to Python values; None where there is none to give.
    :param message: an English msgid whose places ``values`` fills.
    """

    code: str
    severity: Severity
    element: str
    message: str
    column: str | None = None
    rules: tuple[str, ...] = ()
    example: Mapping[str, object] | None = None
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def text(self) -> str:
        """The message in English, filled."""
        return self.message.format(**self.values)


GAP = N_("No rule says what happens when {region}. Add a rule for it, or a default output.")
OVERLAP = N_("The rules {rules} both fit when {region}. They agree, so that is allowed.")
SEVERAL = N_("The rules {rules} both fit when {region}, but only one may. Change one of them.")
DISAGREE = N_("The rules {rules} both fit when {region}, but they do not say the same. Change one of them.")
MASKED = N_("The rule {rule} is never reached: {others} always come first. Move it up, or remove it.")
IMPOSSIBLE = N_("The rule {rule} never fits: nothing that {column} may be passes “{cell}”.")
CELLS = N_("Not checked for gaps and overlaps: “{cell}” in the column {column} depends on other values.")
LARGE = N_("Not checked for gaps: the table has too many combinations.")
EXPRESSION = N_("{place}: “{text}”. {problem}")

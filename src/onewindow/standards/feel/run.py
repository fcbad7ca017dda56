"""What one evaluation carries: the values in scope, the clock, the budget, and the reasons collected."""

from collections.abc import Mapping
from datetime import datetime

from .budget import DEFAULT_BUDGET, Budget
from .errors import BudgetSpent
from .reasons import Reason, ReasonKind
from .values import Value

_MOST_REASONS = 50
ITEM = 100
"""Octets that one item of a list is taken to need."""
CHARACTER = 4


class Run:
    """The state of one evaluation. Compiled code finds it in slot 0 of its frame."""

    __slots__ = ("depth", "globals", "memory", "now", "reasons", "steps", "trace")

    def __init__(
        self, values: Mapping[str, Value], *, now: datetime | None = None, budget: Budget = DEFAULT_BUDGET
    ) -> None:
        self.globals = values
        self.now = now
        self.steps = budget.steps
        self.memory = budget.memory
        self.depth = budget.depth
        self.reasons: list[Reason] = []
        self.trace: list[tuple[str, str]] = []
        """What happened, as (who, what): the rules of decision tables that fired."""

    def tick(self, cost: int) -> None:
        """Pay for work. Raises BudgetSpent."""
        self.steps -= cost
        if self.steps < 0:
            raise BudgetSpent(kind="steps")

    def grow(self, octets: int) -> None:
        """Pay for what is about to be made. Raises BudgetSpent."""
        self.memory -= octets
        if self.memory < 0:
            raise BudgetSpent(kind="memory")

    def enter(self) -> None:
        """One function call deeper. Raises BudgetSpent."""
        self.depth -= 1
        if self.depth < 0:
            raise BudgetSpent(kind="depth")

    def leave(self) -> None:
        self.depth += 1

    def note(self, kind: ReasonKind, /, **values: object) -> None:
        """Remember why something is null, and answer that null."""
        if len(self.reasons) < _MOST_REASONS:
            self.reasons.append(Reason(kind, values))

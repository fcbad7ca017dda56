"""What is counted while a simulation runs, in memory that does not grow with the number of cases for ever."""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

MOST_VALUES: Final = 50_000


@dataclass(slots=True)
class StepMeasures:
    """One step over all cases. Times in minutes.

    :param adds: of the time from filing to decision, what passed while this step was open; steps that are
        open together share.
    """

    opened: int = 0
    done: int = 0
    cases: int = 0
    waiting: float = 0.0
    working: float = 0.0
    adds: float = 0.0
    passed: int = 0
    waits: "array[float]" = field(default_factory=lambda: array("d"))


@dataclass(slots=True)
class Measures:
    """A run. ``clock`` and ``days`` hold one value for each decided case, in the order of the decisions."""

    filed: int = 0
    ended: int = 0
    decided: int = 0
    late: int = 0
    fees: float = 0.0
    spent: float = 0.0
    first: float = 0.0
    last_filed: float = 0.0
    last: float = 0.0
    events: int = 0
    outcomes: Counter[str] = field(default_factory=Counter[str])
    incidents: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    loops: Counter[str] = field(default_factory=Counter[str])
    left_at: Counter[str] = field(default_factory=Counter[str])
    behaviours: Counter[str] = field(default_factory=Counter[str])
    steps: dict[str, StepMeasures] = field(default_factory=dict[str, StepMeasures])
    clock: "array[float]" = field(default_factory=lambda: array("d"))
    days: "array[float]" = field(default_factory=lambda: array("d"))
    by_case: dict[int, float] = field(default_factory=dict[int, float])
    wasted: float = 0.0

    def step(self, element: str) -> StepMeasures:
        """The measures of a step."""
        found = self.steps.get(element)
        if found is None:
            found = self.steps[element] = StepMeasures()
        return found

"""What happened to cases, one by one: the same form for real cases and for simulated ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

MOST_KEPT: Final = 3_000


@dataclass(frozen=True, slots=True)
class Worked:
    """One work of a case. Minutes from filing.

    :param side: ``officer``, ``applicant`` or ``house``.
    :param asked: when it was asked for; ``begun`` when somebody took it on, ``done`` when it was over.
    :param minutes: working minutes that it took; None where nobody measured.
    :param answers: what was answered, by question; only what may be counted (choices, numbers, yes or no).
    """

    element: str
    side: str
    asked: float
    begun: float
    done: float
    minutes: float | None
    answers: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(slots=True)
class History:
    """One case.

    :param outcome: "" while it is undecided.
    :param minutes: from filing to decision; None while it is undecided.
    """

    number: str
    behaviour: str = ""
    outcome: str = ""
    minutes: float | None = None
    answers: Mapping[str, object] = field(default_factory=dict[str, object])
    works: list[Worked] = field(default_factory=list[Worked])


class Done(Protocol):
    """What a task of the simulation tells."""

    element: str
    asked: float
    begun: float
    minutes: float


class Histories:
    """Histories of the first cases of a simulation."""

    def __init__(self, *, start: datetime) -> None:
        self.start = start
        self.kept: dict[int, History] = {}

    def filed(self, case: int, behaviour: str, answers: Mapping[str, object]) -> None:
        """A case begins."""
        if case < MOST_KEPT:
            self.kept[case] = History(str(case), behaviour=behaviour, answers=answers)

    def worked(
        self, case: int, filed: float, side: str, task: Done, done: float, answers: Mapping[str, object]
    ) -> None:
        """A work of a case was done."""
        history = self.kept.get(case)
        if history is not None:
            worked = Worked(
                task.element,
                side,
                task.asked - filed,
                task.begun - filed,
                done - filed,
                task.minutes,
                answers,
            )
            history.works.append(worked)

    def decided(self, case: int, outcome: str, filed: float, minute: float) -> None:
        """A case was decided."""
        history = self.kept.get(case)
        if history is not None:
            history.outcome, history.minutes = outcome, minute - filed

    def moment(self, minute: float) -> datetime:
        """A minute of the simulation as a moment."""
        return self.start + timedelta(minutes=minute)

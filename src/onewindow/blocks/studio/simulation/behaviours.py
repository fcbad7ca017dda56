"""How people behave, taken from a package's scenarios: each is played once, and what was answered is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from onewindow.blocks.catalogue.types import Scenario, ServicePackage, WorkStep
from onewindow.blocks.studio.playing import Player, Stuck, do, given_of, prepared
from onewindow.blocks.studio.simulation.plan import Answer, Behaviour, HouseAnswer, Said
from onewindow.standards import bpmn

_numbers = count(1)


@dataclass
class _Opened:
    """A work that somebody was asked to do: ``output`` once it was done, ``passed`` once it was let pass."""

    element: str
    agency: str
    output: Mapping[str, object] | None = None
    passed: bool = False


@dataclass
class Recorder(Player):
    """A player that remembers who answered what."""

    data: Mapping[str, object] = field(default_factory=dict[str, object])
    opened: dict[str, _Opened] = field(default_factory=dict[str, _Opened])
    house: dict[str, list[HouseAnswer]] = field(default_factory=dict[str, list[HouseAnswer]])
    said: list[Said] = field(default_factory=list[Said])
    answered: int = 0
    waited: timedelta | None = None
    after_name: str = ""

    def take(self, event: bpmn.Event) -> None:
        """Also note what the process starts with, and what is said to it."""
        if isinstance(event, bpmn.Start):
            self.data = event.data
        elif isinstance(event, bpmn.Deliver):
            wait = self.waited.total_seconds() / 60 if self.waited else None
            told = Said(next(_numbers), self.after_name, event.message, event.payload, self.answered, wait)
            self.said.append(told)
            self.waited = None
        super().take(event)
        self._look()

    def complete(self, work: str, output: Mapping[str, object]) -> None:
        """Also note the answer."""
        asked = self.opened.get(work)
        if asked is not None:
            asked.output = dict(output)
            self.answered += 1
            self.waited = None
        elif work in self.works:
            self.house.setdefault(self.works[work][0], []).append(dict(output))
        super().complete(work, output)

    def fail(self, work: str, code: str) -> None:
        """Also note that the house failed."""
        if work in self.works:
            self.house.setdefault(self.works[work][0], []).append(code)
        super().fail(work, code)

    def behaviour(self, *, name: str, weight: float, filed_at: datetime) -> Behaviour | None:
        """What was seen; None where nothing was filed."""
        if self.state is None:
            return None
        return Behaviour(
            name, weight, filed_at, self.data, _answers(self), tuple(self.said),
            {element: answers[-1] for element, answers in self.house.items()},
            "" if self.outcome == "open" else self.outcome,
        )  # fmt: skip

    def _look(self) -> None:
        for work, (element, local) in self.works.items():
            if work not in self.opened:
                self.opened[work] = _Opened(element, self._agency(element, local))
        for work, asked in self.opened.items():
            if asked.output is None and work not in self.works:
                asked.passed = True

    def _agency(self, element: str, local: Mapping[str, object]) -> str:
        step = self.package.steps.get(element)
        if not isinstance(step, WorkStep) or step.agency is None:
            return ""
        return str(step.agency.value(self.scope(local), now=self.now) or "")


def behaviours_of(
    *, package: ServicePackage, weights: Mapping[str, float]
) -> tuple[tuple[Behaviour, ...], tuple[str, ...]]:
    """What the scenarios say of how people behave, and the names of those that say nothing of it.

    A scenario that is refused at filing is no case; one that cannot be played is left to ``test``.

    :param weights: scenario to how often it happens, in proportion. Where it is empty, all happen alike.
    """
    found: list[Behaviour] = []
    unused: list[str] = []
    for scenario in package.scenarios:
        weight = weights.get(scenario.scenario, 0.0 if weights else 1.0)
        behaviour = _behaviour(package, scenario, weight) if weight > 0 else None
        if behaviour is None:
            unused.append(scenario.scenario)
        else:
            found.append(behaviour)
    return tuple(found), tuple(unused)


def _behaviour(package: ServicePackage, scenario: Scenario, weight: float) -> Behaviour | None:
    try:
        given = given_of(package, scenario)
        begun = prepared(package, given)
        player = Recorder(package, begun.registers, begun.now, begun.calendars)
        player.file(given)
        filed_at = player.now
        for line in scenario.then if player.state else ():
            _do(player, line)
    except Stuck:
        return None
    return player.behaviour(name=scenario.scenario, weight=weight, filed_at=filed_at)


def _do(player: Recorder, line: Mapping[str, object]) -> None:
    before: datetime = player.now
    player.after_name = str(line.get("after", ""))
    do(player, line)
    if "wait" in line:
        player.waited = (player.waited or timedelta()) + (player.now - before)


def _answers(player: Recorder) -> dict[str, tuple[Answer, ...]]:
    """Answers by element, in the order of asking. Work that is still open at the end says nothing."""
    found: dict[str, list[Answer]] = {}
    for asked in player.opened.values():
        if asked.output is not None or asked.passed:
            answer = Answer(next(_numbers), asked.agency, asked.output)
            found.setdefault(asked.element, []).append(answer)
    return {element: tuple(answers) for element, answers in found.items()}

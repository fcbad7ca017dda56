"""How people behave, taken from the record of real cases: each is played again with what was answered in it.

The record keeps when each work of a case was done and what the case came to; the case keeps the last answer
of each step. An answer that it does not keep, of a round that was repeated or of one of several at once, is
taken from the scenario that is most like it: the same step, the same round, the same office, the same end. A
case that then comes to another end than it did is left out: its answers are not known.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from onewindow.blocks.cases.types import CaseEvent, CaseHistory, WorkHistory
from onewindow.blocks.catalogue.types import (
    DocumentStep,
    NumberStep,
    PaymentStep,
    RegisterStep,
    ServicePackage,
    ServiceStep,
    Step,
    WorkStep,
    WriteStep,
)
from onewindow.blocks.studio.playing import ScenarioRegisters, Stuck, pass_time
from onewindow.blocks.studio.simulation.assumptions import Calendars
from onewindow.blocks.studio.simulation.behaviours import Recorder, behaviours_of
from onewindow.blocks.studio.simulation.plan import Answer, Behaviour
from onewindow.kernel.errors import OnewindowError
from onewindow.standards import bpmn

ENOUGH: Final = 20
"""Real cases from which a simulation draws, instead of from scenarios."""
SHARE: Final = 0.8
"""Of the decided cases, how many must be played again: fewer would be a choice of the easy ones."""
MOST: Final = 400
"""The newest cases that are played again."""
MOST_TIMERS: Final = 40
"""That are rung to come from a decision to what a case is today."""
_STARTS: Final = ("applicant", "filed_by", "case", "facts")
_BY_OTHERS: Final = (WorkStep, PaymentStep, ServiceStep)


@dataclass(frozen=True, slots=True)
class PastCases:
    """What real cases say of how people behave.

    :param behaviours: one for each case that was played again; empty where there are too few.
    :param decided: how many cases were looked at.
    """

    behaviours: tuple[Behaviour, ...] = ()
    decided: int = 0


def past_cases(*, package: ServicePackage, cases: Sequence[CaseHistory], calendars: Calendars) -> PastCases:
    """The behaviours of decided cases, newest first; none where too few can be played again."""
    decided = [one for one in cases if one.decided_at is not None and one.status != "open"][:MOST]
    if len(decided) < ENOUGH:
        return PastCases((), len(decided))
    examples = _examples(package)
    found = [_again(package, one, calendars, examples, place) for place, one in enumerate(decided)]
    behaviours = tuple(one for one in found if one is not None)
    good = len(behaviours) >= max(ENOUGH, SHARE * len(decided))
    return PastCases(behaviours if good else (), len(decided))


@dataclass(frozen=True, slots=True)
class _Example:
    """An answer of a scenario. ``again``: the step was asked for again after it."""

    outcome: str
    again: bool
    answer: Answer


def _examples(package: ServicePackage) -> Mapping[str, list[_Example]]:
    """Element to the answers that scenarios give there."""
    found: dict[str, list[_Example]] = defaultdict(list)
    for one in behaviours_of(package=package, weights={})[0]:
        for element, answers in one.answers.items():
            for place, answer in enumerate(answers, 1):
                if answer.output is not None:
                    found[element].append(_Example(one.outcome, place < len(answers), answer))
    return found


def _again(
    package: ServicePackage,
    case: CaseHistory,
    calendars: Calendars,
    examples: Mapping[str, list[_Example]],
    place: int,
) -> Behaviour | None:
    player = _Replayer(package, ScenarioRegisters({}), case.filed_at, calendars, past=case, examples=examples)
    try:
        player.play()
    except (Stuck, OnewindowError):
        return None
    if player.outcome != case.status:
        return None
    return player.behaviour(name=f"past case {place + 1}", weight=1.0, filed_at=case.filed_at)


@dataclass
class _Replayer(Recorder):
    """A player of a case that was: the house gives what it gave, and people answer what they answered."""

    past: CaseHistory = field(kw_only=True)
    examples: Mapping[str, list[_Example]] = field(kw_only=True)
    left: Counter[str] = field(default_factory=Counter[str])
    failures: Counter[str] = field(default_factory=Counter[str])
    last: datetime | None = None

    def play(self) -> None:
        """Play it all: what was done and said, in the order in which it was, and timers between.

        :raises Stuck: the process does not wait for what was done.
        """
        data = self.past.data
        form = self.package.starting_form.name
        begins = {name: data[name] for name in (*_STARTS, form) if name in data}
        self.take(bpmn.Start(at=self.now, data={**begins, "documents": {}}, environment=self.environment()))
        happened = self._happened()
        self.left = Counter(one.element for _, one in happened if isinstance(one, WorkHistory))
        for at, one in happened:
            pass_time(self, until=at)
            if isinstance(one, WorkHistory):
                self._work(one)
            elif one.kind == "failed":
                self._part_failed(one)
            else:
                self._say(one)
            self.last = at
        if self.outcome == "open" and self.past.decided_at is not None:
            pass_time(self, until=self.past.decided_at)
        for _ in range(MOST_TIMERS):
            if self.outcome == self.past.status or not self.timers:
                break  # a certificate that was granted may have come to its end since
            pass_time(self, until=min(self.timers.values()))

    def do_own(self, work: str, element: str) -> None:
        """Do what the house did."""
        if work not in self.works:
            return
        match self.package.steps.get(element):
            case NumberStep(number=rule):
                self.complete(work, self._kept(rule.into))
            case RegisterStep(into=into):
                self.complete(work, {into: self.past.data.get(into)})
            case DocumentStep():
                self.complete(work, self._kept("documents"))
            case PaymentStep(into=into):
                self.complete(work, {into: None})
            case WriteStep() if code := self._failed(element):
                self.fail(work, code)
            case _:
                self.complete(work, {})

    def _failed(self, element: str) -> str:
        """The error with which a step of the house failed this time, or nothing."""
        failed = [one.about for one in self.past.events if (one.kind, one.element) == ("failed", element)]
        times = self.failures[element]
        self.failures[element] += 1
        return failed[times] if times < len(failed) else ""

    def _happened(self) -> list[tuple[datetime, WorkHistory | CaseEvent]]:
        """What people and other services did, in order. What the house did follows from it."""
        steps = self.package.steps
        done = [(one.ended_at, one) for one in self.past.works if one.state == "done" and one.ended_at]
        people = [(at, one) for at, one in done if isinstance(steps.get(one.element), _BY_OTHERS)]
        said = [
            (one.at, one)
            for one in self.past.events
            if one.kind != "failed" or isinstance(steps.get(one.element), ServiceStep)
        ]
        return sorted([*people, *said], key=lambda pair: pair[0])

    def _kept(self, *names: str) -> dict[str, object]:
        return {name: self.past.data[name] for name in names if name in self.past.data}

    def _work(self, done: WorkHistory) -> None:
        self.left[done.element] -= 1
        step = self.package.steps[done.element]
        work = self._waiting(done.element, done.agency)
        if work is None:
            if isinstance(step, PaymentStep):
                return  # the fee was nothing: nobody was asked
            raise Stuck(f"nothing is open at {done.element}")
        again = self.left[done.element] > 0
        kept = {} if again else self._output(step)
        self.complete(work, kept or self._like(done, again=again) or self._output(step))

    def _like(self, done: WorkHistory, *, again: bool) -> Mapping[str, object]:
        """The answer of the scenario that is most like what was done; nothing where none answers there."""
        found = max(
            self.examples.get(done.element, ()),
            key=lambda one: (
                one.again == again,
                one.answer.desk == done.agency,
                one.outcome == self.past.status,
            ),
            default=None,
        )
        return (found.answer.output or {}) if found else {}

    def _output(self, step: Step) -> dict[str, object]:
        if isinstance(step, WorkStep):
            return self._kept(step.into, *([step.number.into] if step.number else []))
        return self._kept(step.into) if isinstance(step, PaymentStep | ServiceStep) else {}

    def _waiting(self, element: str, agency: str) -> str | None:
        open_here = [work for work, (found, _local) in self.works.items() if found == element]
        return next((work for work in open_here if self.opened[work].agency in ("", agency)), None)

    def _part_failed(self, failed: CaseEvent) -> None:
        work = self._waiting(failed.element, "")
        if work is None:
            raise Stuck(f"nothing is open at {failed.element}")
        data = self._output(self.package.steps[failed.element])
        self.take(bpmn.Change(at=self.now, data=data, environment=self.environment()))
        self.fail(work, failed.about)

    def _say(self, said: CaseEvent) -> None:
        after = self.package.after.get(said.about)
        if after is None:
            raise Stuck(f"after: the service has no “{said.about}”")
        self.after_name = said.about
        self.waited = self.now - (self.last or self.past.filed_at)
        payload = self._kept(after.into)
        self.take(bpmn.Deliver(self.now, after.message, payload, environment=self.environment()))

"""A case in memory: what happened to it, and what it waits for."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import PaymentStep, ServicePackage, ServiceStep, WorkStep
from onewindow.blocks.studio.playing import house
from onewindow.blocks.studio.playing.environment import Calendars, environment, functions_of, plain_calendar
from onewindow.blocks.studio.playing.passages import passed_flows
from onewindow.blocks.studio.playing.registers import ScenarioRegisters
from onewindow.blocks.studio.playing.stuck import Stuck
from onewindow.foundation.web.api import said
from onewindow.standards import bpmn


@dataclass
class Player:
    """A case of a package, played in memory; time is what the caller says.

    :param works: what is open: the engine's name for it, to element and local data.
    :param timers: when the process wants to be woken, UTC.
    :param tasks: elements at which somebody was asked to act, parts among them, in order.
    :param undone: parts that were taken back, in order.
    :param flows: ids of the sequence flows that were passed.
    :param rules: (decision, rule) that fired, by their ids in decisions.dmn.
    :param entered: elements that were entered, in order.
    :param written: entries that steps wrote, as ``register/key``, in order.
    :param problems: what stood against the filing, as ``question: code``; ``told`` says it in words.
    """

    package: ServicePackage
    registers: ScenarioRegisters
    now: datetime
    calendars: Calendars = plain_calendar
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    state: bpmn.State | None = None
    works: dict[str, tuple[str, Mapping[str, object]]] = field(
        default_factory=dict[str, tuple[str, Mapping[str, object]]]
    )
    timers: dict[str, datetime] = field(default_factory=dict[str, datetime])
    counters: Counter[str] = field(default_factory=Counter[str])
    for_the_house: deque[tuple[str, str]] = field(default_factory=deque[tuple[str, str]])
    problems: list[str] = field(default_factory=list[str])
    told: list[str] = field(default_factory=list[str])
    tasks: list[str] = field(default_factory=list[str])
    flows: set[str] = field(default_factory=set[str])
    rules: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    entered: list[str] = field(default_factory=list[str])
    notices: list[str] = field(default_factory=list[str])
    documents: list[str] = field(default_factory=list[str])
    letters: list[str] = field(default_factory=list[str])
    fees: list[str] = field(default_factory=list[str])
    undone: list[str] = field(default_factory=list[str])
    written: list[str] = field(default_factory=list[str])
    outcome: str = "open"
    ended: bool = False

    def __post_init__(self) -> None:
        self._functions = functions_of(self.calendars)

    def environment(self) -> dict[str, object]:
        """Today, now and the calendars."""
        return environment(at=self.now, functions=self._functions, zone=self.zone)

    def scope(self, local: Mapping[str, object] | None = None) -> dict[str, object]:
        """What a formula of the package sees."""
        return {**self.environment(), **(self.state.data if self.state else {}), **(local or {})}

    # Filing ----------------------------------------------------------------------------------

    def file(self, given: Mapping[str, object]) -> None:
        """File the case with what a scenario gives; ``problems`` says what stands against it."""
        applicant, raw = _mapping(given, "applicant"), _mapping(given, "answers")
        form = self.package.starting_form
        case = {
            "number": f"{self.package.number_prefix}-{self.now.year}-000001",
            "filed_on": self.now.date(),
            "channel": given.get("channel", "page"),
            "language": given.get("language", "en"),
        }
        base = {"applicant": applicant, "filed_by": applicant, "case": case, "documents": {}}
        facts = self._facts({**self.environment(), **base, form.name: raw})
        checked = catalogue.check_answers(
            form=form, answers=raw, context={**self.environment(), **base, "facts": facts},
            lookups=self.registers, now=self.now,
        )  # fmt: skip
        self.rules |= checked.fired
        self.problems = [f"{problem.field}: {problem.code}" for problem in checked.problems]
        self.told = [f"{problem.field}: {said(error=problem)}" for problem in checked.problems]
        if checked.good:
            data = {**base, "facts": facts, form.name: dict(checked.answers)}
            self.take(bpmn.Start(at=self.now, data=data, environment=self.environment()))

    def _facts(self, scope: Mapping[str, object]) -> dict[str, object]:
        facts: dict[str, object] = {}
        for name, fact in self.package.facts.items():
            key = fact.key.value({**scope, "facts": facts}, now=self.now)
            facts[name] = self.registers.read(fact.register, key, fact.attributes) if key else None
        return facts

    # The engine ------------------------------------------------------------------------------

    def take(self, event: bpmn.Event) -> None:
        """Let the process take an event, and the house do what it can do then.

        :raises Stuck: the process waits for nothing like it, or cannot go on.
        """
        before = self.state
        try:
            self.state, effects = bpmn.step(self.package.process, before, event)
        except bpmn.NothingWaits as problem:
            raise Stuck(problem.text()) from problem
        self.flows |= passed_flows(self.package.process, before, self.state, effects)
        for effect in effects:
            self._note(effect)
        while self.for_the_house:
            self.do_own(*self.for_the_house.popleft())

    def do_own(self, work: str, element: str) -> None:
        """Do a step of the house.

        :raises Stuck: what it needs is missing.
        """
        house.do_own(self, work, element)

    def complete(self, work: str, output: Mapping[str, object]) -> None:
        """Complete a work with its output."""
        self.works.pop(work)
        self.take(bpmn.Complete(at=self.now, work=work, output=output, environment=self.environment()))

    def fail(self, work: str, code: str) -> None:
        """A step of the house cannot be done: an error that the process may catch."""
        self.works.pop(work)
        self.take(bpmn.Fail(at=self.now, work=work, code=code, message=code, environment=self.environment()))

    def _note(self, effect: bpmn.Effect) -> None:
        match effect:
            case bpmn.OpenWork(work=work, element=element, local=local):
                self._open(work, element, local)
            case bpmn.CloseWork(work=work):
                self.works.pop(work, None)
            case bpmn.SetTimer(timer=timer, due=due):
                self.timers[timer] = due
            case bpmn.CancelTimer(timer=timer):
                self.timers.pop(timer, None)
            case bpmn.Entered(element=element):
                self.entered.append(element)
                self.outcome = self.package.outcomes.get(element, self.outcome)
            case bpmn.Decided(fired=fired):
                self.rules.update((decision, str(rule)) for decision, ids in fired.items() for rule in ids)
            case bpmn.Incident(element=element, reason=reason):
                raise Stuck(f"{element}: {reason}")
            case bpmn.Ended(outcome=outcome):
                self.ended = True
                self.outcome = self.package.outcomes.get(outcome, self.outcome)
            case _:
                pass

    def _open(self, work: str, element: str, local: Mapping[str, object]) -> None:
        self.works[work] = (element, local)
        step = self.package.steps.get(element)
        asks = isinstance(step, WorkStep | ServiceStep)
        if isinstance(step, PaymentStep):
            asks = house.fee_of(self, step, local) is not None
        if asks:
            self.tasks.append(element)
        else:
            self.for_the_house.append((work, element))


def _mapping(given: Mapping[str, object], key: str) -> dict[str, object]:
    value = given.get(key, {})
    if not isinstance(value, Mapping):
        raise Stuck(f"given/{key}: here stands a mapping")
    return {str(name): inner for name, inner in value.items()}

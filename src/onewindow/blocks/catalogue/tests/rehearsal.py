"""Rehearsing a package: a scenario is run through the real engine and the real checks, in memory.

No database and no clock: time is what the scenario says. The house's own steps (documents, notices, numbers,
registers) are done at once; people do what ``then`` lists.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.types import (
    DocumentStep,
    NoticeStep,
    NumberRule,
    NumberStep,
    PaymentStep,
    RegisterStep,
    Scenario,
    ServicePackage,
    StoredFileAnswer,
    WorkStep,
    WriteStep,
)
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference
from onewindow.kernel.working_days import WorkingCalendar
from onewindow.standards import bpmn, feel


class RehearsalFailed(Exception):
    """The scenario cannot go on: what it says does not fit the process."""


@dataclass(frozen=True)
class Registers:
    """The registers of a scenario. A register that it does not mention has every code."""

    entries: Mapping[str, Mapping[str, Mapping[str, object]]]
    written: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)

    def code(self, *, register: str, key: str) -> Mapping[str, object] | None:
        return self.entries[register].get(key) if register in self.entries else {"key": key}

    def file(self, *, file: Reference) -> StoredFileAnswer | None:
        kinds = {"pdf": "application/pdf", "xml": "application/xml", "png": "image/png"}
        ending = file.key.rpartition(".")[2]
        return StoredFileAnswer(file, file.key, kinds[ending], 1000) if ending in kinds else None

    def person(self, *, key: str) -> Mapping[str, object] | None:
        return self.code(register="people", key=key)

    def read(self, register: str, key: object, attributes: tuple[str, ...]) -> dict[str, object] | None:
        entry = self.entries.get(register, {}).get(str(key))
        new = self.written.get(register, {}).get(str(key), {})
        if entry is None and not new:
            return None
        return {name: new[name] if name in new else _typed((entry or {}).get(name)) for name in attributes}


def _typed(value: object) -> object:
    """Dates in scenario registers are written as text."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    if isinstance(value, list):
        return [_typed(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _typed(one) for name, one in value.items()}
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


@dataclass
class Rehearsal:
    """A case in memory and what happened to it."""

    package: ServicePackage
    registers: Registers
    now: datetime
    state: bpmn.State | None = None
    works: dict[str, tuple[str, Mapping[str, object]]] = field(default_factory=dict)
    timers: dict[str, datetime] = field(default_factory=dict)
    counters: Counter[str] = field(default_factory=Counter)
    waiting_for_house: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    flows: set[str] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    fees: list[str] = field(default_factory=list)
    outcome: str = "open"
    ended: bool = False

    # Time and scope --------------------------------------------------------------------------

    def environment(self) -> dict[str, object]:
        return {
            "now": self.now,
            "today": self.now.date(),
            "working days after": feel.Function(names=("from", "n", "calendar"), call=_after),
            "working days between": feel.Function(names=("from", "to", "calendar"), call=_between),
        }

    def scope(self, local: Mapping[str, object] | None = None) -> dict[str, object]:
        data = self.state.data if self.state else {}
        return {**self.environment(), **data, **(local or {})}

    # Filing ----------------------------------------------------------------------------------

    def file(self, given: Mapping[str, object]) -> None:
        applicant = given["applicant"]
        assert isinstance(applicant, dict)
        raw = given["answers"]
        assert isinstance(raw, dict)
        form = self.package.starting_form
        case = {
            "number": f"{self.package.number_prefix}-{self.now.year}-000001",
            "filed_on": self.now.date(),
            "channel": given.get("channel", "page"),
            "language": given.get("language", "en"),
        }
        base = {"applicant": applicant, "filed_by": applicant, "case": case, "documents": {}}
        facts = self._facts({**self.environment(), **base, form.name: raw})
        checked = api.check_answers(
            form=form, answers=raw, context={**self.environment(), **base, "facts": facts},
            lookups=self.registers, now=self.now,
        )  # fmt: skip
        self.problems = [f"{problem.field}: {problem.code}" for problem in checked.problems]
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
        self.state, effects = bpmn.step(self.package.process, self.state, event)
        for effect in effects:
            self._note(effect)
        while self.waiting_for_house:
            self._do_own(*self.waiting_for_house.pop(0))

    def _note(self, effect: bpmn.Effect) -> None:
        match effect:
            case bpmn.OpenWork(work=work, element=element, local=local):
                self.works[work] = (element, local)
                if isinstance(self.package.steps[element], WorkStep | PaymentStep):
                    self.tasks.append(element)
                else:
                    self.waiting_for_house.append((work, element))
            case bpmn.CloseWork(work=work):
                self.works.pop(work, None)
            case bpmn.SetTimer(timer=timer, due=due):
                self.timers[timer] = due
            case bpmn.CancelTimer(timer=timer):
                self.timers.pop(timer, None)
            case bpmn.Entered(element=element):
                self.outcome = self.package.outcomes.get(element, self.outcome)
            case bpmn.Incident(element=element, reason=reason):
                raise RehearsalFailed(f"incident at {element}: {reason}")
            case bpmn.Ended(outcome=outcome):
                self.ended = True
                self.outcome = self.package.outcomes.get(outcome, self.outcome)
            case _:
                pass

    def complete(self, work: str, output: Mapping[str, object]) -> None:
        self.works.pop(work)
        self.take(bpmn.Complete(at=self.now, work=work, output=output, environment=self.environment()))

    # What the house does itself --------------------------------------------------------------

    def _do_own(self, work: str, element: str) -> None:
        if work not in self.works:
            return
        scope = self.scope(self.works[work][1])
        match self.package.steps[element]:
            case NumberStep(number=rule):
                self.complete(work, self._number(rule, scope))
            case DocumentStep() as step:
                self.complete(work, self._document(step, scope))
            case NoticeStep(notice=notice):
                self.notices.append(notice)
                self._write(notice, scope)
                self.complete(work, {})
            case RegisterStep() as step:
                key = step.key.value(scope, now=self.now)
                found = self.registers.read(step.register, key, step.attributes)
                self.complete(work, {step.into: found})
            case WriteStep() as step:
                self._write_register(work, step, scope)
            case step:
                raise RehearsalFailed(f"nobody does {step}")

    def _write_register(self, work: str, step: WriteStep, scope: Mapping[str, object]) -> None:
        key = str(step.key.value(scope, now=self.now))
        entries = self.registers.written.setdefault(step.register, {})
        there = key in entries or key in self.registers.entries.get(step.register, {})
        code = {("add", True): "entry-exists", ("change", False): "entry-unknown"}.get((step.action, there))
        if code is not None:
            self.works.pop(work)
            self.take(
                bpmn.Fail(at=self.now, work=work, code=code, message="", environment=self.environment())
            )
            return
        entries.setdefault(key, {}).update(
            {name: formula.value(scope, now=self.now) for name, formula in step.values.items()}
        )
        self.complete(work, {})

    def _number(self, rule: NumberRule, scope: Mapping[str, object]) -> dict[str, object]:
        sequence = rule.sequence.value(scope, now=self.now)
        if sequence is None:
            return {}
        name = "/".join(sequence) if isinstance(sequence, list) else str(sequence)
        self.counters[name] += 1
        return {rule.into: rule.pattern.value({**scope, "n": self.counters[name]}, now=self.now)}

    def _document(self, step: DocumentStep, scope: Mapping[str, object]) -> dict[str, object]:
        self.documents.append(f"{step.document} {step.action}")
        source = self.package.documents[step.document]
        number = source.number.value(scope, now=self.now)
        for formula in source.formulas.values():
            if "row" not in formula.names and formula.expression is not None:
                result = formula.expression.evaluate(scope, now=self.now)
                if result.value is None and "syntax" in str(result.reasons):
                    raise RehearsalFailed(f"{step.document}: {formula.source}: {result.reasons}")
        if number is None:
            raise RehearsalFailed(f"the document {step.document} has no number")
        documents = dict(scope.get("documents") or {})
        documents[step.document.replace("-", "_")] = {"code": "CODE", "number": number}
        return {"documents": documents}

    def _write(self, notice: str, scope: Mapping[str, object]) -> None:
        found = self.package.notices[notice]
        for language in self.package.languages:
            for filling in (found.subject[language], found.body[language]):
                for part in filling.parts:
                    if not isinstance(part, str) and part.value(scope, now=self.now) is None:
                        raise RehearsalFailed(f"{notice} ({language}): {part.source} gives nothing")
        self.letters.append(found.body["en"].filled(scope, show=str, now=self.now))

    # What people do --------------------------------------------------------------------------

    def do(self, line: Mapping[str, object]) -> None:
        if "wait" in line:
            self.wait(str(line["wait"]))
        elif "after" in line:
            self.after(str(line["after"]), line)
        elif "pay" in line:
            self.pay(str(line["pay"]))
        else:
            self.work(str(line["work"]), line)

    def wait(self, days: str) -> None:
        until = self.now + timedelta(days=int(days.removeprefix("P").removesuffix("D")))
        while due := min(
            ((moment, timer) for timer, moment in self.timers.items() if moment <= until), default=None
        ):
            moment, timer = due
            self.now = max(self.now, moment)
            del self.timers[timer]
            self.take(bpmn.TimerDue(at=self.now, timer=timer, environment=self.environment()))
        self.now = until

    def pay(self, element: str) -> None:
        work = self._find(element, None)
        step = self.package.steps[element]
        assert isinstance(step, PaymentStep)
        fee = self.package.fees[step.fee]
        amount = fee.amount.value(self.scope(), now=self.now)
        if not isinstance(amount, Decimal):
            raise RehearsalFailed(f"the fee {fee.fee} is {amount!r}")
        money = Money.rounded(amount, fee.currency)
        self.fees.append(str(money))
        paid = {
            "amount": money.amount,
            "currency": money.currency,
            "paid_on": self.now.date(),
            "receipt": "R1",
        }
        self.complete(work, {step.into: paid})

    def work(self, element: str, line: Mapping[str, object]) -> None:
        by = line.get("by")
        agency = str(by["agency"]) if isinstance(by, dict) else None
        work = self._find(element, agency)
        step = self.package.steps[element]
        assert isinstance(step, WorkStep)
        local = self.works[work][1]
        answered = self._answers(step.form, line, {**local, "officer": by})
        output: dict[str, object] = {step.into: {**answered, "by": by, "on": self.now.date()}}
        scope = self.scope({**local, **output})
        if step.four_eyes is not None and step.four_eyes.holds(scope, now=self.now) and "second" not in line:
            raise RehearsalFailed(f"{element} needs a second officer")
        if step.number is not None:
            output |= self._number(step.number, scope)
        self.complete(work, output)

    def _find(self, element: str, agency: str | None) -> str:
        for work, (found, local) in self.works.items():
            step = self.package.steps[found]
            if found != element:
                continue
            if not isinstance(step, WorkStep) or step.agency is None:
                return work
            if step.agency.value(self.scope(local), now=self.now) == agency:
                return work
        open_now = sorted(found for found, _local in self.works.values())
        raise RehearsalFailed(f"nothing open at {element} for {agency}; open: {open_now}")

    def _answers(
        self, form: str, line: Mapping[str, object], local: Mapping[str, object]
    ) -> dict[str, object]:
        raw = line.get("answers") or {}
        assert isinstance(raw, dict)
        checked = api.check_answers(
            form=self.package.forms[form], answers=raw, context=self.scope(local),
            lookups=self.registers, now=self.now,
        )  # fmt: skip
        if not checked.good:
            raise RehearsalFailed(f"{form}: {[problem.text() for problem in checked.problems]}")
        return dict(checked.answers)

    def after(self, name: str, line: Mapping[str, object]) -> None:
        after = self.package.after[name]
        if after.available is not None and not after.available.holds(self.scope(), now=self.now):
            raise RehearsalFailed(f"{name} is not available now")
        answered = self._answers(after.form, line, {}) if after.form else {}
        said = {**answered, "by": line.get("by"), "on": self.now.date()}
        self.take(
            bpmn.Deliver(
                at=self.now, message=after.message, payload={after.into: said}, environment=self.environment()
            )
        )


def _calendar(name: object) -> WorkingCalendar:
    return WorkingCalendar(str(name), "Africa/Tunis")


def _after(start: object, days: object, calendar: object) -> object:

    return _calendar(calendar).add(start, int(days))  # type: ignore[arg-type, call-overload]


def _between(start: object, end: object, calendar: object) -> object:
    return Decimal(_calendar(calendar).between(start, end))  # type: ignore[arg-type]


def _given(package: ServicePackage, scenario: Scenario) -> dict[str, object]:
    """What is given; ``like`` takes it from another scenario, and what stands here replaces it."""
    given = dict(scenario.given)
    like = given.pop("like", None)
    if like is None:
        return given
    base = next(one for one in package.scenarios if one.scenario == like)
    return _merged(_given(package, base), given)


def _merged(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = _merged(below, value) if both else value  # type: ignore[arg-type]
    return merged


def rehearse(package: ServicePackage, scenario: Scenario) -> Rehearsal:
    """Run a scenario to its end."""
    given = _given(package, scenario)
    entries = given.get("registers") or {}
    assert isinstance(entries, dict)
    at = datetime.fromisoformat(str(given["at"])).astimezone(UTC)
    rehearsal = Rehearsal(package, Registers(entries), at)
    rehearsal.file(given)
    for line in scenario.then:
        rehearsal.do(line)
    return rehearsal

"""One transaction of a case: events go in, and what comes out is written at the end."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from onewindow.blocks.cases.attachments import files_in
from onewindow.blocks.cases.deadlines import due_of, due_with
from onewindow.blocks.cases.environment import environment, text_of
from onewindow.blocks.cases.errors import NotAtThisTime
from onewindow.blocks.cases.models import Case, Happening, Timer, Work
from onewindow.blocks.cases.parties import party_of
from onewindow.blocks.cases.standing_still import is_applicants, waits_of
from onewindow.blocks.cases.storing import store
from onewindow.blocks.cases.types import CaseChanged, CaseDecided, WorkOpened
from onewindow.blocks.catalogue.types import ServicePackage, Step, WorkStep
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference
from onewindow.standards import bpmn, feel


@dataclass(frozen=True, slots=True)
class By:
    """Who made an event happen, as the story keeps it.

    :param acted: on the applicant's side, and at the counter: who acted by name, for whom, on what basis.
    """

    account: str = ""
    agency: str = ""
    role: str = ""
    person: str = ""
    acted: Mapping[str, object] = field(default_factory=dict[str, object])


HOUSE = By()
Performed = Mapping[str, object] | None
"""What a step of the house gave: output for the process, or None while it waits for something."""


@dataclass
class Process:
    """A case in the middle of a transaction. The case's row must be locked by whoever makes one.

    :param case: the row; its tokens, data and status are set by ``save``.
    :param waited: something that was the applicant's to do has ended: the whole is due later by that time.
    """

    case: Case
    package: ServicePackage
    at: datetime
    state: bpmn.State | None
    opened: dict[str, Work] = field(default_factory=dict[str, Work])
    timers: dict[str, Timer] = field(default_factory=dict[str, Timer])
    closed_work: dict[str, str] = field(default_factory=dict[str, str])
    closed_timers: set[str] = field(default_factory=set[str])
    story: list[Happening] = field(default_factory=list[Happening])
    for_the_house: deque[Work] = field(default_factory=deque[Work])
    decided: list[str] = field(default_factory=list[str])
    files: set[str] = field(default_factory=set[str])
    news: list[object] = field(default_factory=list[object])
    waited: bool = False

    @classmethod
    def of(cls, case: Case, package: ServicePackage, *, at: datetime) -> "Process":
        """The process of a stored case."""
        return cls(case, package, at, bpmn.State.from_json(case.tokens, feel.from_json(case.data)))

    @property
    def data(self) -> Mapping[str, object]:
        """The case's data, FEEL values."""
        return self.state.data if self.state else {}

    def scope(self, local: Mapping[str, object] | None = None) -> dict[str, object]:
        """What a formula of the package sees: data, what is local to a task, and the environment."""
        return {**self.environment(), **self.data, **(local or {})}

    def environment(self) -> dict[str, object]:
        """Today, now and the calendars, as of this transaction."""
        return environment(at=self.at, calendar=self.package.agency)

    def take(
        self, event: bpmn.Event, *, kind: str, by: By = HOUSE, element: str = "", detail: object = None
    ) -> None:
        """Let the process take an event, and note what follows from it.

        :raises NotAtThisTime: the process waits for nothing of that kind.
        """
        try:
            self.state, effects = bpmn.step(self.package.process, self.state, event)
        except bpmn.NothingWaits as problem:
            raise NotAtThisTime() from problem
        told = Happening(
            case=self.case, at=self.at, kind=kind, element=element, agency=by.agency, role=by.role,
            by=by.account, detail=dict(detail) if isinstance(detail, Mapping) else {},
        )  # fmt: skip
        if by.acted:
            told.detail["acted"] = dict(by.acted)
        self.story.append(told)
        self.files.update(files_in(_brought(event)))
        self._note(effects, told)

    def go_on_from(self, state: bpmn.State, effects: Iterable[bpmn.Effect], told: Happening) -> None:
        """Go on from a state that another version of the process gave."""
        self.state = state
        self.story.append(told)
        self._note(effects, told)

    def _note(self, effects: Iterable[bpmn.Effect], told: Happening) -> None:
        for effect in effects:
            match effect:
                case bpmn.Entered(element=element):
                    told.path.append(element)
                    self._outcome(element)
                case bpmn.OpenWork():
                    self._open(effect)
                case bpmn.CloseWork(work=work, reason=reason):
                    if self.opened.pop(work, None) is None:
                        self.closed_work[work] = reason
                        self.waited = self.waited or reason != "done"
                case bpmn.SetTimer(timer=timer, element=element, due=due):
                    self.set_timer(timer, "process", element, due)
                case bpmn.CancelTimer(timer=timer):
                    self.cancel_timer(timer)
                case bpmn.Decided(element=element, decision=decision, fired=fired):
                    told.detail.setdefault("rules", []).append(
                        {"element": element, "decision": decision, "fired": _plain(fired)}
                    )
                case bpmn.Incident(element=element, reason=reason):
                    self.case.incident = f"{element}: {reason}"[:2000]
                    told.detail["incident"] = self.case.incident
                case bpmn.Ended(outcome=outcome):
                    self._outcome(outcome or "")
                    self.case.status = self.case.status if self.case.status != "open" else "closed"
                case _:
                    pass

    def _outcome(self, element: str) -> None:
        outcome = self.package.outcomes.get(element)
        if outcome and outcome != self.case.status:
            self.case.status = outcome
            self.case.decided_at = self.case.decided_at or self.at
            self.decided.append(outcome)

    def _open(self, effect: bpmn.OpenWork) -> None:
        step = self.package.steps.get(effect.element)
        work = Work(
            case=self.case, work=effect.work, element=effect.element, kind=effect.kind, side="house",
            local=feel.to_json(dict(effect.local)), opened_at=self.at,
        )  # fmt: skip
        self.opened[effect.work] = work
        if isinstance(step, WorkStep):
            self._assign(work, step, effect.local)
        else:
            self.for_the_house.append(work)

    def _assign(self, work: Work, step: WorkStep, local: Mapping[str, object]) -> None:
        scope = self.scope(local)
        work.side = step.party
        work.agency = text_of(step.agency, scope, now=self.at)
        work.role = step.role or ""
        if step.person is not None:
            work.person = str(party_of(step.person, scope, now=self.at) or "")
        due = due_of(step.deadline, agency=work.agency or self.package.agency, start=self.at, scope=scope)
        if due is None:
            return
        work.due_at = due.at
        if due.remind_at is not None:
            self.set_timer(f"remind:{work.work}", "remind", work.element, due.remind_at)
        self.set_timer(f"late:{work.work}", "late", work.element, due.at)

    def set_timer(self, timer: str, kind: str, element: str, due: datetime) -> None:
        """Set a timer, in place of one of the same name."""
        self.timers[timer] = Timer(case=self.case, timer=timer, kind=kind, element=element, due_at=due)

    def cancel_timer(self, timer: str) -> None:
        """Cancel a timer, whether it was set in this transaction or before."""
        if self.timers.pop(timer, None) is None:
            self.closed_timers.add(timer)

    def step_of(self, work: Work) -> Step | None:
        """What the package says that this work is."""
        return self.package.steps.get(work.element)

    def finish(
        self, work: str, output: Mapping[str, object], *, kind: str, element: str, by: By = HOUSE
    ) -> None:
        """Complete a work and drop the reminders that belonged to it."""
        for timer in (f"remind:{work}", f"late:{work}"):
            self.cancel_timer(timer)
        if self.opened.pop(work, None) is None:
            self.closed_work.setdefault(work, "done")
            self.waited = self.waited or is_applicants(self.package, element)
        event = bpmn.Complete(at=self.at, work=work, output=dict(output), environment=self.environment())
        self.take(event, kind=kind, element=element, by=by)

    def save(self) -> None:
        """Write everything: the state, the work, the timers, the story, the record and the news."""
        if self.state is None:
            raise NotAtThisTime()
        case = self.case
        case.tokens = self.state.to_json()
        case.data = feel.to_json(dict(self.state.data))
        case.changed_at = self.at
        if case.pk is not None:
            self._move_due()
            case.revision += 1
            self._end_work_and_timers()
        store(
            case, works=self.opened.values(), timers=self.timers.values(), story=self.story, files=self.files
        )
        self._tell()

    def _move_due(self) -> None:
        """The applicant has answered, or is not asked any more: that time was not the office's."""
        case, deadline = self.case, self.package.deadline
        undecided = case.decided_at is None or case.decided_at == self.at
        if not self.waited or deadline is None or case.due_at is None or not undecided:
            return
        waits = waits_of(
            case, self.package, opened=self.opened.values(), closed=self.closed_work.keys(), at=self.at
        )
        case.due_at = due_with(
            deadline, agency=self.package.agency, start=case.filed_at, waits=waits, at=self.at
        )

    def _end_work_and_timers(self) -> None:
        case = self.case
        if self.closed_work:
            ended = {"done": [], "closed": []}
            for work, reason in self.closed_work.items():
                ended["done" if reason == "done" else "closed"].append(work)
            for state, works in ended.items():
                if works:
                    case.works.filter(work__in=works, state="open").update(state=state, ended_at=self.at)
            stale = [f"{kind}:{work}" for work in self.closed_work for kind in ("remind", "late")]
            self.closed_timers.update(stale)
        gone = self.closed_timers | self.timers.keys()
        if gone:
            Timer.objects.filter(case=case, timer__in=gone).delete()

    def _tell(self) -> None:
        case = self.case
        record.append_all(entries=[entry_of(case, told) for told in self.story])
        opened = (work for work in self.opened.values() if work.side != "house")
        self.news += [
            WorkOpened(case.number, case.service, work.work, work.element, work.side, work.agency, work.role)
            for work in opened
        ]
        applicant = Reference(case.applicant)
        self.news += [CaseDecided(case.number, case.service, outcome, applicant) for outcome in self.decided]
        self.news.append(CaseChanged(case.number, case.service, case.status, case.revision))
        outbox.publish_all(events=self.news)


def entry_of(case: Case, told: Happening) -> record.NewEntry:
    """A line of the story as the record keeps it."""
    payload = {
        "service": case.service, "version": case.version, "at": told.at.isoformat(),
        "element": told.element, "agency": told.agency, "role": told.role, "path": told.path,
        "detail": told.detail, "status": case.status,
    }  # fmt: skip
    actor = f"account/{told.by}" if told.by else None
    return record.NewEntry(f"case.{told.kind}", Reference.of("case", case.number), payload, actor)


def _brought(event: bpmn.Event) -> object:
    """What an event brings into the case from outside."""
    match event:
        case bpmn.Start(data=data):
            return data
        case bpmn.Complete(output=output):
            return output
        case bpmn.Deliver(payload=payload):
            return payload
        case _:
            return None


def _plain(fired: object) -> object:
    if isinstance(fired, Mapping):
        return {str(key): _plain(value) for key, value in fired.items()}
    return list(fired) if isinstance(fired, tuple | list) else fired

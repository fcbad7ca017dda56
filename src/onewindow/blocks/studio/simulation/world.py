"""The simulated world: one queue of events in time order, and everything that answers to them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from heapq import heappop, heappush
from typing import Final

from onewindow.blocks.studio.simulation.arrivals import arrivals
from onewindow.blocks.studio.simulation.assumptions import Assumptions
from onewindow.blocks.studio.simulation.course import (
    CANCEL,
    CLOSE,
    DONE,
    END,
    INCIDENT,
    OPEN,
    OUTCOME,
    RING,
    SAY,
    START,
    TIMER,
    Courses,
    Place,
)
from onewindow.blocks.studio.simulation.desks import OVER, RUNS, Desk, Task
from onewindow.blocks.studio.simulation.draws import key_of, name_of, uniform
from onewindow.blocks.studio.simulation.histories import Histories
from onewindow.blocks.studio.simulation.hours import DAY, Hours
from onewindow.blocks.studio.simulation.life import Life
from onewindow.blocks.studio.simulation.measures import MOST_VALUES, Measures
from onewindow.blocks.studio.simulation.people import NOTHING, Asking, People
from onewindow.blocks.studio.simulation.plan import Answer, Plan, Said

MOST_EVENTS: Final = 400
"""Events that one case may have. A case that has more goes in circles."""
LONGEST: Final = 3 * 365 * DAY
"""Minutes after the last filing at which the run ends, whatever is still open."""

_FINISH, _REPLY, _READY, _RING, _SAY = range(5)


class World:
    """One run."""

    def __init__(
        self,
        plan: Plan,
        assumptions: Assumptions,
        *,
        remember: bool = True,
        histories: Histories | None = None,
    ) -> None:
        self.plan = plan
        self.assumptions = assumptions
        begins = datetime(assumptions.start.year, assumptions.start.month, assumptions.start.day, tzinfo=UTC)
        self.begins = begins
        self.courses = Courses(plan, start=begins, remember=remember)
        self.measures = Measures()
        self.histories = histories
        self.desks: dict[str, Desk] = {}
        self._hours: dict[str, Hours] = {}
        self._events: list[tuple[float, int, int, Life, Task | Said | str]] = []
        self._following = 0
        self._askings: dict[tuple[str, str, str], Asking] = {}
        self._people = People(plan, assumptions, self.measures, self._desk)
        deadline = assumptions.deadline
        self._deadline = (self.hours(deadline.calendar), deadline.days) if deadline else None
        self._home = self.hours(deadline.calendar if deadline else assumptions.calendar)
        self._closing: dict[tuple[int, int], float] = {}
        self._applicants = {
            element for element, rule in plan.rules.items() if rule.side in ("applicant", "payment")
        }

    def hours(self, calendar: str) -> Hours:
        """The working time of an agency."""
        found = self._hours.get(calendar)
        if found is None:
            working = self.assumptions.calendars(calendar)
            found = self._hours[calendar] = Hours(calendar=working, start=self.assumptions.start)
        return found

    # The run -----------------------------------------------------------------------------------

    def run(self) -> Measures:
        """Let everything happen, until nothing is left or time is over."""
        coming = arrivals(assumptions=self.assumptions, begins=self.begins)
        events, measures = self._events, self.measures
        filing = next(coming)
        measures.first = filing
        horizon, sampled, wanted = float("inf"), 0.0, self.assumptions.cases
        while True:
            if measures.filed < wanted and (not events or filing <= events[0][0]):
                minute = filing
                self._file(minute)
                filing = next(coming)
                if measures.filed == wanted:
                    measures.last_filed, horizon = minute, minute + LONGEST
            elif events:
                minute, _, what, life, about = heappop(events)
                if minute > horizon:
                    break
                if life.over:
                    continue
                self._happen(minute, what, life, about)
            else:
                break
            if minute >= sampled:
                sampled = minute - minute % DAY + DAY
                for desk in self.desks.values():
                    desk.sample(minute)
            measures.last = minute
        return measures

    def _push(self, minute: float, what: int, life: Life, about: Task | Said | str) -> None:
        self._following = following = self._following + 1
        heappush(self._events, (minute, following, what, life, about))

    def _file(self, minute: float) -> None:
        number = self.measures.filed
        self.measures.filed = number + 1
        key = key_of(seed=self.assumptions.seed, case=number)
        behaviour = self._people.behaviour(key)
        life = Life(behaviour, minute, number, key)
        self.measures.behaviours[behaviour.name] += 1
        if self.histories is not None:
            self.histories.filed(number, behaviour.name, behaviour.data)
        self._move(life, minute, START, "", 0, behaviour.data)

    def _happen(self, minute: float, what: int, life: Life, about: Task | Said | str) -> None:
        if isinstance(about, Task):
            (self._finish if what == _FINISH else self._reply if what == _REPLY else self._answered)(
                life, minute, about
            )
        elif isinstance(about, str):
            if life.timers.get(about) == minute:
                del life.timers[about]
                self._move(life, minute, RING, about, 0, NOTHING)
        else:
            self._move(life, minute, SAY, about.message, about.number, about.payload)
            self._say_next(life, minute)

    # What a case does --------------------------------------------------------------------------

    def _move(
        self, life: Life, minute: float, kind: int, name: str, number: int, payload: Mapping[str, object]
    ) -> None:
        life.events += 1
        self.measures.events += 1
        place = self.courses.move(life, minute, kind, name, number, payload)
        if not life.decided:
            self._share(life, minute)
        if place is None:
            return
        if life.events > MOST_EVENTS:
            self._circles(life, minute)
            return
        self._follow(life, minute, place)

    def _follow(self, life: Life, minute: float, place: Place) -> None:
        for what, name, element, told, number in place.ops:
            if what == OPEN:
                self._open(life, minute, name, element, told, number)
            elif what == TIMER:
                life.timers[name] = due = minute + number
                self._push(due, _RING, life, name)
            elif what == CANCEL:
                life.timers.pop(name, None)
            elif what == CLOSE:
                self._close(life, minute, name)
            elif what == OUTCOME:
                self._decide(life, minute, told)
            elif what == END:
                self._decide(life, minute, "closed")
                self._end(life, minute)
            elif what == INCIDENT:
                self.measures.incidents[element, told] += 1
        if not life.over and len(life.behaviour.said) > life.said:
            self._say_next(life, minute)

    def _open(self, life: Life, minute: float, work: str, element: str, desk: str, fee: float) -> None:
        key = (life.behaviour.name, element, desk)
        asking = self._askings.get(key)
        if asking is None:
            asking = self._askings[key] = self._people.asking(life.behaviour, element, desk)
        count = life.asked.get(element, 0) + 1
        life.asked[element] = count
        measured = asking.measured
        measured.opened += 1
        if count == 1:
            measured.cases += 1
        answer = self._people.answer(life, asking, count)
        if life.early and element in life.early:
            self._was_early(life, minute, work, element, answer)
            return
        life.open[work] = task = Task(life, work, element, minute, answer)
        if answer is None:
            return  # let pass: something else will end it
        self.measures.fees += fee
        self._ask(life, minute, task, asking, count)
        for other in self.plan.early.get(element, ()):
            self._ask_early(life, minute, other)

    def _was_early(self, life: Life, minute: float, work: str, element: str, answer: Answer | None) -> None:
        early = life.early.pop(element)
        early.name, early.answer = work, answer
        life.open[work] = early
        if early.state == OVER:
            self._push(minute, _READY, life, early)

    def _ask(self, life: Life, minute: float, task: Task, asking: Asking, count: int) -> None:
        minutes = asking.draw(uniform(life.key, asking.name + count))
        if asking.desk is not None:
            task.minutes = minutes
            self._begun(asking.desk.ask(task, minute), task)
            return
        touch = asking.touch
        task.minutes = touch if touch < minutes else minutes
        task.begun = minute + minutes - task.minutes
        task.state = RUNS
        self._push(minute + minutes, _REPLY, life, task)

    def _ask_early(self, life: Life, minute: float, element: str) -> None:
        """Let a step begin before the process asks for it; it is answered when the process does."""
        rule, place = self.plan.rules.get(element), life.place
        if rule is None or place is None or element in life.early or element in life.asked:
            return
        scope = {**self.plan.environment(self.begins), **place.state.data}
        desk = rule.desk(scope, self.begins) if rule.desk else ""
        life.early[element] = task = Task(life, "", element, minute, None)
        self._ask(life, minute, task, self._people.asking(life.behaviour, element, desk), 1)

    def _begun(self, done: float | None, task: Task) -> None:
        if done is not None:
            self._push(done, _FINISH, task.case, task)

    def _finish(self, life: Life, minute: float, task: Task) -> None:
        """An officer has done a task, and takes the next."""
        desk = task.desk
        if desk is None:
            return  # given up before it was done
        task.desk, task.state = None, OVER
        following = desk.free(minute)
        if following is not None:
            self._begun(following[1], following[0])
        self._measure(life, minute, task)
        self._answered(life, minute, task)

    def _reply(self, life: Life, minute: float, task: Task) -> None:
        """The applicant, or somebody outside, has answered."""
        if task.state != OVER:
            task.state = OVER
            self._measure(life, minute, task)
            self._answered(life, minute, task)

    def _answered(self, life: Life, minute: float, task: Task) -> None:
        answer = task.answer
        if life.open.get(task.name) is not task or answer is None or answer.output is None:
            return  # done early: the process does not ask for it yet
        life.answered += 1
        if not life.decided:
            self._share(life, minute)
        del life.open[task.name]
        self._move(life, minute, DONE, task.name, answer.number, answer.output)

    def _measure(self, life: Life, minute: float, task: Task) -> None:
        measured = self.measures.step(task.element)
        measured.done += 1
        measured.working += task.minutes
        wait = task.begun - task.asked if task.begun > task.asked else 0.0
        measured.waiting += wait
        if len(measured.waits) < MOST_VALUES:
            measured.waits.append(wait)
        if self.histories is not None:
            rule = self.plan.rules.get(task.element)
            side = "outside" if rule is None else "applicant" if rule.side == "payment" else rule.side
            given = task.answer.output if task.answer and task.answer.output else NOTHING
            self.histories.worked(life.number, life.filed, side, task, minute, given)

    def _close(self, life: Life, minute: float, work: str) -> None:
        task = life.open.pop(work, None)
        if task is not None:
            self.measures.step(task.element).passed += 1
            self._give_up(minute, task)

    def _give_up(self, minute: float, task: Task) -> None:
        desk, task.desk = task.desk, None
        if desk is None or task.state == OVER:
            task.state = OVER
            return
        if not task.name and task.state == RUNS:
            self.measures.wasted += task.minutes
        following = desk.give_up(task, minute)
        if following is not None:
            self._begun(following[1], following[0])

    def _decide(self, life: Life, minute: float, outcome: str) -> None:
        if life.decided:
            return
        life.decided = outcome
        measures = self.measures
        measures.decided += 1
        measures.outcomes[outcome] += 1
        passed = minute - life.filed
        measures.by_case[life.number] = passed
        measures.clock.append(passed)
        measures.days.append(self._home.days(minute) - self._home.days(life.filed))
        if self._deadline is not None and minute > self._due(life):
            measures.late += 1
        if self.histories is not None:
            self.histories.decided(life.number, outcome, life.filed, minute)
        if not life.behaviour.said[life.said :]:
            self._end(life, minute)

    def _due(self, life: Life) -> float:
        """As a real case counts it: what waited for the applicant alone is not the office's time."""
        assert self._deadline is not None
        hours, days = self._deadline
        # The civil day changes on a full hour, or half an hour away from it.
        key = (int(life.filed // 60), life.waited)
        due = self._closing.get(key)
        if due is None:
            due = self._closing[key] = hours.closing(life.filed, days + life.waited)
        return due

    def _end(self, life: Life, minute: float) -> None:
        life.over = True
        self.measures.ended += 1
        for task in (*life.open.values(), *life.early.values()):
            self._give_up(minute, task)
        life.open.clear()
        life.timers.clear()
        life.happened.clear()
        life.place = None

    def _circles(self, life: Life, minute: float) -> None:
        """A case that does not come to an end: say where it turns."""
        for element, count in life.asked.items():
            if count > 3:
                self.measures.loops[element] += 1
        self._end(life, minute)

    def _share(self, life: Life, minute: float) -> None:
        """Give the time since the last event to the steps that were open in it."""
        passed = minute - life.since
        if passed <= 0:
            return
        if self._deadline is not None and life.open:
            applicants = self._applicants
            if all(task.element in applicants for task in life.open.values()):
                life.waited += self._deadline[0].between(life.since, minute)
        life.since = minute
        steps = self.measures.step
        if len(life.open) == 1:
            for task in life.open.values():
                steps(task.element).adds += passed
        elif life.open:
            part = passed / len(life.open)
            for task in life.open.values():
                steps(task.element).adds += part
        else:
            steps("").adds += passed

    def _say_next(self, life: Life, minute: float) -> None:
        said = life.behaviour.said
        if life.over or life.said >= len(said) or said[life.said].after > life.answered:
            return
        told = said[life.said]
        life.said += 1
        wait = told.wait
        if wait is None:
            wait = self.assumptions.saying.draw(uniform(life.key, name_of(told.name) + life.said))
        self._push(minute + wait, _SAY, life, told)

    def _desk(self, key: str) -> Desk:
        found = self.desks.get(key)
        if found is None:
            staff = self.assumptions.staff.get(key, self.assumptions.other_staff)
            found = self.desks[key] = Desk(key, staff, self.hours(key.partition("/")[0]))
        return found

    def left_open(self) -> None:
        """Count where cases stand that were not decided when time was over."""
        seen: set[int] = set()
        for _, _, _, life, _ in self._events:
            if not life.over and not life.decided and life.number not in seen:
                seen.add(life.number)
                for task in life.open.values():
                    self.measures.left_at[task.element] += 1

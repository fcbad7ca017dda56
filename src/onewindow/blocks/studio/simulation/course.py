"""The courses that cases take through the engine: each distinct step is computed once, then remembered.

The engine is a pure function, so cases that started alike and did the same are in the same state. What they
went through is a tree of such states, and a case is a place in it. A step that may depend on the moment is
never remembered: the case is then replayed from its start with its own times, and goes on by itself.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple, cast

from onewindow.blocks.studio.simulation.plan import Behaviour, HouseAnswer, Plan, Scope
from onewindow.standards import bpmn

OPEN, CLOSE, TIMER, CANCEL, OUTCOME, END, INCIDENT = range(7)
START, DONE, RING, SAY = range(4)
MOST_REMEMBERED: Final = 20_000
_SENSITIVE: Final = "sensitive"


class Op(NamedTuple):
    """Something that a step leads to.

    :param what: OPEN, CLOSE, TIMER …; ``name``: of the work or timer; ``element``: where.
    :param told: the desk of work that was opened; the outcome; why the case cannot go on.
    :param number: minutes until a timer rings; minor units of a fee.
    """

    what: int
    name: str
    element: str = ""
    told: str = ""
    number: float = 0.0


class Place:
    """Where a case stands: the engine's state, and what led there."""

    __slots__ = ("following", "ops", "state")

    def __init__(self, state: bpmn.State, ops: tuple[Op, ...]) -> None:
        self.state = state
        self.ops = ops
        self.following: dict[tuple[int, str, int], Place | str | None] = {}


class Happened(NamedTuple):
    """An event of a case, as it is kept to be replayed.

    :param number: of the answer or the message, 0 for others.
    """

    minute: float
    kind: int
    name: str
    number: int
    payload: Mapping[str, object]


class Walker:
    """One case on its way: its place, and all that happened to it."""

    __slots__ = ("alone", "behaviour", "filed", "happened", "place")

    def __init__(self, behaviour: Behaviour, filed: float) -> None:
        self.behaviour = behaviour
        self.filed = filed
        self.place: Place | None = None
        self.happened: list[Happened] = []
        self.alone = False


class Courses:
    """The tree of all courses under one plan.

    :param start: the moment of minute 0.
    """

    def __init__(self, plan: Plan, *, start: datetime, remember: bool = True) -> None:
        self.plan = plan
        self.start = start
        self.remember = remember and plan.remembers
        self.remembered = 0
        self.stepped = 0
        self._roots: dict[tuple[int, str, int], Place | str | None] = {}

    def move(
        self, walker: Walker, minute: float, kind: int, name: str, number: int, payload: Mapping[str, object]
    ) -> Place | None:
        """Let something happen to a case; None where its process waits for nothing like it."""
        event = Happened(minute, kind, name, number, payload)
        if walker.alone or not self.remember:
            place = self._alone(walker, event)
        else:
            place = self._together(walker, event)
        if place is not None:
            walker.place = place
        return place

    def _together(self, walker: Walker, event: Happened) -> Place | None:
        here = walker.place
        following = self._roots if here is None else here.following
        # every kind of case starts in its own way; what follows is told apart by what happens
        name = walker.behaviour.name if here is None else event.name
        key = (event.kind, name, event.number)
        found = following.get(key, "")
        if found == "":
            found = self._step(walker, here.state if here else None, event, shared=True)
            if self.remembered < MOST_REMEMBERED:
                self.remembered += 1
                following[key] = found
        if found == _SENSITIVE:
            return self._alone(walker, event)
        if isinstance(found, Place):
            walker.happened.append(event)
            return found
        return None

    def _alone(self, walker: Walker, event: Happened) -> Place | None:
        place = walker.place
        if not walker.alone:
            walker.alone = True
            place = None
            for earlier in walker.happened:
                place = self._exact(walker, place, earlier)
            walker.happened.clear()
        return self._exact(walker, place, event)

    def _exact(self, walker: Walker, place: Place | None, event: Happened) -> Place | None:
        found = self._step(walker, place.state if place else None, event, shared=False)
        return found if isinstance(found, Place) else None

    # One step ----------------------------------------------------------------------------------

    def _step(
        self, walker: Walker, state: bpmn.State | None, event: Happened, *, shared: bool
    ) -> Place | str | None:
        at = self.start + timedelta(minutes=event.minute)
        taken = _Step(self, walker, at)
        self.stepped += 1
        try:
            taken.take(state, self._event(walker, event, at, shared))
        except bpmn.NothingWaits:
            return None
        if shared and taken.sensitive:
            return _SENSITIVE
        assert taken.state is not None
        return Place(taken.state, tuple(taken.ops))

    def _event(self, walker: Walker, event: Happened, at: datetime, shared: bool) -> bpmn.Event:
        environment = self.plan.environment(at)
        if event.kind == RING:
            return bpmn.TimerDue(at=at, timer=event.name, environment=environment)
        payload = event.payload if shared else self._dated(walker, event.payload)
        if event.kind == START:
            return bpmn.Start(at=at, data=payload, environment=environment)
        if event.kind == DONE:
            return bpmn.Complete(at=at, work=event.name, output=payload, environment=environment)
        return bpmn.Deliver(at=at, message=event.name, payload=payload, environment=environment)

    def _dated(self, walker: Walker, payload: Mapping[str, object]) -> dict[str, object]:
        """Answers whose dates are moved from the scenario's time to the case's."""
        filed = self.start + timedelta(minutes=walker.filed)
        by = timedelta(days=(filed.date() - walker.behaviour.at.date()).days)
        return {
            name: value if name in ("facts", "applicant") else _moved(value, by)
            for name, value in payload.items()
        }


class _Step:
    """One event, and all that the house does at once because of it."""

    def __init__(self, courses: Courses, walker: Walker, at: datetime) -> None:
        self.courses = courses
        self.plan = courses.plan
        self.walker = walker
        self.at = at
        self.state: bpmn.State | None = None
        self.ops: list[Op] = []
        self.sensitive = False
        self.decided = False
        self.house: list[tuple[str, HouseAnswer]] = []
        self.looked: set[str] = set()

    def take(self, state: bpmn.State | None, event: bpmn.Event) -> None:
        self._take(state, event)
        while self.house:
            work, output = self.house.pop(0)
            assert self.state is not None
            environment = self.plan.environment(self.at)
            if isinstance(output, str):
                done = bpmn.Fail(at=self.at, work=work, code=output, environment=environment)
            else:
                done = bpmn.Complete(at=self.at, work=work, output=output, environment=environment)
            try:
                self._take(self.state, done)
            except bpmn.NothingWaits:
                continue  # closed by what came before it

    def _take(self, state: bpmn.State | None, event: bpmn.Event) -> None:
        self.state, effects = bpmn.step(self.plan.process, state, event)
        for effect in effects:
            match effect:
                case bpmn.Entered(element=element) | bpmn.Left(element=element):
                    self._passed(element)
                case bpmn.OpenWork(work=work, element=element, local=local):
                    self._passed(element)
                    self._open(work, element, local)
                case bpmn.CloseWork(work=work):
                    self.ops.append(Op(CLOSE, work))
                case bpmn.SetTimer(timer=timer, element=element, due=due):
                    self._passed(element)
                    wait = (due - self.at).total_seconds() / 60
                    self.ops.append(Op(TIMER, timer, element, "", max(wait, 0.0)))
                case bpmn.CancelTimer(timer=timer):
                    self.ops.append(Op(CANCEL, timer))
                case bpmn.Incident(element=element, reason=reason):
                    self.ops.append(Op(INCIDENT, "", element, reason))
                case bpmn.Ended(outcome=element):
                    self.ops.append(Op(END, element, element))
                case _:
                    pass

    def _passed(self, element: str) -> None:
        # What stands after the decision of a case that nobody will say anything more to is never looked at.
        if element in self.plan.sensitive and not (self.decided and not self.walker.behaviour.said):
            self.sensitive = True
        outcome = self.plan.outcomes.get(element)
        if outcome is not None and element not in self.looked:
            self.looked.add(element)
            self.decided = True
            self.ops.append(Op(OUTCOME, element, element, outcome))

    def _open(self, work: str, element: str, local: Mapping[str, object]) -> None:
        rule = self.plan.rules.get(element)
        if rule is None:
            self.ops.append(Op(OPEN, work, element))
            return
        if rule.side == "house":
            self.house.append((work, self._of_the_house(element)))
            return
        assert self.state is not None
        scope: Scope = {**self.plan.environment(self.at), **self.state.data, **local}
        fee = rule.fee(scope, self.at) if rule.fee else 0
        if rule.fee and fee <= 0:
            self.house.append((work, rule.free))
            return
        desk = rule.desk(scope, self.at) if rule.desk else ""
        automatic = self.plan.automatic.get(element)
        if automatic is not None and (automatic.condition is None or automatic.condition(scope, self.at)):
            output = self._approving(element, desk)
            if output is not None:
                self.house.append((work, output))
                return
        self.ops.append(Op(OPEN, work, element, desk, fee))

    def _of_the_house(self, element: str) -> HouseAnswer:
        """What the house did in the scenario; what it did in another one where it did not come this way."""
        for one in (self.walker.behaviour, *self.plan.behaviours):
            if element in one.house:
                return one.house[element]
        return {}

    def _approving(self, element: str, desk: str) -> Mapping[str, object] | None:
        """What a step gives that nobody does any more: the answer of a case that was granted."""
        agency = desk.partition("/")[0]
        behaviours = [one for one in self.plan.behaviours if one.outcome == "granted"]
        if self.walker.behaviour.outcome == "granted":
            behaviours.insert(0, self.walker.behaviour)
        given = [
            answer
            for one in behaviours
            for answer in reversed(one.answers.get(element, ()))
            if answer.output is not None
        ]
        fitting = [answer for answer in given if answer.desk == agency]
        chosen = fitting or given
        return chosen[0].output if chosen else None


def _moved(value: object, by: timedelta) -> object:
    if isinstance(value, date):  # a datetime is one too
        return value + by
    if isinstance(value, Mapping):
        return {name: _moved(inner, by) for name, inner in cast("Mapping[str, object]", value).items()}
    if isinstance(value, list):
        return [_moved(inner, by) for inner in cast("list[object]", value)]
    return value

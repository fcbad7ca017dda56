"""Plays the processes of one betsy model: several cases beside each other, with what goes between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from onewindow.standards import bpmn
from onewindow.standards.bpmn.betsy_model import Model
from onewindow.standards.bpmn.expressions import ISO_DURATION, length_of
from onewindow.standards.bpmn.model import Element, Trigger
from onewindow.standards.bpmn.timers import cycle_of

RUNTIME, THROWN = "ERROR_RUNTIME", "ERROR_THROWN_ERROR_EVENT"


@dataclass
class Instance:
    """One running process."""

    process: str
    state: bpmn.State | None = None


@dataclass
class Player:
    """What runs, what is under way between the processes, and what was seen."""

    definitions: Mapping[str, bpmn.Definition]
    model: Model
    data: Mapping[str, Any]
    now: datetime
    running: list[Instance] = field(default_factory=list[Instance])
    timers: list[tuple[datetime, int, str]] = field(default_factory=list[tuple[datetime, int, str]])
    starts: list[tuple[datetime, str, str]] = field(default_factory=list[tuple[datetime, str, str]])
    messages: list[str] = field(default_factory=list[str])
    signals: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    busy: dict[tuple[int, str], datetime] = field(default_factory=dict[tuple[int, str], datetime])
    stuck: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])
    lines: list[str] = field(default_factory=list[str])

    def start(self, process: str, at: str | None = None) -> None:
        """A new case of a process."""
        self.running.append(Instance(process))
        self.apply(len(self.running) - 1, bpmn.Start(at=self.now, data=self.data, start=at))

    def begin(self, process: str) -> None:
        """Begin a process as its start event says: at once, at a time, or when a condition holds."""
        root = self.definitions[process].root
        plain = [one for one in root.starts if one.kind != "startEvent" or not one.triggers]
        events = [one for one in root.children if one.kind == "startEvent"]
        timed = next((one for one in events if any(two.kind == "timer" for two in one.triggers)), None)
        if plain or timed is None:
            condition = next((two.condition for one in events for two in one.triggers if two.condition), None)
            if plain or condition is None or condition.evaluate(self.data, now=self.now).value is True:
                self.start(process)
        else:
            self.schedule(process, timed)

    def waits(self, process: str) -> bool:
        """Whether only a message or a signal begins a process."""
        events = [one for one in self.definitions[process].root.children if one.kind == "startEvent"]
        kinds = {one.triggers[0].kind if one.triggers else "" for one in events}
        return bool(events) and kinds <= {"message", "signal"}

    def play(self, end: datetime, most: int) -> None:
        """Let everything happen until nothing does, or it is time."""
        for _ in range(most):
            if not (self.work() or self.deliver() or self.broadcast() or self.wake(end)):
                return

    def schedule(self, process: str, event: Element) -> None:
        """The starts that a timer start event asks for."""
        rule = next(one.timer for one in event.triggers if one.timer is not None)
        self.starts += [(due, process, event.id) for due in _moments(rule.kind, rule.literal or "", self.now)]

    def apply(self, place: int, event: bpmn.Event, *, sent: str = "") -> None:
        """Let an event happen to a case, and take in what it tells; ``sent`` is a message sent already."""
        one = self.running[place]
        fresh, effects = bpmn.step(self.definitions[one.process], one.state, event)
        one.state = bpmn.State.from_json(fresh.to_json(), fresh.data)
        for effect in effects:
            if isinstance(effect, bpmn.SetTimer):
                self.timers.append((effect.due, place, effect.timer))
            elif isinstance(effect, bpmn.CancelTimer):
                self.timers = [other for other in self.timers if other[1:] != (place, effect.timer)]
            elif isinstance(effect, bpmn.SendMessage) and effect.message == sent:
                sent = ""
            elif isinstance(effect, bpmn.SendMessage):
                self.messages.append(effect.message)
            elif isinstance(effect, bpmn.SendSignal):
                self.signals.append((place, effect.name))
            elif isinstance(effect, bpmn.Incident):
                self.lines.append(RUNTIME)
            elif isinstance(effect, bpmn.Ended) and effect.error is not None:
                self.lines.append(THROWN)

    def work(self) -> bool:
        """Do the first work that waits for nobody in particular."""
        for place, one in enumerate(self.running):
            for wait in self._works(one):
                if (place, wait.name) in self.stuck or self._takes_time(place, wait):
                    continue
                if wait.element in self.model.failing:
                    self.stuck.add((place, wait.name))
                    code = self._code_caught(one, wait.element)
                    self.apply(place, bpmn.Fail(at=self.now, work=wait.name, code=code))
                elif self.definitions[one.process].elements[wait.element].kind == "sendTask":
                    self.send(place, one, wait)
                else:
                    self.apply(place, bpmn.Complete(at=self.now, work=wait.name))
                return True
        return False

    def send(self, place: int, one: Instance, wait: bpmn.Wait) -> None:
        """Bring a message first, then go on after it, if that is still wanted."""
        name = self.definitions[one.process].elements[wait.element].triggers[0].name
        if not self._delivered(name) and not self._started_by("message", name):
            self.messages.append(name)
        if wait in self._works(one):
            self.apply(place, bpmn.Complete(at=self.now, work=wait.name), sent=name)

    def _works(self, one: Instance) -> list[bpmn.Wait]:
        definition = self.definitions[one.process]
        found = bpmn.waiting(definition, one.state) if one.state is not None else ()
        kinds = {wait.name: definition.elements[wait.element].kind for wait in found}
        return [wait for wait in found if wait.kind == "work" and kinds[wait.name] != "receiveTask"]

    def _takes_time(self, place: int, wait: bpmn.Wait) -> bool:
        length = self.model.lasting.get(wait.element)
        if length is None:
            return False
        return self.now < self.busy.setdefault((place, wait.name), self.now + length)

    def _code_caught(self, one: Instance, element: str) -> str:
        """An error that something around the task catches, for the script does not name it."""
        scope: Element | None = self.definitions[one.process].elements[element]
        while scope is not None:
            for listener in scope.listeners:
                if listener.trigger.kind == "error":
                    return listener.trigger.name or "error"
            scope = scope.container
        return "error"

    def deliver(self) -> bool:
        """Bring the oldest message that somebody waits for, or that starts a process."""
        for message in self.messages:
            if self._delivered(message) or self._started_by("message", message):
                self.messages.remove(message)
                return True
        return False

    def _delivered(self, message: str) -> bool:
        return any(
            self._hears(place, bpmn.Deliver(at=self.now, message=message))
            for place in range(len(self.running))
        )

    def _hears(self, place: int, event: bpmn.Event) -> bool:
        try:
            self.apply(place, event)
        except bpmn.NothingWaits:
            return False
        return True

    def _started_by(self, kind: str, name: str) -> bool:
        for process, definition in self.definitions.items():
            for element in definition.root.children:
                begins = element.kind == "startEvent" or _instantiates(element)
                if begins and any(_means(one, kind, name) for one in element.triggers):
                    self.start(process, element.id)
                    return True
        return False

    def broadcast(self) -> bool:
        """A signal reaches the other cases, and starts what it starts."""
        if not self.signals:
            return False
        thrower, name = self.signals.pop(0)
        heard = [
            self._hears(place, bpmn.Signal(at=self.now, name=name))
            for place in range(len(self.running))
            if place != thrower
        ]
        self._started_by("signal", name)
        return bool(heard)

    def wake(self, end: datetime) -> bool:
        """Let time pass to the next timer, planned start, or end of work."""
        moments = [one[0] for one in self.timers] + [one[0] for one in self.starts]
        moments += [due for due in self.busy.values() if due > self.now]
        if not moments or min(moments) > end:
            return False
        self.now = max(self.now, min(moments))
        for due, place, timer in sorted(self.timers):
            if due <= self.now:
                self.timers.remove((due, place, timer))
                self.apply(place, bpmn.TimerDue(at=self.now, timer=timer))
                return True
        for one in sorted(self.starts):
            if one[0] <= self.now:
                self.starts.remove(one)
                self.start(one[1], one[2])
                return True
        return True

    def trace(self) -> tuple[str, ...]:
        """What the cases wrote, and what went wrong."""
        data = [one.state.data for one in self.running if one.state is not None]
        lines = [line for one in data for line in one["trace"]]
        if any(one.get("marker") for one in data):
            lines.append("MARKER_EXISTS")
        if any(len(one.get("stamps") or ()) > 1 for one in data):
            lines.append("EXECUTION_PARALLEL")
        return (*lines, *dict.fromkeys(self.lines))


def _instantiates(element: Element) -> bool:
    gate = element.incoming[0].source if element.incoming else element
    return element.instantiate or gate.instantiate


def _means(trigger: Trigger, kind: str, name: str) -> bool:
    return trigger.kind == kind and name in trigger.names


def _moments(kind: str, literal: str, now: datetime) -> list[datetime]:
    """When a timer start event begins a case: once, or as often as its cycle says (three times for ever)."""
    if kind == "timeCycle":
        times, start, step = cycle_of(literal)
        length = length_of(str(step))[1]
        first = max(start, now) if start is not None else now + length
        return [first + length * number for number in range(times if times > 0 else 3)]
    if ISO_DURATION.fullmatch(literal):
        return [now + length_of(literal)[1]]
    try:
        moment = datetime.fromisoformat(literal)
    except ValueError:
        return [now]
    return [max(now, moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo))]

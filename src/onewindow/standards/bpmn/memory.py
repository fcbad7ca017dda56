"""Steps that were made before: where the same tokens meet the same event, most of the step is known.

Like the states of a lazily built automaton, known steps belong to one definition and are bounded. Data never
comes in: what a step asks of it and does with it is on its tape, and is asked and done for every case.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from onewindow.kernel.errors import OnewindowError
from onewindow.standards.bpmn.data import Data
from onewindow.standards.bpmn.effects import Effect
from onewindow.standards.bpmn.errors import Stuck
from onewindow.standards.bpmn.events import Complete, Deliver, Event, Start
from onewindow.standards.bpmn.state import Node, Standing, State, Timer
from onewindow.standards.bpmn.stored import LOCALS, StoredData
from onewindow.standards.bpmn.tape import Again, Op, Question, Tape, take

MOST_NODES = 64
"""A case of more nodes is not looked up: that would take longer than the step."""
MOST_STEPS = 4_000
"""Steps kept for one definition; then it begins anew."""

_as_state = cast("Callable[[type[State], tuple[Any, ...]], State]", tuple.__new__)
"""A state at every step, past the constructor, which takes twice as long."""
Told = tuple[Effect, ...]
Stepped = tuple[State, Told]


class Way:
    """A part of a step up to where a condition decides, or to its end.

    :param answers: how it goes on after ``question``.
    """

    __slots__ = ("answers", "end", "lines", "question")

    def __init__(self) -> None:
        self.lines: tuple[Op, ...] = ()
        self.question: Question | None = None
        self.answers: dict[bool, Way] = {}
        self.end: End | None = None


class End:
    """What a step comes to.

    :param timers: the names of all that run then.
    :param effects: all of it; those at ``holes`` are found anew each time.
    :param only_takes: the data get what the event brought, and nothing else has to be done.
    """

    __slots__ = ("effects", "ended", "holes", "nodes", "only_takes", "timers")

    def __init__(self, nodes: Standing, after: State, told: Told, tape: Tape) -> None:
        self.nodes = nodes
        self.ended = after.ended
        self.timers = tuple(after.timers)
        self.effects = told
        self.holes = tuple(tape.holes)
        self.only_takes = tape.lines in ([], [take])


class Memory:
    """The steps of one definition that were made before."""

    __slots__ = ("_count", "_outset", "_standings")

    def __init__(self) -> None:
        self._count = 0
        self._standings: dict[tuple[Any, ...], Standing] = {}
        self._outset = Standing(0, {}, self)

    def __reduce__(self) -> tuple[type["Memory"], tuple[()]]:
        return Memory, ()

    def where(self, state: State | None) -> Standing | None:
        """The nodes of a state as they were met before; None where it is not to be looked up."""
        if state is None:
            return self._outset
        nodes = state.nodes
        if type(nodes) is Standing and nodes.owner is self and nodes.following == state.next:
            return nodes
        return self._known(state.next, nodes) if len(nodes) <= MOST_NODES else None

    def _known(self, following: int, nodes: Mapping[int, Node]) -> Standing:
        key: tuple[Any, ...] = (following, *nodes.values())
        try:
            found = self._standings.get(key)
        except TypeError:  # what a node carries besides cannot be hashed
            key = (following, *[(*one[:3], repr(one[3])) if one[3] else one for one in nodes.values()])
            found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = Standing(following, nodes, self)
            self._grow()
        return found

    def keep(self, place: Standing, what: object, after: State, told: Told, tape: Tape) -> State:
        """Remember a step; its state, with the nodes that all such steps share."""
        if len(after.nodes) > MOST_NODES:
            return after
        nodes = self._known(after.next, after.nodes)
        way: Way = place.made.get(what) or place.made.setdefault(what, Way())
        lines: list[Op] = []
        for line in tape.lines:
            if isinstance(line, Question):
                way.lines, way.question, lines = tuple(lines), line, []
                way = way.answers.setdefault(line.answer, Way())
            else:
                lines.append(line)
        way.lines = tuple(lines)
        way.end = End(nodes, after, told, tape)
        self._grow()
        return State(after.next, nodes, after.timers, after.data, after.ended)

    def _grow(self) -> None:
        self._count += 1
        if self._count > MOST_STEPS:
            self._count = 0
            self._standings = {}
            self._outset = Standing(0, {}, self)


def named(state: State | None, event: Event) -> object:
    """What happens and meets what, as far as tokens do not say it; None for what is always worked out."""
    if isinstance(event, Complete):
        what: object = event.work
    elif isinstance(event, Deliver):
        what = (event.message, event.element, event.work, event.correlation is None)
    elif isinstance(event, Start):
        return (event.start,)
    else:
        return None
    if state is None:
        return None
    timers, data = state.timers, state.data
    if LOCALS in data:
        return (what, data.scopes(), *[(name, timer.node) for name, timer in timers.items()])
    return (what, *[(name, timer.node) for name, timer in timers.items()]) if timers else what


def again(way: Way, state: State | None, event: Event) -> Stepped | None:
    """The step once more, for another case; None where it goes a way that was not gone before."""
    timers: Mapping[str, Timer] = state.timers if state is not None else {}
    brought, data = _brought(event), StoredData.of(event.data) if isinstance(event, Start) else None
    if data is None:
        assert state is not None
        data = state.data
    end = way.end
    if end is not None and end.only_takes:
        if brought:
            data = data.copy()
            data.update(brought)
        if len(end.timers) != len(timers):
            timers = {name: timers[name] for name in end.timers}
        return _as_state(State, (end.nodes.following, end.nodes, timers, data, end.ended)), end.effects
    run = Again(Data(data, _NOWHERE, event.at, event.environment), brought)
    try:
        end = _gone(way, run)
    except (OnewindowError, Stuck):
        return None
    return _ended(end, run, timers) if end is not None else None


_NOWHERE: Mapping[int, Node] = {}
_NOTHING: Mapping[str, Any] = {}


def _brought(event: Event) -> Mapping[str, Any]:
    if isinstance(event, Complete):
        return event.output
    return event.payload if isinstance(event, Deliver) else _NOTHING


def _gone(way: Way, run: Again) -> End | None:
    while True:
        for line in way.lines:
            line(run)
        if way.question is None:
            return way.end
        answer = way.question.condition.evaluate(run.data.context(-1), now=run.at).value
        following = way.answers.get(answer is True)
        if following is None:
            return None
        way = following


def _ended(end: End, run: Again, timers: Mapping[str, Timer]) -> Stepped:
    told = end.effects
    if end.holes:
        filled = list(told)
        for place, effect in zip(end.holes, run.found, strict=True):
            filled[place] = effect
        told = tuple(filled)
    if end.timers or timers:
        fresh = run.timers
        timers = {name: fresh[name] if name in fresh else timers[name] for name in end.timers}
    return _as_state(State, (end.nodes.following, end.nodes, timers, run.data.result(), end.ended)), told

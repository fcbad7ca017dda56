"""The situations that an abstract case can come to, breadth first, so that the first way found is a shortest.

Every step is the engine's own; what is abstract is the data alone (abstract.py).
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.errors import NothingWaits
from onewindow.standards.bpmn.events import Change
from onewindow.standards.bpmn.model import Definition
from onewindow.standards.bpmn.soundness.abstract import abstracted
from onewindow.standards.bpmn.soundness.breaths import MARK, breathe
from onewindow.standards.bpmn.soundness.calm import breaths_first, is_calm, oldest
from onewindow.standards.bpmn.soundness.finding import Leg
from onewindow.standards.bpmn.soundness.happenings import AT, Happening, happenings, starts
from onewindow.standards.bpmn.soundness.key import ENDED, Key, key_of
from onewindow.standards.bpmn.soundness.oracle import Tape
from onewindow.standards.bpmn.soundness.places import place_of
from onewindow.standards.bpmn.state import State
from onewindow.standards.bpmn.step import stepped

STEPS_A_STATE = 8
"""Steps that the budget allows for each situation, on average."""
GUESSES = 12
"""Answers in one step of which every combination is tried."""


@dataclass(slots=True)
class Situation:
    """One place in the space.

    :param before: number of the situation it was first reached from, and by which event.
    :param after: numbers of the situations that can follow; ``calmly`` those that need no interruption.
    :param state: the engine's state; None when all are over.
    :param stuck: elements at which a token stands because no condition was true, or one that runs in circles.
    :param held: id of the node that stays where it is, whatever the others do.
    """

    number: int
    state: State | None
    before: tuple[int, Leg] | None
    after: set[int] = field(default_factory=set[int])
    calmly: set[int] = field(default_factory=set[int])
    stuck: tuple[str, ...] = ()
    held: int | None = None
    looked_at: bool = False


class Space:
    """All situations that were found, by number; the first ones are where cases begin.

    :param definition: the abstract one.
    :param one_order: follow what runs side by side in one order only, where that is enough (calm.py).
    :param held_at: a place whose tokens may stay there while the others go on; "" for none. With one order
        alone, a token would have left before another one comes.
    :param whole: whether every situation was looked at.
    :param passed: ids of the elements that any token entered.
    :param uncaught: code of an error that ended a case or stayed at work, by element; the way there.
    """

    def __init__(
        self,
        definition: Definition,
        budget: int,
        errors: Mapping[str, tuple[str, ...]],
        *,
        one_order: bool = False,
        held_at: str = "",
    ) -> None:
        self.tape = Tape()
        self.definition = abstracted(definition, self.tape)
        self.calm = is_calm(self.definition)
        self.one_order = one_order and self.calm
        self.held_at = held_at
        breathe(self.definition, before_joins=bool(held_at))
        self.budget = budget
        self.errors = errors
        self.whole = True
        self.passed: set[str] = {definition.root.id}
        self.uncaught: dict[tuple[str, str], tuple[Leg, ...]] = {}
        self.situations: list[Situation] = []
        self._known: dict[tuple[Key, str], int] = {}
        self._todo: deque[int] = deque()
        self._steps = 0
        self._signals = any(
            one.trigger.kind == "signal" for e in self.definition.elements.values() for one in e.listeners
        )

    def explore(self, begin: State | None = None) -> None:
        """Find the situations, up to the budget.

        :param begin: where the case stands already; None for every way in which one may begin.
        """
        if begin is not None:
            here = Happening("start", self.definition.root.id, "", Change(AT))
            self._found(None, here, begin, (), ())
        for happening in starts(self.definition) if begin is None else ():
            for state, told, chosen in self._ways(None, happening):
                self._found(None, happening, state, told, chosen)
        while self._todo:
            if len(self.situations) >= self.budget or self._steps >= self.budget * STEPS_A_STATE:
                self.whole = False
                return
            self._look_at(self.situations[self._todo.popleft()])

    def way_to(self, situation: Situation) -> tuple[Leg, ...]:
        """What happens until a situation is reached."""
        legs: list[Leg] = []
        while situation.before is not None:
            number, leg = situation.before
            legs.append(leg)
            if number < 0:
                break
            situation = self.situations[number]
        return _told(reversed(legs))

    def _look_at(self, situation: Situation) -> None:
        situation.looked_at = True
        state = situation.state
        if state is None or situation.stuck:
            return
        self._hold(situation, state)
        found = happenings(self.definition, state, self.errors)
        if situation.held is not None:
            found = [one for one in found if one.node != situation.held]
        if self._signals:
            found = breaths_first(found)
        if self.one_order and found:
            some = oldest(found)
            if self._follow(situation, some) or len(some) == len(found):
                return
            found = [one for one in found if one not in some]
        self._follow(situation, found)

    def _hold(self, situation: Situation, state: State) -> None:
        """Also let each token at the place of interest stay there from now on."""
        if not self.held_at or situation.held is not None:
            return
        for node in state.nodes.values():
            if place_of(self.definition, node) == self.held_at:
                key = (key_of(state), node.element)
                if key not in self._known:
                    number = self._known[key] = len(self.situations)
                    self.situations.append(Situation(number, state, situation.before, held=node.id))
                    self._todo.append(number)

    def _follow(self, situation: Situation, found: Sequence[Happening]) -> bool:
        """Let each happen; whether any led to where nobody was before."""
        before = len(self.situations)
        for happening in found:
            for state, told, chosen in self._ways(situation.state, happening):
                self._found(situation, happening, state, told, chosen)
        return len(self.situations) > before

    def _ways(
        self, state: State | None, happening: Happening
    ) -> Iterator[tuple[State, tuple[effects.Effect, ...], tuple[str, ...]]]:
        """The step, once for each combination of answers."""
        tape = self.tape
        todo: list[list[int]] = [[]]
        while todo:
            given = todo.pop()
            tape.begin(given)
            tape.wanted = happening.element if happening.kind == "condition" else ""
            self._steps += 1
            try:
                after, told = stepped(self.definition, state, happening.event)[:2]
            except NothingWaits:
                return
            log = tape.log
            if len(log) > GUESSES:
                self.whole = False
            for place in range(len(given), min(len(log), GUESSES)):
                taken = [one[2] for one in log[:place]]
                todo += [[*taken, other] for other in range(1, log[place][1])]
            yield after, told, tuple(name for name, options, taken in log if options == 2 and not taken)

    def _found(
        self,
        before: Situation | None,
        happening: Happening,
        state: State,
        told: tuple[effects.Effect, ...],
        chosen: tuple[str, ...],
    ) -> None:
        stuck = tuple(one.element for one in told if type(one) is effects.Incident)
        leg = _leg(happening, told, chosen)
        self.passed.update(one.element for one in told if type(one) is effects.Entered)
        self._note_errors(before, happening, told, leg)
        held = before.held if before is not None else None
        if (stuck and happening.kind == "error") or (held is not None and held not in state.nodes):
            return
        key = (key_of(state), "" if held is None else state.nodes[held].element)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = len(self.situations)
            came = (before.number if before is not None else -1, leg)
            kept = None if key[0] == ENDED else state
            self.situations.append(Situation(number, kept, came, stuck=stuck, held=held))
            self._todo.append(number)
        if before is not None:
            before.after.add(number)
            if not happening.interrupts:
                before.calmly.add(number)

    def _note_errors(
        self,
        before: Situation | None,
        happening: Happening,
        told: tuple[effects.Effect, ...],
        leg: Leg,
    ) -> None:
        for one in told:
            if type(one) is effects.Ended and one.error is not None:
                at = (one.outcome, one.error)
            elif type(one) is effects.Incident and happening.kind == "error":
                at = (happening.element, happening.name)
            else:
                continue
            if at not in self.uncaught:
                way = self.way_to(before) if before is not None else ()
                self.uncaught[at] = _told([*way, leg])


def _leg(happening: Happening, told: tuple[effects.Effect, ...], chosen: tuple[str, ...]) -> Leg:
    entered = [one.element for one in told if type(one) is effects.Entered]
    passed = tuple(one for one in entered if not one.startswith(MARK) and one != happening.element)
    return Leg(happening.kind, happening.element, passed, chosen, happening.name)


def _told(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The way without the rests of the abstract model: what follows a rest belongs to the event before."""
    found: list[Leg] = []
    for leg in legs:
        if leg.event == "breath" and found:
            last = found.pop()
            leg = replace(last, passed=last.passed + leg.passed, chosen=last.chosen + leg.chosen)
        found.append(leg)
    return tuple(found)

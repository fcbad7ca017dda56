"""The check of a model: is it sound, and if not, where, why, and on which way does a case get there?

Source: van der Aalst, Verification of Workflow Nets (1997), for the properties; the token game is BPMN 2.0.2
§13 as the engine plays it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from onewindow.standards.bpmn.model import Definition
from onewindow.standards.bpmn.soundness import judge, structure
from onewindow.standards.bpmn.soundness.explore import Space
from onewindow.standards.bpmn.soundness.finding import Finding, finding
from onewindow.standards.bpmn.soundness.places import places
from onewindow.standards.bpmn.state import State

BUDGET = 4_000
"""Situations that are looked at unless the caller says otherwise: about a second."""
_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(
    definition: Definition,
    *,
    budget: int = BUDGET,
    errors: Mapping[str, Collection[str]] | None = None,
    messages: Collection[str] | None = None,
    every_order: bool = True,
) -> tuple[Finding, ...]:
    """Look for what a case could get lost by.

    Every condition is taken to be true and false, whatever the data: a way that is found is possible as far
    as the drawing goes, and an author can see from its path whether the data can take it.

    :param budget: situations to look at; where there are more, a finding ``not-explored`` says so, and what
        was found until then is true all the same.
    :param errors: codes that the work of an element may fail with, by element id; work of an element that is
        not named fails with whatever is caught around it.
    :param messages: names or ids of messages that somebody outside sends; None where that is not known.
    :param every_order: of what runs side by side, as long as the budget lasts; then, and where False from the
        beginning, one order alone is followed where that is enough (``calm``).
    :returns: errors first, then warnings and notes, each in the order of the model.
    """
    thrown = {name: tuple(codes) for name, codes in (errors or {}).items()}
    space = _explored(definition, budget, thrown, every_order=every_order)
    delayed = list(_delayed(definition, budget, thrown)) if space.one_order else []
    found = [*_judged(definition, space, delayed), *_drawn(definition, messages)]
    places = {name: place for place, name in enumerate(definition.elements)}
    return tuple(sorted(found, key=lambda one: (_ORDER[one.severity], places.get(one.element, -1), one.code)))


def check_from(definition: Definition, state: State, *, budget: int = BUDGET) -> tuple[Finding, ...]:
    """Deadlocks and circles without end that a running case can still come to.

    :param state: where it stands, without incidents.
    """
    space = _explored(definition, budget, {}, state)
    return (*judge.deadlocks(space), *judge.livelocks(space))


def _explored(
    definition: Definition,
    budget: int,
    errors: Mapping[str, tuple[str, ...]],
    begin: State | None = None,
    every_order: bool = True,
) -> Space:
    """The situations: in every order of what runs side by side, or in one where every order is too many."""
    space = Space(definition, budget, errors, one_order=not every_order)
    space.explore(begin)
    if space.whole or space.one_order or not space.calm:
        return space
    space = Space(definition, budget, errors, one_order=True)
    space.explore(begin)
    return space


def _delayed(definition: Definition, budget: int, errors: Mapping[str, tuple[str, ...]]) -> Iterator[Space]:
    """What can happen while a token stays where it is, for each place at which one can."""
    asked = Space(definition, 0, errors, one_order=True, held_at=definition.root.id)
    for place in places(asked.definition):
        space = Space(definition, budget, errors, one_order=True, held_at=place)
        space.explore()
        yield space


def _judged(definition: Definition, space: Space, delayed: Sequence[Space]) -> Iterator[Finding]:
    yield from judge.deadlocks(space)
    yield from judge.livelocks(space)
    yield from judge.runaways(space)
    yield from judge.meetings(space, delayed, structure.repeatable(definition))
    for (element, code), way in space.uncaught.items():
        named = definition.elements.get(element, definition.root)
        yield finding("unhandled-error", named, way, code=code)
    if space.whole:
        yield from structure.unreached(definition, space.passed)
    if not all(one.whole for one in (space, *delayed)):
        yield finding("not-explored", definition.root, states=len(space.situations))


def _drawn(definition: Definition, messages: Collection[str] | None) -> Iterator[Finding]:
    yield from structure.endless_circles(definition)
    yield from structure.too_many(definition)
    yield from structure.loose_ends(definition)
    yield from structure.uncaught_escalations(definition)
    if messages is not None:
        yield from structure.unsent_messages(definition, messages)

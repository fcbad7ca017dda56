"""A model without its data: a copy of the definition whose expressions are oracles (oracle.py).

Tasks that compute are passed, timers may fall due at any moment, many instances are none or two. What is
left is the movement of tokens, which the engine itself then makes.
"""

import copy
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from onewindow.standards.bpmn.model import (
    Definition,
    Element,
    Flow,
    Listener,
    Loop,
    TimerRule,
    Trigger,
)
from onewindow.standards.bpmn.soundness.oracle import Tape, awaited, guessed

MANY = 2
"""Instances that stand for many, and rounds of a loop that stand for more."""
_SOON = TimerRule("timeDuration", "PT1S", None, 0, timedelta(seconds=1))
_AGAIN = TimerRule("timeCycle", "R/PT1S", None)


def abstracted(definition: Definition, tape: Tape) -> Definition:
    """The same process with every expression answered by a tape."""
    fresh = {name: copy.copy(element) for name, element in definition.elements.items()}
    by_element = {id(element): fresh[name] for name, element in definition.elements.items()}
    flows = _Flows(tape, by_element)
    for name, element in fresh.items():
        _relink(element, definition.elements[name], flows)
    events = {id(old): _event(tape, fresh[name], old) for name, old in definition.elements.items()}
    for name, element in fresh.items():
        element.listeners = tuple(
            Listener(by_element[id(one.event)], events[id(one.event)][one.trigger.place], one.how)
            for one in definition.elements[name].listeners
        )
        _forget_data(tape, element)
    return replace(
        definition,
        root=by_element[id(definition.root)],
        elements=fresh,
        flows={flow.id: flow for element in fresh.values() for flow in element.outgoing},
        decisions={},
    )


class _Flows:
    """Fresh flows, each made once."""

    def __init__(self, tape: Tape, elements: dict[int, Element]) -> None:
        self._tape = tape
        self._made: dict[int, Flow] = {}
        self._elements = elements

    def same(self, flow: Flow) -> Flow:
        made = self._made.get(id(flow))
        if made is None:
            made = self._made[id(flow)] = Flow(
                flow.id,
                flow.name,
                self._elements[id(flow.source)],
                self._elements[id(flow.target)],
                guessed(self._tape, flow.id, flow.condition),
                flow.text,
            )
        return made

    def all(self, flows: Iterable[Flow]) -> list[Flow]:
        return [self.same(flow) for flow in flows]

    def element(self, other: Element | None) -> Element | None:
        return None if other is None else self._elements[id(other)]

    def elements(self, others: Iterable[Element]) -> list[Element]:
        return [self._elements[id(one)] for one in others]


def _relink(element: Element, old: Element, to: _Flows) -> None:
    element.container = to.element(old.container)
    element.attached_to = to.element(old.attached_to)
    element.handler = to.element(old.handler)
    element.called = to.element(old.called)
    element.link_target = to.element(old.link_target)
    element.incoming = to.all(old.incoming)
    element.outgoing = to.all(old.outgoing)
    element.default = to.same(old.default) if old.default else None
    element.only_way = to.same(old.only_way) if old.only_way else None
    element.boundaries = to.elements(old.boundaries)
    element.children = to.elements(old.children)
    element.starts = to.elements(old.starts)
    element.event_subprocesses = to.elements(old.event_subprocesses)


def _event(tape: Tape, element: Element, old: Element) -> dict[int, Trigger]:
    """The triggers of an element, of which only the condition and the timer change, by their place."""
    found = {
        one.place: replace(
            one,
            timer=_timer(one.timer),
            condition=awaited(tape, element.id, one.condition),
            correlation=None,
        )
        for one in old.triggers
    }
    element.triggers = tuple(found.values())
    return found


def _timer(rule: TimerRule | None) -> TimerRule | None:
    if rule is None:
        return None
    return _AGAIN if rule.kind == "timeCycle" else _SOON


def _forget_data(tape: Tape, element: Element) -> None:
    element.script = None
    element.decision = ""
    element.inputs = element.outputs = ()
    element.activation = guessed(tape, element.id, element.activation)
    element.completion = guessed(tape, element.id, element.completion)
    if element.loop is not None:
        element.loop = _loop(tape, element.id, element.loop)


def _loop(tape: Tape, name: str, loop: Loop) -> Loop:
    return replace(
        loop,
        condition=guessed(tape, name, loop.condition),
        cardinality=guessed(tape, name, loop.cardinality, (MANY, 0)),
        collection=guessed(tape, name, loop.collection, ([1] * MANY, [])),
        count=None if loop.count is None else min(loop.count, MANY),
        maximum=min(loop.maximum or MANY, MANY),
        output="",
        output_item="",
        events=tuple(replace(one, when=guessed(tape, name, one.when)) for one in loop.events),
    )

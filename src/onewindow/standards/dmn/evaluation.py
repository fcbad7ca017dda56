"""Evaluating decisions, knowledge models and decision services (DMN 1.5 §10.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, cast

from onewindow.standards.feel import DEFAULT_BUDGET, Budget, BudgetSpent, Reason
from onewindow.standards.feel.boundary import to_feel, to_python
from onewindow.standards.feel.compile_functions import fitting
from onewindow.standards.feel.functions import Modelled
from onewindow.standards.feel.reasons import WRONG_ARGUMENTS
from onewindow.standards.feel.run import Run
from onewindow.standards.feel.values import Value

from .definitions import Definitions, Givable
from .item_types import fit
from .model import Decision, DecisionService

_ABSENT = object()


class Decided(NamedTuple):
    """What was decided: the value, why parts of it are null, and which rules of which tables fired."""

    value: object
    reasons: tuple[Reason, ...]
    fired: Mapping[str, tuple[str, ...]]


class Session:
    """The values of one evaluation, each made once."""

    __slots__ = ("definitions", "run", "values")

    def __init__(self, definitions: Definitions, run: Run, given: dict[str, Value]) -> None:
        self.definitions = definitions
        self.run = run
        self.values = given

    def decide(self, target: str) -> Value:
        """The value of a decision."""
        definitions, values = self.definitions, self.values
        if len(values) > len(definitions.inputs):  # decisions are given too
            self.evaluate([target])
            return values[target]
        for element in definitions.needed(target):
            if element not in values:
                values[element] = self._value(element)
        return values[target]

    def evaluate(self, ids: Iterable[str]) -> None:
        """Make the values of these elements and of everything that they need."""
        for element in self._needed(ids):
            if element not in self.values:
                self.values[element] = self._value(element)

    def _needed(self, ids: Iterable[str]) -> list[str]:
        """What is needed, not looking behind what is given."""
        definitions = self.definitions
        needed: set[str] = set()
        waiting = list(ids)
        while waiting:
            element = waiting.pop()
            if element not in needed and element not in self.values:
                needed.add(element)
                waiting += definitions.needs_of(element)
        return [element for element in definitions.order if element in needed]

    def _value(self, element: str) -> Value:
        definitions = self.definitions
        if element in definitions.inputs:
            return None
        if element in definitions.services_by_id:
            return ServiceFunction(definitions, definitions.services_by_id[element])
        if element in definitions.knowledge_by_id:
            return self._knowledge(element)
        return self._decide(definitions.decisions_by_id[element])

    def _decide(self, decision: Decision) -> Value:
        work = self.definitions.work[decision.id]
        frame = work.frame(self.run)
        work.fill(frame, self.values)
        self.run.tick(work.unit.compiler.nodes)
        return fit(self.run, work.code(frame), work.type, work.limits)

    def _knowledge(self, element: str) -> Value:
        """The function, and those of all knowledge that it may call, which may be itself."""
        made: dict[str, list[Value]] = {}
        waiting = [element]
        while waiting:
            current = waiting.pop()
            if current not in self.values:
                waiting += self._make_function(current, made)
        for current, frame in made.items():
            self.definitions.work[current].fill(frame, self.values)
        return self.values[element]

    def _make_function(self, element: str, made: dict[str, list[Value]]) -> list[str]:
        definitions = self.definitions
        if element not in definitions.knowledge_by_id:
            self.values[element] = self._value(element)
            return []
        work = definitions.work[element]
        made[element] = work.frame(self.run)
        self.values[element] = work.closure(made[element], definitions.element_name(element))
        return list(definitions.needs_of(element))


class ServiceFunction(Modelled):
    """A decision service as a function: its input data, then its input decisions, are the parameters."""

    __slots__ = ("definitions", "parameters", "service")

    def __init__(self, definitions: Definitions, service: DecisionService) -> None:
        self.definitions = definitions
        self.service = service
        self.parameters = (*service.inputs, *service.input_decisions)
        names = [definitions.element_name(element) for element in self.parameters]
        types = [_type_of(definitions, element) for element in self.parameters]
        super().__init__(names, types, definitions.service_types[service.id][0], service.name)

    def invoke(self, run: Run, arguments: list[Value]) -> Value:
        if len(arguments) != len(self.parameters):
            return run.note(WRONG_ARGUMENTS, name=self.label, given=f"{len(arguments)} arguments")
        check = fitting(self.names, self.types)
        fitted = arguments if check is None else check(run, arguments)
        if fitted is None:
            return None
        run.enter()
        given = dict(zip(self.parameters, fitted, strict=True))
        value = serve(self.definitions, self.service, run, given)
        run.leave()
        return value


def _type_of(definitions: Definitions, element: str) -> Value:
    if element in definitions.inputs:
        return definitions.inputs[element].type
    return definitions.work[element].type


def serve(definitions: Definitions, service: DecisionService, run: Run, given: Mapping[str, Value]) -> Value:
    """A service's answer: its only output, or a context of its outputs."""
    session = Session(definitions, run, dict(given))
    session.evaluate(service.outputs)
    if len(service.outputs) == 1:
        value = session.values[service.outputs[0]]
    else:
        value = {definitions.element_name(output): session.values[output] for output in service.outputs}
    return fit(run, value, *definitions.service_types[service.id])


def evaluate(
    definitions: Definitions,
    *,
    decision: str,
    inputs: Mapping[str, object],
    now: datetime | None = None,
    budget: Budget = DEFAULT_BUDGET,
) -> Decided:
    """Decide.

    :param decision: name or id of a decision.
    :param inputs: names or ids of input data to Python values. A decision may be given too, and is then not
        made. Other names are seen by every expression, such as functions that the house lends.
    :raises DecisionUnknown: no such decision.
    :raises BudgetSpent: it needs more than the budget allows.
    :raises NotAFeelValue: an input has no FEEL type.
    """
    target = definitions.decision(decision).id
    run = _run(definitions, inputs, now, budget)
    return _guarded(run, lambda: Session(definitions, run, _given(definitions, run, inputs)).decide(target))


def evaluate_service(
    definitions: Definitions,
    *,
    service: str,
    inputs: Mapping[str, object],
    now: datetime | None = None,
    budget: Budget = DEFAULT_BUDGET,
) -> Decided:
    """Ask a decision service, by name or id; otherwise as ``evaluate``."""
    found = definitions.service(service)
    run = _run(definitions, inputs, now, budget)

    def ask() -> Value:
        given = _given(definitions, run, inputs)
        for element in found.input_decisions:
            given.setdefault(element, None)
        return serve(definitions, found, run, given)

    return _guarded(run, ask)


def evaluate_knowledge(
    definitions: Definitions,
    *,
    knowledge: str,
    arguments: Mapping[str, object],
    now: datetime | None = None,
    budget: Budget = DEFAULT_BUDGET,
) -> Decided:
    """Call a knowledge model by name or id, with arguments by parameter name; otherwise as ``evaluate``."""
    found = definitions.knowledge(knowledge)
    run = Run({}, now=now, budget=budget)

    def call() -> Value:
        session = Session(definitions, run, {})
        session.evaluate([found.id])
        values = [to_feel(value) for value in arguments.values()]
        return session.values[found.id].invoke_named(run, tuple(arguments), values)

    return _guarded(run, call)


def _run(definitions: Definitions, inputs: Mapping[str, object], now: datetime | None, budget: Budget) -> Run:
    others = {name: to_feel(inputs[name]) for name in definitions.free_names if name in inputs}
    return Run(others, now=now, budget=budget)


def _given(definitions: Definitions, run: Run, inputs: Mapping[str, object]) -> dict[str, Value]:
    given: dict[str, Value] = {}
    for one in definitions.givable:
        found = _found(one, inputs) if one.ways else inputs.get(one.id, inputs.get(one.name, _ABSENT))
        if found is not _ABSENT:
            value = to_feel(found)
            given[one.id] = value if type(value) is one.plain else fit(run, value, one.type, one.limits)
        elif one.is_input:
            given[one.id] = None
    return given


def _found(one: Givable, inputs: Mapping[str, object]) -> object:
    """The value given for an imported element: by id, under the names of the imports, or by its own."""
    if one.id in inputs:
        return inputs[one.id]
    for way in one.ways:
        for start in range(len(way)):
            for part in (way[start:], way[start : start + 1]):
                found = _inside(inputs, (*part, one.name))
                if found is not _ABSENT:
                    return found
    return inputs.get(one.name, _ABSENT)


def _inside(inputs: Mapping[str, object], path: tuple[str, ...]) -> object:
    """What is given under some names, one inside the other or joined by dots."""
    inside: object = inputs
    for name in path:
        inside = _entry(inside, name)
    return inputs.get(".".join(path), _ABSENT) if inside is _ABSENT else inside


def _entry(value: object, name: str) -> object:
    return cast("Mapping[str, object]", value).get(name, _ABSENT) if isinstance(value, Mapping) else _ABSENT


def _guarded(run: Run, make: Callable[[], Value]) -> Decided:
    try:
        value = to_python(make())
    except RecursionError:
        raise BudgetSpent(kind="depth") from None
    if len(run.trace) == 1:
        ((owner, rule),) = run.trace
        return Decided(value, tuple(run.reasons), {owner: (rule,)})
    fired: dict[str, tuple[str, ...]] = {}
    for owner, rule in run.trace:
        fired[owner] = (*fired.get(owner, ()), rule)
    return Decided(value, tuple(run.reasons), fired)

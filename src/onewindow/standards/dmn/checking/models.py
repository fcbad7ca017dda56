"""The check of a whole model: every expression with the names and types that it sees, and every table."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from onewindow.standards.feel.types import ANY, ContextType, FunctionType, Type

from ..definitions import Definitions
from ..model import Boxed, BoxedFunction, Decision, DecisionTable, KnowledgeModel
from .expressions import ExpressionCheck
from .findings import Finding
from .tables import check_decision_table


def check(definitions: Definitions, *, lent: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything that is found in a model's own decisions and knowledge models.

    :param lent: names that every expression sees beside those of the model, such as functions of the house.
    """
    types = _Types(definitions, lent)
    found: list[Finding] = []
    for element in definitions.order:
        found += types.learn(element)
    for decision in definitions.model.decisions:
        found += _tables(definitions, decision.name, decision.expression, _inputs(definitions, decision))
    for known in definitions.model.knowledge:
        function = known.function
        if function is not None:
            found += _tables(definitions, known.name, function.body, dict(function.parameters))
    return tuple(found)


def check_table(definitions: Definitions, *, decision: str) -> tuple[Finding, ...]:
    """What is found in the table of one decision, by name or id: gaps, overlaps and the like.

    :raises DecisionUnknown: no such decision.
    """
    found = definitions.decision(decision)
    return tuple(_tables(definitions, found.name, found.expression, _inputs(definitions, found)))


def _tables(
    definitions: Definitions, element: str, boxed: Boxed | None, inputs: dict[str, str | None]
) -> Iterator[Finding]:
    if isinstance(boxed, DecisionTable):
        yield from check_decision_table(element, boxed, inputs=inputs, items=definitions.types)
    if isinstance(boxed, BoxedFunction):
        yield from _tables(definitions, element, boxed.body, dict(boxed.parameters))


def _inputs(definitions: Definitions, decision: Decision) -> dict[str, str | None]:
    """The names that a decision requires, with the names of their types."""
    declared = {item.id: item.type_ref for item in definitions.model.inputs}
    declared |= {other.id: other.type_ref for other in definitions.model.decisions}
    return {definitions.element_name(one): declared.get(one) for one in decision.requires}


class _Types:
    """The types of the elements of a model, learnt in the order in which they need each other."""

    def __init__(self, definitions: Definitions, lent: Collection[str]) -> None:
        self.definitions = definitions
        self.known: dict[str, Type] = {}
        self.lent: dict[str, Type | None] = dict.fromkeys(lent)
        for element, one in definitions.inputs.items():
            self.known[element] = one.type or ANY
        for element in definitions.knowledge_by_id:
            self.known[element] = self._function(element)
        for element, service in definitions.services_by_id.items():
            parameters = (*service.inputs, *service.input_decisions)
            kinds = tuple(self._declared(one) for one in parameters)
            self.known[element] = FunctionType(kinds, definitions.service_types[element][0] or ANY)

    def _declared(self, element: str) -> Type:
        if element in self.definitions.inputs:
            return self.definitions.inputs[element].type or ANY
        work = self.definitions.work.get(element)
        return work.type or ANY if work is not None else ANY

    def _function(self, element: str) -> Type:
        work = self.definitions.work[element]
        _, kinds, _ = work.function or ((), (), ())
        return FunctionType(tuple(kind or ANY for kind in kinds), work.type or ANY)

    def learn(self, element: str) -> tuple[Finding, ...]:
        """Check one element, and remember the type of its value. What is imported is not checked here."""
        one = self.definitions.elements[element]
        if element in self.known and not isinstance(one, KnowledgeModel):
            return ()
        if not isinstance(one, Decision | KnowledgeModel) or "#" in element:
            self.known[element] = self._declared(element)
            return ()
        check = ExpressionCheck(one.name, self.definitions.types)
        names = self._names((*one.requires, *one.knowledge) if isinstance(one, Decision) else one.knowledge)
        if isinstance(one, Decision):
            kind = check.type_of(one.expression, names, one.type_ref) if one.expression else ANY
            declared = self._declared(element)
            self.known[element] = declared if declared != ANY else kind
        elif one.function is not None:
            check.type_of(one.function, names)
        return tuple(check.found)

    def _names(self, ids: tuple[str, ...]) -> dict[str, Type | None]:
        """The names that an element sees; those of an import are the entries of its name."""
        names: dict[str, Type | None] = dict(self.lent)
        homes: dict[str, list[tuple[str, Type]]] = {}
        for one in ids:
            home, name = self.definitions.names[one]
            kind = self.known.get(one, ANY)
            if home:
                homes.setdefault(home, []).append((name, kind))
            else:
                names[name] = kind
        names.update({home: ContextType(tuple(fields)) for home, fields in homes.items()})
        return names

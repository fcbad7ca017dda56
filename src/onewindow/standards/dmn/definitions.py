"""A loaded model: compiled once, evaluated often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from onewindow.standards.feel.types import Type, class_of

from .errors import DecisionUnknown, ModelNotValid
from .imports import global_id, rebased, rebased_work
from .item_types import ItemTypes, Limits
from .model import Decision, DecisionService, InputData, KnowledgeModel, Model, without
from .order import in_order
from .view import TableView, view_of
from .work import Surroundings, Work, compile_decision, compile_knowledge, result_type

_Named = TypeVar("_Named", Decision, DecisionService, KnowledgeModel)


@dataclass(frozen=True, slots=True)
class Input:
    """An input of the model, with what its values must be."""

    id: str
    name: str
    type: Type | None
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class Givable:
    """What an evaluation may be given: input data, or a decision, which is then not made.

    :param ways: the names of the imports on each way to it; no way for the model's own.
    :param plain: the class whose instances are right as they are, where there is one.
    """

    id: str
    ways: tuple[tuple[str, ...], ...]
    name: str
    type: Type | None
    limits: Limits | None
    plain: type | None
    is_input: bool


class Definitions:
    """The decisions of one model.

    ``problems`` lists expressions that are not FEEL; it is empty unless the model was loaded ``tolerant``.
    """

    def __init__(
        self, model: Model, *, imported: Sequence[tuple[str, Definitions]] = (), tolerant: bool = False
    ) -> None:
        self.model = model
        self.types = ItemTypes(model.items, [(name, other.types) for name, other in imported])
        self.problems: list[str] = list(model.problems)
        self.elements: dict[str, Element] = {}
        self.ways: dict[str, list[tuple[str, ...]]] = {}
        """Ids of what is imported to the ways there, as names of imports (default ones have none)."""
        self.names: dict[str, tuple[str, str]] = {}
        """Ids to the name of the import, empty for the model's own elements, and the element's name."""
        self.inputs: dict[str, Input] = {}
        self.work: dict[str, Work] = {}
        self.service_types: dict[str, tuple[Type | None, Limits | None]] = {}
        for name, other in imported:
            self._import(name, other)
        model = self.model = _add_own(self.elements, model, self.problems, tolerant=tolerant)
        self.names.update({element.id: ("", element.name) for element in _own(model)})
        self.inputs.update({item.id: self._input(item) for item in model.inputs})
        self.service_types.update({service.id: self._service_type(service) for service in model.services})
        self.order = in_order(self.elements)
        self._compile(tolerant)
        self._refuse_unknown_types(tolerant)
        self.decisions_by_id = _of_kind(self.elements, Decision)
        self.services_by_id = _of_kind(self.elements, DecisionService)
        self.knowledge_by_id = _of_kind(self.elements, KnowledgeModel)
        self.givable = tuple(self._givable())
        self._needed: dict[str, tuple[str, ...]] = {}
        declared = {name for _, name in self.names.values()} | {name for name, _ in imported}
        free = {name for work in self.work.values() for name in work.unit.compiler.free}
        self.free_names = frozenset(free - declared)
        """Names that expressions use and the model does not declare."""

    def _import(self, name: str, other: Definitions) -> None:
        namespace = other.model.namespace
        for element, known in other.elements.items():
            identifier = global_id(namespace, element)
            self.elements[identifier] = rebased(namespace, known)
            ways = self.ways.setdefault(identifier, [])
            ways += [tuple(part for part in (name, *way) if part) for way in other.ways.get(element, [()])]
            ways.sort(key=len)
            self.names[identifier] = (ways[0][0] if ways[0] else "", known.name)
        self.inputs.update({global_id(namespace, key): item for key, item in other.inputs.items()})
        self.work.update(
            {global_id(namespace, key): rebased_work(namespace, w) for key, w in other.work.items()}
        )
        self.service_types.update({global_id(namespace, k): kind for k, kind in other.service_types.items()})
        self.problems += other.problems

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def decisions(self) -> tuple[str, ...]:
        """The names of the decisions, in the order of the file."""
        return tuple(decision.name for decision in self.model.decisions)

    @property
    def services(self) -> tuple[str, ...]:
        """The names of the decision services."""
        return tuple(service.name for service in self.model.services)

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names of the input data."""
        return tuple(item.name for item in self.model.inputs)

    def decision(self, name: str) -> Decision:
        """A decision by id or name. Raises DecisionUnknown."""
        return _named(self.decisions_by_id, self.model.decisions, name)

    def service(self, name: str) -> DecisionService:
        """A decision service by id or name. Raises DecisionUnknown."""
        return _named(self.services_by_id, self.model.services, name)

    def knowledge(self, name: str) -> KnowledgeModel:
        """A knowledge model by id or name. Raises DecisionUnknown."""
        return _named(self.knowledge_by_id, self.model.knowledge, name)

    def table(self, decision: str) -> TableView | None:
        """The table of a decision or a knowledge model for drawing, by id or name; None where it is no table.

        Raises DecisionUnknown.
        """
        if decision in self.knowledge_by_id:
            found = self.knowledge_by_id[decision]
            return view_of(found.name, found.function.body if found.function else None)
        chosen = self.decision(decision)
        return view_of(chosen.name, chosen.expression)

    def element_name(self, element: str) -> str:
        """The name of whatever has that id."""
        return self.elements[element].name

    def needs_of(self, element: str) -> tuple[str, ...]:
        """The ids of what an element needs."""
        return needs(self.elements[element])

    def needed(self, target: str) -> tuple[str, ...]:
        """The ids of all that has to be made for an element, itself included, in order."""
        known = self._needed.get(target)
        if known is None:
            waiting, found = [target], set[str]()
            while waiting:
                element = waiting.pop()
                if element not in found:
                    found.add(element)
                    waiting += self.needs_of(element)
            known = tuple(element for element in self.order if element in found)
            self._needed[target] = known
        return known

    def _givable(self) -> Iterator[Givable]:
        for inputs, among in ((True, self.inputs), (False, self.work)):
            for element, one in among.items():
                if inputs or element in self.decisions_by_id:
                    plain = class_of(one.type) if one.limits is None else None
                    ways, name = tuple(self.ways.get(element, ())), self.names[element][1]
                    yield Givable(element, ways, name, one.type, one.limits, plain, inputs)

    def _input(self, item: InputData) -> Input:
        return Input(item.id, item.name, *self._typed(item.type_ref))

    def _service_type(self, service: DecisionService) -> tuple[Type | None, Limits | None]:
        kind, limits = self._typed(service.type_ref)
        returns = result_type(kind)
        return returns, limits if returns is kind else None

    def _typed(self, reference: str | None) -> tuple[Type | None, Limits | None]:
        return self.types.named(reference), self.types.limits(reference)

    def _compile(self, tolerant: bool) -> None:
        around = Surroundings(self.names, self.types, tolerant, self.problems)
        for decision in self.model.decisions:
            self.work[decision.id] = compile_decision(decision, around)
        for known in self.model.knowledge:
            self.work[known.id] = compile_knowledge(known, around)

    def _refuse_unknown_types(self, tolerant: bool) -> None:
        unknown = sorted(self.types.unknown)
        self.problems += [f"there is no type {name}" for name in unknown]
        if unknown and not tolerant:
            raise ModelNotValid(element=self.model.name, rule=f"there is no type {unknown[0]}")


Element = InputData | Decision | KnowledgeModel | DecisionService


def needs(element: Element) -> tuple[str, ...]:
    """The ids of what an element needs before it can be evaluated."""
    if isinstance(element, Decision):
        return (*element.requires, *element.knowledge)
    if isinstance(element, KnowledgeModel):
        return element.knowledge
    return ()


def _own(model: Model) -> tuple[Element, ...]:
    return (*model.inputs, *model.decisions, *model.knowledge, *model.services)


def _of_kind(elements: Mapping[str, Element], kind: type[_Named]) -> dict[str, _Named]:
    return {key: element for key, element in elements.items() if isinstance(element, kind)}


def _add_own(elements: dict[str, Element], model: Model, problems: list[str], *, tolerant: bool) -> Model:
    """Add everything with an id.

    :returns: the model, where ``tolerant`` without references to what is not there.
    :raises ModelNotValid: where an id is missing, double or, unless tolerant, points nowhere.
    """
    for element in _own(model):
        if not element.id or not element.name:
            raise ModelNotValid(
                element=element.name or element.id or "an element", rule="it needs an id and a name"
            )
        if element.id in elements:
            raise ModelNotValid(element=element.name, rule=f"its id {element.id} is used twice")
        elements[element.id] = element
    missing: set[str] = set()
    for element in _own(model):
        for target in (*needs(element), *_parts(element)):
            if target not in elements:
                missing.add(target)
                rule = f"it refers to #{target}, which is not there"
                if not tolerant:
                    raise ModelNotValid(element=element.name, rule=rule)
                problems.append(f"{element.name}: {rule}")
    if not missing:
        return model
    model = without(model, missing)
    elements.update({element.id: element for element in _own(model)})
    return model


def _parts(element: Element) -> tuple[str, ...]:
    if not isinstance(element, DecisionService):
        return ()
    return (*element.outputs, *element.encapsulated, *element.input_decisions, *element.inputs)


def _named(by_id: Mapping[str, _Named], all_of: Iterable[_Named], name: str) -> _Named:
    found = by_id.get(name) or next((element for element in all_of if element.name == name), None)
    if found is None:
        raise DecisionUnknown(name=name)
    return found

"""One decision or knowledge model, compiled: its code and the places of what it requires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from onewindow.standards.feel.compile_functions import fitting
from onewindow.standards.feel.functions import Closure
from onewindow.standards.feel.reasons import EXTERNAL
from onewindow.standards.feel.run import Run
from onewindow.standards.feel.scope import Scope
from onewindow.standards.feel.types import FunctionType, Type
from onewindow.standards.feel.unit import Unit
from onewindow.standards.feel.values import Code, Frame, Value

from .compile_boxed import Builder
from .item_types import ItemTypes, Limits, fitted
from .model import BoxedFunction, Decision, KnowledgeModel, Literal

_Places: TypeAlias = tuple[tuple[str, int], ...]
_Bundles: TypeAlias = tuple[tuple[int, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Work:
    """``places`` pairs the id of what is required with its place in the frame.

    ``bundles`` are imports: at a place, a context of names to the values of these ids.
    """

    unit: Unit
    code: Code
    places: _Places
    type: Type | None
    limits: Limits | None
    function: tuple[tuple[str, ...], tuple[Type | None, ...], tuple[int, ...]] | None = None
    bundles: _Bundles = ()

    def frame(self, run: Run) -> Frame:
        return self.unit.frame(run)

    def fill(self, frame: Frame, values: Mapping[str, Value]) -> None:
        """Put the values of what is required into their places."""
        for element, place in self.places:
            frame[place] = values.get(element)
        for place, bundle in self.bundles:
            frame[place] = {name: values.get(element) for name, element in bundle}

    def closure(self, frame: Frame, label: str) -> Closure:
        """A knowledge model's function over a frame that may be filled later, but before it is called."""
        names, types, places = self.function or ((), (), ())
        code = _checked(self.code, self.type, self.limits)
        cost = self.unit.compiler.nodes + len(frame)
        return Closure(names, types, self.type, code, frame, places, cost, fitting(names, types), label)


def _checked(code: Code, kind: Type | None, limits: Limits | None) -> Code:
    if kind is None:
        return code
    return fitted(code, kind, limits)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the elements of a model are compiled with.

    :param names: ids to the import's name (empty for the model's own elements) and the element's name.
    """

    names: Mapping[str, tuple[str, str]]
    types: ItemTypes
    tolerant: bool
    problems: list[str]

    def unit(self) -> Unit:
        imported = [name for home, name in self.names.values() if home]
        return Unit(types=self.types.types, properties=[*self.types.component_names(), *imported])

    def builder(self, unit: Unit, element: Decision | KnowledgeModel) -> Builder:
        return Builder(unit, self.types, element.id, element.name, self.tolerant, self.problems)

    def scope(self, unit: Unit, ids: tuple[str, ...]) -> tuple[Scope, _Places, _Bundles]:
        """A scope in which these elements have their names."""
        own = [element for element in ids if not self.names[element][0]]
        homes = sorted({home for home, _ in (self.names[element] for element in ids) if home})
        scope, places = unit.scope.with_names(unit.compiler.layout, [self.names[one][1] for one in own])
        scope, imports = scope.with_names(unit.compiler.layout, homes)
        bundles = [
            (place, tuple((self.names[one][1], one) for one in ids if self.names[one][0] == home))
            for home, place in zip(homes, imports, strict=True)
        ]
        return scope, tuple(zip(own, places, strict=True)), tuple(bundles)


def compile_decision(decision: Decision, around: Surroundings) -> Work:
    """Compile a decision. Raises ModelNotValid."""
    unit, types = around.unit(), around.types
    scope, places, bundles = around.scope(unit, (*decision.requires, *decision.knowledge))
    code = around.builder(unit, decision).code(decision.expression or Literal("null"), scope)
    kind, limits = types.named(decision.type_ref), types.limits(decision.type_ref)
    return Work(unit, code, places, kind, limits, bundles=bundles)


def compile_knowledge(known: KnowledgeModel, around: Surroundings) -> Work:
    """Compile a knowledge model's function. It knows its parameters, what it requires, and nothing else."""
    unit, types = around.unit(), around.types
    builder = around.builder(unit, known)
    scope, pairs, bundles = around.scope(unit, known.knowledge)
    function = known.function or BoxedFunction((), Literal("null"))
    parameters = [name for name, _ in function.parameters]
    kinds = tuple(types.named(reference) for _, reference in function.parameters)
    inner, slots = scope.with_names(unit.compiler.layout, parameters)
    code = _body(builder, function, inner)
    # The variable of a knowledge model may declare the type of the result, or of the function as a whole.
    declared = types.named(known.type_ref)
    returns = result_type(declared)
    limits = types.limits(known.type_ref) if returns is declared else None
    return Work(unit, code, pairs, returns, limits, (tuple(parameters), kinds, slots), bundles)


def _body(builder: Builder, function: BoxedFunction, scope: Scope) -> Code:
    if function.kind == "FEEL":
        return builder.code(function.body, scope)
    return _external


def _external(frame: Frame) -> Value:
    return frame[0].note(EXTERNAL)


def result_type(kind: Type | None) -> Type | None:
    """What a function returns, where its variable declares either that or the function as a whole."""
    return kind.returns if isinstance(kind, FunctionType) else kind

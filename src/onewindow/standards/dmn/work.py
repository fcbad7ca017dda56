"""One decision or knowledge model, compiled: its code and the places of what it requires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onewindow.standards.feel.compile_functions import fitting
from onewindow.standards.feel.functions import Closure
from onewindow.standards.feel.reasons import EXTERNAL
from onewindow.standards.feel.run import Run
from onewindow.standards.feel.scope import Scope
from onewindow.standards.feel.types import FunctionType, Type
from onewindow.standards.feel.unit import Unit
from onewindow.standards.feel.values import Code, Frame, Value

from .compile_boxed import Builder
from .item_types import ItemTypes, Limits, fit
from .model import BoxedFunction, Decision, KnowledgeModel, Literal


@dataclass(frozen=True, slots=True)
class Work:
    """``places`` pairs the id of what is required with its place in the frame."""

    unit: Unit
    code: Code
    places: tuple[tuple[str, int], ...]
    type: Type | None
    limits: Limits | None
    function: tuple[tuple[str, ...], tuple[Type | None, ...], tuple[int, ...]] | None = None

    def frame(self, run: Run) -> Frame:
        return self.unit.frame(run)

    def closure(self, frame: Frame, label: str) -> Closure:
        """A knowledge model's function over a frame that may be filled later, but before it is called."""
        names, types, places = self.function or ((), (), ())
        code = _checked(self.code, self.type, self.limits)
        cost = self.unit.compiler.nodes + len(frame)
        return Closure(names, types, self.type, code, frame, places, cost, fitting(names, types), label)


def _checked(code: Code, kind: Type | None, limits: Limits | None) -> Code:
    if kind is None:
        return code
    return lambda frame: fit(frame[0], code(frame), kind, limits)


def compile_decision(
    decision: Decision, names: Mapping[str, str], types: ItemTypes, tolerant: bool, problems: list[str]
) -> Work:
    """Compile a decision. Raises ModelNotValid."""
    unit = Unit(types=types.types, properties=types.component_names())
    builder = Builder(unit, types, decision.id, decision.name, tolerant, problems)
    ids = (*decision.requires, *decision.knowledge)
    scope, places = unit.scope.with_names(unit.compiler.layout, [names[element] for element in ids])
    code = builder.code(decision.expression or Literal("null"), scope)
    kind, limits = types.named(decision.type_ref), types.limits(decision.type_ref)
    return Work(unit, code, tuple(zip(ids, places, strict=True)), kind, limits)


def compile_knowledge(
    known: KnowledgeModel, names: Mapping[str, str], types: ItemTypes, tolerant: bool, problems: list[str]
) -> Work:
    """Compile a knowledge model's function. It knows its parameters, what it requires, and nothing else."""
    unit = Unit(types=types.types, properties=types.component_names())
    builder = Builder(unit, types, known.id, known.name, tolerant, problems)
    scope, places = unit.scope.with_names(
        unit.compiler.layout, [names[element] for element in known.knowledge]
    )
    function = known.function or BoxedFunction((), Literal("null"))
    parameters = [name for name, _ in function.parameters]
    kinds = tuple(types.named(reference) for _, reference in function.parameters)
    inner, slots = scope.with_names(unit.compiler.layout, parameters)
    code = _body(builder, function, inner)
    # The variable of a knowledge model may declare the type of the result, or of the function as a whole.
    declared = types.named(known.type_ref)
    returns = declared if not _is_function(declared) else None
    limits = types.limits(known.type_ref) if returns is not None else None
    pairs = tuple(zip(known.knowledge, places, strict=True))
    return Work(unit, code, pairs, returns, limits, (tuple(parameters), kinds, slots))


def _body(builder: Builder, function: BoxedFunction, scope: Scope) -> Code:
    if function.kind == "FEEL":
        return builder.code(function.body, scope)
    return _external


def _external(frame: Frame) -> Value:
    return frame[0].note(EXTERNAL)


def _is_function(kind: Type | None) -> bool:
    return isinstance(kind, FunctionType)

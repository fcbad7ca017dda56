"""A DMN model as read: names, requirements and expressions (DMN 1.5 clauses 6, 7 and 8)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """FEEL text."""

    text: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """One row of a boxed context; without a name it is the result."""

    name: str | None
    type_ref: str | None
    value: Boxed


@dataclass(frozen=True, slots=True)
class BoxedContext:
    entries: tuple[ContextEntry, ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedList:
    items: tuple[Boxed, ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    columns: tuple[str, ...]
    rows: tuple[tuple[Boxed, ...], ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Invocation:
    callee: Boxed
    bindings: tuple[tuple[str, Boxed], ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedFunction:
    """``kind`` is FEEL, Java or PMML; only FEEL is ever run."""

    parameters: tuple[tuple[str, str | None], ...]
    body: Boxed
    kind: str = "FEEL"
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Conditional:
    condition: Boxed
    then: Boxed
    otherwise: Boxed
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedFilter:
    base: Boxed
    match: Boxed
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedIterator:
    """``kind`` is for, some or every."""

    kind: str
    variable: str
    domain: Boxed
    body: Boxed
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class InputClause:
    label: str
    expression: str
    type_ref: str | None
    allowed: str | None
    id: str = ""


@dataclass(frozen=True, slots=True)
class OutputClause:
    name: str | None
    label: str
    type_ref: str | None
    allowed: str | None
    default: str | None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """``hit_policy`` in the standard's words; ``aggregation`` is SUM, COUNT, MIN, MAX or None."""

    hit_policy: str
    aggregation: str | None
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    annotations: tuple[str, ...] = ()
    type_ref: str | None = None


Boxed: TypeAlias = (
    Literal
    | BoxedContext
    | BoxedList
    | Relation
    | Invocation
    | BoxedFunction
    | Conditional
    | BoxedFilter
    | BoxedIterator
    | DecisionTable
)


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A declared type: another one with limits, a structure, a list, or a function."""

    name: str
    type_ref: str | None = None
    components: tuple[ItemDefinition, ...] = ()
    is_collection: bool = False
    allowed: str | None = None
    constraint: str | None = None
    function: tuple[tuple[str | None, ...], str | None] | None = None


@dataclass(frozen=True, slots=True)
class InputData:
    id: str
    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """``requires``: the ids of input data and decisions; ``knowledge``: of knowledge models and services."""

    id: str
    name: str
    type_ref: str | None
    requires: tuple[str, ...]
    knowledge: tuple[str, ...]
    expression: Boxed | None


@dataclass(frozen=True, slots=True)
class KnowledgeModel:
    id: str
    name: str
    type_ref: str | None
    knowledge: tuple[str, ...]
    function: BoxedFunction | None


@dataclass(frozen=True, slots=True)
class DecisionService:
    id: str
    name: str
    type_ref: str | None
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """Another model, whose elements are known under a name."""

    name: str
    namespace: str


@dataclass(frozen=True, slots=True)
class Model:
    """One file. ``problems``: what was passed over, where it was read tolerantly."""

    name: str
    namespace: str
    items: tuple[ItemDefinition, ...] = ()
    inputs: tuple[InputData, ...] = ()
    decisions: tuple[Decision, ...] = ()
    knowledge: tuple[KnowledgeModel, ...] = ()
    services: tuple[DecisionService, ...] = ()
    imports: tuple[Import, ...] = ()
    problems: tuple[str, ...] = ()


def without(model: Model, missing: Set[str]) -> Model:
    """The model without references to these ids."""

    def there(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in ids if one not in missing)

    return replace(
        model,
        decisions=tuple(
            replace(one, requires=there(one.requires), knowledge=there(one.knowledge))
            for one in model.decisions
        ),
        knowledge=tuple(replace(one, knowledge=there(one.knowledge)) for one in model.knowledge),
        services=tuple(
            replace(
                one,
                outputs=there(one.outputs),
                encapsulated=there(one.encapsulated),
                input_decisions=there(one.input_decisions),
                inputs=there(one.inputs),
            )
            for one in model.services
        ),
    )

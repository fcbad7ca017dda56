"""The types of FEEL (DMN 1.5 §10.3.2.9) and which value belongs to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from .durations import DaysTimeDuration, YearsMonthsDuration
from .functions import Invocable
from .ranges import Range
from .temporal import Date, DateTime, Time
from .values import Value, kind_of


@dataclass(frozen=True, slots=True)
class Named:
    """A built-in type, or one that a model declares."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType:
    item: "Type"


@dataclass(frozen=True, slots=True)
class RangeType:
    item: "Type"


@dataclass(frozen=True, slots=True)
class ContextType:
    fields: tuple[tuple[str, "Type"], ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionType:
    parameters: tuple["Type", ...]
    returns: "Type"


Type: TypeAlias = Named | ListType | RangeType | ContextType | FunctionType
TypeNames: TypeAlias = Mapping[str, Type]

ANY = Named("Any")
NULL = Named("Null")
NUMBER = Named("number")
STRING = Named("string")
BOOLEAN = Named("boolean")
FUNCTION = Named("function")
DATE = Named("date")
TIME = Named("time")
DATE_TIME = Named("date and time")
DAYS_TIME = Named("days and time duration")
YEARS_MONTHS = Named("years and months duration")

_CLASSES: dict[str, type] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "days and time duration": DaysTimeDuration,
    "years and months duration": YearsMonthsDuration,
}
_ALIASES = {
    "any": "Any",
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "day time duration": "days and time duration",
    "year month duration": "years and months duration",
    "days and time duration": "days and time duration",
}
BUILT_IN_NAMES = frozenset({*_CLASSES, *_ALIASES, "Any", "Null", "list", "context", "range", "function"})
_KINDS: dict[type, Type] = {kind: Named(name) for name, kind in _CLASSES.items()}
_WITH_PARAMETERS = frozenset({"list", "context", "range", "function"})
_MOST_DEPTH = 40


def built_in(name: str) -> Type | None:
    """The built-in type of that name, or None."""
    name = _ALIASES.get(name, name)
    if name in _CLASSES or name in ("Any", "Null"):
        return Named(name)
    if name == "list":
        return ListType(ANY)
    if name == "context":
        return ContextType()
    if name == "range":
        return RangeType(ANY)
    return FUNCTION if name == "function" else None


def resolve(kind: Type, names: TypeNames, *, depth: int = 0) -> Type | None:
    """The type with every declared name replaced by what it stands for; None where one is not known."""
    if depth > _MOST_DEPTH:
        return ANY
    if isinstance(kind, Named):
        known = names.get(kind.name)
        return resolve(known, names, depth=depth + 1) if known is not None else built_in(kind.name)
    if isinstance(kind, ListType | RangeType):
        item = resolve(kind.item, names, depth=depth + 1)
        return None if item is None else type(kind)(item)
    if isinstance(kind, ContextType):
        fields = [(name, resolve(field, names, depth=depth + 1)) for name, field in kind.fields]
        known_fields = tuple((name, field) for name, field in fields if field is not None)
        return ContextType(known_fields) if len(known_fields) == len(fields) else None
    return _resolve_function(kind, names, depth)


def tested_type(kind: Type, names: TypeNames) -> Type | None:
    """The type that ``instance of`` asks for; None where it is unknown or lacks its parameters (table 61)."""
    if isinstance(kind, Named) and kind.name in _WITH_PARAMETERS and kind.name not in names:
        return None
    return resolve(kind, names)


def _resolve_function(kind: FunctionType, names: TypeNames, depth: int) -> Type | None:
    parameters = [resolve(parameter, names, depth=depth + 1) for parameter in kind.parameters]
    returns = resolve(kind.returns, names, depth=depth + 1)
    known = tuple(parameter for parameter in parameters if parameter is not None)
    if returns is None or len(known) < len(parameters):
        return None
    return FunctionType(known, returns)


def class_of(kind: Type | None) -> type | None:
    """The class whose instances, and nothing else, belong to a type; None where that is not enough to say."""
    return _CLASSES.get(kind.name) if isinstance(kind, Named) else None


def instance_of(value: Value, kind: Type) -> bool:
    """Whether a value belongs to a resolved type. Null belongs to no type but Null."""
    if value is None:
        return kind == NULL
    if isinstance(kind, Named):
        known = _CLASSES.get(kind.name)
        if known is not None:
            return kind_of(value) is known
        return kind.name == "Any" or (kind.name == "function" and isinstance(value, Invocable))
    if isinstance(kind, ListType):
        return _in_list(value, kind)
    if isinstance(kind, RangeType):
        return _in_range(value, kind)
    return _in_context(value, kind) if isinstance(kind, ContextType) else _in_function(value, kind)


def belongs(value: Value, kind: Type) -> bool:
    """Like ``instance_of``, but null may stand in every place, as it may in variables."""
    return value is None or instance_of(value, kind)


def _in_list(value: Value, kind: ListType) -> bool:
    if kind_of(value) is not list:
        return False
    items: list[Value] = value
    return kind.item == ANY or all(belongs(item, kind.item) for item in items)


def _in_range(value: Value, kind: RangeType) -> bool:
    if type(value) is not Range:
        return False
    return belongs(value.start, kind.item) and belongs(value.end, kind.item)


def _in_context(value: Value, kind: ContextType) -> bool:
    if type(value) is not dict:
        return False
    return all(name in value and belongs(value[name], field) for name, field in kind.fields)


def _in_function(value: Value, kind: FunctionType) -> bool:
    if not isinstance(value, Invocable):
        return False
    return conforms(function_type(value), kind)


def function_type(value: Invocable) -> FunctionType:
    """The type of a function value, as far as it is declared or could be inferred."""
    parameters = tuple(kind if kind is not None else ANY for kind in value.types)
    return FunctionType(parameters, value.returns if value.returns is not None else ANY)


def conforms(kind: Type, to: Type) -> bool:
    """Whether every value of one resolved type may stand for the other (DMN 1.5 §10.3.2.9.2)."""
    if to == ANY or kind in (to, NULL):
        return True
    if isinstance(kind, ListType) and isinstance(to, ListType):
        return conforms(kind.item, to.item)
    if isinstance(kind, RangeType) and isinstance(to, RangeType):
        return conforms(kind.item, to.item)
    if isinstance(kind, ContextType) and isinstance(to, ContextType):
        fields = dict(kind.fields)
        return all(name in fields and conforms(fields[name], field) for name, field in to.fields)
    if isinstance(kind, FunctionType) and isinstance(to, FunctionType):
        if len(kind.parameters) != len(to.parameters):
            return False
        pairs = zip(to.parameters, kind.parameters, strict=True)
        return all(conforms(given, taken) for given, taken in pairs) and conforms(kind.returns, to.returns)
    return False


def type_of(value: Value) -> Type:
    """The most special type that a value has, without looking into lists and contexts."""
    if value is None:
        return NULL
    kind = kind_of(value)
    known = _KINDS.get(kind)
    if known is not None:
        return known
    if kind is list:
        return ListType(ANY)
    if kind is dict:
        return ContextType()
    return RangeType(ANY) if kind is Range else FunctionType((), ANY)


def name_of(value: Value) -> str:
    """What sort of value it is, in words for a reason."""
    kind = type_of(value)
    if isinstance(kind, Named):
        return kind.name.lower()
    return {ListType: "list", ContextType: "context", RangeType: "range", FunctionType: "function"}[
        type(kind)
    ]


def show(kind: Type) -> str:
    """The type as FEEL writes it."""
    if isinstance(kind, Named):
        return kind.name
    if isinstance(kind, ListType):
        return f"list<{show(kind.item)}>"
    if isinstance(kind, RangeType):
        return f"range<{show(kind.item)}>"
    if isinstance(kind, ContextType):
        return f"context<{', '.join(f'{name}: {show(field)}' for name, field in kind.fields)}>"
    return f"function<{', '.join(show(parameter) for parameter in kind.parameters)}>->{show(kind.returns)}"

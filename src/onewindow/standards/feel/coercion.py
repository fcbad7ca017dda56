"""Implicit conversions to a declared type (DMN 1.5 §10.3.2.9.4)."""

from __future__ import annotations

from .functions import Invocable
from .reasons import NOT_OF_TYPE
from .run import Run
from .temporal import Date, DateTime, Time
from .types import ANY, DATE_TIME, FunctionType, ListType, Type, belongs, conforms, instance_of, name_of, show
from .values import Value, as_list, only_item


def coerce(run: Run, value: Value, kind: Type) -> Value:
    """The value as that type: as it is, a list's only item, a list of it, or a date's midnight; else null."""
    if value is None or instance_of(value, kind):
        return value
    if kind == DATE_TIME and type(value) is Date:
        return DateTime(value, Time(0, 0, 0, 0, 0))
    only = only_item(value)
    if only is not value and belongs(only, kind):
        return only
    if isinstance(kind, ListType) and as_list(value) is not value and belongs(value, kind.item):
        return [value]
    if isinstance(kind, FunctionType) and isinstance(value, Invocable) and could_be(value, kind):
        return value
    return run.note(NOT_OF_TYPE, value=name_of(value), type=show(kind))


def could_be(value: Invocable, kind: FunctionType) -> bool:
    """Whether a function takes that many arguments, and nothing known of its types speaks against it."""
    if not value.takes(len(kind.parameters)):
        return False
    if value.returns is not None and value.returns != ANY and not conforms(value.returns, kind.returns):
        return False
    pairs = zip(kind.parameters, value.types, strict=False)
    return all(
        taken is None or taken == ANY or given == ANY or conforms(given, taken) for given, taken in pairs
    )

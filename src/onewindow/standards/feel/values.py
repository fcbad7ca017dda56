"""The shapes that FEEL values and compiled code have inside the engine.

Inside, a value is exactly one of: None, bool, Decimal, str, list, dict (keys are text), Date, Time, DateTime,
YearsMonthsDuration, DaysTimeDuration, Range, or an Invocable. Exactly: subclasses are converted at the
boundary, so that ``type(value)`` decides. The static type is ``Any`` because FEEL is dynamically typed.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

Value: TypeAlias = Any
Frame: TypeAlias = list[Any]
"""Slot 0 holds the Run, the others the local variables of the compiled text."""
Code: TypeAlias = Callable[[Frame], Any]

kind_of: Callable[[object], type[object]] = type
"""The exact class of a value, which is what decides everywhere in the engine."""


def as_list(value: Value) -> list[Value]:
    """A list as it is, anything else as the list of it alone."""
    kind = kind_of(value)
    return value if kind is list else [value]


def only_item(value: Value) -> Value:
    """The item of a list that has just one; anything else as it is (DMN 1.5 §10.3.2.9.4)."""
    kind = kind_of(value)
    return value[0] if kind is list and len(value) == 1 else value

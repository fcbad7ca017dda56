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

"""Ranges as values (DMN 1.5 §10.3.2.5)."""

from dataclasses import dataclass

from .values import Value


@dataclass(frozen=True, slots=True)
class Range:
    """From one end point to another. ``operator`` is set where it was written as a comparison, ``(>= 10)``.

    An end point that is None and belongs to such a comparison has no limit on that side.
    """

    start: Value
    end: Value
    start_included: bool = True
    end_included: bool = True
    operator: str | None = None

    @classmethod
    def of_comparison(cls, operator: str, value: Value) -> "Range":
        """``< 10`` and its like as a range."""
        low = value if operator in (">", ">=", "=") else None
        high = value if operator in ("<", "<=", "=") else None
        return cls(low, high, operator in (">=", "="), operator in ("<=", "="), operator)

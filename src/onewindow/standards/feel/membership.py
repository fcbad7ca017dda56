"""Whether a value is in a range, in a list, or passes a test (DMN 1.5 §10.3.2.13.3, table 55)."""

from .equality import equal
from .ordering import compare, relate
from .ranges import Range
from .run import Run
from .values import Value, as_list, kind_of, only_item


def in_range(run: Run, value: Value, limits: Range) -> bool | None:
    """Whether the value lies between the end points; None where they cannot be compared."""
    if limits.operator is not None:
        end = limits.start if limits.start is not None else limits.end
        return relate(run, limits.operator, value, end)
    low = compare(run, ">=" if limits.start_included else ">", value, limits.start)
    if low is False:
        return False
    high = compare(run, "<=" if limits.end_included else "<", value, limits.end)
    return False if high is False else (None if low is None or high is None else True)


def matches(run: Run, value: Value, candidate: Value) -> bool | None:
    """Whether a value equals a candidate, lies in it, or is an item of it."""
    kind = kind_of(candidate)
    if kind is Range and type(value) is not Range:
        return in_range(run, value, candidate)
    if kind is list:
        return _in_list(run, value, candidate)
    if kind is not type(None) and as_list(value) is value:
        return only_item(value) is not value and equal(run, only_item(value), candidate) is True
    if candidate is None or value is None:
        return value is candidate
    return equal(run, value, candidate)


def _in_list(run: Run, value: Value, candidates: list[Value]) -> bool:
    run.tick(len(candidates) + 1)
    own = kind_of(value)
    if own is list and equal(run, value, candidates):
        return True
    for candidate in candidates:
        kind = kind_of(candidate)
        if kind is own or candidate is None or value is None:
            if equal(run, value, candidate):
                return True
        elif (kind is Range or kind is list) and matches(run, value, candidate):
            return True
    return False

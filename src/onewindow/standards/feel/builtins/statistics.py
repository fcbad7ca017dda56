"""Functions that make one value of a list (DMN 1.5 table 75)."""

from decimal import Decimal
from functools import reduce

from ..numbers import CONTEXT, ZERO
from ..ordering import compare
from ..reasons import WRONG_ARGUMENT
from ..run import Run
from ..values import Value
from .registry import builtin


def _numbers(run: Run, name: str, items: list[Value]) -> list[Decimal] | None:
    if not items or not all(type(item) is Decimal for item in items):
        return run.note(WRONG_ARGUMENT, name=name, value="a list without or not only of numbers")
    return items


@builtin("count(list: list)")
def count(run: Run, items: list[Value]) -> Value:
    return Decimal(len(items))


def _extreme(run: Run, name: str, items: list[Value], symbol: str) -> Value:
    if not items or items[0] is None:
        return run.note(WRONG_ARGUMENT, name=name, value="an empty list")
    best = items[0]
    for item in items:
        better = compare(run, symbol, item, best)
        if better is None:
            return None
        best = item if better else best
    return best


@builtin("min(list: Any*)")
def least(run: Run, items: list[Value]) -> Value:
    return _extreme(run, "min", items, "<")


@builtin("max(list: Any*)")
def greatest(run: Run, items: list[Value]) -> Value:
    return _extreme(run, "max", items, ">")


@builtin("sum(list: Any*)")
def total(run: Run, items: list[Value]) -> Value:
    numbers = _numbers(run, "sum", items)
    return None if numbers is None else reduce(CONTEXT.add, numbers, ZERO)


@builtin("product(list: Any*)")
def product(run: Run, items: list[Value]) -> Value:
    numbers = _numbers(run, "product", items)
    return None if numbers is None else reduce(CONTEXT.multiply, numbers)


@builtin("mean(list: Any*)")
def mean(run: Run, items: list[Value]) -> Value:
    numbers = _numbers(run, "mean", items)
    return None if numbers is None else _mean(numbers)


def _mean(numbers: list[Decimal]) -> Decimal:
    return CONTEXT.divide(reduce(CONTEXT.add, numbers, ZERO), Decimal(len(numbers)))


@builtin("median(list: Any*)")
def median(run: Run, items: list[Value]) -> Value:
    numbers = _numbers(run, "median", items)
    if numbers is None:
        return None
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else _mean(ordered[middle - 1 : middle + 1])


@builtin("stddev(list: Any*)")
def standard_deviation(run: Run, items: list[Value]) -> Value:
    """Of a sample: the sum of squares is divided by one less than the count."""
    numbers = _numbers(run, "stddev", items)
    if numbers is None or len(numbers) < 2:
        return None if numbers is None else run.note(WRONG_ARGUMENT, name="stddev", value="a single number")
    middle = _mean(numbers)
    gaps = [CONTEXT.subtract(number, middle) for number in numbers]
    squares = reduce(CONTEXT.add, (CONTEXT.multiply(gap, gap) for gap in gaps), ZERO)
    return CONTEXT.sqrt(CONTEXT.divide(squares, Decimal(len(numbers) - 1)))


@builtin("mode(list: Any*)")
def mode(run: Run, items: list[Value]) -> Value:
    """The most frequent numbers, in order; none of an empty list."""
    if not items:
        return []
    numbers = _numbers(run, "mode", items)
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, seen in counts.items() if seen == most)


def _all_or_any(run: Run, name: str, items: list[Value], deciding: bool) -> Value:
    answer: bool | None = not deciding
    for item in items:
        if item is not None and item is not True and item is not False:
            return run.note(WRONG_ARGUMENT, name=name, value="a list of something else than yes or no")
    for item in items:
        if item is deciding:
            return deciding
        if item is None:
            answer = None
    return answer


@builtin("all(list: Any*)")
def all_true(run: Run, items: list[Value]) -> Value:
    return _all_or_any(run, "all", items, False)


@builtin("any(list: Any*)")
def any_true(run: Run, items: list[Value]) -> Value:
    return _all_or_any(run, "any", items, True)

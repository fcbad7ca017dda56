"""List functions (DMN 1.5 table 75)."""

from decimal import Decimal

from ..equality import equal
from ..functions import Invocable
from ..reasons import WRONG_ARGUMENT
from ..run import ITEM, Run
from ..values import Value, kind_of
from .registry import builtin

_HASHED = frozenset({str, Decimal})


@builtin("list contains(list: list, element: Any?)")
def list_contains(run: Run, items: list[Value], element: Value) -> Value:
    return any(same(run, item, element) for item in items)


def same(run: Run, one: Value, other: Value) -> bool:
    """Equality that is silent about different kinds."""
    kind = kind_of(one)
    if kind in _HASHED or type(other) in _HASHED:
        return kind is type(other) and one == other
    before = len(run.reasons)
    answer = equal(run, one, other) is True
    del run.reasons[before:]
    return answer


def _place(run: Run, name: str, items: list[Value], position: Decimal) -> int | None:
    """An index from a position counted from 1, or from the end where it is negative."""
    at = int(position) if abs(position) <= len(items) else 0
    if at == 0:
        return run.note(WRONG_ARGUMENT, name=name, value=f"the position {position}")
    return at - 1 if at > 0 else len(items) + at


@builtin("sublist(list: list, start position: number, [length: number])")
def sublist(run: Run, items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    at = _place(run, "sublist", items, start)
    if at is None:
        return None
    if length is None:
        return _made(run, items[at:])
    if length < 1 or at + int(length) > len(items):
        return run.note(WRONG_ARGUMENT, name="sublist", value=f"the length {length}")
    return _made(run, items[at : at + int(length)])


def _made(run: Run, items: list[Value]) -> list[Value]:
    run.grow(ITEM * len(items))
    return items


@builtin("append(list: list, item: Any?*)")
def append(run: Run, items: list[Value], more: list[Value]) -> Value:
    return _made(run, [*items, *more])


@builtin("concatenate(list: list*)")
def concatenate(run: Run, lists: list[list[Value]]) -> Value:
    run.tick(sum(len(items) for items in lists))
    return _made(run, [item for items in lists for item in items])


@builtin("insert before(list: list, position: number, newItem: Any?)")
def insert_before(run: Run, items: list[Value], position: Decimal, item: Value) -> Value:
    at = _place(run, "insert before", items, position)
    return None if at is None else _made(run, [*items[:at], item, *items[at:]])


@builtin("remove(list: list, position: number)")
def remove(run: Run, items: list[Value], position: Decimal) -> Value:
    at = _place(run, "remove", items, position)
    return None if at is None else _made(run, [*items[:at], *items[at + 1 :]])


@builtin("list replace(list: list, position: number, newItem: Any?)")
def list_replace(run: Run, items: list[Value], position: Decimal, item: Value) -> Value:
    at = _place(run, "list replace", items, position)
    return None if at is None else _made(run, [*items[:at], item, *items[at + 1 :]])


@builtin("list replace(list: list, match: function, newItem: Any?)")
def list_replace_where(run: Run, items: list[Value], match: Invocable, new: Value) -> Value:
    made: list[Value] = []
    for item in items:
        answer = match.invoke(run, [item, new])
        if answer is not True and answer is not False:
            return run.note(WRONG_ARGUMENT, name="list replace", value="a match that is neither yes nor no")
        made.append(new if answer else item)
    return _made(run, made)


@builtin("reverse(list: list)")
def reverse(run: Run, items: list[Value]) -> Value:
    return _made(run, items[::-1])


@builtin("index of(list: list, match: Any?)")
def index_of(run: Run, items: list[Value], match: Value) -> Value:
    return _made(run, [Decimal(at) for at, item in enumerate(items, 1) if same(run, item, match)])


def _distinct(run: Run, items: list[Value]) -> list[Value]:
    """Without repetition, each at its first place; texts and numbers are found by their hash."""
    seen: set[Value] = set()
    others: list[Value] = []
    made: list[Value] = []
    for item in items:
        if type(item) in _HASHED:
            if item in seen:
                continue
            seen.add(item)
        else:
            run.tick(4 * len(others) + 1)
            if any(same(run, item, other) for other in others):
                continue
            others.append(item)
        made.append(item)
    return _made(run, made)


@builtin("union(list: list*)")
def union(run: Run, lists: list[list[Value]]) -> Value:
    run.tick(sum(len(items) for items in lists))
    return _distinct(run, [item for items in lists for item in items])


@builtin("distinct values(list: list)")
def distinct_values(run: Run, items: list[Value]) -> Value:
    return _distinct(run, items)


@builtin("flatten(list: list)")
def flatten(run: Run, items: list[Value]) -> Value:
    made: list[Value] = []
    waiting = items[::-1]
    while waiting:
        run.tick(1)
        item = waiting.pop()
        if kind_of(item) is list:
            run.tick(len(item))
            waiting.extend(item[::-1])
        else:
            run.grow(ITEM)
            made.append(item)
    return made

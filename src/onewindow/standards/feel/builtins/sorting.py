"""sort (DMN 1.5 table 80)."""

from functools import cmp_to_key

from ..functions import Invocable
from ..reasons import WRONG_ARGUMENT
from ..run import ITEM, Run
from ..values import Value
from .registry import builtin


class _Unclear(Exception):
    pass


@builtin("sort(list: list, precedes: function)")
def sort(run: Run, items: list[Value], precedes: Invocable) -> Value:
    """A stable sort by a function of two items that says whether the first comes before the second."""

    def before(one: Value, other: Value) -> bool:
        answer = precedes.invoke(run, [one, other])
        if answer is not True and answer is not False:
            raise _Unclear
        return answer

    def order(one: Value, other: Value) -> int:
        return -1 if before(one, other) else (1 if before(other, one) else 0)

    run.grow(ITEM * len(items))
    try:
        return sorted(items, key=cmp_to_key(order))
    except _Unclear:
        return run.note(WRONG_ARGUMENT, name="sort", value="an order that is neither yes nor no")

"""Which types an operator works on, and what it makes of them; learnt from the operators themselves."""

from decimal import Decimal
from functools import lru_cache

from .arithmetic import operate
from .durations import DaysTimeDuration, YearsMonthsDuration
from .ordering import COMPARABLE
from .run import Run
from .temporal import Date, DateTime, Time
from .types import ANY, NULL, ContextType, FunctionType, ListType, Named, RangeType, Type, type_of
from .values import Value

_ZONED = Time(10, 0, 0, 0, 0)
_SAMPLES: tuple[Value, ...] = (
    Decimal(2),
    "a",
    True,
    Date(2000, 1, 1),
    _ZONED,
    DateTime(Date(2000, 1, 1), _ZONED),
    YearsMonthsDuration(12),
    DaysTimeDuration(10**9),
)
_BY_TYPE: dict[Type, Value] = {type_of(sample): sample for sample in _SAMPLES}


@lru_cache(maxsize=1024)
def arithmetic_type(operator: str, left: Type, right: Type) -> Type | None:
    """The type of ``left operator right``; None where it is null for certain, Any where that depends."""
    if ANY in (left, right):
        return ANY
    if left not in _BY_TYPE or right not in _BY_TYPE:
        return None
    made = operate(Run({}), operator, _BY_TYPE[left], _BY_TYPE[right])
    return None if made is None else type_of(made)


def comparable(operator: str, left: Type, right: Type) -> bool:
    """Whether a comparison of the two types can be anything but null."""
    if ANY in (left, right) or (NULL in (left, right) and operator in ("=", "!=")):
        return True
    if operator in ("=", "!="):
        return _alike(left, right)
    ordered = all(kind in _BY_TYPE and type(_BY_TYPE[kind]) in COMPARABLE for kind in (left, right))
    return ordered and _alike(left, right)


def _alike(left: Type, right: Type) -> bool:
    if isinstance(left, Named) and isinstance(right, Named):
        return left == right or {left.name, right.name} == {"date", "date and time"}
    groups = (ListType, RangeType, ContextType)
    if any(isinstance(left, group) and isinstance(right, group) for group in groups):
        return True
    functions = (FunctionType, Named)
    return (
        isinstance(left, functions)
        and isinstance(right, functions)
        and not (isinstance(left, Named) and left.name != "function")
        and not (isinstance(right, Named) and right.name != "function")
    )

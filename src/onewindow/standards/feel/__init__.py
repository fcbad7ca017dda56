"""FEEL, the expression language of DMN 1.5 (OMG formal/2023-08-07, clause 10.3): the whole language.

    expression = feel.compile_expression("price * quantity", names=("price", "quantity"))
    expression.evaluate({"price": Decimal("0.00880"), "quantity": 1000}).value  # Decimal("8.80000")

An error inside an expression is no exception: the value is null, and ``Result.reasons`` says why. Nothing in
an expression can run code, read a clock that was not given, or use more than its budget.
"""

from .budget import DEFAULT_BUDGET, Budget
from .builtins import BUILTINS
from .checking import check_expression, check_tests, type_named
from .durations import DaysTimeDuration, YearsMonthsDuration
from .errors import BudgetSpent, FeelSyntaxError, NotAFeelValue, UnknownName
from .expression import Expression, Result, UnaryTests, compile_expression, compile_unary_tests
from .json_form import from_json, to_json
from .lent import Function
from .ranges import Range
from .reasons import Reason
from .remarks import Remark
from .temporal import Date, DateTime, Time

BUILT_IN_NAMES: frozenset[str] = frozenset(BUILTINS)
"""The names of the built-in functions."""

__all__ = [
    "BUILT_IN_NAMES",
    "DEFAULT_BUDGET",
    "Budget",
    "BudgetSpent",
    "Date",
    "DateTime",
    "DaysTimeDuration",
    "Expression",
    "FeelSyntaxError",
    "Function",
    "NotAFeelValue",
    "Range",
    "Reason",
    "Remark",
    "Result",
    "Time",
    "UnaryTests",
    "UnknownName",
    "YearsMonthsDuration",
    "check_expression",
    "check_tests",
    "compile_expression",
    "compile_unary_tests",
    "from_json",
    "to_json",
    "type_named",
]

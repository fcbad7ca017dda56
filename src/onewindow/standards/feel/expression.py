"""The door's two compiled things: an expression, and unary tests."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from . import nodes as n
from .boundary import to_feel, to_python
from .budget import DEFAULT_BUDGET, Budget
from .errors import BudgetSpent
from .reasons import Reason
from .run import Run
from .types import TypeNames
from .unit import Unit
from .values import Code, Frame, Value


class Result(NamedTuple):
    """What came out: a Python value, and why it, or a part of it, is null."""

    value: object
    reasons: tuple[Reason, ...] = ()


class Expression:
    """A compiled expression. It can be evaluated any number of times, by several threads."""

    __slots__ = ("_code", "_unit", "node", "text")

    def __init__(self, text: str, unit: Unit, node: n.Node, code: Code) -> None:
        self.text = text
        self.node = node
        self._unit = unit
        self._code = code

    @property
    def names(self) -> frozenset[str]:
        """The names that it takes from the context, functions among them."""
        return frozenset(self._unit.compiler.free)

    def evaluate(
        self,
        context: Mapping[str, object],
        *,
        now: datetime | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> Result:
        """The value in a context of names.

        :param context: names to Python values (None, bool, str, int, Decimal, date, time, datetime,
            timedelta, lists, mappings, feel durations, ranges and functions).
        :param now: what ``now()`` and ``today()`` answer; without it they are null.
        :raises BudgetSpent: when it needs more than the budget allows.
        :raises NotAFeelValue: when a value of the context that it uses has no FEEL type.
        """
        known: dict[str, Value] = {}
        for name in self._unit.compiler.free:
            if name in context:
                known[name] = to_feel(context[name])
        run = Run(known, now=now, budget=budget)
        return guarded(run, self._code, self._unit.frame(run))


class UnaryTests:
    """Compiled unary tests, such as ``>= 18`` or ``"a", "b"``."""

    __slots__ = ("_code", "_place", "_unit", "node", "text")

    def __init__(self, text: str, unit: Unit, node: n.UnaryTestsNode) -> None:
        self.text = text
        self.node = node
        self._unit = unit
        scope, self._place = unit.local("?")
        self._code = unit.compiled_tests(node, self._place, scope)

    def matches(
        self,
        value: object,
        context: Mapping[str, object] | None = None,
        *,
        now: datetime | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> Result:
        """Whether a value passes: True, False, or None with reasons. Raises as ``Expression.evaluate``."""
        context = context or {}
        known = {name: to_feel(context[name]) for name in self._unit.compiler.free if name in context}
        run = Run(known, now=now, budget=budget)
        frame = self._unit.frame(run)
        frame[self._place] = to_feel(value)
        return Result(True) if self._code is None else guarded(run, self._code, frame)


def guarded(run: Run, code: Callable[[Frame], Value], frame: Frame) -> Result:
    """Run code to a result; what nests beyond Python's stack is out of budget too."""
    try:
        return Result(to_python(code(frame)), tuple(run.reasons))
    except RecursionError:
        raise BudgetSpent(kind="depth") from None


def compile_expression(
    text: str, *, names: Iterable[str] = (), types: TypeNames | None = None, strict: bool = False
) -> Expression:
    """Compile an expression once, to evaluate it often.

    :param names: names that the context will have; those with spaces or operators need to be told.
    :param types: types that ``instance of`` and parameters may name beside the built-in ones.
    :param strict: refuse any other name.
    :raises FeelSyntaxError: the text is not FEEL.
    :raises UnknownName: with ``strict``, a name that is neither known nor built in.
    """
    unit = Unit(names, types=types, strict=strict)
    node = unit.parser(text).whole()
    return Expression(text, unit, node, unit.compiler.code(node, unit.scope))


def compile_unary_tests(
    text: str, *, names: Iterable[str] = (), types: TypeNames | None = None, strict: bool = False
) -> UnaryTests:
    """Compile unary tests: the cell of a decision table. ``-`` and nothing let everything pass.

    :raises FeelSyntaxError: the text is no list of tests.
    """
    unit = Unit({*names, "?"}, types=types, strict=strict)
    return UnaryTests(text, unit, unit.parser(text).whole_tests())

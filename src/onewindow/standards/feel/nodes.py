"""The tree of an expression (DMN 1.5 §10.3.1.2). ``at`` is the offset in the text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from .types import Type
from .values import Code, Value


@dataclass(frozen=True, slots=True)
class Literal:
    at: int
    value: Value


@dataclass(frozen=True, slots=True)
class AtLiteral:
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    at: int
    name: str


@dataclass(frozen=True, slots=True)
class ListNode:
    at: int
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class ContextNode:
    at: int
    entries: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A chain of operators of one precedence, from left to right; flat, so that long sums stay shallow."""

    at: int
    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    at: int
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    at: int
    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Between:
    at: int
    value: "Node"
    low: "Node"
    high: "Node"


@dataclass(frozen=True, slots=True)
class In:
    at: int
    value: "Node"
    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Conjunction:
    at: int
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Disjunction:
    at: int
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class If:
    at: int
    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Iterator:
    """``name in start`` or, where ``end`` is there, ``name in start..end``."""

    name: str
    start: "Node"
    end: "Node | None" = None


@dataclass(frozen=True, slots=True)
class For:
    at: int
    iterators: tuple[Iterator, ...]
    body: "Node"


@dataclass(frozen=True, slots=True)
class Quantified:
    """``some`` (every is False) or ``every``."""

    at: int
    every: bool
    iterators: tuple[Iterator, ...]
    condition: "Node"


@dataclass(frozen=True, slots=True)
class FunctionNode:
    at: int
    parameters: tuple[tuple[str, Type | None], ...]
    body: "Node"
    external: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    at: int
    base: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    at: int
    base: "Node"
    condition: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A call by position, or by name where ``names`` has as many names as there are arguments."""

    at: int
    callee: "Node"
    arguments: tuple["Node", ...]
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class InstanceOf:
    at: int
    value: "Node"
    type: Type


@dataclass(frozen=True, slots=True)
class RangeNode:
    at: int
    start: "Node"
    end: "Node"
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class ComparisonRange:
    at: int
    operator: str
    value: "Node"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A part that another standard compiles, such as a decision table inside a context.

    :param build: makes the code, given the compiler and the scope of the place.
    :param mentions: the words that stand in it.
    """

    at: int
    build: Callable[[Any, Any], Code]
    mentions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OperatorTest:
    """A unary test such as ``>= 18``."""

    at: int
    operator: str
    value: "Node"


@dataclass(frozen=True, slots=True)
class ExpressionTest:
    """A unary test that is an expression; ``asks`` where it names the input itself, ``?``."""

    at: int
    value: "Node"
    asks: bool = False


@dataclass(frozen=True, slots=True)
class UnaryTestsNode:
    """Tests joined by comma; none for ``-``."""

    at: int
    tests: tuple["Test", ...]
    negated: bool = False


Test: TypeAlias = OperatorTest | ExpressionTest
Node: TypeAlias = (
    Literal
    | AtLiteral
    | Name
    | ListNode
    | ContextNode
    | Arithmetic
    | Negation
    | Comparison
    | Between
    | In
    | Conjunction
    | Disjunction
    | If
    | For
    | Quantified
    | FunctionNode
    | Path
    | Filter
    | Call
    | InstanceOf
    | RangeNode
    | ComparisonRange
    | Foreign
)

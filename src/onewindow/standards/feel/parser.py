"""The grammar's operators, from the loosest to the tightest (DMN 1.5 §10.3.1.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from . import nodes as n
from .errors import FeelSyntaxError
from .names import KnownNames, normal
from .parse_postfix import parse_postfix
from .parse_tests import parse_in_tests, parse_tests
from .scanner import Scanner, Token

_SIGNS = frozenset({"operator", "keyword"})
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_RELATIONS = _COMPARISONS | {"between", "in"}
_SUMS = frozenset({"+", "-"})
_PRODUCTS = frozenset({"*", "/"})
MOST_DEPTH = 60
_MOST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Mark:
    at: int
    depth: int
    asks: int
    in_endpoint: bool
    known: KnownNames


class Parser:
    """One text being read. ``known`` grows and shrinks with the scopes of the text."""

    __slots__ = ("asks", "depth", "in_endpoint", "properties", "scanner", "tries", "type_names")

    def __init__(
        self,
        text: str,
        *,
        names: Iterable[str],
        type_names: Iterable[str] = (),
        properties: Iterable[str] = (),
    ) -> None:
        if len(text) > _MOST_TEXT:
            raise FeelSyntaxError(at=_MOST_TEXT, near=text[:20], expected="it is too long")
        self.scanner = Scanner(text, KnownNames.of(tuple(names)))
        self.properties: list[str] = list(properties)
        self.type_names = frozenset(type_names)
        self.depth = 0
        self.tries = 200
        self.in_endpoint = False
        self.asks = 0

    # -- tokens ------------------------------------------------------------------------------------------

    def ahead(self, value: str) -> bool:
        """Whether this operator or keyword comes next."""
        token = self.scanner.peek()
        return token.value == value and token.kind in _SIGNS

    def ahead_of(self, values: frozenset[str]) -> bool:
        """Whether one of these operators or keywords comes next."""
        token = self.scanner.peek()
        return token.value in values and token.kind in _SIGNS

    def accept(self, value: str) -> Token | None:
        """Take this operator or keyword if it comes next."""
        return self.scanner.next() if self.ahead(value) else None

    def expect(self, value: str) -> Token:
        """Take this operator or keyword. Raises FeelSyntaxError where something else comes."""
        if not self.ahead(value):
            self.fail(f"“{value}” was expected")
        return self.scanner.next()

    def fail(self, expected: str) -> NoReturn:
        raise self.scanner.fail(expected)

    def mark(self) -> "Mark":
        """The state to come back to after a try. Raises FeelSyntaxError after too many tries."""
        self.tries -= 1
        if self.tries < 0:
            self.fail("it is too entangled to be read")
        return Mark(self.scanner.at, self.depth, self.asks, self.in_endpoint, self.scanner.known.copy())

    def rewind(self, mark: "Mark") -> None:
        """Undo everything since the mark."""
        self.depth, self.asks, self.in_endpoint = mark.depth, mark.asks, mark.in_endpoint
        self.scanner.known = mark.known
        self.scanner.back_to(mark.at)

    # -- names in scope ----------------------------------------------------------------------------------

    def declare(self, names: Iterable[str]) -> list[str]:
        """Make names known; answers those to withdraw when their scope ends."""
        return [name for name in names if self.scanner.known.add(name)]

    def withdraw(self, names: Iterable[str]) -> None:
        for name in names:
            self.scanner.known.remove(name)

    def see_property(self, name: str) -> None:
        """Remember the key of a context, to recognise it after a dot and in filters."""
        self.properties.append(normal(name))

    # -- expressions -------------------------------------------------------------------------------------

    def whole(self) -> n.Node:
        """The text as one expression."""
        node = self.expression()
        if self.scanner.peek().kind != "end":
            self.fail("the expression should have ended")
        return node

    def whole_tests(self) -> n.UnaryTestsNode:
        """The text as unary tests."""
        return parse_tests(self)

    def expression(self) -> n.Node:
        """One expression, as long as it goes."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            self.fail("it is nested too deeply")
        outer, self.in_endpoint = self.in_endpoint, False
        node = self.disjunction()
        self.in_endpoint = outer
        self.depth -= 1
        return node

    def disjunction(self) -> n.Node:
        first = self.conjunction()
        if not self.ahead("or"):
            return first
        operands = [first]
        while self.accept("or"):
            operands.append(self.conjunction())
        return n.Disjunction(first.at, tuple(operands))

    def conjunction(self) -> n.Node:
        first = self.comparison()
        if not self.ahead("and"):
            return first
        operands = [first]
        while self.accept("and"):
            operands.append(self.comparison())
        return n.Conjunction(first.at, tuple(operands))

    def comparison(self) -> n.Node:
        left = self.additive()
        if not self.ahead_of(_RELATIONS):
            return left
        for _ in range(MOST_DEPTH):
            token = self.scanner.peek()
            if token.kind == "operator" and token.value in _COMPARISONS:
                self.scanner.next()
                left = n.Comparison(left.at, token.value, left, self.additive())
            elif self.accept("between"):
                low = self.additive()
                self.expect("and")
                left = n.Between(left.at, left, low, self.additive())
            elif self.accept("in"):
                left = n.In(left.at, left, parse_in_tests(self))
            else:
                return left
        raise self.scanner.fail("there are too many comparisons in a row")

    def additive(self) -> n.Node:
        first = self.multiplicative()
        if not self.ahead_of(_SUMS):
            return first
        rest: list[tuple[str, n.Node]] = []
        while self.ahead_of(_SUMS):
            operator = self.scanner.next().value
            rest.append((operator, self.multiplicative()))
        return n.Arithmetic(first.at, first, tuple(rest))

    def multiplicative(self) -> n.Node:
        first = self.power()
        if not self.ahead_of(_PRODUCTS):
            return first
        rest: list[tuple[str, n.Node]] = []
        while self.ahead_of(_PRODUCTS):
            operator = self.scanner.next().value
            rest.append((operator, self.power()))
        return n.Arithmetic(first.at, first, tuple(rest))

    def power(self) -> n.Node:
        first = self.negation()
        if not self.ahead("**"):
            return first
        rest: list[tuple[str, n.Node]] = []
        while self.accept("**"):
            rest.append(("**", self.negation()))
        return n.Arithmetic(first.at, first, tuple(rest))

    def negation(self) -> n.Node:
        """A sign binds tighter than a power here: -3 ** 2 is 9 (grammar rules 4 and 5)."""
        if not self.ahead("-"):
            return parse_postfix(self)
        signs: list[int] = []
        while self.ahead("-"):
            signs.append(self.scanner.next().start)
        node = parse_postfix(self)
        if signs and isinstance(node, n.Literal) and len(signs) == 1:
            return _negative(signs[0], node)
        if len(signs) > MOST_DEPTH:
            self.fail("there are too many signs")
        for at in reversed(signs):
            node = n.Negation(at, node)
        return node


def _negative(at: int, node: n.Literal) -> n.Node:
    if type(node.value) is Decimal:
        return n.Literal(at, node.value.copy_negate() if node.value else node.value)
    return n.Negation(at, node)

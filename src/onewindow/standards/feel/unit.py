"""What is compiled together and evaluated together: one expression, or all the cells of a decision table."""

from collections.abc import Iterable
from typing import Any

from . import nodes as n
from .builtins import BUILTINS, NAMES
from .compile_logic import any_of, compile_test
from .compiler import Compiler
from .parser import Parser
from .run import Run
from .scope import Scope
from .types import TypeNames
from .values import Code, Frame


class Unit:
    """Texts that share their names, types and frame.

    :param names: what the texts may name, spaces allowed.
    :param properties: further names that may follow a dot or stand in a filter.
    :param strict: refuse other names at once instead of answering null for them.
    """

    def __init__(
        self,
        names: Iterable[str] = (),
        *,
        types: TypeNames | None = None,
        properties: Iterable[str] = (),
        strict: bool = False,
    ) -> None:
        self.names = frozenset(names)
        self.types: TypeNames = types or {}
        self.properties = tuple(properties)
        self.compiler = Compiler(BUILTINS, self.types, self.names, strict=strict)
        self.scope = Scope()

    def parser(self, text: str, extra: Iterable[str] = ()) -> Parser:
        """A parser of a text that knows the unit's names."""
        return Parser(
            text, names=(*NAMES, *self.names, *extra), type_names=self.types, properties=self.properties
        )

    def expression(self, text: str, scope: Scope | None = None) -> Code:
        """Code of an expression. Raises FeelSyntaxError."""
        scope = self.scope if scope is None else scope
        return self.compiler.code(self.parser(text, local_names(scope)).whole(), scope)

    def tests(self, text: str, place: int, scope: Scope | None = None) -> Code | None:
        """Code of unary tests of the value at a place; None where they let everything pass (``-``)."""
        scope = self.scope if scope is None else scope
        return self.compiled_tests(self.parser(text, local_names(scope)).whole_tests(), place, scope)

    def compiled_tests(self, node: n.UnaryTestsNode, place: int, scope: Scope) -> Code | None:
        inner = Scope(scope, {"?": place})
        tests = [compile_test(self.compiler, test, inner, place) for test in node.tests]
        if not tests:
            return None
        if node.negated:
            return lambda frame: _opposite(any_of(frame, tests))
        return tests[0] if len(tests) == 1 else lambda frame: any_of(frame, tests)

    def local(self, name: str, scope: Scope | None = None) -> tuple[Scope, int]:
        """A scope with one more variable, and its place."""
        inner, (place,) = (self.scope if scope is None else scope).with_names(self.compiler.layout, [name])
        return inner, place

    def frame(self, run: Run) -> Frame:
        """An empty frame for one evaluation; only after everything is compiled."""
        frame: list[Any] = [None] * self.compiler.layout.size
        frame[0] = run
        return frame


def local_names(scope: Scope) -> list[str]:
    """The names of every layer."""
    names: list[str] = []
    layer: Scope | None = scope
    while layer is not None:
        names += layer.places
        layer = layer.parent
    return names


def _opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer

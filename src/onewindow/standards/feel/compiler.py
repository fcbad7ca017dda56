"""The tree to closures, once; then each evaluation only calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from . import nodes as n
from .compile_access import compile_call, compile_filter, compile_name, compile_path
from .compile_functions import compile_function
from .compile_literals import compile_at, compile_context, compile_list, compile_literal
from .compile_logic import (
    compile_between,
    compile_comparison,
    compile_conjunction,
    compile_disjunction,
    compile_if,
    compile_in,
    compile_instance_of,
)
from .compile_loops import compile_for, compile_quantified
from .compile_operators import compile_arithmetic, compile_negation
from .compile_ranges import compile_comparison_range, compile_range
from .functions import Invocable
from .scope import Layout, Scope
from .types import TypeNames
from .values import Code

_Rule: TypeAlias = Callable[["Compiler", Any, Scope], Code]


class Compiler:
    """What the parts of one text, or of one decision, share while they are compiled.

    :param builtins: the functions that every text knows.
    :param types: the types that a model declares, by name.
    :param names: the names that the context is known to have.
    :param strict: refuse all other names.
    """

    __slots__ = ("builtins", "declared", "free", "layout", "names", "nodes", "types")

    def __init__(
        self,
        builtins: Mapping[str, Invocable],
        types: TypeNames,
        names: frozenset[str] = frozenset(),
        *,
        strict: bool = False,
    ) -> None:
        self.builtins = builtins
        self.types = types
        self.names = names
        self.declared = names if strict else None
        self.layout = Layout()
        self.free: dict[str, int] = {}
        self.nodes = 0

    def code(self, node: n.Node, scope: Scope) -> Code:
        """The closure that evaluates a node in a frame."""
        self.nodes += 1
        return _RULES[type(node)](self, node, scope)

    def weighed(self, node: n.Node, scope: Scope) -> tuple[Code, int]:
        """The closure, and how many steps running it once costs at most, loops inside it apart."""
        before = self.nodes
        code = self.code(node, scope)
        return code, self.nodes - before


def _compile_foreign(c: Compiler, node: n.Foreign, scope: Scope) -> Code:
    return node.build(c, scope)


_RULES: dict[type, _Rule] = {
    n.Literal: compile_literal,
    n.AtLiteral: compile_at,
    n.Name: compile_name,
    n.ListNode: compile_list,
    n.ContextNode: compile_context,
    n.Arithmetic: compile_arithmetic,
    n.Negation: compile_negation,
    n.Comparison: compile_comparison,
    n.Between: compile_between,
    n.In: compile_in,
    n.Conjunction: compile_conjunction,
    n.Disjunction: compile_disjunction,
    n.If: compile_if,
    n.For: compile_for,
    n.Quantified: compile_quantified,
    n.FunctionNode: compile_function,
    n.Path: compile_path,
    n.Filter: compile_filter,
    n.Call: compile_call,
    n.InstanceOf: compile_instance_of,
    n.RangeNode: compile_range,
    n.ComparisonRange: compile_comparison_range,
    n.Foreign: _compile_foreign,
}

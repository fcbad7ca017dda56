"""Functions written in FEEL (DMN 1.5 §10.3.2.13.4), and fitting arguments to declared types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from . import nodes as n
from .coercion import coerce
from .functions import Closure
from .inference import infer
from .reasons import EXTERNAL
from .run import ITEM, Run
from .scope import Scope
from .types import Type, resolve
from .values import Code, Frame, Value

if TYPE_CHECKING:
    from .compiler import Compiler

Check = Callable[[Run, list[Value]], list[Value] | None]


def compile_function(c: Compiler, node: n.FunctionNode, scope: Scope) -> Code:
    """A function value that keeps what it sees here."""
    names = [name for name, _ in node.parameters]
    types = [None if kind is None else resolve(kind, c.types) for _, kind in node.parameters]
    inner, places = scope.with_names(c.layout, names)
    if node.external:
        code, cost = _external, 1
    else:
        code, cost = c.weighed(node.body, inner)
    returns = infer(node.body, dict(zip(names, types, strict=True)))
    check = fitting(names, types)

    def make(frame: Frame) -> Value:
        frame[0].grow(ITEM + 8 * len(frame))
        return Closure(names, types, returns, code, frame.copy(), places, cost + len(frame), check)

    return make


def _external(frame: Frame) -> Value:
    return frame[0].note(EXTERNAL)


def fitting(names: Sequence[str], types: Sequence[Type | None]) -> Check | None:
    """What fits arguments to declared types, or answers None with a reason; None where none is declared."""
    if not any(types):
        return None

    def check(run: Run, arguments: list[Value]) -> list[Value] | None:
        fitted: list[Value] = []
        for kind, argument in zip(types, arguments, strict=True):
            value = argument if kind is None else coerce(run, argument, kind)
            if value is None and argument is not None:
                return None
            fitted.append(value)
        return fitted

    return check

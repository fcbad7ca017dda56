"""Functions that the house lends to FEEL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from onewindow.kernel.errors import OnewindowError

from .boundary import to_feel, to_python
from .functions import Invocable
from .reasons import CALL_FAILED, WRONG_ARGUMENTS
from .values import Value

if TYPE_CHECKING:
    from .run import Run


class Function(Invocable):
    """A Python function lent to FEEL, pure and quick, taking and giving Python values.

    :param names: its parameters, as FEEL writes them.
    :param call: called by position, once all arguments are there. An OnewindowError, ValueError, TypeError,
        ArithmeticError or LookupError that it raises becomes null with a reason.
    """

    __slots__ = ("call",)

    def __init__(self, names: Sequence[str], call: Callable[..., object], label: str = "function") -> None:
        super().__init__(names, label=label)
        self.call = call

    def invoke(self, run: Run, arguments: list[Value]) -> Value:
        if len(arguments) != len(self.names):
            return run.note(WRONG_ARGUMENTS, name=self.label, given=f"{len(arguments)} arguments")
        run.tick(20)
        try:
            return to_feel(self.call(*(to_python(argument) for argument in arguments)))
        except (OnewindowError, ValueError, TypeError, ArithmeticError, LookupError) as problem:
            return run.note(CALL_FAILED, name=self.label, problem=str(problem))

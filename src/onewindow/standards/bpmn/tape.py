"""What a step does with data and timers, noted while it is made, so that the next such step does only that.

Most of a step follows from tokens alone. What does not is a line on the tape: a function that does it again
for another case, or a question whose answer says which way the tokens went.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from onewindow.standards import feel
from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.data import Data
from onewindow.standards.bpmn.state import Timer


class Again:
    """A step that is made again: the data that it works on, and what it finds besides.

    :param brought: what the event brought, output or payload.
    :param found: effects that depend on the case, in order.
    """

    __slots__ = ("at", "brought", "data", "found", "timers")

    def __init__(self, data: Data, brought: Mapping[str, Any]) -> None:
        self.data = data
        self.at: datetime = data.at
        self.brought = brought
        self.found: list[effects.Effect] = []
        self.timers: dict[str, Timer] = {}

    def explained(self, expression: feel.Expression) -> tuple[Any, str]:
        """The value of an expression, and why it or a part of it is null."""
        result = expression.evaluate(self.data.context(-1), now=self.at)
        return result.value, "; ".join([reason.text() for reason in result.reasons]) if result.reasons else ""


Op = Callable[[Again], None]


class Question(NamedTuple):
    """A condition that was asked, and whether it was true."""

    condition: feel.Expression
    answer: bool


class Tape:
    """Lines in order; ``holes`` are the places of the effects that a line makes anew each time."""

    __slots__ = ("holes", "lines")

    def __init__(self) -> None:
        self.lines: list[Op | Question] = []
        self.holes: list[int] = []


def take(again: Again) -> None:
    """The line of most steps: what the event brought becomes data of the process."""
    if again.brought:
        again.data.take(-1, again.brought)

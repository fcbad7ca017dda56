"""What stands for an expression whose data nobody knows: it answers each way, one after the other.

The answers of one step are a tape. The engine runs the step with a tape that is given so far, and takes the
first answer beyond its end; every other answer is a tape of its own, to be run later.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from onewindow.standards import feel

COUNTS = frozenset(
    {
        "activationCount",
        "loopCounter",
        "numberOfActiveInstances",
        "numberOfCompletedInstances",
        "numberOfInstances",
        "numberOfTerminatedInstances",
        "waitingForStart",
    }
)
"""Names that the engine itself knows: an expression over these alone is no guess."""
YES_OR_NO: tuple[Any, ...] = (True, False)


class Tape:
    """The answers of one step.

    :param log: what was asked so far: the name of the oracle, how many answers it has, which one was given.
    :param wanted: the conditional event that comes in this step, if any.
    """

    __slots__ = ("given", "log", "wanted")

    def __init__(self) -> None:
        self.given: Sequence[int] = ()
        self.log: list[tuple[str, int, int]] = []
        self.wanted = ""

    def begin(self, given: Sequence[int]) -> None:
        """Wind back, with the answers that are settled."""
        self.given = given
        self.log = []

    def answer(self, name: str, options: int) -> int:
        """Which of its answers an oracle gives now."""
        place = len(self.log)
        taken = self.given[place] if place < len(self.given) else 0
        self.log.append((name, options, taken))
        return taken


class Oracle:
    """Takes the place of a compiled expression."""

    __slots__ = ("name", "options", "tape", "text")

    def __init__(self, tape: Tape, name: str, options: tuple[Any, ...], text: str) -> None:
        self.tape = tape
        self.name = name
        self.options = options
        self.text = text

    def evaluate(self, context: Mapping[str, object], *, now: datetime | None = None) -> feel.Result:
        """Any of its answers."""
        return feel.Result(self.options[self.tape.answer(self.name, len(self.options))])


class Condition:
    """The condition of an event: it holds in the step in which the event is to come, and never else."""

    __slots__ = ("event", "tape", "text")

    def __init__(self, tape: Tape, event: str, text: str) -> None:
        self.tape = tape
        self.event = event
        self.text = text

    def evaluate(self, context: Mapping[str, object], *, now: datetime | None = None) -> feel.Result:
        """Whether the event comes."""
        return feel.Result(self.tape.wanted == self.event)


def guessed(
    tape: Tape, name: str, expression: feel.Expression | None, options: tuple[Any, ...] = YES_OR_NO
) -> feel.Expression | None:
    """An oracle in place of an expression that needs data; an expression that needs none stays."""
    if expression is None or expression.names <= COUNTS:
        return expression
    return cast("feel.Expression", Oracle(tape, name, options, expression.text))


def awaited(tape: Tape, event: str, expression: feel.Expression | None) -> feel.Expression | None:
    """In place of a conditional event's condition."""
    if expression is None:
        return None
    return cast("feel.Expression", Condition(tape, event, expression.text))

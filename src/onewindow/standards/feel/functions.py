"""Functions as values: built in, or written in FEEL. Those that the house lends are in ``lent``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .reasons import WRONG_ARGUMENTS
from .values import Code, Frame, Value

if TYPE_CHECKING:
    from .run import Run
    from .types import Type


class Invocable:
    """Something that can be called: its parameters in order, their types, and what it returns where known."""

    __slots__ = ("label", "names", "returns", "types")

    def __init__(
        self,
        names: Sequence[str],
        types: Sequence[Type | None] | None = None,
        returns: Type | None = None,
        label: str = "function",
    ) -> None:
        self.names = tuple(names)
        self.types = tuple(types) if types is not None else (None,) * len(self.names)
        self.returns = returns
        self.label = label

    def invoke(self, run: Run, arguments: list[Value]) -> Value:
        """Call with arguments in order; null with a reason where they do not fit."""
        raise TypeError("an Invocable of no kind")

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return count == len(self.names)

    def invoke_named(self, run: Run, names: tuple[str, ...], arguments: list[Value]) -> Value:
        """Call with arguments by parameter name; a name that is not there, or missing, makes null."""
        given = dict(zip(names, arguments, strict=True))
        if set(given) != set(self.names) or len(given) != len(names):
            return run.note(WRONG_ARGUMENTS, name=self.label, given=", ".join(names))
        return self.invoke(run, [given[name] for name in self.names])


class Modelled(Invocable):
    """A function that a model defines: called by name, a parameter without argument is null (§10.3.2.13)."""

    __slots__ = ()

    def invoke_named(self, run: Run, names: tuple[str, ...], arguments: list[Value]) -> Value:
        missing = [name for name in self.names if name not in names]
        return super().invoke_named(run, (*names, *missing), [*arguments, *(None for _ in missing)])


class Closure(Modelled):
    """A function written in FEEL, with the values that it saw where it was made."""

    __slots__ = ("check", "code", "cost", "frame", "places")

    def __init__(
        self,
        names: Sequence[str],
        types: Sequence[Type | None],
        returns: Type | None,
        code: Code,
        frame: Frame,
        places: tuple[int, ...],
        cost: int,
        check: Callable[[Run, list[Value]], list[Value] | None] | None = None,
        label: str = "function",
    ) -> None:
        super().__init__(names, types, returns, label)
        self.code = code
        self.frame = frame
        self.places = places
        self.cost = cost
        self.check = check

    def invoke(self, run: Run, arguments: list[Value]) -> Value:
        if len(arguments) != len(self.places):
            return run.note(WRONG_ARGUMENTS, name=self.label, given=f"{len(arguments)} arguments")
        if self.check is not None:
            fitted = self.check(run, arguments)
            if fitted is None:
                return None
            arguments = fitted
        frame = self.frame.copy()
        frame[0] = run
        for place, argument in zip(self.places, arguments, strict=True):
            frame[place] = argument
        run.tick(self.cost)
        run.enter()
        value = self.code(frame)
        run.leave()
        return value

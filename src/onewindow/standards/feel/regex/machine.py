"""Running a pattern: backtracking with a stack of its own, each step paid for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

Instruction: TypeAlias = tuple[int, Any, Any, Any]
Tick: TypeAlias = Callable[[int], None]
Found: TypeAlias = list[int]
"""Start and end of the match, then of each group; -1 for a group that took no part."""

CHAR, RUN, RUN_LAZY, SPLIT, JUMP, SAVE, BACK, START, END, NOTE, MOVED, MATCH = range(12)
_BATCH = 256


class Pattern:
    """A compiled pattern. It has no state, so any thread may use it."""

    __slots__ = ("_anchored", "_code", "_fold", "_marks", "_multiline", "groups")

    def __init__(
        self,
        code: tuple[Instruction, ...],
        groups: int,
        marks: int,
        anchored: bool,
        multiline: bool,
        fold: bool,
    ) -> None:
        self.groups = groups
        self._code = code
        self._marks = marks
        self._anchored = anchored
        self._multiline = multiline
        self._fold = fold

    def search(self, text: str, at: int, tick: Tick) -> Found | None:
        """The first match that begins at a place or after it.

        :param tick: pays for steps; whatever it raises ends the search.
        """
        last = at if self._anchored else len(text)
        for start in range(at, last + 1):
            if self._anchored and start > 0:
                return None
            found = self._match(text, start, tick)
            if found is not None:
                return found
        tick(len(text) - at + 1)
        return None

    def _match(self, text: str, start: int, tick: Tick) -> Found | None:
        return _Attempt(self, text, start, tick).run(self._code)

    @property
    def marks(self) -> int:
        return self._marks

    @property
    def multiline(self) -> bool:
        return self._multiline

    @property
    def fold(self) -> bool:
        return self._fold


class _Attempt:
    """One try from one place. The stack holds ways not taken yet and marks to restore on the way back."""

    __slots__ = ("at", "marks", "pattern", "stack", "start", "text", "tick")

    def __init__(self, pattern: Pattern, text: str, start: int, tick: Tick) -> None:
        self.pattern = pattern
        self.text = text
        self.start = start
        self.at = start
        self.tick = tick
        self.marks: list[int] = [-1] * pattern.marks
        self.stack: list[tuple[int, int, int]] = []

    def run(self, code: tuple[Instruction, ...]) -> Found | None:
        place: int | None = 0
        steps = 0
        text, size = self.text, len(self.text)
        while place is not None:
            steps += 1
            if steps >= _BATCH:
                self.tick(3 * steps)
                steps = 0
            operation, one, other, more = code[place]
            if operation == CHAR:
                if self.at < size and one.has(text[self.at]):
                    self.at += 1
                    place += 1
                else:
                    place = self._back()
            elif operation == MATCH:
                self.tick(3 * steps)
                return [self.start, self.at, *self.marks[2 : 2 * self.pattern.groups + 2]]
            else:
                place = self._other(place, operation, one, other, more)
        self.tick(3 * steps)
        return None

    def _other(self, place: int, operation: int, one: Any, other: Any, more: Any) -> int | None:
        if operation == SPLIT:
            self.stack.append((other, self.at, -1))
            return one
        if operation == JUMP:
            return one
        if operation in (RUN, RUN_LAZY):
            return self._run(place, one, other, more, greedy=operation == RUN)
        if operation in (SAVE, NOTE):
            mark = int(one)
            self.stack.append((-1, mark, self.marks[mark]))
            self.marks[mark] = self.at
            return place + 1
        if operation == BACK:
            return place + 1 if self._same_as(one) else self._back()
        return place + 1 if self._holds(operation, one) else self._back()

    def _holds(self, operation: int, mark: int) -> bool:
        if operation == MOVED:
            return self.marks[mark] != self.at
        text, at = self.text, self.at
        if operation == START:
            return at == 0 or (self.pattern.multiline and at < len(text) and text[at - 1] == "\n")
        return at == len(text) or (self.pattern.multiline and text[at] == "\n")

    def _run(self, place: int, chars: Any, least: int, most: int | None, *, greedy: bool) -> int | None:
        """One character repeated. The ways back are one entry: where, from which length, to which."""
        text, at = self.text, self.at
        limit = len(text) if most is None else min(len(text), at + most)
        end = at
        while end < limit and chars.has(text[end]):
            end += 1
        self.tick((end - at) >> 3)
        if end - at < least:
            return self._back()
        if end - at > least:
            self._push_run(place + 1, at + least, end, greedy=greedy)
            return self._back()
        self.at = end
        return place + 1

    def _push_run(self, place: int, near: int, far: int, *, greedy: bool) -> None:
        self.stack.append((-2 if greedy else -3, near, far))
        self.stack.append((-4, place, 0))

    def _back(self) -> int | None:
        """The last way not taken, or None where there is none."""
        stack = self.stack
        while stack:
            kind, one, other = stack.pop()
            if kind >= 0:
                self.at = one
                return kind
            if kind == -1:
                self.marks[one] = other
            elif kind == -4:
                return self._next_of_run(one)
        return None

    def _next_of_run(self, place: int) -> int:
        kind, near, far = self.stack.pop()
        self.at = far if kind == -2 else near
        if near < far:
            self.stack.append((kind, near, far - 1) if kind == -2 else (kind, near + 1, far))
            self.stack.append((-4, place, 0))
        return place

    def _same_as(self, group: int) -> bool:
        """A group that took no part matches the empty text."""
        start, end = self.marks[2 * group], self.marks[2 * group + 1]
        if start < 0 or end < 0:
            return True
        wanted = self.text[start:end]
        there = self.text[self.at : self.at + len(wanted)]
        if there != wanted and not (self.pattern.fold and there.casefold() == wanted.casefold()):
            return False
        self.at += len(wanted)
        return True

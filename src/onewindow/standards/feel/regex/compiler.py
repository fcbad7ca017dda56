"""The tree of a pattern to instructions."""

from __future__ import annotations

from functools import lru_cache

from . import charsets as cs
from .errors import PatternError
from .machine import (
    BACK,
    CHAR,
    END,
    JUMP,
    MATCH,
    MOVED,
    NOTE,
    RUN,
    RUN_LAZY,
    SAVE,
    SPLIT,
    START,
    Instruction,
    Pattern,
)
from .parser import Anchor, Chars, Choice, Group, Part, PatternParser, Repeat, Sequence

_MOST_INSTRUCTIONS = 20_000


@lru_cache(maxsize=256)
def compile_pattern(text: str, flags: str = "") -> Pattern:
    """A pattern ready to search. Raises PatternError. Flags: s, m, i, x, q (F&O 3.1 §5.6.2)."""
    if not set(flags) <= set("smixq"):
        raise PatternError("a flag is not one of s, m, i, x, q")
    if "q" in flags:
        fold = "i" in flags
        plain = [cs.between(char, char) for char in text]
        parts = tuple(Chars(cs.CharSet(cs.folded(char) if fold else char)) for char in plain)
        return _Compiler().pattern(Sequence(parts), 0, multiline=False)
    parser = PatternParser(text, fold="i" in flags, dot_all="s" in flags, spaced="x" in flags)
    tree = parser.whole()
    return _Compiler(fold="i" in flags).pattern(tree, parser.groups, multiline="m" in flags)


class _Compiler:
    def __init__(self, *, fold: bool = False) -> None:
        self.made: list[Instruction] = []
        self.fold = fold
        self.marks = 0

    def pattern(self, tree: Part, groups: int, *, multiline: bool) -> Pattern:
        self.marks = 2 * groups + 2
        self._part(tree)
        self._add(MATCH)
        anchored = isinstance(tree, Anchor) and tree.start
        if isinstance(tree, Sequence) and tree.parts:
            first = tree.parts[0]
            anchored = isinstance(first, Anchor) and first.start
        return Pattern(tuple(self.made), groups, self.marks, anchored and not multiline, multiline, self.fold)

    def _add(self, code: int, one: object = None, other: object = None, more: object = None) -> int:
        if len(self.made) >= _MOST_INSTRUCTIONS:
            raise PatternError("it is too large")
        self.made.append((code, one, other, more))
        return len(self.made) - 1

    def _part(self, part: Part) -> None:
        if isinstance(part, Chars):
            self._add(CHAR, part.chars)
        elif isinstance(part, Sequence):
            for inner in part.parts:
                self._part(inner)
        elif isinstance(part, Choice):
            self._choice(part)
        elif isinstance(part, Group):
            self._add(SAVE, 2 * part.number)
            self._part(part.body)
            self._add(SAVE, 2 * part.number + 1)
        elif isinstance(part, Repeat):
            self._repeat(part)
        elif isinstance(part, Anchor):
            self._add(START if part.start else END)
        else:
            self._add(BACK, part.number)

    def _choice(self, part: Choice) -> None:
        exits: list[int] = []
        for branch in part.branches[:-1]:
            split = self._add(SPLIT)
            self._part(branch)
            exits.append(self._add(JUMP))
            self.made[split] = (SPLIT, split + 1, len(self.made), None)
        self._part(part.branches[-1])
        for jump in exits:
            self.made[jump] = (JUMP, len(self.made), None, None)

    def _repeat(self, part: Repeat) -> None:
        if isinstance(part.body, Chars):
            self._add(RUN if part.greedy else RUN_LAZY, part.body.chars, part.least, part.most)
            return
        for _ in range(part.least):
            self._part(part.body)
        if part.most is None:
            self._star(part)
            return
        splits: list[int] = []
        for _ in range(part.most - part.least):
            splits.append(self._add(SPLIT))
            self._part(part.body)
        for split in splits:
            self._set_split(split, split + 1, len(self.made), greedy=part.greedy)

    def _star(self, part: Repeat) -> None:
        """A loop that ends when a round moves nowhere."""
        mark = self.marks
        self.marks += 1
        split = self._add(SPLIT)
        self._add(NOTE, mark)
        self._part(part.body)
        self._add(MOVED, mark)
        self._add(JUMP, split)
        self._set_split(split, split + 1, len(self.made), greedy=part.greedy)

    def _set_split(self, at: int, into: int, past: int, *, greedy: bool) -> None:
        self.made[at] = (SPLIT, into, past, None) if greedy else (SPLIT, past, into, None)

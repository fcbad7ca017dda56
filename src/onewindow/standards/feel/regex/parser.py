"""A pattern as text to a tree (XML Schema part 2 appendix F, with the additions of F&O 3.1 §5.6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from . import charsets as cs
from .errors import PatternError

_SINGLE = {"n": "\n", "r": "\r", "t": "\t"} | {char: char for char in "\\|.?*+(){}-[]^$"}
_MOST_DEPTH = 50
_MOST_TIMES = 1000


@dataclass(frozen=True, slots=True)
class Chars:
    chars: cs.CharSet


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    branches: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Group:
    number: int
    body: Part


@dataclass(frozen=True, slots=True)
class Repeat:
    body: Part
    least: int
    most: int | None
    greedy: bool


@dataclass(frozen=True, slots=True)
class Anchor:
    """``^`` or ``$``."""

    start: bool


@dataclass(frozen=True, slots=True)
class BackReference:
    number: int


Part: TypeAlias = Chars | Sequence | Choice | Group | Repeat | Anchor | BackReference


class PatternParser:
    """One pattern being read."""

    def __init__(self, text: str, *, fold: bool, dot_all: bool, spaced: bool) -> None:
        self.text = _without_space(text) if spaced else text
        self.at = 0
        self.fold = fold
        self.dot = cs.any_char if dot_all else cs.not_newline
        self.groups = 0
        self.closed: set[int] = set()
        self.depth = 0

    def whole(self) -> Part:
        part = self._choice()
        if self.at < len(self.text):
            raise PatternError("a bracket closes that was not opened")
        return part

    def _peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise PatternError("it ends too early")
        self.at += 1
        return char

    def _choice(self) -> Part:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise PatternError("it is nested too deeply")
        branches = [self._branch()]
        while self._peek() == "|":
            self.at += 1
            branches.append(self._branch())
        self.depth -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _branch(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._piece())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _piece(self) -> Part:
        atom = self._atom()
        char = self._peek()
        if char not in ("?", "*", "+", "{") or not char:
            return atom
        if isinstance(atom, Anchor):
            raise PatternError("an anchor cannot be repeated")
        self.at += 1
        least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(char) or self._times()
        greedy = self._peek() != "?"
        if not greedy:
            self.at += 1
        return Repeat(atom, least, most, greedy)

    def _times(self) -> tuple[int, int | None]:
        end = self.text.find("}", self.at)
        first, comma, last = self.text[self.at : end].partition(",")
        if end < 0 or not first.isascii() or not first.isdigit() or not (last == "" or last.isdigit()):
            raise PatternError("a number of times is not well formed")
        self.at = end + 1
        if len(first) > 4 or len(last) > 4:
            raise PatternError("a number of times is too large")
        least = int(first)
        most = int(last) if last else (None if comma else least)
        if max(least, most or 0) > _MOST_TIMES or (most is not None and most < least):
            raise PatternError("a number of times is out of order or too large")
        return least, most

    def _atom(self) -> Part:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            return Chars(cs.CharSet(self._class()))
        if char == ".":
            return Chars(cs.CharSet(self.dot))
        if char in "^$":
            return Anchor(char == "^")
        if char == "\\":
            return self._escape()
        if char in "?*+{}]":
            raise PatternError(f"“{char}” must be escaped")
        return Chars(cs.CharSet(self._between(char, char)))

    def _between(self, first: str, last: str) -> cs.Predicate:
        """Characters and ranges know of flag i; classes such as ``\\p{Lu}`` do not (F&O 3.1 §5.6.2)."""
        found = cs.between(first, last)
        return cs.folded(found) if self.fold else found

    def _group(self) -> Part:
        if self._peek() == "?":
            if self.text[self.at : self.at + 2] != "?:":
                raise PatternError("“(?” opens nothing known")
            self.at += 2
            body = self._choice()
            self._close()
            return body if not isinstance(body, Sequence) else Sequence(body.parts)
        self.groups += 1
        number = self.groups
        body = self._choice()
        self._close()
        self.closed.add(number)
        return Group(number, body)

    def _close(self) -> None:
        if self._peek() != ")":
            raise PatternError("a bracket is not closed")
        self.at += 1

    def _escape(self) -> Part:
        char = self._peek()
        if char.isdigit():
            return self._back_reference()
        return Chars(cs.CharSet(self._escaped()))

    def _back_reference(self) -> Part:
        number = int(self._take())
        while self._peek().isdigit() and number * 10 + int(self._peek()) <= self.groups:
            number = number * 10 + int(self._take())
        if number not in self.closed:
            raise PatternError(f"there is no group {number} before it")
        return BackReference(number)

    def _escaped(self) -> cs.Predicate:
        char = self._take()
        if char in _SINGLE:
            return self._between(_SINGLE[char], _SINGLE[char])
        known = cs.escape_class(char)
        if known is not None:
            return known
        if char in "pP" and self._peek() == "{":
            end = self.text.find("}", self.at)
            name = self.text[self.at + 1 : end]
            if end < 0:
                raise PatternError("a property is not closed")
            self.at = end + 1
            found = cs.property_named(name)
            return found if char == "p" else cs.opposite(found)
        raise PatternError(f"“\\{char}” means nothing")

    def _class(self) -> cs.Predicate:
        """The inside of ``[...]``, with ranges and a subtraction."""
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise PatternError("it is nested too deeply")
        negated = self._peek() == "^"
        if negated:
            self.at += 1
        parts: list[cs.Predicate] = []
        removed: cs.Predicate | None = None
        while self._peek() != "]":
            if self.text.startswith("-[", self.at) and parts:
                self.at += 2
                removed = self._class()
                if self._peek() != "]":
                    raise PatternError("a subtraction must come last")
                break
            parts.append(self._class_part(first=not parts))
        self._take()
        if not parts:
            raise PatternError("a set is empty")
        self.depth -= 1
        found = cs.opposite(cs.union(parts)) if negated else cs.union(parts)
        return cs.without(found, removed) if removed is not None else found

    def _class_part(self, *, first: bool) -> cs.Predicate:
        start = self._class_char(first=first)
        if not isinstance(start, str):
            return start
        if self._peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("]", "["):
            return self._between(start, start)
        self.at += 1
        end = self._class_char(first=False)
        if not isinstance(end, str) or end < start:
            raise PatternError("a range in a set is out of order")
        return self._between(start, end)

    def _class_char(self, *, first: bool) -> str | cs.Predicate:
        char = self._take()
        if char == "[":
            raise PatternError("“[” must be escaped in a set")
        if char == "-" and not first and self._peek() != "]":
            raise PatternError("“-” must be escaped in the middle of a set")
        if char != "\\":
            return char
        if self._peek() in _SINGLE:
            return _SINGLE[self._take()]
        return self._escaped()


def _without_space(text: str) -> str:
    """The pattern as flag x reads it: white space outside of sets does not count."""
    made: list[str] = []
    depth = 0
    skip = False
    for char in text:
        if char in " \t\n\r" and not depth:
            continue
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif char == "[":
            depth += 1
        elif char == "]":
            depth = max(0, depth - 1)
        made.append(char)
    return "".join(made)

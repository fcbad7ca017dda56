"""Names with spaces and operators in them, resolved against what is known (DMN 1.5 §10.3.1.2, rules 25 on).

``date and time``, ``first name`` or ``Approved/Declined`` are each one name where they are known, and several
tokens where they are not. The longest known name wins.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

# The letters of grammar rule 28, which are more than \w: also some symbols outside the basic plane.
WORD = re.compile(
    "(?:[^\\W\\d]|[?_\u200c\u200d\u2070-\u218f\u2c00-\u2fef\U00010000-\U000effff])"
    "(?:\\w|[?_'\u00b7\u0300-\u036f\u203f-\u2040\u200c\u200d\u2070-\u218f\u2c00-\u2fef\U00010000-\U000effff])*"
)
_PART = re.compile(r"\s+|\w+|[^\w\s]")
_AFTER_WORD = r"(?![\w'])"


def normal(name: str) -> str:
    """The name with its runs of space made one."""
    return " ".join(name.split())


def is_simple(name: str) -> bool:
    """Whether the name is one word, which needs no help to be recognised."""
    return WORD.fullmatch(name) is not None


def _pattern(name: str) -> "re.Pattern[str]":
    parts = [r"\s+" if part.isspace() else re.escape(part) for part in _PART.findall(name)]
    tail = _AFTER_WORD if name[-1].isalnum() or name[-1] == "_" else ""
    return re.compile("".join(parts) + tail)


@lru_cache(maxsize=4096)
def _known(name: str) -> tuple[str, str, "re.Pattern[str]"] | None:
    """A name as it is looked for: normal, its first characters, its pattern; None for one word or none."""
    name = normal(name)
    return None if not name or is_simple(name) else (name, _first(name), _pattern(name))


class KnownNames:
    """The names in scope that are more than one word, found by their first characters."""

    __slots__ = ("_by_first",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> bool:
        """Make a name known; answers whether it was new and is more than one word."""
        known = _known(name)
        if known is None:
            return False
        name, first, pattern = known
        others = self._by_first.setdefault(first, [])
        if any(name == other for other, _ in others):
            return False
        others.append((name, pattern))
        if len(others) > 1:
            others.sort(key=_longest)
        return True

    @staticmethod
    def of(names: tuple[str, ...]) -> "KnownNames":
        """The same as made of these names; the texts of one model ask for the same ones over and over."""
        return _made(names).copy()

    def copy(self) -> "KnownNames":
        """The same names, to come back to."""
        other = KnownNames()
        other._by_first = {first: list(pairs) for first, pairs in self._by_first.items()}
        return other

    def remove(self, name: str) -> None:
        """Forget a name that went out of scope."""
        name = normal(name)
        first = _first(name)
        self._by_first[first] = [pair for pair in self._by_first[first] if pair[0] != name]

    def longest_at(self, text: str, at: int) -> tuple[str, int] | None:
        """The longest known name that begins there, and where it ends."""
        found = WORD.match(text, at)
        first = found.group() if found else text[at : at + 1]
        for key in {first, text[at : at + 1]}:
            for name, pattern in self._by_first.get(key, ()):
                end = pattern.match(text, at)
                if end:
                    return name, end.end()
        return None


@lru_cache(maxsize=256)
def _made(names: tuple[str, ...]) -> KnownNames:
    return KnownNames(names)


def _longest(pair: tuple[str, "re.Pattern[str]"]) -> int:
    return -len(pair[0])


def _first(name: str) -> str:
    found = WORD.match(name)
    return found.group() if found else name[0]

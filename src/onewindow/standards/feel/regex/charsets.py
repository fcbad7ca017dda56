"""Sets of characters, as predicates with a memory."""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from .blocks import BLOCKS
from .errors import PatternError

Predicate = Callable[[str], bool]
_REMEMBERED = 4096
_CATEGORIES = frozenset(
    [
        "L",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "C",
        "Cc",
        "Cf",
        "Co",
        "Cn",
    ]
)


class CharSet:
    """Which characters belong: asked once each, then remembered."""

    __slots__ = ("_known", "_predicate")

    def __init__(self, predicate: Predicate) -> None:
        self._predicate = predicate
        self._known: dict[str, bool] = {}

    def has(self, char: str) -> bool:
        known = self._known.get(char)
        if known is None:
            known = self._predicate(char)
            if len(self._known) < _REMEMBERED:
                self._known[char] = known
        return known


@lru_cache(maxsize=1)
def _variants() -> dict[str, frozenset[str]]:
    """Characters to all that differ from them in case only (F&O 3.1 §5.6.2, flag i)."""
    groups: dict[str, set[str]] = {}
    for code in range(_CASED):
        char = chr(code)
        for form in {char.lower(), char.upper()} - {char}:
            if len(form) == 1:
                groups.setdefault(form, {form}).add(char)
    found: dict[str, frozenset[str]] = {}
    for members in groups.values():
        for char in members:
            found[char] = found.get(char, frozenset()) | members
    return found


_CASED = 0x1E944  # the last character that has a case


def folded(predicate: Predicate) -> Predicate:
    """The same without regard to case."""

    def any_form(char: str) -> bool:
        return predicate(char) or any(map(predicate, _variants().get(char, ())))

    return any_form


def between(first: str, last: str) -> Predicate:
    return lambda char: first <= char <= last


def union(parts: Iterable[Predicate]) -> Predicate:
    known = tuple(parts)
    return lambda char: any(part(char) for part in known)


def opposite(predicate: Predicate) -> Predicate:
    return lambda char: not predicate(char)


def without(predicate: Predicate, removed: Predicate) -> Predicate:
    return lambda char: predicate(char) and not removed(char)


def _category(name: str) -> Predicate:
    return lambda char: unicodedata.category(char).startswith(name)


def property_named(name: str) -> Predicate:
    """What stands in ``\\p{...}``: a category or, after ``Is``, a block."""
    if name.startswith("Is"):
        limits = BLOCKS.get(name[2:])
        if limits is None:
            raise PatternError(f"there is no block {name[2:]}")
        return between(chr(limits[0]), chr(limits[1]))
    if name not in _CATEGORIES:
        raise PatternError(f"there is no category {name}")
    return _category(name)


def _is_initial(char: str) -> bool:
    return char in "_:" or unicodedata.category(char) in ("Lu", "Ll", "Lo", "Lt", "Lm", "Nl")


def _is_name(char: str) -> bool:
    return _is_initial(char) or char in "-.·" or unicodedata.category(char) in ("Nd", "Mc", "Mn", "Me")


_ESCAPES: dict[str, Predicate] = {
    "s": lambda char: char in " \t\n\r",
    "i": _is_initial,
    "c": _is_name,
    "d": _category("Nd"),
    "w": lambda char: unicodedata.category(char)[0] not in "PZC",
}


def escape_class(letter: str) -> Predicate | None:
    """``\\d`` and its like; the capital is the opposite. None for any other letter."""
    known = _ESCAPES.get(letter.lower())
    if known is None:
        return None
    return known if letter.islower() else opposite(known)


def any_char(char: str) -> bool:
    return True


def not_newline(char: str) -> bool:
    return char not in "\n\r"

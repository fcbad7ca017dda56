"""The functions that every FEEL text knows (DMN 1.5 §10.3.4)."""

from collections.abc import Mapping, Sequence

from ..functions import Invocable
from ..properties import PROPERTY_NAMES
from ..types import Type
from . import contexts, conversion, lists, numeric, ranges, sorting, statistics, strings, temporal
from .registry import BUILTINS as _BUILTINS

BUILTINS: Mapping[str, Invocable] = _BUILTINS
NAMES: tuple[str, ...] = tuple(name for name in (*_BUILTINS, *PROPERTY_NAMES) if " " in name)
"""The names of more than one word that every text knows."""


def could_take(name: str, kinds: Sequence[Type], names: tuple[str, ...] | None) -> bool:
    """Whether a built-in function may accept arguments of these types, given by name or by position."""
    return _BUILTINS[name].could_take(kinds, names)


__all__ = [
    "BUILTINS",
    "NAMES",
    "contexts",
    "conversion",
    "could_take",
    "lists",
    "numeric",
    "ranges",
    "sorting",
    "statistics",
    "strings",
    "temporal",
]

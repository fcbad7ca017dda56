"""The functions that every FEEL text knows (DMN 1.5 §10.3.4)."""

from collections.abc import Mapping

from ..functions import Invocable
from ..properties import PROPERTY_NAMES
from . import contexts, conversion, lists, numeric, ranges, sorting, statistics, strings, temporal
from .registry import BUILTINS as _BUILTINS

BUILTINS: Mapping[str, Invocable] = _BUILTINS
NAMES: tuple[str, ...] = tuple(name for name in (*_BUILTINS, *PROPERTY_NAMES) if " " in name)
"""The names of more than one word that every text knows."""
__all__ = [
    "BUILTINS",
    "NAMES",
    "contexts",
    "conversion",
    "lists",
    "numeric",
    "ranges",
    "sorting",
    "statistics",
    "strings",
    "temporal",
]

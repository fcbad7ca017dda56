"""Where a name's value is found: a place in the frame, or the entries of the item that a filter looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


class Layout:
    """Hands out places in the frame. Place 0 is the Run's."""

    __slots__ = ("size",)

    def __init__(self) -> None:
        self.size = 1

    def place(self) -> int:
        self.size += 1
        return self.size - 1


@dataclass(frozen=True, slots=True)
class Scope:
    """One layer: local names with their places; or (``item``) a filter's item, whose entries are names."""

    parent: Scope | None = None
    places: dict[str, int] = field(default_factory=dict[str, int])
    item: int | None = None

    def with_names(self, layout: Layout, names: Sequence[str]) -> tuple[Scope, tuple[int, ...]]:
        """A layer inside this one, with a new place for each name."""
        places = tuple(layout.place() for _ in names)
        return Scope(self, dict(zip(names, places, strict=True))), places

    def find(self, name: str) -> tuple[tuple[int, ...], int | None]:
        """Places of the items to ask first, and the place of the name itself; None for no local name."""
        items: list[int] = []
        layer: Scope | None = self
        while layer is not None:
            if layer.item is not None:
                items.append(layer.item)
            if name in layer.places:
                return tuple(items), layer.places[name]
            layer = layer.parent
        return tuple(items), None

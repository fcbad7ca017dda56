"""The names that an expression sees: layers of mappings, the innermost first, looked up only where asked."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class Names(Mapping[str, Any]):
    """A read-only view over layers; nothing is copied, for an expression asks for few names of many."""

    __slots__ = ("layers",)

    def __init__(self, *layers: Mapping[str, Any]) -> None:
        self.layers = layers

    def __getitem__(self, name: str) -> Any:
        for layer in self.layers:
            if name in layer:
                return layer[name]
        raise KeyError(name)

    def found(self, names: Iterable[str]) -> dict[str, Any]:
        """Those of some names that there are, with their values."""
        layers = self.layers[::-1]
        return {name: layer[name] for name in names for layer in layers if name in layer}

    def __contains__(self, name: object) -> bool:
        for layer in self.layers:  # noqa: SIM110 - a generator would cost more than all the look-ups
            if name in layer:
                return True
        return False

    def __iter__(self) -> Iterator[str]:
        return iter({name: None for layer in self.layers for name in layer})

    def __len__(self) -> int:
        return len({name for layer in self.layers for name in layer})

    def over(self, inner: Mapping[str, Any]) -> "Names":
        """The same with one more layer inside."""
        return Names(inner, *self.layers)

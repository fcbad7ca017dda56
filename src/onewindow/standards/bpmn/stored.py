"""Case data that is converted only where somebody looks: from JSON to FEEL values, and back once written.

A step reads a few names of a case and writes fewer; a request of five hundred lines is not converted twice
for that.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from onewindow.standards import feel

_ONLY = "$ctx"
_SAME = frozenset({str, bool, type(None)})
"""Types that are in JSON what they are in FEEL."""


class StoredData(Mapping[str, Any]):
    """Names of a case and their FEEL values, each known as JSON, as a value, or both.

    Read-only from outside.
    """

    __slots__ = ("_json", "_values")

    def __init__(self, json: dict[str, Any], values: dict[str, Any]) -> None:
        self._json = json
        self._values = values

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "StoredData":
        """From what ``to_json`` (or ``feel.to_json`` of the whole) gave."""
        wrapped = len(stored) == 1 and _ONLY in stored
        return cls(dict(stored[_ONLY] if wrapped else stored), {})

    def __getitem__(self, name: str) -> Any:
        values = self._values
        if name not in values:
            value = self._json[name]
            values[name] = value if type(value) in _SAME else feel.from_json(value)
        return values[name]

    def __contains__(self, name: object) -> bool:
        return name in self._values or name in self._json

    def __iter__(self) -> Iterator[str]:
        yield from self._json
        yield from [name for name in self._values if name not in self._json]

    def __len__(self) -> int:
        return len(self._json.keys() | self._values.keys())

    def __repr__(self) -> str:
        return repr(dict(self))

    def changed(self, values: Mapping[str, Any], *, without: str = "") -> "StoredData":
        """With further or other values, and without one name."""
        json = self._json.copy()
        for name in (*values, without) if without else values:
            json.pop(name, None)
        merged = {**self._values, **values}
        if without:
            merged.pop(without, None)
        return StoredData(json, merged)

    def to_json(self) -> dict[str, Any]:
        """The whole as JSON; what was not written since is as it came."""
        json = self._json
        for name, value in self._values.items():
            if name not in json:
                json[name] = value if type(value) in _SAME else feel.to_json(value)
        if len(json) == 1 and next(iter(json)).startswith("$"):
            return {_ONLY: json}
        return json

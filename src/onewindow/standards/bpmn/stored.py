"""Case data that is converted only where somebody looks: from JSON to FEEL values, and back once written.

A step reads a few names of a case and writes fewer; a request of five hundred lines is not converted twice
for that.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from onewindow.standards import feel

LOCALS = "$local"
"""The name under which data local to a scope (an item, a call) is kept, by node id."""
_ONLY = "$ctx"
_SAME = frozenset({str, bool, type(None)})
"""Types that are in JSON what they are in FEEL."""


class StoredData(Mapping[str, Any]):
    """Names of a case, or of one scope in it, and their FEEL values, each known as JSON, as a value, or both.

    Read-only but for who made a ``copy`` of it. Neither dictionary's values are ever changed.
    """

    __slots__ = ("_json", "_values")

    def __init__(self, json: dict[str, Any], values: dict[str, Any]) -> None:
        self._json = json
        self._values = values

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "StoredData":
        """From what ``to_json`` (or ``feel.to_json`` of the whole) gave."""
        json: Any = stored[_ONLY] if len(stored) == 1 and _ONLY in stored else stored
        return cls(json, {})

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "StoredData":
        """From FEEL values."""
        made = cls({}, {})
        made.update(values)
        return made

    def __getitem__(self, name: str) -> Any:
        values = self._values
        if name in values:
            return values[name]
        value = self._json[name]
        if type(value) not in _SAME:
            value = values[name] = self.locals() if name == LOCALS else feel.from_json(value)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._values or name in self._json

    def __iter__(self) -> Iterator[str]:
        yield from self._json
        yield from [name for name in self._values if name not in self._json]

    def __len__(self) -> int:
        return len(self._json.keys() | self._values.keys())

    def __repr__(self) -> str:
        return repr(dict(self))

    def locals(self) -> dict[str, "StoredData"]:
        """What is local to scopes, by node id. Not to be changed."""
        known: Mapping[str, Any] | None = self._values.get(LOCALS)
        if known is not None:
            if type(next(iter(known.values()), None)) is StoredData:
                return cast("dict[str, StoredData]", known)
            return {name: StoredData.of(one) for name, one in known.items()}
        stored: Mapping[str, Any] = self._json.get(LOCALS) or {}
        return {name: StoredData.from_json(one) for name, one in stored.items()}

    def scopes(self) -> tuple[str, ...]:
        """Which scopes have data of their own."""
        found: Mapping[str, Any] | None = self._values.get(LOCALS) or self._json.get(LOCALS)
        return tuple(found) if found else ()

    def item(self, name: str, place: int) -> Any:
        """One item of a list, the others left as they are."""
        if name in self._values:
            return self._values[name][place]
        return feel.from_json(self._json[name][place])

    def copy(self) -> "StoredData":
        """The same, to be written by whoever asked for it."""
        return StoredData(self._json.copy(), self._values.copy())

    def update(self, values: Mapping[str, Any]) -> None:
        """Write FEEL values."""
        json, known = self._json, self._values
        for name, value in values.items():
            if type(value) in _SAME:
                json[name] = value
                if name in known:
                    del known[name]
            else:
                known[name] = value
                if name in json:
                    del json[name]

    def put_json(self, name: str, value: Any) -> None:
        """Write a value as JSON holds it."""
        self._json[name] = value
        self._values.pop(name, None)

    def keep_locals(self, scopes: dict[str, "StoredData"]) -> None:
        """Write what is local to scopes."""
        self._json.pop(LOCALS, None)
        if scopes:
            self._values[LOCALS] = scopes
        else:
            self._values.pop(LOCALS, None)

    def json_of(self, name: str) -> Any:
        """One value as JSON; what was not written since is as it came."""
        json = self._json
        if name not in json:
            value: Any = self._values[name]
            if name == LOCALS:
                found: Any = {
                    scope: (one if type(one) is StoredData else StoredData.of(one)).to_json()
                    for scope, one in value.items()
                }
            else:
                found = value if type(value) in _SAME else feel.to_json(value)
            json[name] = found
        return json[name]

    @staticmethod
    def json_from(values: Mapping[str, Any]) -> Any:
        """A context of FEEL values as JSON."""
        if all(type(value) in _SAME for value in values.values()):
            return _wrapped({**values})
        return StoredData.of(values).part(list(values))

    def part(self, names: list[str]) -> Any:
        """A context of some names, as JSON."""
        return _wrapped({name: self.json_of(name) for name in names})

    def to_json(self) -> dict[str, Any]:
        """The whole as JSON."""
        json = self._json
        for name in self._values:
            if name not in json:
                self.json_of(name)
        return _wrapped(json) if len(json) == 1 else json


def _wrapped(json: dict[str, Any]) -> dict[str, Any]:
    """A context whose only name begins with a dollar sign would be taken for something else."""
    if len(json) == 1 and next(iter(json)).startswith("$"):
        return {_ONLY: json}
    return json

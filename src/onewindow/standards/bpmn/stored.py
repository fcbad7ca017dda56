"""Case data as it is stored: JSON that becomes FEEL values only where somebody looks.

A step reads a few names of a case and writes fewer; a request of five hundred lines is not converted twice
for that.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from onewindow.standards import feel

_ONLY = "$ctx"


class StoredData(Mapping[str, Any]):
    """Data of a case over its JSON form (``feel.to_json`` of the whole).

    Read-only; ``changed`` gives a new one.
    """

    __slots__ = ("_new", "_raw", "_read")

    def __init__(self, raw: Mapping[str, Any], new: dict[str, Any] | None = None) -> None:
        wrapped = len(raw) == 1 and _ONLY in raw
        self._raw: Mapping[str, Any] = raw[_ONLY] if wrapped else raw
        self._new: dict[str, Any] = new or {}
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name in self._new:
            return self._new[name]
        if name not in self._read:
            self._read[name] = feel.from_json(self._raw[name])
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._new or name in self._raw

    def __iter__(self) -> Iterator[str]:
        yield from self._raw
        yield from (name for name in self._new if name not in self._raw)

    def __len__(self) -> int:
        return len(self._raw) + sum(name not in self._raw for name in self._new)

    def changed(self, values: Mapping[str, Any], *, without: str = "") -> "StoredData":
        """With further or other values, and without one name."""
        raw, new = self._raw, {**self._new, **values}
        if without and without in self:
            raw = {name: value for name, value in raw.items() if name != without}
            new.pop(without, None)
        fresh = StoredData({}, new)
        fresh._raw, fresh._read = raw, self._read
        return fresh

    def to_json(self) -> dict[str, Any]:
        """The whole as JSON; what nobody changed is as it came."""
        made = {**self._raw, **{name: feel.to_json(value) for name, value in self._new.items()}}
        return {_ONLY: made} if len(made) == 1 and next(iter(made)).startswith("$") else made


def data_to_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """Data of a state as JSON, whichever way the state came to be."""
    if isinstance(data, StoredData):
        return data.to_json()
    return cast("dict[str, Any]", feel.to_json(data))

"""How an event is written down: JSON in which every type that matters keeps its name."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from onewindow.foundation.outbox.errors import ValueNotCarried
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

_TAG = "$"


def write_event(event: object) -> dict[str, object]:
    """The fields of an event as JSON-able values.

    :raises ValueNotCarried: a field holds something that has no written form.
    """
    return {field.name: _write(getattr(event, field.name)) for field in fields(cast(Any, event))}


def read_event(kind: type, written: Mapping[str, object]) -> object:
    """The event again. A field that the class no longer has is left out; a new one takes its default."""
    known = {field.name for field in fields(kind)}
    return kind(**{name: _read(value) for name, value in written.items() if name in known})


def _write(value: object) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value
    for kind, tag, write in _WRITERS:
        if isinstance(value, kind):
            return {_TAG + tag: write(value)}
    if isinstance(value, list):
        return [_write(item) for item in cast(list[object], value)]
    if isinstance(value, Mapping):
        return _write_mapping(cast(Mapping[object, object], value))
    raise ValueNotCarried(type=type(value).__qualname__)


def _write_mapping(value: Mapping[object, object]) -> object:
    written: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise ValueNotCarried(type=f"{type(key).__qualname__} as a key")
        written[key] = _write(item)
    # A mapping that looks like a tagged value is wrapped, so that it comes back as it was.
    if len(written) == 1 and next(iter(written)).startswith(_TAG):
        return {_TAG + "mapping": [list(pair) for pair in written.items()]}
    return written


def _read(value: object) -> object:
    if isinstance(value, list):
        return [_read(item) for item in cast(list[object], value)]
    if not isinstance(value, dict):
        return value
    mapping = cast(dict[str, object], value)
    if len(mapping) == 1:
        key, item = next(iter(mapping.items()))
        if key.startswith(_TAG):
            return _READERS[key[len(_TAG) :]](item)
    return {key: _read(item) for key, item in mapping.items()}


# datetime stands before date, of which it is a subclass.
_WRITERS: tuple[tuple[type, str, Callable[[Any], object]], ...] = (
    (datetime, "at", datetime.isoformat),
    (date, "date", date.isoformat),
    (Decimal, "decimal", str),
    (Reference, "ref", str),
    (Money, "money", lambda money: [money.minor, money.currency]),
    (Localised, "texts", lambda localised: dict(localised.texts)),
    (tuple, "tuple", lambda items: [_write(item) for item in items]),
)
_READERS: dict[str, Callable[[Any], object]] = {
    "at": datetime.fromisoformat,
    "date": date.fromisoformat,
    "decimal": Decimal,
    "ref": Reference,
    "money": lambda pair: Money(pair[0], pair[1]),
    "texts": Localised,
    "tuple": lambda items: tuple(_read(item) for item in items),
    "mapping": lambda pairs: {key: _read(item) for key, item in pairs},
}

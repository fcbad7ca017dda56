"""Which events exist, and who reads them. Filled while Django starts, then only read."""

from collections.abc import Callable
from typing import Any

from onewindow.foundation.outbox.errors import NameTaken, NotAnEvent
from onewindow.foundation.outbox.types import Delivery

Handler = Callable[[Any, Delivery], None]

_names: dict[type, str] = {}
_classes: dict[str, type] = {}
_handlers: dict[tuple[str, str], Handler] = {}


def register(kind: type, name: str) -> None:
    """Give an event class its name, for ever: stored events are found by it."""
    if not getattr(getattr(kind, "__dataclass_params__", None), "frozen", False):
        raise NotAnEvent(type=kind.__qualname__)
    owner = _classes.get(name)
    if owner is not None and (owner.__module__, owner.__qualname__) != (kind.__module__, kind.__qualname__):
        raise NameTaken(name=name, owner=owner.__qualname__)
    _names[kind], _classes[name] = name, kind


def name_of(kind: type) -> str:
    """The registered name of an event class.

    :raises NotAnEvent: the class was not registered.
    """
    try:
        return _names[kind]
    except KeyError:
        raise NotAnEvent(type=kind.__qualname__) from None


def class_of(name: str) -> type:
    """The event class of a name.

    :raises NotAnEvent: nothing is registered under that name.
    """
    try:
        return _classes[name]
    except KeyError:
        raise NotAnEvent(type=name) from None


def join(name: str, subscriber: str, handler: Handler) -> None:
    """Let a subscriber read an event. Joining again replaces the handler."""
    _handlers[name, subscriber] = handler


def part(name: str, subscriber: str) -> None:
    """Forget a subscriber of an event."""
    _handlers.pop((name, subscriber), None)


def readers_of(name: str) -> tuple[str, ...]:
    """The subscribers of an event, in the order in which they joined."""
    return tuple(subscriber for event, subscriber in _handlers if event == name)


def handler_of(name: str, subscriber: str) -> Handler:
    """What to call. Only asked for pairs that ``known_pairs`` names."""
    return _handlers[name, subscriber]


def known_subscribers() -> list[str]:
    """Every subscriber that this process can serve."""
    return sorted({subscriber for _, subscriber in _handlers})

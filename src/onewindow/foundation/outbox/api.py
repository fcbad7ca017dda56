"""THE DOOR of the outbox: news leaves a transaction with it, and each subscriber handles it once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from onewindow.foundation.outbox import operations, queries, registry
from onewindow.foundation.outbox.errors import (
    NameTaken,
    NoSuchDeadLetter,
    NotAnEvent,
    OutsideTransaction,
    ValueNotCarried,
)
from onewindow.foundation.outbox.types import Backlog, DeadLetter, Delivery

__all__ = [
    "Backlog",
    "DeadLetter",
    "Delivery",
    "NameTaken",
    "NoSuchDeadLetter",
    "NotAnEvent",
    "OutsideTransaction",
    "ValueNotCarried",
    "backlog",
    "dead_letters",
    "event",
    "publish",
    "publish_all",
    "revive",
    "subscribe",
    "unsubscribe",
]


E = TypeVar("E")


def event(name: str, /) -> Callable[[type[E]], type[E]]:
    """Register a frozen dataclass as an event: ``@event("payments.settled")``.

    Fields hold None, bool, int, str, date, datetime, Decimal, Reference, Money, Localised, and tuples, lists
    and mappings (with text keys) of them. The name is kept for ever: events already stored are found by it.

    :raises NotAnEvent: not a frozen dataclass.
    :raises NameTaken: another class has that name.
    """

    def registered(kind: type[E]) -> type[E]:
        registry.register(kind, name)
        return kind

    return registered


def publish(event: object, /) -> int:
    """Publish news in the caller's transaction: it travels if, and only if, that one commits.

    :returns: the id of the stored event.
    :raises NotAnEvent: its class is not registered.
    :raises ValueNotCarried: a field holds a type that has no written form.
    :raises OutsideTransaction: called with no transaction open.
    """
    return operations.publish_all([event])[0]


def publish_all(*, events: Sequence[object]) -> tuple[int, ...]:
    """``publish`` of several events with one statement; their ids, in the same order."""
    return operations.publish_all(events)


def subscribe(kind: type[E], /, *, name: str, handler: Callable[[E, Delivery], None]) -> None:
    """Let a handler read every event of a class that is published from now on. Called in ``wiring``.

    The handler runs once for each event, in a transaction that also marks the delivery as done. If it
    raises, its writes are undone and it is tried again with doubling waits, twelve times, and then kept as
    a dead letter. It must not call the outside world: defer a job for that.

    :param name: the subscriber, such as ``cases.payment-settled``. Kept for ever, like an event's name.
    :raises NotAnEvent: the class is not registered.
    """
    registry.join(registry.name_of(kind), name, handler)


def unsubscribe(kind: type, /, *, name: str) -> None:
    """Forget a subscriber; its waiting deliveries stay and wait for one of that name."""
    registry.part(registry.name_of(kind), name)


def backlog() -> Backlog:
    """How much waits, how long, and how much was given up."""
    return queries.backlog()


def dead_letters(*, limit: int = 100) -> tuple[DeadLetter, ...]:
    """Deliveries that were given up, newest first."""
    return queries.dead_letters(limit=limit)


def revive(*, delivery: int) -> None:
    """Try a dead letter again, with all its attempts.

    :raises NoSuchDeadLetter: it is not dead.
    """
    operations.revive(delivery)

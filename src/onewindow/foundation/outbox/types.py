"""What crosses the door of the outbox."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One piece of news on its way to one subscriber.

    :param id: the same at every attempt; handlers may use it as a key of their own.
    :param event: the id of the event; the same for every subscriber.
    :param name: the event's registered name, such as ``payments.settled``.
    :param subscriber: the name given to ``subscribe``.
    :param attempt: 1 at the first attempt.
    :param published_at: when it was published, in UTC.
    """

    id: int
    event: int
    name: str
    subscriber: str
    attempt: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A delivery that was given up after its last attempt.

    :param error: type and text of the last failure, for an operator.
    """

    delivery: Delivery
    error: str
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in the outbox.

    :param waiting: deliveries not yet done, those that wait for another attempt included.
    :param due: those of them that could be handled now.
    :param oldest_seconds: age of the oldest due delivery; 0.0 when none is due.
    :param dead: deliveries given up.
    """

    waiting: int
    due: int
    oldest_seconds: float
    dead: int

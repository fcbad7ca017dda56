"""Writes of the outbox: publish, handle, give up, try again."""

import logging
import time
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import orjson
from django.db import connection, transaction

from onewindow.foundation.outbox import registry, wire
from onewindow.foundation.outbox.errors import NoSuchDeadLetter, OutsideTransaction
from onewindow.foundation.outbox.models import DeliveryRow, Event
from onewindow.foundation.outbox.types import Delivery
from onewindow.kernel.clock import clock

logger = logging.getLogger(__name__)

LAST_ATTEMPT = 12
_LONGEST_WAIT = timedelta(hours=1)
# A batch shares one commit. Locks that handlers take are held until then, so it must stay short; and
# PostgreSQL slows down when a transaction has more than 64 savepoints.
_BATCH = 50
_BATCH_SECONDS = 0.1

_PUBLISH = """
WITH event AS (
    INSERT INTO outbox_event (name, body, published_at)
    SELECT name, body::jsonb, %(at)s
    FROM unnest(%(names)s::text[], %(bodies)s::text[]) WITH ORDINALITY AS new (name, body, place)
    ORDER BY place RETURNING id, name
), delivered AS (
    INSERT INTO outbox_deliveryrow (event_id, subscriber, state, attempts, due_at, error)
    SELECT event.id, reading.subscriber, 'waiting', 0, %(at)s, ''
    FROM event JOIN unnest(%(read)s::text[], %(readers)s::text[]) AS reading (name, subscriber) USING (name)
)
SELECT id FROM event ORDER BY id
"""

_CLAIM = """
SELECT d.id, d.event_id, e.name, d.subscriber, d.attempts, e.published_at, e.body
FROM outbox_deliveryrow d JOIN outbox_event e ON e.id = d.event_id
WHERE d.state = 'waiting' AND d.due_at <= %s AND d.subscriber = ANY(%s)
ORDER BY d.due_at, d.id LIMIT %s
FOR UPDATE OF d SKIP LOCKED
"""

_DONE = """
UPDATE outbox_deliveryrow SET state = 'done', done_at = %s, error = '' WHERE id = ANY(%s)
"""


def publish_all(events: Sequence[object]) -> tuple[int, ...]:
    """Write events and their deliveries with one statement."""
    if not connection.in_atomic_block:
        raise OutsideTransaction()
    if not events:
        return ()
    names = [registry.name_of(type(event)) for event in events]
    reading = [(name, reader) for name in dict.fromkeys(names) for reader in registry.readers_of(name)]
    values = {
        "at": clock.now(),
        "names": names,
        "bodies": [orjson.dumps(wire.write_event(event)).decode() for event in events],
        "read": [name for name, _ in reading],
        "readers": [reader for _, reader in reading],
    }
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISH, values)
        return tuple(number for (number,) in cursor.fetchall())


def drain(*, batch: int = _BATCH) -> int:
    """Handle what is due, one batch in one transaction, and say how many were tried.

    A delivery is marked as done in the same transaction as its handler's writes: after a crash both are there
    or neither, so that nothing is handled twice. As a rule no handler fails, so none gets a savepoint; where
    one does, the batch is undone and handled again with a savepoint for each, so that the others go on.
    """
    try:
        with transaction.atomic():
            return _handle_batch(batch, together=True)
    except _Failed:
        with transaction.atomic():
            return _handle_batch(batch, together=False)


class _Failed(Exception):
    """A handler failed in a transaction that others share."""


def _handle_batch(batch: int, *, together: bool) -> int:
    until = time.monotonic() + _BATCH_SECONDS
    done: list[int] = []
    tried = 0
    for delivery, body in _claim(batch):
        if tried and time.monotonic() > until:
            break  # the rest is released by the commit and claimed again
        tried += 1
        failure = _handle(delivery, body, together=together)
        if failure is None:
            done.append(delivery.id)
        else:
            _put_off(delivery, failure)
    if done:
        with connection.cursor() as cursor:
            cursor.execute(_DONE, [clock.now(), done])
    return tried


def _claim(batch: int) -> Sequence[tuple[Delivery, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [clock.now(), registry.known_subscribers(), batch])
        rows = cursor.fetchall()
    return [
        (Delivery(id_, event, name, subscriber, attempts + 1, published_at), _json(body))
        for id_, event, name, subscriber, attempts, published_at, body in rows
    ]


def _json(body: Any) -> Any:
    # Django gives jsonb as text to raw cursors, so that its own JSONField can choose a decoder.
    return orjson.loads(body) if isinstance(body, str | bytes) else body


def _handle(delivery: Delivery, body: Any, *, together: bool) -> Exception | None:
    """What went wrong; None where nothing did.

    :raises _Failed: something did, and the transaction is shared.
    """
    try:
        with nullcontext() if together else transaction.atomic():
            event = wire.read_event(registry.class_of(delivery.name), body)
            registry.handler_of(delivery.name, delivery.subscriber)(event, delivery)
    except Exception as failure:  # a handler may fail in any way; the others must go on
        if connection.connection is None or connection.connection.closed:
            raise
        if together:
            raise _Failed() from failure
        return failure
    return None


def _put_off(delivery: Delivery, failure: Exception) -> None:
    """Try again later, with doubling waits; after the last attempt give up where an operator sees it."""
    dead = delivery.attempt >= LAST_ATTEMPT
    wait = min(timedelta(seconds=2 ** (delivery.attempt - 1)), _LONGEST_WAIT)
    error = f"{type(failure).__qualname__}: {failure}"[:2000].replace("\x00", "")
    DeliveryRow.objects.filter(id=delivery.id).update(
        attempts=delivery.attempt, state="dead" if dead else "waiting", due_at=clock.now() + wait, error=error
    )
    # The failure's text may hold personal data: the log names types only, the table keeps the text.
    logger.log(
        logging.ERROR if dead else logging.WARNING,
        "delivery of %s to %s failed at attempt %d with %s%s",
        delivery.name,
        delivery.subscriber,
        delivery.attempt,
        type(failure).__qualname__,
        ", given up" if dead else "",
    )


def revive(delivery: int) -> None:
    """Let a dead letter be tried again now, with all its attempts."""
    changed = DeliveryRow.objects.filter(id=delivery, state="dead").update(
        state="waiting", attempts=0, due_at=clock.now()
    )
    if not changed:
        raise NoSuchDeadLetter(delivery=delivery)


def forget(*, older_than: timedelta) -> int:
    """Delete events that every subscriber handled, and whose last word is older than given."""
    before = clock.now() - older_than
    unfinished = DeliveryRow.objects.exclude(state="done").values("event_id")
    gone, _ = Event.objects.filter(published_at__lt=before).exclude(id__in=unfinished).delete()
    return gone

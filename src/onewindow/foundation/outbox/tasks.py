"""The loops of the outbox that the worker runs."""

from datetime import timedelta

from onewindow.foundation.outbox import operations

_KEPT = timedelta(days=30)


def drain_once() -> int:
    """Handle one batch of what is due. Returns how many deliveries were tried; 0 when nothing is due."""
    return operations.drain()


def forget_once() -> int:
    """Delete events that all their readers handled a month ago. Returns how many rows went."""
    return operations.forget(older_than=_KEPT)

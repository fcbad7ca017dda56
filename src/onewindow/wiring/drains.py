"""The loops of the worker."""

from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.outbox import tasks as outbox
from onewindow.foundation.record import tasks as record

_SOON = 0.2
"""Seconds that news waits at most when nothing else is to be done."""
_DAILY = 24 * 60 * 60


def join() -> None:
    """Give every table that is drained its loop."""
    jobs.drain("outbox", outbox.drain_once, every=_SOON)
    jobs.drain("outbox.forget", outbox.forget_once, every=_DAILY)
    jobs.drain("record.sequence", record.sequence_once, every=_SOON)

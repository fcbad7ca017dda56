"""The loops of the worker: which table is drained, and how often at least."""

from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.outbox import tasks as outbox
from onewindow.foundation.record import tasks as record

def join() -> None:
    """Give every table that is drained its loop. ``every``: seconds between looks at an empty one."""
    jobs.drain("outbox", outbox.drain_once, every=0.1)
    jobs.drain("outbox.forget", outbox.forget_once, every=3600)
    jobs.drain("record.sequence", record.sequence_once, every=1)

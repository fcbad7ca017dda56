"""The loops of the worker, and the modules that declare its jobs."""

from types import ModuleType

from django.conf import settings

from onewindow.blocks.cases import tasks as cases
from onewindow.blocks.notifications import tasks as notifications
from onewindow.blocks.payments import tasks as payments
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.outbox import tasks as outbox
from onewindow.foundation.record import tasks as record

MODULES_WITH_JOBS: tuple[ModuleType, ...] = (cases, notifications, payments)
"""Imported here, so that the worker knows their jobs."""


def join() -> None:
    """Give every table that is drained its loop. ``every``: seconds between looks at an empty one."""
    jobs.drain("outbox", outbox.drain_once, every=0.1)
    jobs.drain("outbox.forget", outbox.forget_once, every=3600)
    jobs.drain("record.sequence", record.sequence_once, every=1)
    jobs.drain("cases.timers", cases.fire_due_timers, every=0.5)
    jobs.drain("payments.reconcile", payments.reconcile_once, every=5)
    if settings.ONEWINDOW_DEMO:
        jobs.drain("payments.sandbox-notices", payments.send_sandbox_notices, every=0.5)

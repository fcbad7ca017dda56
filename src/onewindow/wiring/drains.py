"""The loops of the worker, and the modules that declare its jobs."""

import time
from collections.abc import Callable
from types import ModuleType

from django.conf import settings

from onewindow.blocks.cases import tasks as cases
from onewindow.blocks.identity import tasks as identity
from onewindow.blocks.mandates import tasks as mandates
from onewindow.blocks.notifications import tasks as notifications
from onewindow.blocks.payments import tasks as payments
from onewindow.blocks.privacy import tasks as privacy
from onewindow.blocks.registers import tasks as registers
from onewindow.blocks.studio import tasks as studio
from onewindow.blocks.trust import tasks as trust
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.observability import api as observability
from onewindow.foundation.outbox import tasks as outbox
from onewindow.foundation.record import tasks as record

MODULES_WITH_JOBS: tuple[ModuleType, ...] = (
    cases,
    identity,
    notifications,
    payments,
    privacy,
    registers,
    studio,
)
"""Imported here, so that the worker knows their jobs."""


def join() -> None:
    """Give every table that is drained its loop. ``every``: seconds between looks at an empty one."""
    _drain("outbox", outbox.drain_once, every=0.1)
    _drain("outbox.forget", outbox.forget_once, every=3600)
    _drain("identity.forget", identity.forget_once, every=600)
    _drain("openid.visits", identity.end_lost_visits, every=2)
    _drain("openid.forget", identity.forget_openid_once, every=600)
    _drain("record.sequence", record.sequence_once, every=1)
    _drain("identity.reviews", identity.open_due_reviews, every=3600)
    _drain("identity.reviews-due", identity.close_due_reviews, every=300)
    _drain("mandates.lapse", mandates.lapse_acts_once, every=60)
    _drain("cases.timers", cases.fire_due_timers, every=0.5)
    _drain("privacy.overdue", privacy.escalate_overdue, every=600)
    _drain("privacy.dispose", privacy.dispose_nightly, every=600)
    _drain("registers.files", registers.forget_import_files, every=3600)
    _drain("registers.begun", registers.notice_begun, every=60)
    _drain("payments.reconcile", payments.reconcile_once, every=5)
    _drain("trust.lists", trust.publish_due_lists, every=1)
    _drain("trust.kept", trust.look_through_kept, every=24 * 3600)
    _drain("trust.preserve", trust.preserve_due, every=600)
    _drain("trust.upkeep", trust.look_after_once, every=600)
    if settings.ONEWINDOW_DEMO:
        _drain("payments.sandbox-notices", payments.send_sandbox_notices, every=0.5)


def _drain(name: str, function: Callable[[], int], *, every: float) -> None:
    def measured() -> int:
        began = time.perf_counter()
        outcome = "failed"
        try:
            handled = function()
            outcome = "done" if handled else "idle"
        finally:
            observability.counted(what=name, outcome=outcome, seconds=time.perf_counter() - began)
        return handled

    jobs.drain(name, measured, every=every)

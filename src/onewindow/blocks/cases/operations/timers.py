"""Timers that became due: of the process, reminders, and deadlines that passed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from onewindow.blocks.cases.errors import NotAtThisTime
from onewindow.blocks.cases.models import Case, Timer, Work
from onewindow.blocks.cases.operations.performing import settle
from onewindow.blocks.cases.operations.silence import closed_by_silence
from onewindow.blocks.cases.process import Process
from onewindow.blocks.cases.reminders import remind
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import WorkStep
from onewindow.kernel.clock import clock
from onewindow.standards import bpmn

_BATCH = 50
_RETRY = timedelta(minutes=1)
_LONGEST_RETRY_STEPS = 9


def fire_due_timers() -> int:
    """Fire a batch of due timers, each in a transaction of its own.

    :returns: how many became due; 0 when nothing waits.
    """
    now = clock.now()
    due = list(Timer.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)[:_BATCH])
    return sum(_fire(timer, now) for timer in due)


def _fire(timer: int, now: datetime) -> int:
    try:
        with transaction.atomic():
            return _fire_one(timer)
    except Exception:
        # One broken case must not hold up the timers of the others: this one is tried again, later and later.
        _put_off(timer, now)
        raise


def _put_off(timer: int, now: datetime) -> None:
    row = Timer.objects.filter(pk=timer).first()
    if row is not None:
        wait = _RETRY * 2 ** min(row.attempts, _LONGEST_RETRY_STEPS)
        Timer.objects.filter(pk=timer).update(due_at=now + wait, attempts=F("attempts") + 1)


def _fire_one(timer: int) -> int:
    # The case first, then the timer: the order in which every other writer locks.
    number = Timer.objects.filter(pk=timer).values_list("case_id", flat=True).first()
    case = Case.objects.select_for_update(skip_locked=True).filter(pk=number).first()
    row = Timer.objects.filter(pk=timer).first() if case else None
    if case is None or row is None or row.due_at > clock.now():
        return 0
    process = Process.of(case, catalogue.package(service=case.service, version=case.version), at=clock.now())
    if row.kind == "process":
        process.closed_timers.add(row.timer)
        row.delete()
        event = bpmn.TimerDue(at=process.at, timer=row.timer, environment=process.environment())
        try:
            process.take(event, kind="timer", element=row.element)
        except NotAtThisTime:
            return 1  # the process no longer waits for it
        settle(process)
        process.save()
    else:
        row.delete()
        _deadline(process, row)
    return 1


def _deadline(process: Process, row: Timer) -> None:
    name = row.timer.partition(":")[2]
    work = Work.objects.filter(case=process.case, work=name, state="open").first()
    step = process.step_of(work) if work else None
    if work is None or not isinstance(step, WorkStep):
        return
    if row.kind == "late" and closed_by_silence(process, work, step):
        return
    if row.kind == "late" and step.deadline is not None and step.deadline.escalate_to:
        Work.objects.filter(pk=work.pk).update(escalated_to=step.deadline.escalate_to)
        work.escalated_to = step.deadline.escalate_to
    remind(process.case, process.package, work, late=row.kind == "late")

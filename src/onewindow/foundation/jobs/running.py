"""Run due jobs here and now, without a worker."""

import json
from typing import Any

from django.db import connection
from django.db.models import Count
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from onewindow.foundation.jobs import drains
from onewindow.foundation.jobs.types import Backlog, UnknownJob

_TAKE = """
    UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (
        SELECT id FROM procrastinate_jobs
        WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
          AND (%(name)s::varchar IS NULL OR task_name = %(name)s)
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING id, task_name, args
"""
_FINISH = "SELECT procrastinate_finish_job_v1(%s, %s, %s)"


def run_waiting(*, name: str | None) -> int:
    """See ``api.run_waiting``."""
    count = 0
    while _run_one(name):
        count += 1
    return count


def drain_all() -> int:
    """See ``api.drain_all``."""
    total, handled = 0, 1
    while handled:
        handled = sum(drain.function() for drain in drains.registered()) + run_waiting(name=None)
        total += handled
    return total


def backlog() -> Backlog:
    """See ``api.backlog``."""
    states = ProcrastinateJob.objects.values_list("status").annotate(number=Count("id"))
    count = dict.fromkeys(("todo", "doing", "failed"), 0) | dict(states.order_by())
    return Backlog(waiting=count["todo"], running=count["doing"], failed=count["failed"])


def _run_one(name: str | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"name": name})
        taken = cursor.fetchone()
    if taken is None:
        return False
    job, task_name, arguments = taken
    task = app.tasks.get(task_name)
    status = "failed"
    try:
        if task is None:
            raise UnknownJob(name=task_name)
        task.func(**_decoded(arguments))
        status = "succeeded"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_FINISH, [job, status, status == "succeeded"])
    return True


def _decoded(arguments: str | dict[str, Any]) -> dict[str, Any]:
    return json.loads(arguments) if isinstance(arguments, str) else arguments

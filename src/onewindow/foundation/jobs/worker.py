"""The worker: all drains, and procrastinate for the jobs, until told to stop."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import procrastinate
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from onewindow.foundation.jobs import drains

_log = logging.getLogger(__name__)
_CONCURRENCY = 4
_HEARTBEAT = 2.0
_STALLED_AFTER = 10.0
"""Seconds without a heartbeat after which a worker counts as dead and its jobs are given to others."""
_OUTAGE = 4.0
"""Seconds to wait for a connection before an outage counts as one."""
_PATIENCE = 20.0
"""Seconds that jobs under way get to end when the worker stops."""
_kept: set[BaseDatabaseWrapper] = set()
"""Connections of the threads in which jobs run."""


def run(stop: threading.Event) -> None:
    """Work until ``stop`` is set, then let what is under way end. Outages of the database are waited out."""
    threads = [
        threading.Thread(target=drains.keep_draining, args=(drain, stop), name=f"drain {drain.name}")
        for drain in drains.registered()
    ]
    for thread in threads:
        thread.start()
    try:
        asyncio.run(_work_jobs(stop))
    finally:
        stop.set()
        _close_kept()
        for thread in threads:
            thread.join(timeout=_PATIENCE)


async def _work_jobs(stop: threading.Event) -> None:
    """Procrastinate's listener does not come back after an outage, so its worker is made anew each time."""
    pause = 0.5
    while not stop.is_set():
        try:
            await _work_jobs_until_outage(stop)
            pause = 0.5
        except Exception:
            _log.exception("the job worker broke off, and starts again")
            await _sleep(stop, pause)
            pause = min(pause * 2, 5.0)


async def _work_jobs_until_outage(stop: threading.Event) -> None:
    worker_app = _app_of_the_worker()
    async with worker_app.open_async():
        working = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=_CONCURRENCY,
                install_signal_handlers=False,
                fetch_job_polling_interval=1.0,
                update_heartbeat_interval=_HEARTBEAT,
                stalled_worker_timeout=_STALLED_AFTER,
                shutdown_graceful_timeout=_PATIENCE,
                delete_jobs="successful",
                task_middleware=[_with_a_connection_of_its_own],
            )
        )
        watching = asyncio.create_task(_watch(worker_app, stop))
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        for task in (watching, working):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def _with_a_connection_of_its_own(call_next: Callable[[], Any], context: object, worker: object) -> Any:
    """A job runs in one of a few threads that stay: each keeps its connection while it is good."""
    close_old_connections()
    _kept.add(connections[DEFAULT_DB_ALIAS])
    try:
        return call_next()
    finally:
        close_old_connections()


def _close_kept() -> None:
    """Once the threads of the jobs ended, nobody else closes their connections."""
    while _kept:
        connection = _kept.pop()
        connection.inc_thread_sharing()
        connection.close()


def _app_of_the_worker() -> procrastinate.App:
    """A twin of the app with connections of its own: jobs that defer jobs do so in Django's transaction."""
    connector = procrastinate.PsycopgConnector(
        kwargs=connector_params(), min_size=1, max_size=_CONCURRENCY + 1, timeout=_OUTAGE
    )
    twin = procrastinate.App(connector=connector, worker_defaults=app.worker_defaults)
    twin.tasks = app.tasks
    return twin


async def _watch(worker_app: procrastinate.App, stop: threading.Event) -> None:
    """Give the jobs of dead workers to the living, until told to stop."""
    while not stop.is_set():
        stalled = await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_AFTER)
        for job in stalled:
            _log.warning("a job of a dead worker is taken up again", extra={"job": job.task_name})
            await worker_app.job_manager.retry_job(job)
        await _sleep(stop, 5.0)


async def _sleep(stop: threading.Event, seconds: float) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while not stop.is_set() and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.1)

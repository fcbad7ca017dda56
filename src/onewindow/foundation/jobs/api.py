"""THE DOOR: declare a job, defer one by its name, and give the worker a table to drain."""

import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from onewindow.foundation.jobs import deferring, drains, running, tasks_of_rooms
from onewindow.foundation.jobs.types import Backlog, Drain, GiveUp, PayloadNotJson, Retries, UnknownJob

__all__ = [
    "Backlog",
    "Drain",
    "GiveUp",
    "PayloadNotJson",
    "Retries",
    "UnknownJob",
    "backlog",
    "defer",
    "drain",
    "drain_all",
    "job",
    "run_waiting",
    "work",
]

_Job = TypeVar("_Job", bound=Callable[..., Any])


def job(*, name: str, retries: Retries = Retries.FOR_A_DAY) -> Callable[[_Job], _Job]:
    """Declare a function of a room's ``tasks.py`` as a job. It takes the payload as keyword arguments.

    A job runs at least once: a worker that dies in the middle leaves it to another. So what it does must
    bear being done twice. It runs outside a transaction; it opens its own.

    :param name: ``room.verb``, unique in the house. ``defer`` finds it by this name.
    :param retries: what happens after an exception. ``GiveUp`` ends it at once.
    """
    return tasks_of_rooms.declare(name=name, retries=retries)


def defer(*, name: str, payload: Mapping[str, object], key: str | None = None) -> bool:
    """Ask for a job inside the caller's transaction: it exists when, and only when, that commits.

    :param name: a name given to ``job``; the caller need not import it.
    :param payload: JSON: texts, whole numbers, lists, mappings. References, not personal data.
    :param key: with a key, the job of this name is deferred once for ever, however often it is asked for.
    :returns: False when the key was there before.
    :raises PayloadNotJson: nothing is deferred.
    """
    return deferring.defer(name=name, payload=payload, key=key)


def drain(name: str, function: Callable[[], int], *, every: float) -> None:
    """Give the worker a loop: call ``function`` while it handles many, then again after ``every`` seconds.

    Called in ``wiring``. The function handles one batch in transactions of its own and returns how many it
    handled. An exception is logged, and the loop goes on after a pause.
    """
    drains.register(Drain(name=name, function=function, every=every))


def drain_all() -> int:
    """Run all drains and due jobs here, until none has work: for tests and one-off commands.

    :returns: how many things were handled. Work that lies in the future is left.
    """
    return running.drain_all()


def run_waiting(*, name: str | None = None) -> int:
    """Run the jobs that are due, in this thread, one after another; an exception goes to the caller.

    :param name: only jobs of this name.
    :returns: how many ran.
    """
    return running.run_waiting(name=name)


def work(*, stop: threading.Event) -> None:
    """Be a worker: run all drains and all jobs until ``stop`` is set, then end what is under way.

    Outages of the database are waited out. Jobs of a worker that died are taken up by the others.
    """
    from onewindow.foundation.jobs import worker

    worker.run(stop)


def backlog() -> Backlog:
    """How many jobs wait, run, and have failed."""
    return running.backlog()

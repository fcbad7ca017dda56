"""``onewindow worker``: the loops and the jobs, until somebody asks it to stop."""

import signal
import threading

from onewindow.commands.surroundings import house


def work() -> None:
    """Work until SIGINT or SIGTERM; what is under way is ended first."""
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    with house():
        from onewindow.foundation.jobs import api as jobs

        jobs.work(stop=stop)

"""The loops of the worker, each in a thread of its own."""

import logging
import threading

from django.db import close_old_connections, connections

from onewindow.foundation.jobs.types import Drain

_log = logging.getLogger(__name__)
_LONGEST_PAUSE = 5.0
_MANY = 20
"""A batch of so many says that more is waiting. After a smaller one the loop lets the next gather: each batch
costs commits and looks of its own, however little there is in it."""
_registered: dict[str, Drain] = {}


def register(drain: Drain) -> None:
    """See ``api.drain``. A second one of the same name takes the place of the first."""
    _registered[drain.name] = drain


def registered() -> tuple[Drain, ...]:
    """All drains, in the order in which they were registered."""
    return tuple(_registered.values())


def keep_draining(drain: Drain, stop: threading.Event) -> None:
    """Drain until told to stop. Nothing that a batch raises ends the loop."""
    pause = drain.every
    while not stop.is_set():
        close_old_connections()
        try:
            handled = drain.function()
            pause = drain.every
        except Exception:
            _log.exception("drain failed", extra={"drain": drain.name})
            handled, pause = 0, min(max(pause, 0.1) * 2, _LONGEST_PAUSE)
        if handled < _MANY:
            stop.wait(pause)
    connections.close_all()

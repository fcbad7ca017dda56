"""Django's wrapper of a PostgreSQL connection, which tries a kept connection at most once a second.

Django tries it with every request: a twentieth of what a short request costs. A request that comes within the
second after a database died gets the error that it would get a moment later anyway: 503, to be asked again.
"""

import time
from typing import Final

from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base

from onewindow.foundation.database.engine.watching import Watch

_TRUSTED: Final = 1.0
"""Seconds for which a connection that answered is not asked again."""


_watches: dict[str, Watch] = {}


def _watch_of(wrapper: base.DatabaseWrapper) -> Watch | None:
    """Who watches that server; nobody where the setting says so."""
    if not getattr(settings, "ONEWINDOW_WATCH_DATABASE", False):
        return None
    found = _watches.get(wrapper.alias)
    if found is None:
        found = _watches.setdefault(wrapper.alias, Watch(wrapper.get_connection_params()))
    return found


class DatabaseWrapper(base.DatabaseWrapper):
    """The ``ENGINE``."""

    _answered_at = float("-inf")

    def connect(self) -> None:
        """A new connection answered just now. None is tried while the server is known to be away."""
        watch = _watch_of(self)
        if watch is not None and watch.away:
            raise OperationalError("the database does not answer")
        super().connect()
        self._answered_at = time.monotonic()
        if watch is not None:
            watch.add(self.connection)

    def close_if_health_check_failed(self) -> None:
        """Before the first statement of a request."""
        if self.health_check_done:
            return
        if time.monotonic() - self._answered_at < _TRUSTED:
            self.health_check_done = True  # nor later: a transaction may have begun by then
            return
        super().close_if_health_check_failed()
        self._answered_at = time.monotonic()

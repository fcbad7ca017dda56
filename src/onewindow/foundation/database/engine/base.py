"""Django's wrapper of a PostgreSQL connection, which tries a kept connection at most once a second.

Django tries it with every request: a twentieth of what a short request costs. A request that comes within the
second after a database died gets the error that it would get a moment later anyway: 503, to be asked again.
"""

import time
from typing import Final

from django.db.backends.postgresql import base

_TRUSTED: Final = 1.0
"""Seconds for which a connection that answered is not asked again."""


class DatabaseWrapper(base.DatabaseWrapper):
    """The ``ENGINE``."""

    _answered_at = float("-inf")

    def connect(self) -> None:
        """A new connection answered just now."""
        super().connect()
        self._answered_at = time.monotonic()

    def close_if_health_check_failed(self) -> None:
        """Before the first statement of a request."""
        if self.health_check_done:
            return
        if time.monotonic() - self._answered_at < _TRUSTED:
            self.health_check_done = True  # nor later: a transaction may have begun by then
            return
        super().close_if_health_check_failed()
        self._answered_at = time.monotonic()

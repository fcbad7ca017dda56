"""Finds out that the server has stopped answering, and lets nobody wait for it.

A server that is stopped, frozen or cut off keeps its connections open: whoever waits for an answer waits for
ever, and ``statement_timeout`` acts in the server. So one thread of each process asks the server each second
over a connection of its own. When no answer comes, it breaks the connections of the process, and new ones are
refused at once, until the server answers again: pages say 503 within seconds, and recover by themselves.
"""

import contextlib
import os
import socket
import threading
from collections.abc import Mapping
from typing import Any, Final
from weakref import WeakSet

import psycopg
from psycopg import conninfo

EVERY: Final = 1.0
"""Seconds between two questions."""

PATIENCE: Final = 2
"""Seconds within which the server answers, if it is there."""


class Watch:
    """One server, as a process sees it.

    :param parameters: of a connection, as libpq has them.
    """

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        kept = {name: value for name, value in parameters.items() if isinstance(value, str | int)}
        known = conninfo.conninfo_to_dict()
        known.update({name: value for name, value in kept.items() if name in _LIBPQ})
        self._parameters = {**known, "connect_timeout": PATIENCE}
        self._connections: WeakSet[psycopg.Connection[Any]] = WeakSet()
        self._process = 0
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.away = False

    def stop(self) -> None:
        """Watch no more."""
        self._over.set()

    def add(self, connection: "psycopg.Connection[Any]") -> None:
        """Break this one, too, when the server is away. Begins to watch with the first of a process."""
        with self._lock:
            if self._process != os.getpid():
                self._process, self._connections, self.away = os.getpid(), WeakSet(), False
                threading.Thread(target=self._forever, name="watch the database", daemon=True).start()
            self._connections.add(connection)

    def _forever(self) -> None:
        own: psycopg.Connection[Any] | None = None
        while not self._over.wait(EVERY):
            own = self._asked(own)
            if own is None:
                self.away = True
                self._break()
            else:
                self.away = False
        if own is not None:
            own.close()

    def _asked(self, own: "psycopg.Connection[Any] | None") -> "psycopg.Connection[Any] | None":
        """The connection that answered; a new one after an error; None where nobody answers."""
        for connection in (own, None):
            asked = connection
            try:
                asked = asked or psycopg.connect(**self._parameters, autocommit=True)
                with _breaking(asked, after=PATIENCE):
                    asked.execute("SELECT 1")
                return asked
            except (psycopg.Error, OSError):
                if asked is not None:
                    with contextlib.suppress(psycopg.Error, OSError):
                        asked.close()
        return None

    def _break(self) -> None:
        with self._lock:
            there = list(self._connections)
            self._connections.clear()
        for connection in there:
            shut(connection)


@contextlib.contextmanager
def _breaking(connection: "psycopg.Connection[Any]", *, after: float):
    timer = threading.Timer(after, shut, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def shut(connection: "psycopg.Connection[Any]") -> None:
    """End the connection under whoever waits on it; closing it alone would not wake them."""
    gone = contextlib.suppress(psycopg.Error, OSError, ValueError)
    with gone, socket.socket(fileno=os.dup(connection.fileno())) as wire:
        wire.shutdown(socket.SHUT_RDWR)


_LIBPQ: Final = frozenset({"dbname", "user", "password", "host", "port", "sslmode", "sslrootcert"})

"""Run a cluster as a child of this process."""

import fcntl
import os
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGQUIT
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from onewindow.foundation.database import initialising, leftovers, places, unprivileged, upgrading
from onewindow.foundation.database.binaries import CURRENT
from onewindow.foundation.database.dying import dying_with_us
from onewindow.foundation.database.initialising import ADMINISTRATOR, OWNER
from onewindow.foundation.database.types import DatabaseDoesNotStart, DatabaseInUse, Place

_START_PATIENCE = 300.0
"""Seconds: after a power cut the log of up to 2 GB is read again before the first connection."""
_STOP_PATIENCE = 30.0
_LONGEST_LOG = 10 * 1024 * 1024


class EmbeddedPostgres:
    """A PostgreSQL of our own in a folder.

    Start it from a thread that lives as long as the database shall: the kernel ends the child when the
    thread that started it ends, as it does when the whole process is killed.

    :param folder: where it lives; made on the first start.
    :param settings: settings of the server that differ, such as faster and unsafe ones for tests.
    :param version: the major version of the programs; another than the newest only to upgrade from it.
    """

    def __init__(
        self, folder: Path, *, settings: Mapping[str, str] | None = None, version: int = CURRENT
    ) -> None:
        self.place: Place = places.place_for(folder, version=version)
        self._settings = dict(settings or {})
        self._server: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    @property
    def url(self) -> str:
        """``DATABASE_URL`` of the program's own database in this cluster."""
        return self.url_of(OWNER)

    def url_of(self, role: str) -> str:
        """``DATABASE_URL`` for one of the two roles."""
        return f"postgresql:///{OWNER}?host={quote(str(self.place.sockets), safe='')}&user={role}"

    def start(self) -> None:
        """Start, making or recovering the cluster as needed. Ready for connections when it returns.

        :raises DatabaseInUse: another process runs it.
        :raises WrongVersion: the data is of another major version.
        :raises DatabaseDoesNotStart: with the last words of its log.
        """
        self._take_lock()
        try:
            leftovers.end_them(self.place.data, patience=_STOP_PATIENCE)
            upgrading.finish_exchange(self.place)
            if not self.place.data.exists():
                initialising.initialise(self.place)
            initialising.require_version(self.place)
            initialising.configure(self.place, self._settings)
            self._launch()
            self._wait_until_ready()
            self._make_database()
        except psycopg.OperationalError as problem:
            # It was ready, and ended before it answered: somebody killed it.
            self.stop()
            raise DatabaseDoesNotStart(reason=_last_words(self.place.log), log=self.place.log) from problem
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop: sessions are ended, everything is written. Does nothing when it does not run."""
        server, self._server = self._server, None
        if server is not None:
            for sign, patience in ((SIGINT, _STOP_PATIENCE), (SIGQUIT, 5.0), (SIGKILL, 5.0)):
                with suppress(ProcessLookupError):
                    server.send_signal(sign)
                with suppress(subprocess.TimeoutExpired):
                    server.wait(patience)
                    break
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def process(self) -> "subprocess.Popen[bytes] | None":
        """The running server, for a supervisor to watch."""
        return self._server

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _take_lock(self) -> None:
        # Held by the owner's open file: it is free again the moment the owner is gone, however it went.
        lock = self.place.lock.open("a+", encoding="ascii")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            lock.seek(0)
            owner = lock.read().strip() or "?"
            lock.close()
            raise DatabaseInUse(folder=self.place.folder, owner=owner) from problem
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _launch(self) -> None:
        program = [str(self.place.binaries / "postgres"), "-D", str(self.place.data)]
        # SIGINT is its fast shutdown: sessions are ended, a checkpoint is written.
        user = unprivileged.numbers_of(self.place.user)
        command = dying_with_us(program, sign=SIGINT, user=user)
        with _log_of(self.place) as log:
            self._server = subprocess.Popen(  # noqa: S603
                command,
                env=initialising.ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C reaches the whole group of a terminal; the database ends last, when we say so.
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + _START_PATIENCE
        while time.monotonic() < end:
            if self._server is None or self._server.poll() is not None:
                break
            if _says_ready(self.place.data):
                return
            time.sleep(0.01)
        raise DatabaseDoesNotStart(reason=_last_words(self.place.log), log=self.place.log)

    def _make_database(self) -> None:
        url = f"postgresql:///postgres?host={quote(str(self.place.sockets), safe='')}&user={ADMINISTRATOR}"
        with psycopg.connect(url, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone()
            if known is None:
                create = sql.SQL("CREATE ROLE {} LOGIN CREATEDB")
                connection.execute(create.format(sql.Identifier(OWNER)))
            made = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone()
            if made is None:
                create = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(create.format(sql.Identifier(OWNER), sql.Identifier(OWNER)))


def _says_ready(data: Path) -> bool:
    # The eighth line of postmaster.pid is the server's state (miscadmin.h, LOCK_FILE_LINE_PM_STATUS).
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def _log_of(place: Place) -> IO[bytes]:
    if place.log.exists() and place.log.stat().st_size > _LONGEST_LOG:
        place.log.replace(place.log.with_suffix(".log.1"))
    return place.log.open("ab")


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return " / ".join(line.strip() for line in lines[-3:]) or "it said nothing."

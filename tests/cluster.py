"""The cluster that the tests run on when nobody gave them a server."""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connections

from onewindow.foundation.database.api import EmbeddedPostgres

_HOME = Path(__file__).resolve().parent.parent / ".var" / "tests"
_SLOTS = 32
# Tests need no power-cut safety; the tests of the database and of faults start clusters of their own.
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@contextmanager
def cluster() -> Generator[str]:
    """A running cluster that no other run of the tests uses; gives its ``DATABASE_URL``.

    Clusters are kept between runs, for a new one takes a second; each run takes the first free one.
    """
    with _free_slot() as folder, EmbeddedPostgres(folder / "database", settings=_FAST) as database:
        yield database.url


@contextmanager
def database_named(name: str) -> Generator[None]:
    """Let Django's connections, those of other threads too, go to another database of the same server."""
    default = connections["default"]
    before = default.settings_dict["NAME"]
    _point_to(name)
    try:
        yield
    finally:
        _point_to(before)


def _point_to(name: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
    connections.settings["default"]["NAME"] = name


@contextmanager
def _free_slot() -> Generator[Path]:
    for number in range(_SLOTS):
        folder = _HOME / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "taken").open("w") as lock:
            if _is_ours(lock):
                yield folder
                return
    raise RuntimeError(f"all {_SLOTS} clusters for tests in {_HOME} are taken")


def _is_ours(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

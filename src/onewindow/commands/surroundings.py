"""What every command needs first: settings, and a database that runs."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from onewindow.foundation.database.api import DatabaseInUse, EmbeddedPostgres

_DEFAULT_SETTINGS = "onewindow.conf.demo"
_CHECKOUT = Path(__file__).resolve().parents[3]


def var_folder() -> Path:
    """Where this checkout keeps what it makes. The same rule as in ``conf``, without loading Django."""
    root = Path(os.environ.get("ONEWINDOW_ROOT") or _CHECKOUT)
    return Path(os.environ.get("ONEWINDOW_VAR_DIR") or root / ".var").absolute()


def embedded() -> EmbeddedPostgres:
    """The cluster of this checkout; nothing is started yet."""
    return EmbeddedPostgres(var_folder() / "database")


@contextmanager
def database() -> Generator[str]:
    """A running database, and ``DATABASE_URL`` set to it.

    The server of the environment; else the embedded one, which is started for as long as the command takes
    unless it runs already.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    cluster = embedded()
    try:
        cluster.start()
    except DatabaseInUse:
        os.environ["DATABASE_URL"] = cluster.url
        yield cluster.url
        return
    try:
        os.environ["DATABASE_URL"] = cluster.url
        yield cluster.url
    finally:
        cluster.stop()


def choose_settings() -> None:
    """The demonstration, unless the environment says otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _DEFAULT_SETTINGS)


@contextmanager
def house() -> Generator[None]:
    """A running database and all rooms loaded."""
    choose_settings()
    with database():
        import django
        from django.db import connections

        django.setup()
        try:
            yield
        finally:
            connections.close_all()

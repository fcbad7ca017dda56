"""A database for the registers' figures alone, with the demonstration country in it; dropped at the end.

With ``ONEWINDOW_BENCH_KEEP=1`` it stays, and the next run goes on with what has grown: fifteen million people
take most of an hour, their figures two minutes.
"""

import os
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

from bench.report import note
from onewindow.foundation.database.api import EmbeddedPostgres

_NAME = "bench_registers"
_HOME = Path(__file__).resolve().parent.parent / ".var" / "bench"
KEPT = bool(os.environ.get("ONEWINDOW_BENCH_KEEP"))


@contextmanager
def prepared() -> Generator[None]:
    """Tables, agencies and registers; Django is set up. ``DATABASE_URL``, or a cluster of our own."""
    with ExitStack() as stack:
        server = os.environ.get("DATABASE_URL") or stack.enter_context(_cluster())
        os.environ["DATABASE_URL"] = stack.enter_context(_database(server))
        os.environ["DJANGO_SETTINGS_MODULE"] = "onewindow.conf.demo"
        folder = str(_HOME) if KEPT else stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["ONEWINDOW_VAR_DIR"] = folder
        import django

        django.setup()
        from django.db import connections

        stack.callback(connections.close_all)
        _fill()
        yield


@contextmanager
def _cluster() -> Generator[str]:
    _HOME.mkdir(parents=True, exist_ok=True)
    with EmbeddedPostgres(_HOME / "database") as database:
        yield database.url


@contextmanager
def _database(server: str) -> Generator[str]:
    drop = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(_NAME))
    with psycopg.connect(server, autocommit=True) as connection:
        if not KEPT:
            connection.execute(drop)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_NAME]).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(_NAME)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{_NAME}"))
        finally:
            if not KEPT:
                connection.execute(drop)


def _fill() -> None:
    from django.core.management import call_command

    from onewindow.wiring.country import loaders

    note("making the tables and the demonstration country …")
    call_command("migrate", verbosity=0, interactive=False)
    for _, load in loaders():
        load()


def size() -> str:
    """How much the database takes on the disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        return str(cursor.fetchone()[0])

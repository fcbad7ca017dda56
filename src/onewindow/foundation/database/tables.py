"""Whether the tables are those that this program needs, without loading a single migration."""

from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection


def tables_are_current() -> bool:
    """Every migration of every app is applied here.

    A newer database is current too: during an upgrade the old program goes on with it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return _known() <= applied


@cache
def _known() -> frozenset[tuple[str, str]]:
    """App and name of each migration, by its file."""
    return frozenset(
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[0-9]*.py")
    )

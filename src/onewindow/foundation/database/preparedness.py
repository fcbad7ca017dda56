"""By what a database was prepared. Read without Django, for that takes a second."""

import psycopg


def prepared_fingerprint(*, url: str) -> str | None:
    """The fingerprint that ``remember_prepared`` wrote; None for a database that never was."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute("SELECT fingerprint FROM database_prepared").fetchone()
    except psycopg.errors.UndefinedTable:
        return None
    return row[0] if row else None


def remember_prepared(*, fingerprint: str) -> None:
    """Write it, in the caller's transaction if there is one."""
    from onewindow.foundation.database.models import Prepared

    Prepared.objects.update_or_create(only=True, defaults={"fingerprint": fingerprint})

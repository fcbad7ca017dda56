"""Indexes of what is searched: building them once over many rows is quicker than adding row by row."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from django.db import connection, models
from psycopg.sql import SQL, Identifier

from onewindow.blocks.registers.models import SearchEntry

_REBUILT: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (SearchEntry, "registers_search_words"),
    (SearchEntry, "registers_search_order"),
    (SearchEntry, "registers_search_names"),
)
_ESTIMATE: Final = "SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'registers_searchentry'::regclass"
_THERE: Final = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
_ANALYSE: Final = """
    ANALYZE registers_fact, registers_searchentry, registers_searchword, registers_searchsound
"""
_WORTH: Final = 0.5  # from this part of the rows that are there on, building anew is quicker


def worth_rebuilding(*, rows: int) -> bool:
    """Whether so many new rows are enough to drop the indexes for."""
    with connection.cursor() as cursor:
        cursor.execute(_ESTIMATE)
        return rows >= cursor.fetchone()[0] * _WORTH


def drop() -> None:
    """Without them, searches are slow, and right."""
    with connection.cursor() as cursor:
        for _, name in _REBUILT:
            cursor.execute(SQL("DROP INDEX IF EXISTS {}").format(Identifier(name)))


def build() -> Generator[str]:
    """Build those that are absent, each told by its name before it is begun."""
    with connection.cursor() as cursor:
        cursor.execute(_THERE)
        there = {name for (name,) in cursor.fetchall()}
    for model, name in _REBUILT:
        if name in there:
            continue
        yield name
        index = next(each for each in model._meta.indexes if each.name == name)
        with _much_memory(), connection.schema_editor() as editor:
            editor.add_index(model, index)


@contextmanager
def _much_memory() -> Generator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        try:
            yield
        finally:
            cursor.execute("RESET maintenance_work_mem")


def analyse() -> None:
    """Let the server count what is there now, so that it plans well."""
    with connection.cursor() as cursor:
        cursor.execute(_ANALYSE)

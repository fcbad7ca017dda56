"""Empty tables like those of the registers, in a schema of their own that goes before the house's."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import orjson

RUN = 1
"""Of the parts; no run of the house."""
_SCHEMA = "bench_scratch"
_TABLES = ("fact", "searchentry", "searchword", "searchsound", "bulkchunk", "register")
_LIKE = "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY INCLUDING STORAGE"
_BARE = f"""
    CREATE TABLE {_SCHEMA}.bare (
        register text, key text, values jsonb, valid_from timestamptz, recorded_from timestamptz, source text
    )
"""
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)
"""
_BUILT_AFTERWARDS = ("registers_search_words", "registers_search_order", "registers_search_names")


@contextmanager
def tables(*, searching: bool) -> Generator[None]:
    """Made, with checks and indexes; dropped in the end.

    :param searching: whether indexes of what is searched are left out, for ``build_indexes`` to build.
    """
    _run(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE", f"CREATE SCHEMA {_SCHEMA}", _BARE)
    names = [f"registers_{each}" for each in _TABLES]
    _run(*(f"CREATE TABLE {_SCHEMA}.{name} (LIKE public.{name} {_LIKE})" for name in names))
    _run(
        *(
            definition.replace(" ON public.", f" ON {_SCHEMA}.")
            for name, definition in _indexes(names)
            if not (searching and name in _BUILT_AFTERWARDS)
        ),
        f"INSERT INTO {_SCHEMA}.registers_register SELECT * FROM public.registers_register",
    )
    _settle()
    try:
        yield
    finally:
        _run(f"DROP SCHEMA {_SCHEMA} CASCADE")


def _settle() -> None:
    """What the round before left to write is not this one's, where we may say so."""
    from django.db import DatabaseError

    with suppress(DatabaseError):
        _run("CHECKPOINT")


def _indexes(names: list[str]) -> list[tuple[str, str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [names])
        return list(cursor.fetchall())


def use() -> None:
    """Let the connection of this process find these tables before the house's."""
    _run(f"SET search_path = {_SCHEMA}, public")


def build_indexes() -> None:
    """What finds entries, as after a country was grown."""
    from django.db import connection

    from onewindow.blocks.registers.bulk import indexes

    use()
    try:
        for _ in indexes.build():
            pass
    finally:
        connection.close()


def entries_in(text: bytes) -> Iterator[tuple[str, str, list[tuple[str, dict[str, Any]]]]]:
    """Entries of rows in COPY's text format: register, key, and spans."""
    found: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
    for row in text.decode().splitlines():
        register, key, values, since, _, _ = row.split("\t")
        if "\\" in values:
            values = values.replace("\\\\", "\\")
        found.setdefault((register, key), []).append((since, orjson.loads(values)))
    for (register, key), spans in found.items():
        yield register, key, spans


def _run(*statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

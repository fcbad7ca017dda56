"""Writes a case with all that came of a step in one statement: what the ORM takes for it is half of a filing.

Rows travel as JSON and PostgreSQL gives the columns their types, so that the models stay the only place where
columns are named.
"""

from collections.abc import Iterable
from typing import Any, Final

import orjson
from django.db import connection
from django.db.models import Model

from onewindow.blocks.cases.models import Attachment, Case, Happening, Timer, Work


def _columns(model: type[Model], *without: str) -> str:
    names = (field.column for field in model._meta.concrete_fields)
    return ", ".join(f'"{name}"' for name in names if name not in ("id", *without))


# All names in these statements are those of our own models.
_INSERT: Final = "INSERT INTO {table} ({columns}) {given} RETURNING id"
_UPDATE: Final = "UPDATE {table} SET ({columns}) = ({given}) WHERE id = %s RETURNING id"
_GIVEN: Final = "SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"
_ADDED: Final = """
    INSERT INTO {table} (case_id, {columns}) SELECT one.id, {columns}
    FROM one, jsonb_populate_recordset(NULL::{table}, %s::jsonb)
"""
_WHOLE: Final = """
    WITH one AS ({one}), works AS ({works}), timers AS ({timers}), story AS ({story}),
    files AS ({files} ON CONFLICT DO NOTHING) SELECT id FROM one
"""


def _statement(one: str) -> str:
    case = {"table": Case._meta.db_table, "columns": _columns(Case)}
    added = {
        name: _ADDED.format(table=model._meta.db_table, columns=_columns(model, "case_id"))
        for name, model in (("works", Work), ("timers", Timer), ("story", Happening), ("files", Attachment))
    }
    return _WHOLE.format(one=one.format(**case, given=_GIVEN.format(**case)), **added)


_NEW: Final = _statement(_INSERT)
_CHANGED: Final = _statement(_UPDATE)


def store(
    case: Case,
    *,
    works: Iterable[Work],
    timers: Iterable[Timer],
    story: Iterable[Happening],
    files: Iterable[str],
) -> None:
    """Insert or update the case, and insert the rest. A new case gets its primary key."""
    is_new = case.pk is None
    added = [[_row(row) for row in rows] for rows in (works, timers, story)]
    attached = [{"file": file} for file in sorted(files)]
    given = [_json(_row(case)), *(() if is_new else (case.pk,)), *map(_json, (*added, attached))]
    with connection.cursor() as cursor:
        cursor.execute(_NEW if is_new else _CHANGED, given)
        (case.pk,) = cursor.fetchone()


def _row(row: Model) -> dict[str, Any]:
    return {field.column: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _json(value: object) -> str:
    return orjson.dumps(value).decode()

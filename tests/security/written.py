"""Which fields a text was written to, seen where the database is asked to do it."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

MARK = re.compile(r"Z[ox]\d{6}x")
_INSERT = re.compile(r'\s*INSERT INTO "?(\w+)"? \(([^)]*)\)', re.IGNORECASE)
_UPDATE = re.compile(r'\s*UPDATE "?(\w+)"? SET (.*?)(?: WHERE |$)', re.IGNORECASE | re.DOTALL)
_FROM_JSON = re.compile(r"jsonb_populate_record(?:set)?\(NULL::(\w+), %s")
_SET = re.compile(r'"?(\w+)"? = (?:(?!"?\w+"? = ).)*', re.DOTALL)


@contextmanager
def watched() -> Iterator[dict[str, set[str]]]:
    """While it is open: for each mark, the fields that it was written to, as ``cases.Draft.answers``."""
    landed: dict[str, set[str]] = {}

    def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        for names, values in _rows(str(sql), params if many else [params]):
            for name, value in zip(names, values, strict=False):
                for mark in MARK.findall(_as_text(value)):
                    landed.setdefault(mark, set()).add(name)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield landed


def _rows(sql: str, several: Any) -> Iterator[tuple[list[str], list[Any]]]:
    """The fields that a statement writes, beside its parameters, once for each row of them."""
    inserted, updated = _INSERT.match(sql), _UPDATE.match(sql)
    from_json = [(sql[: found.end()].count("%s") - 1, found[1]) for found in _FROM_JSON.finditer(sql)]
    for params in several:
        values = list(params or ())
        if inserted is not None:
            names = [one.strip().strip('"') for one in inserted[2].split(",")]
            yield [_named(inserted[1], names[n % len(names)]) for n in range(len(values))], values
        elif updated is not None:
            names = [found[1] for found in _SET.finditer(updated[2]) for _ in range(found[0].count("%s"))]
            yield [_named(updated[1], name) for name in names], values
        for place, table in from_json:
            rows = json.loads(values[place])
            for row in rows if isinstance(rows, list) else [rows]:
                yield [_named(table, name) for name in row], list(row.values())


def _named(table: str, column: str) -> str:
    for model in apps.get_models():
        if model._meta.db_table == table:
            for field in model._meta.concrete_fields:
                if field.column == column:
                    return f"{model._meta.label}.{field.name}"
    return f"{table}.{column}"


def _as_text(value: Any) -> str:
    inner = getattr(value, "obj", value)  # what psycopg wraps as JSON
    if isinstance(inner, (bytes, memoryview)):
        return bytes(inner).decode(errors="replace")
    return inner if isinstance(inner, str) else json.dumps(inner, default=str)

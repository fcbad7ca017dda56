"""What entries are found by, computed anew: after the form of the keys changed, or the declaration."""

from collections.abc import Iterator
from typing import Any, Final

import orjson
from django.db import connection, transaction

from onewindow.blocks.registers import copying, indexing
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.models import Register
from onewindow.kernel.clock import clock

_BATCH: Final = 5_000
_STANDING: Final = """
    SELECT DISTINCT ON (key) key, values FROM registers_fact
    WHERE register = %s AND key > %s AND recorded_until IS NULL AND valid_from <= %s
    ORDER BY key, valid_from DESC LIMIT %s
"""
_FORGET: Final = """
    DELETE FROM registers_searchentry WHERE register = %s AND key > %s AND key <= %s RETURNING key, names
"""


def reindex_stale() -> tuple[str, ...]:
    """Every register whose search entries have an older form; their slugs."""
    stale = Register.objects.exclude(indexed=indexing.FORM).values_list("slug", flat=True)
    return tuple(slug for slug in stale if reindex(slug) is not None)


def reindex(register: str) -> int:
    """Compute one register's search entries anew, some thousands at a time; how many entries."""
    many, after = 0, ""
    for batch in _batches(register):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FORGET, [register, after, batch[-1][0]])
            former = dict(cursor.fetchall())
            standing = ((key, said) for key, said in batch if said is not None)
            copying.copy_index(declared(register), standing, former=former)
        many, after = many + len(batch), batch[-1][0]
    Register.objects.filter(slug=register).update(indexed=indexing.FORM)
    return many


def _batches(register: str) -> Iterator[list[tuple[str, dict[str, Any] | None]]]:
    after = ""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_STANDING, [register, after, clock.now(), _BATCH])
            rows = [(key, orjson.loads(values) if values else None) for key, values in cursor.fetchall()]
        if not rows:
            return
        yield rows
        after = rows[-1][0]

"""What the earlier parts of an import said, for the later ones: keys, and in a check what would be there now.

It stands in temporary tables of the connection, not in memory: a file may have millions of rows. A check
writes nothing that another process sees or waits for.
"""

from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Final

from django.db import connection

_MAKE: Final = """
    DROP TABLE IF EXISTS pg_temp.registers_carried_key, pg_temp.registers_carried_value;
    CREATE TEMPORARY TABLE registers_carried_key (
        key text COLLATE "C" PRIMARY KEY, line bigint NOT NULL, made boolean NOT NULL
    );
    CREATE TEMPORARY TABLE registers_carried_value (
        attribute text, value text, key text NOT NULL, PRIMARY KEY (attribute, value)
    )
"""
_DROP: Final = "DROP TABLE IF EXISTS pg_temp.registers_carried_key, pg_temp.registers_carried_value"
_KEYS: Final = """
    INSERT INTO registers_carried_key SELECT * FROM unnest(%s::text[], %s::bigint[], %s::boolean[])
    ON CONFLICT DO NOTHING
"""
_VALUES: Final = """
    INSERT INTO registers_carried_value SELECT * FROM unnest(%s::text[], %s::text[], %s::text[])
    ON CONFLICT DO NOTHING
"""
_LINES: Final = "SELECT key, line FROM registers_carried_key WHERE key = ANY(%s)"
_MADE: Final = "SELECT key FROM registers_carried_key WHERE made AND key = ANY(%s)"
_TAKEN: Final = """
    SELECT attribute, value FROM registers_carried_value
    WHERE key <> %s AND (attribute, value) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
    ORDER BY attribute LIMIT 1
"""


class Carried:
    """What earlier parts said. Of a real import only keys are told: the rest is in the register."""

    def lines(self, keys: Collection[str]) -> dict[str, int]:
        """Those keys that an earlier part had, with the line."""
        with connection.cursor() as cursor:
            cursor.execute(_LINES, [list(keys)])
            return dict(cursor.fetchall())

    def made(self, keys: Collection[str]) -> set[str]:
        """Those keys whose entries an earlier part of a check would have made."""
        if not keys:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(_MADE, [list(keys)])
            return {key for (key,) in cursor.fetchall()}

    def taken(self, key: str, values: Mapping[str, str]) -> tuple[str, str] | None:
        """Attribute and value of the first that an earlier part of a check gave to another entry."""
        if not values:
            return None
        with connection.cursor() as cursor:
            cursor.execute(_TAKEN, [key, list(values), list(values.values())])
            return cursor.fetchone()

    def note(self, lines: Mapping[str, int], *, made: Collection[str] = ()) -> None:
        """Keep the keys of a part with their lines; ``made``: those whose entries stand from now on."""
        if not lines:
            return
        with connection.cursor() as cursor:
            cursor.execute(_KEYS, [list(lines), list(lines.values()), [key in made for key in lines]])

    def note_values(self, told: Iterable[tuple[str, str, str]]) -> None:
        """Keep attribute, value and key of each unique value that a part of a check would have given."""
        rows = list(told)
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.execute(_VALUES, [list(column) for column in zip(*rows, strict=True)])


@contextmanager
def carrying() -> Generator[Carried]:
    """For as long as one run is done."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)
    yield Carried()
    with connection.cursor() as cursor:  # a run that ended badly leaves them to the next one, or the session
        cursor.execute(_DROP)

"""Which keys mean one and the same entry today: entries that officers merged, until they part them again."""

from collections.abc import Sequence
from typing import Final

from django.db import connection

from onewindow.blocks.registers.models import Duplicate

_MERGED = ("merged", "parting")
# Each entry with all that it was merged with, whichever stayed, however many mergers lie between.
SAME: Final = """
    RECURSIVE same(asked, key) AS (
        SELECT asked, asked FROM unnest(%(keys)s::text[]) asked
        UNION
        SELECT same.asked, next.key FROM same CROSS JOIN LATERAL (
            SELECT stays AS key FROM registers_duplicate
            WHERE register = %(register)s AND gone = same.key AND state IN ('merged', 'parting')
            UNION ALL
            SELECT gone FROM registers_duplicate
            WHERE register = %(register)s AND stays = same.key AND state IN ('merged', 'parting')
        ) next
    )
"""
_ALL: Final = f"WITH {SAME} SELECT DISTINCT asked, key FROM same ORDER BY asked, key"  # noqa: S608


def stays_for(register: str, key: str) -> str | None:
    """The entry that stayed, through several mergers if need be; None where the key was never merged."""
    seen = [key]
    while (found := _next(register, seen[-1])) is not None and found not in seen:
        seen.append(found)
    return seen[-1] if len(seen) > 1 else None


def _next(register: str, key: str) -> str | None:
    rows = Duplicate.objects.filter(register=register, gone=key, state__in=_MERGED)
    return rows.order_by("-merged_at").values_list("stays", flat=True).first()


def all_of(register: str, key: str) -> tuple[str, ...]:
    """A key first, then every other that means the same entry today."""
    return all_of_several(register, [key])[key]


def all_of_several(register: str, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The same for many keys, with one question."""
    found: dict[str, tuple[str, ...]] = {key: (key,) for key in keys}
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"register": register, "keys": list(found)})
        for asked, key in cursor.fetchall():
            if key != asked:
                found[asked] = (*found[asked], key)
    return found

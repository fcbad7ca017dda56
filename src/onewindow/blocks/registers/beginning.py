"""What begins later than it was written: on its day its entry is found by what it says from then on.

Facts of the past and of now are indexed by whoever writes them. Those that begin later stand in an index of
their own (``registers_fact_later``), so a look costs what has begun since the last one, not what there is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from onewindow.blocks.registers import indexing, writing
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import RegisterUnknown
from onewindow.blocks.registers.models import LookedUntil
from onewindow.blocks.registers.reading import known_rows
from onewindow.kernel.clock import clock

_BATCH: Final = 500
_SLOWEST: Final = timedelta(minutes=10)
"""A fact that is committed so long after it was written down may have begun before anybody could see it."""
_ALL: Final = 2**63 - 1  # after every fact that begins at a moment
_BEGUN: Final = """
    SELECT valid_from, id, register, key FROM registers_fact
    WHERE recorded_until IS NULL AND valid_from > recorded_from
      AND valid_from <= %s AND (valid_from, id) > (%s, %s)
    ORDER BY valid_from, id LIMIT %s
"""
_LATE: Final = """
    SELECT valid_from, id, register, key FROM registers_fact
    WHERE recorded_until IS NULL AND valid_from > recorded_from
      AND valid_from > %s AND (valid_from, id) <= (%s, %s) AND recorded_from > %s
"""

_Fact = tuple[datetime, int, str, str]


def notice() -> int:
    """Index anew the entries of which something has begun since the last look; how many facts.

    Some hundreds at a time. Twice does no harm: two workers may look at once, and one that dies leaves
    what it did not note to the next.
    """
    now = clock.now()
    last = LookedUntil.objects.first()
    begun, late = _begun(last, now)
    for register in sorted({register for _, _, register, _ in (*begun, *late)}):
        _index(register, {key for _, _, slug, key in (*begun, *late) if slug == register})
    until = begun[-1][:2] if len(begun) == _BATCH else (now, _ALL)
    if last is None:
        LookedUntil.objects.get_or_create(pk=1, defaults={"at": until[0], "fact": until[1]})
    elif until > (last.at, last.fact):
        same = LookedUntil.objects.filter(pk=last.pk, at=last.at, fact=last.fact)
        same.update(at=until[0], fact=until[1])  # another worker may have gone on meanwhile
    return len(begun)


def _begun(last: LookedUntil | None, now: datetime) -> tuple[list[_Fact], list[_Fact]]:
    """What began since, and what was committed only after its beginning was looked at."""
    with connection.cursor() as cursor:
        if last is None:
            cursor.execute(_BEGUN, [now, "-infinity", 0, _BATCH])
            return cursor.fetchall(), []
        cursor.execute(_BEGUN, [now, last.at, last.fact, _BATCH])
        begun = cursor.fetchall()
        since = last.at - _SLOWEST
        cursor.execute(_LATE, [since, last.at, last.fact, since])
        return begun, cursor.fetchall()


def _index(register: str, keys: Iterable[str]) -> None:
    try:
        declaration = declared(register)
    except RegisterUnknown:
        return
    ordered = sorted(keys)
    with transaction.atomic():
        writing.one_at_a_time(register, ordered)
        standing = known_rows(register, ordered)
        for key in ordered:
            indexing.store(declaration, key, standing.get(key))
        writing.tell_readers(declaration)

"""Looking through a whole register for entries that may be one and the same.

Blocks go to a table that only this transaction sees; the server joins them, and each pair is compared once.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final, TypeVar

import orjson
from django.db import connection, transaction

from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import NotMatched
from onewindow.blocks.registers.matching.blocks import blocks_of
from onewindow.blocks.registers.matching.comparing import Comparison, compare
from onewindow.blocks.registers.models import Duplicate
from onewindow.blocks.registers.reading import known_rows
from onewindow.blocks.registers.resemblance import Matching
from onewindow.blocks.registers.types import ScanView
from onewindow.kernel.clock import clock

_LARGEST: Final = 60
"""Entries in a block; a larger one says too little, and its true pairs meet in another block."""
_AT_ONCE: Final = 2_000
_ENTRIES: Final = (
    """
    DECLARE matching_entries NO SCROLL CURSOR FOR
    SELECT DISTINCT ON (key) key, values FROM registers_fact
    WHERE register = %s AND recorded_until IS NULL AND valid_from <= %s
    ORDER BY key, valid_from DESC
    """,
    "FETCH 2000 FROM matching_entries",
    "CLOSE matching_entries",
)
_PAIRS: Final = (
    """
    DECLARE matching_pairs NO SCROLL CURSOR FOR
    WITH small AS (
        SELECT block FROM matching_block GROUP BY block HAVING count(*) BETWEEN 2 AND %s
    )
    SELECT DISTINCT one.key, other.key FROM small
    JOIN matching_block one USING (block) JOIN matching_block other USING (block)
    WHERE one.key < other.key COLLATE "C"
    """,
    "FETCH 2000 FROM matching_pairs",
    "CLOSE matching_pairs",
)
Tell = Callable[[ScanView], None]
Row = TypeVar("Row")


def scan(register: str, *, tell: Tell = lambda _: None) -> ScanView:
    """Compare the entries of a register that share a block; the pairs to look at go to the queue.

    What an officer decided about a pair stands. May be done again and again.

    :param tell: is told now and then how far it is.
    :raises NotMatched: the owner did not say how entries are compared.
    """
    declaration = declared(register)
    matching = matching_of(declaration)
    with transaction.atomic():
        entries = _fill(declaration, matching, tell)
        pairs = found = 0
        for some in _in_batches(_candidates(), _AT_ONCE):
            pairs += len(some)
            found += remember(declaration, _compared(declaration, matching, some))
            tell(ScanView(entries=entries, pairs=pairs, found=found))
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE matching_block")
    return ScanView(entries=entries, pairs=pairs, found=found)


def matching_of(declaration: Declaration) -> Matching:
    """How a register's entries are compared.

    :raises NotMatched: nobody said.
    """
    if declaration.matching is None:
        raise NotMatched(register=declaration.slug)
    return declaration.matching


def remember(declaration: Declaration, compared: Iterable[tuple[str, str, Comparison]]) -> int:
    """Put pairs into the queue that are not there yet; how many."""
    rows = [
        Duplicate(
            register=declaration.slug,
            one=min(one, other),
            other=max(one, other),
            weight=found.weight,
            parts=[[part.slug, part.verdict, part.weight] for part in found.parts],
            found_at=clock.now(),
        )
        for one, other, found in compared
    ]
    before = Duplicate.objects.filter(register=declaration.slug).count() if rows else 0
    Duplicate.objects.bulk_create(rows, ignore_conflicts=True)
    return Duplicate.objects.filter(register=declaration.slug).count() - before if rows else 0


def _fill(declaration: Declaration, matching: Matching, tell: Tell) -> int:
    entries = 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE matching_block (block bigint, key text) ON COMMIT DROP")
    for some in _in_batches(_entries(declaration), _AT_ONCE):
        entries += len(some)
        rows = [(block, key) for key, values in some for block in blocks_of(matching, values)]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO matching_block SELECT * FROM unnest(%s::bigint[], %s::text[])",
                [[block for block, _ in rows], [key for _, key in rows]],
            )
        tell(ScanView(entries=entries, pairs=0, found=0))
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON matching_block (block)")
        cursor.execute("ANALYZE matching_block")
    return entries


def _entries(declaration: Declaration) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every entry as it stands now, with constant memory."""
    for key, values in _streamed(_ENTRIES, [declaration.slug, clock.now()]):
        if values is not None:
            yield key, orjson.loads(values)


def _candidates() -> Iterator[tuple[str, str]]:
    yield from ((one, other) for one, other in _streamed(_PAIRS, [_LARGEST]))


def _streamed(statements: tuple[str, str, str], values: list[object]) -> Iterator[tuple[Any, ...]]:
    """Rows of a cursor that the server keeps for us: how it is opened, asked for more, and closed."""
    begin, more, end = statements
    with connection.cursor() as cursor:
        cursor.execute(begin, values)
        while True:
            cursor.execute(more)
            rows = cursor.fetchall()
            if not rows:
                break
            yield from rows
        cursor.execute(end)


def _compared(
    declaration: Declaration, matching: Matching, pairs: Iterable[tuple[str, str]]
) -> list[tuple[str, str, Comparison]]:
    """Those of the pairs that an officer should look at."""
    pairs = list(pairs)
    known = known_rows(declaration.slug, sorted({key for pair in pairs for key in pair}))
    found = [
        (one, other, compare(matching, known[one], known[other]))
        for one, other in pairs
        if one in known and other in known
    ]
    return [each for each in found if each[2].weight >= matching.review]


def _in_batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while some := list(islice(rows, size)):
        yield some

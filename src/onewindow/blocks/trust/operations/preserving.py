"""What rooms keep for long is taken up here, to be renewed before its proof ends (see ``renewing``)."""

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from onewindow.blocks.trust import app_settings
from onewindow.blocks.trust.models import Preserved
from onewindow.blocks.trust.operations import proofs
from onewindow.blocks.trust.ports import KeptSignatures
from onewindow.blocks.trust.types import Due, KeptSignature
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError

log = logging.getLogger(__name__)
LONGEST_PROBLEM: Final = 300
_PAGE: Final = 500
_BACK: Final = 200
"""So many before the one that was taken up last: rows that were written late have older numbers."""
_LOCK: Final = "SELECT pg_try_advisory_lock(hashtextextended('trust.look-through', 0))"
_UNLOCK: Final = "SELECT pg_advisory_unlock(hashtextextended('trust.look-through', 0))"

sources: dict[str, KeptSignatures] = {}
"""By slug. Wiring fills it."""


def look_through() -> int:
    """Take up what rooms keep since the last look, and forget what they no longer keep.

    Every item is asked for, not only those after the last: a row that was written late has an older number.
    Where another worker looks at the same time, its look is enough.

    :returns: how many are new or gone.
    """
    with _alone() as alone:
        return sum(_look_through(slug, source) for slug, source in sources.items()) if alone else 0


def look_for_new() -> int:
    """Take up what came since, as far as a room lists it last: what nothing protects yet waits for no night.

    :returns: how many are new.
    """
    return sum(_look_for_new(slug, source) for slug, source in sources.items())


def due(*, within: timedelta | None = None, limit: int = 1000) -> tuple[Due, ...]:
    """What ends within a time, the soonest first."""
    until = clock.now() + (app_settings.renewed_before_end() if within is None else within)
    rows = Preserved.objects.filter(ends_at__lte=until).defer("data").order_by("ends_at", "pk")
    return tuple(
        Due(source=row.source, item=row.item, form=row.form, ends_at=row.ends_at, problem=row.problem)
        for row in rows[:limit]
    )


def renewed(*, source: str, item: str) -> bytes | None:
    """The renewed form; None where it was not renewed yet."""
    row = Preserved.objects.filter(source=source, item=item).exclude(data=None).first()
    return bytes(row.data) if row is not None and row.data is not None else None


@contextmanager
def _alone() -> Generator[bool]:
    """Whether no other worker looks. A lock of the session: a look is too long for one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute(_UNLOCK)


def _look_through(slug: str, source: KeptSignatures) -> int:
    began, after, new = clock.now(), "", 0
    while listed := source.listed(after=after, limit=_PAGE):
        after = listed[-1].item
        new += _take_up(slug, source, listed)
        seen = Preserved.objects.filter(source=slug, item__in=[one.item for one in listed])
        # Never lowered: a look that began later may have been here.
        seen.filter(seen_at__lt=began).update(seen_at=began)
    return new + _forget(slug, source, began)


def _look_for_new(slug: str, source: KeptSignatures) -> int:
    newest = Preserved.objects.filter(source=slug).order_by("-pk").values_list("item", flat=True)
    after = next(iter(newest[_BACK : _BACK + 1]), "")
    return _take_up(slug, source, source.listed(after=after, limit=_PAGE))


def _forget(slug: str, source: KeptSignatures, began: datetime) -> int:
    """What was not listed goes only where its room no longer has it: a renewed proof cannot be made again."""
    unseen = Preserved.objects.filter(source=slug, seen_at__lt=began).values_list("pk", "item", "seen_at")
    gone = 0
    for number, item, seen_at in list(unseen):
        if _is_gone(slug, source, item):
            deleted, _ = Preserved.objects.filter(pk=number, seen_at=seen_at).delete()
            gone += deleted
    return gone


def _is_gone(slug: str, source: KeptSignatures, item: str) -> bool:
    try:
        return source.read(item=item) is None
    except Exception:  # a room that trips over its own row still has it
        log.exception("a kept signature was not read", extra={"source": slug, "item": item})
        return False


def _take_up(slug: str, source: KeptSignatures, listed: Sequence[KeptSignature]) -> int:
    items = [one.item for one in listed]
    known = set(Preserved.objects.filter(source=slug, item__in=items).values_list("item", flat=True))
    rows = [_row(slug, source, one) for one in listed if one.item not in known]
    new = [row for row in rows if row is not None]
    Preserved.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _row(slug: str, source: KeptSignatures, one: KeptSignature) -> Preserved | None:
    """None where it is gone; with its problem where it trips over itself."""
    now = clock.now()
    row = Preserved(
        source=slug, item=one.item, holder=one.holder, form=one.form, seen_at=now, ends_at=now,
        policy=proofs.rules(),
    )  # fmt: skip
    try:
        data = source.read(item=one.item)
        if data is None:
            return None
        proof = proofs.proof_of(data, form=one.form)
        row.ends_at, row.stamped_at, row.problem = proof.ends_at, proof.stamped_at, proof.against
    except OnewindowError as problem:
        row.problem = problem.text()
    except Exception as problem:  # years of formats, and rooms that read their own rows
        log.exception("a kept signature was not read", extra={"source": slug, "item": one.item})
        row.problem = f"{type(problem).__name__}: {problem}"
    if row.problem:
        row.problem, row.tried_at = row.problem[:LONGEST_PROBLEM], now
    return row

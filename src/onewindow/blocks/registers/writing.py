"""Changes of a register: what was true when is split and kept, what was known when is never overwritten."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from onewindow.blocks.registers import codes, indexing, values
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import (
    KeyNotValid,
    NothingKnownThen,
    SourceMissing,
    WriteRefused,
)
from onewindow.blocks.registers.models import Fact, Register
from onewindow.blocks.registers.permission import may_write
from onewindow.blocks.registers.reading import entry_reference, known_row
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period

_Span = tuple[datetime, datetime | None, dict[str, Any]]


def write(
    register: str,
    *,
    key: str,
    changes: Mapping[str, object],
    valid: Period,
    source: str,
    writer: Actor,
) -> None:
    """Make changes to an entry for a period; what lies outside the period stays as it was."""
    with transaction.atomic():
        declaration = declared(register)
        entry = entry_reference(register, key)
        if not may_write(declaration, writer=writer):
            raise WriteRefused(register=register)
        if not re.fullmatch(declaration.key_pattern, key):
            raise KeyNotValid(field="key", key=key, register=register)
        if not source.strip():
            raise SourceMissing(field="source")
        stored = values.to_stored(declaration, changes)
        _one_at_a_time(entry.text)
        _apply(declaration, key, stored, valid.start or clock.now(), valid.end, source)
        now_known = known_row(register, key)
        indexing.store(declaration, key, now_known.values if now_known else None)
        if declaration.open:
            Register.objects.filter(slug=register).update(revision=F("revision") + 1)
            transaction.on_commit(codes.forget)
            codes.forget()
        record.append(
            kind="register.written",
            subject=entry,
            payload={"attributes": sorted(stored), "source": source, "values": stored},
            actor=reader_of(writer),
        )


def _one_at_a_time(entry: str) -> None:
    """Two writers of one entry take turns until the transaction ends; spans can then not overlap."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [entry])


def _apply(
    declaration: Declaration,
    key: str,
    stored: dict[str, Any],
    start: datetime,
    end: datetime | None,
    source: str,
) -> None:
    now = clock.now()
    overlapping = Fact.objects.filter(register=declaration.slug, key=key, recorded_until=None).filter(
        Q(valid_until=None) | Q(valid_until__gt=start)
    )
    if end is not None:
        overlapping = overlapping.filter(valid_from__lt=end)
    before = list(overlapping.order_by("valid_from"))
    spans = list(_spans(before, stored, start, end))
    for _, _, span in spans:
        lacking = values.missing(declaration, span)
        if lacking:
            raise NothingKnownThen(field=lacking[0], register=declaration.slug, key=key)
    Fact.objects.filter(pk__in=[row.pk for row in before]).update(recorded_until=now)
    Fact.objects.bulk_create(
        Fact(
            register=declaration.slug,
            key=key,
            values=span,
            valid_from=begins,
            valid_until=ends,
            recorded_from=now,
            source=source,
        )
        for begins, ends, span in spans
    )


def _spans(
    before: Iterable[Fact], changes: dict[str, Any], start: datetime, end: datetime | None
) -> Iterable[_Span]:
    """Cut the known spans at both ends of the period, merge the changes inside, and fill the gaps."""
    at = start
    for row in before:
        if row.valid_from < start:
            yield row.valid_from, start, row.values
        elif at < row.valid_from:
            yield at, row.valid_from, dict(changes)
        inner_start = max(row.valid_from, start)
        inner_end = _earlier(row.valid_until, end)
        yield inner_start, inner_end, {**row.values, **changes}
        if end is not None and (row.valid_until is None or row.valid_until > end):
            yield end, row.valid_until, row.values
        if inner_end is None:
            return
        at = inner_end
    if end is None or at < end:
        yield at, end, dict(changes)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return min(one, other)

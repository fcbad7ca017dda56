"""Changes of a register: what was true when is split and kept, what was known when is never overwritten."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from onewindow.blocks.registers import codes, indexing, spans, values
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
    """Two writers of one entry take turns until the transaction ends: no change builds on what is old already."""
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
    before = list(
        Fact.objects.filter(register=declaration.slug, key=key, recorded_until=None).order_by("valid_from")
    )
    told = list(spans.changed([(row.valid_from, row.values) for row in before], stored, start, end))
    for _, values_then, _ in told:
        lacking = values.missing(declaration, values_then) if values_then is not None else []
        if lacking:
            raise NothingKnownThen(field=lacking[0], register=declaration.slug, key=key)
    again = {begins for begins, _, _ in told}
    sources = {row.valid_from: row.source for row in before}
    Fact.objects.filter(pk__in=[row.pk for row in before if row.valid_from in again]).update(
        recorded_until=now
    )
    Fact.objects.bulk_create(
        Fact(
            register=declaration.slug,
            key=key,
            values=values_then,
            valid_from=begins,
            recorded_from=now,
            source=source if kept_from is None else sources[kept_from],
        )
        for begins, values_then, kept_from in told
    )

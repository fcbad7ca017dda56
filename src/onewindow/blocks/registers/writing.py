"""Changes of a register: what was true when is split and kept, what was known when is never overwritten."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from onewindow.blocks.registers import check_digits, checking, codes, indexing, persons, spans, values
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import (
    CheckDigitWrong,
    EventNeeded,
    HistoryPlain,
    KeyNotValid,
    NothingKnownThen,
    NotYourPart,
    SourceMissing,
    WriteRefused,
)
from onewindow.blocks.registers.models import Fact, Register, RunningNumber
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
    agency: str,
) -> None:
    """Make changes to an entry for a period; what lies outside the period stays as it was."""
    with transaction.atomic():
        declaration = declared(register)
        entry_reference(register, key)
        part = _part(declaration, key)
        if not may_write(declaration, writer=writer, part=part):
            raise WriteRefused(register=register)
        if writer.kind != "system" and declaration.eventful:
            raise EventNeeded(register=register, events=", ".join(declaration.events))
        if agency and declaration.partition is not None and part != agency and _there(register, key):
            raise NotYourPart(register=register, agency=part)
        store(
            declaration,
            key=key,
            stored=values.to_stored(declaration, changes),
            valid=valid,
            source=source,
            writer=writer,
        )


def store(
    declaration: Declaration,
    *,
    key: str,
    stored: Mapping[str, Any] | None,
    valid: Period,
    source: str,
    writer: Actor,
    corrects: bool = False,
    said: bool = True,
) -> None:
    """Check and store a change that somebody may make, in the caller's transaction.

    :param stored: attribute to value as it is kept; None ends the entry for the period.
    :param valid: without an end, each attribute holds until it is next known to change.
    :param corrects: each attribute holds as far as the value that it says at the start of the period;
        without a start, as far as the one of now, before now, too.
    :param said: whether each attribute was told of its own; else only what differs counts as told.
    :raises NothingKnownThen: the entry, or what it must have, is not known at that time.
    """
    entry = entry_reference(declaration.slug, key)
    _hold_key(declaration, key)
    if not source.strip():
        raise SourceMissing(field="source")
    if declaration.plain and (valid.start is not None or valid.end is not None):
        raise HistoryPlain(field="since", register=declaration.slug)
    _one_at_a_time(entry.text)
    plan = planned(declaration, key=key, stored=stored, valid=valid, corrects=corrects, said=said)
    before = known_row(declaration.slug, key) if declaration.slug == persons.PEOPLE else None
    _apply(declaration, key, plan, source)
    now_known = known_row(declaration.slug, key)
    persons.tell(
        declaration.slug, key, before=before.values if before else None,
        after=now_known.values if now_known else None,
    )  # fmt: skip
    indexing.store(declaration, key, now_known.values if now_known else None)
    tell_readers(declaration)
    record.append(
        kind="register.written",
        subject=entry,
        payload={"attributes": sorted(stored or {}), "source": source, "values": stored},
        actor=reader_of(writer),
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of an entry, and the spans to store instead."""

    known: Sequence[spans.Span]
    told: Sequence[spans.Told]

    @property
    def touched(self) -> list[spans.Told]:
        """Those that say something new; the others go on with what an earlier one said."""
        return [each for each in self.told if each.kept_from is None]

    @property
    def then(self) -> list[spans.Span]:
        """The line as it is afterwards."""
        return spans.after(self.known, self.told)

    def changes(self, moment: datetime) -> bool:
        """Whether the entry says something else, or is told, at a moment."""
        told = any(each.begins == moment for each in self.touched)
        return told or spans.at(self.known, moment)[0] != spans.at(self.then, moment)[0]


def planned(
    declaration: Declaration,
    *,
    key: str,
    stored: Mapping[str, Any] | None,
    valid: Period,
    corrects: bool = False,
    said: bool = True,
) -> Plan:
    """What ``store`` would store; every entry that the change names is there from then on.

    :raises TargetUnknown: the first one that is not.
    """
    rows = Fact.objects.filter(register=declaration.slug, key=key, recorded_until=None)
    known = [
        spans.Span(begins, values_then, frozenset(told or ()))
        for begins, values_then, told in rows.order_by("valid_from").values_list(
            "valid_from", "values", "said"
        )
    ]
    start = valid.start or clock.now()
    if stored is None:
        return Plan(known, spans.ended(known, start, valid.end))
    if corrects and not declaration.plain:
        plan = Plan(known, spans.corrected(known, stored, start, back=valid.start is None))
    else:
        plan = Plan(known, spans.changed(known, stored, start, valid.end, said=said))
    _hold_targets(declaration, stored, plan)
    return plan


def _hold_targets(declaration: Declaration, stored: Mapping[str, Any], plan: Plan) -> None:
    """Each attribute's from the moment on at which it begins to hold."""
    left = dict(stored)
    for each in plan.touched:
        begin = {slug: value for slug, value in left.items() if (each.values or {}).get(slug) == value}
        checking.hold_targets(declaration, begin, at=each.begins)
        left = {slug: value for slug, value in left.items() if slug not in begin}


def tell_readers(declaration: Declaration) -> None:
    """What is kept in memory of an open register is old, in every process."""
    if declaration.open:
        Register.objects.filter(slug=declaration.slug).update(revision=F("revision") + 1)
        transaction.on_commit(codes.forget)
        codes.forget()


def entry_at(moment: datetime) -> Callable[[str, str], Mapping[str, object] | None]:
    """What an entry, by register and key, said at a moment, typed; None where it was not there."""

    def there(register: str, key: str) -> Mapping[str, object] | None:
        row = known_row(register, key, as_of=moment)
        if row is None:
            return None
        other = declared(register)
        return values.to_typed(other, row.values, list(other.fields))

    return there


def _hold_key(declaration: Declaration, key: str) -> None:
    if not re.fullmatch(declaration.key_pattern, key):
        raise KeyNotValid(field="key", key=key, register=declaration.slug)
    if declaration.number is None or check_digits.fits(declaration.number, key):
        return
    if not Fact.objects.filter(register=declaration.slug, key=key).exists():
        raise CheckDigitWrong(field="key", key=key)  # an older number that is there stays as it is


def _part(declaration: Declaration, key: str) -> str:
    if declaration.partition is None:
        return declaration.owner
    row = known_row(declaration.slug, key)
    return declaration.owner_of(row.values if row else None)


def _there(register: str, key: str) -> bool:
    return known_row(register, key) is not None


def next_key(declaration: Declaration) -> str:
    """The number of a new entry, in the caller's transaction: numbers that were not used are given again.

    :raises KeyNotValid: the register does not number its entries.
    """
    if declaration.number is None:
        raise KeyNotValid(field="key", key="", register=declaration.slug)
    RunningNumber.objects.get_or_create(register=declaration.slug)
    while True:
        row = RunningNumber.objects.select_for_update().get(register=declaration.slug)
        row.last += 1
        row.save(update_fields=["last"])
        key = check_digits.numbered(declaration.number, row.last)
        if not Fact.objects.filter(register=declaration.slug, key=key).exists():
            return key  # not one that a load brought


def one_at_a_time(register: str, keys: Sequence[str]) -> None:
    """Hold many entries until the transaction ends, in the same order each time: no two wait in a ring."""
    entries = sorted({entry_reference(register, key).text for key in keys})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(named, 0)) FROM unnest(%s::text[]) AS named",
            [entries],
        )


def _one_at_a_time(entry: str) -> None:
    """Two writers of one entry take turns: no change builds on what is old already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [entry])


def _apply(declaration: Declaration, key: str, plan: Plan, source: str) -> None:
    now = clock.now()
    _hold(declaration, key, plan, now)
    again = {each.begins for each in plan.told}
    rows = Fact.objects.filter(register=declaration.slug, key=key, recorded_until=None)
    sources = dict(rows.values_list("valid_from", "source"))
    rows.filter(valid_from__in=again).update(recorded_until=now)
    Fact.objects.bulk_create(
        Fact(
            register=declaration.slug,
            key=key,
            values=each.values,
            valid_from=each.begins,
            recorded_from=now,
            source=source if each.kept_from is None else sources[each.kept_from],
            said=sorted(each.said) or None,
        )
        for each in plan.told
    )


def _hold(declaration: Declaration, key: str, plan: Plan, now: datetime) -> None:
    """What must hold of every span that the change touches."""
    touched = [(each.begins, each.values) for each in plan.touched if each.values is not None]
    for begins, said in touched:
        if lacking := values.missing(declaration, said):
            raise NothingKnownThen(field=lacking[0], register=declaration.slug, key=key)
        before, _ = spans.at(plan.known, begins)
        checking.hold_rules(declaration, key, said, before, now=now)
        checking.hold_named_rules(declaration, key, said, before, there=entry_at(begins), now=now)
    checking.keep_unique(declaration, key, [said for _, said in touched])

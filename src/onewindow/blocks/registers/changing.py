"""Events of life recorded by the owner's officers: by one, or by one and confirmed by a second."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import checking, spans, values, writing
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.change_numbers import new_number
from onewindow.blocks.registers.changes_seen import asked_about, open_change, view_of
from onewindow.blocks.registers.declarations import Declaration, EventDeclared
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import (
    DayAhead,
    EntryUnknown,
    EventNotFitting,
    EventUnknown,
    NothingKnownThen,
    NotSetByEvent,
    NotYourPart,
    ReasonMissing,
    SecondPersonNeeded,
    SourceMissing,
    ValueMissing,
    WriteRefused,
)
from onewindow.blocks.registers.impartiality import hold_not_own
from onewindow.blocks.registers.matching import looking
from onewindow.blocks.registers.models import Change, Fact
from onewindow.blocks.registers.permission import may_record
from onewindow.blocks.registers.reading import known_row
from onewindow.blocks.registers.types import ChangeView, CorrectionDecided
from onewindow.foundation.access.types import Actor
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

_LONGEST_DOCUMENT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What an officer says happened.

    :param key: the entry; empty for a new one that the register numbers.
    :param values: attribute to value, of those that the event sets.
    :param since: the first day on which it is true, in the owner's zone; None for now, and for a correction
        for as long as the register has said what is wrong.
    :param document: number or name of the source document.
    """

    key: str
    values: Mapping[str, object]
    since: date | None
    document: str
    note: str = ""


def record_event(
    register: str, *, event: str, said: Recorded, officer: Actor, answers: str = ""
) -> ChangeView:
    """Check what happened, and store it, or let a second officer confirm it.

    :param answers: number of the correction that a person asked for and that this decides on.
    """
    with transaction.atomic():
        declaration = declared(register)
        meant = declared_event(declaration, event)
        asked = asked_about(answers, register=register, key=said.key, officer=officer) if answers else None
        part = _allowed(declaration, meant, said, officer)
        key = said.key or writing.next_key(declaration)
        _hold_existence(declaration, meant, key)
        stored = _stored(declaration, meant, said)
        _hold_impartial(register, key, stored, officer)
        start = _start(declaration, meant, stored, said.since)
        _hold_begun(start, said)
        if not said.document.strip():
            raise SourceMissing(field="document")
        change = asked or Change(number=new_number(), register=register)
        change.key, change.event, change.agency = key, event, part
        change.values, change.valid_from = stored, start
        change.document, change.note = said.document.strip()[:_LONGEST_DOCUMENT], said.note.strip()
        change.recorded_by, change.recorded_name = reader_of(officer), officer.name
        change.recorded_at, change.state = clock.now(), "recorded"
        if meant.four_eyes:
            with transaction.atomic():  # tried now, so that who records it sees what is wrong
                _store(declaration, meant, change, officer)
                transaction.set_rollback(True)
            change.save()
            _tell(change, "register.change-recorded", officer)
        else:
            _do(declaration, meant, change, officer)
        return view_of(change)


def confirm(number: str, *, officer: Actor) -> ChangeView:
    """A second officer confirms a change; then it is stored."""
    with transaction.atomic():
        change = open_change(number, officer=officer, state="recorded")
        if change.recorded_by == reader_of(officer):
            raise SecondPersonNeeded()
        _hold_impartial(change.register, change.key, change.values, officer)
        declaration = declared(change.register)
        _do(declaration, declared_event(declaration, change.event), change, officer)
        return view_of(change)


def refuse(number: str, *, reason: str, officer: Actor) -> ChangeView:
    """Refuse what a person asked for, or what a colleague recorded."""
    with transaction.atomic():
        change = open_change(number, officer=officer, state=None)
        if not reason.strip():
            raise ReasonMissing(field="reason")
        _decided(change, officer, "refused")
        change.reason = reason.strip()
        change.save()
        _tell(change, "register.change-refused", officer)
        _publish(change)
        return view_of(change)


def declared_event(declaration: Declaration, event: str) -> EventDeclared:
    """An event of a register.

    :raises EventUnknown: it has none of that name.
    """
    found = declaration.events.get(event)
    if found is None:
        raise EventUnknown(field="event", register=declaration.slug, event=event[:80])
    return found


def _allowed(declaration: Declaration, event: EventDeclared, said: Recorded, officer: Actor) -> str:
    """The agency that owns the part, whose officer this must be."""
    row = known_row(declaration.slug, said.key) if said.key else None
    part = declaration.owner_of(row.values if row else said.values)
    if may_record(declaration, event, officer=officer, part=part):
        return part
    if declaration.partition is not None and any(
        may_record(declaration, event, officer=officer, part=agency) for agency in officer.agencies
    ):
        raise NotYourPart(register=declaration.slug, agency=part)
    raise WriteRefused(register=declaration.slug)


def _hold_existence(declaration: Declaration, event: EventDeclared, key: str) -> None:
    there = Fact.objects.filter(
        register=declaration.slug, key=key, recorded_until=None, values__isnull=False
    ).exists()
    if event.kind == "makes" and there:
        raise EventNotFitting(field="key", event=event.name, rule=N_("the entry is there already"))
    if event.kind != "makes" and not there:
        raise EntryUnknown(field="key", register=declaration.slug, key=key)


def _stored(declaration: Declaration, event: EventDeclared, said: Recorded) -> dict[str, Any]:
    for slug in said.values:
        if slug not in event.sets:
            raise NotSetByEvent(field=slug, event=event.name, attribute=slug)
    stored = values.to_stored(declaration, {**said.values, **event.fixed})
    for slug in declaration.fields:
        if slug in event.needs and stored.get(slug) in (None, "", []):
            raise ValueMissing(field=slug, attribute=declaration.fields[slug].name)
    if not stored and event.kind != "ends":
        raise EventNotFitting(field=event.sets[0], event=event.name, rule=N_("nothing is changed"))
    return stored


def _hold_impartial(register: str, key: str, stored: Mapping[str, Any], officer: Actor) -> None:
    row = known_row(register, key)
    hold_not_own(register, key, row.values if row else None, stored, officers=officer.own)


def _hold_begun(start: datetime | None, said: Recorded) -> None:
    """A slip of the year is found now, not in the year itself: who means it says why."""
    if start is not None and start > clock.now() and not said.note.strip():
        raise DayAhead(field="since", day=start.date().isoformat())


def _start(
    declaration: Declaration,
    event: EventDeclared,
    stored: Mapping[str, Any],
    since: date | None,
) -> datetime | None:
    """The moment from which it is true; None for now, and for a correction as far as the mistake goes."""
    if declaration.plain:
        return None
    day = date.fromisoformat(stored[event.since]) if event.since and stored.get(event.since) else since
    if day is not None:
        zone = ZoneInfo(identity.agency(slug=declaration.owner).zone)
        return datetime.combine(day, time.min, zone)
    return None


def _do(declaration: Declaration, event: EventDeclared, change: Change, officer: Actor) -> None:
    _store(declaration, event, change, officer)
    _decided(change, officer, "done")
    change.save()
    if event.kind == "makes":
        looking.look(declaration, change.key)
    _publish(change)


def _store(declaration: Declaration, event: EventDeclared, change: Change, officer: Actor) -> None:
    stored: dict[str, Any] | None = change.values if change.values or event.kind != "ends" else None
    other = _other(event, change)
    if other:
        writing.one_at_a_time(change.register, [change.key, other])
    told = {change.key: stored}
    if other:
        own = f"register/{change.register}/{change.key}" if change.values.get(event.mutual) else None
        told[other] = {**values.to_stored(declaration, event.fixed), event.mutual: own}
    corrects = event.kind == "corrects"
    if stored is None and known_row(change.register, change.key, as_of=change.valid_from) is None:
        raise NothingKnownThen(field="since", register=change.register, key=change.key)
    try:
        _hold_event(declaration, event, change, told)
        for key, what in told.items():
            writing.store(
                declaration, key=key, stored=what, valid=Period(change.valid_from),
                source=f"change/{change.number}", writer=officer, corrects=corrects,
            )  # fmt: skip
    except NothingKnownThen as problem:
        problem.field = event.since or "since"  # it is the day that does not fit
        raise


def _hold_event(
    declaration: Declaration,
    event: EventDeclared,
    change: Change,
    told: Mapping[str, Mapping[str, Any] | None],
) -> None:
    """What the event itself asks of the entry, at every moment at which it changes either of the entries."""
    if not event.rules:
        return
    plans = {
        key: writing.planned(
            declaration, key=key, stored=what, valid=Period(change.valid_from),
            corrects=event.kind == "corrects",
        )
        for key, what in told.items()
    }  # fmt: skip
    own, begins = plans[change.key], {each.begins for plan in plans.values() for each in plan.then}
    for moment in sorted(begins):
        if not any(plan.changes(moment) for plan in plans.values()):
            continue
        before, _ = spans.at(own.known, moment)
        checking.hold_named_rules(
            declaration, change.key, spans.at(own.then, moment)[0] or before or {}, before,
            there=writing.entry_at(moment), now=clock.now(), event=event,
        )  # fmt: skip


def _other(event: EventDeclared, change: Change) -> str:
    """The key of the entry to which the same happens; empty for none, or one that names somebody else."""
    if not event.mutual:
        return ""
    if named := change.values.get(event.mutual):
        return str(named).rpartition("/")[2]
    row = known_row(change.register, change.key, as_of=change.valid_from)
    key = str((row.values.get(event.mutual) if row else None) or "").rpartition("/")[2]
    back = known_row(change.register, key, as_of=change.valid_from) if key else None
    own = f"register/{change.register}/{change.key}"
    return key if back is not None and back.values.get(event.mutual) == own else ""


def _decided(change: Change, officer: Actor, state: str) -> None:
    change.decided_by, change.decided_name = reader_of(officer), officer.name
    change.decided_at, change.state = clock.now(), state


def _tell(change: Change, kind: str, officer: Actor) -> None:
    record.append(
        kind=kind,
        subject=Reference.of("register", change.register, change.key),
        payload={
            "change": change.number,
            "event": change.event,
            "attributes": sorted(change.values),
            "document": change.document,
            "reason": change.reason,
        },
        actor=reader_of(officer),
    )


def _publish(change: Change) -> None:
    if change.asked_by:
        outbox.publish(
            CorrectionDecided(
                number=change.number,
                register=change.register,
                attribute=change.asked_attribute,
                asked_by=Reference(change.asked_by),
                corrected=change.state == "done",
                reason=change.reason,
            )
        )

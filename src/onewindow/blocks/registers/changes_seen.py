"""Changes on their way, as officers of the owner and the person who asked see them."""

from django.db.models import QuerySet

from onewindow.blocks.registers import merged, values
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import AlreadyDecided, ChangeUnknown
from onewindow.blocks.registers.models import Change
from onewindow.blocks.registers.permission import may_record
from onewindow.blocks.registers.reading import known_row
from onewindow.blocks.registers.types import ChangeView, EventView
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference

_MOST = 200


def change(number: str, *, reader: Actor) -> ChangeView:
    """One change, for who may decide on it and for who asked for it.

    :raises ChangeUnknown: there is none that this reader may see.
    """
    row = Change.objects.filter(pk=number).first()
    if row is None or not (_is_theirs(row, reader) or _asked(row, reader)):
        raise ChangeUnknown(number=number[:40])
    return view_of(row)


def open_changes(*, officer: Actor) -> tuple[ChangeView, ...]:
    """What waits for this officer or a colleague, the oldest first."""
    rows = Change.objects.filter(agency__in=officer.agencies, state__in=["asked", "recorded"])
    ordered = sorted(rows[:_MOST], key=lambda row: (row.asked_at or row.recorded_at, row.pk))
    return tuple(view_of(row) for row in ordered if _is_theirs(row, officer))


def asked_by(*, actor: Actor) -> tuple[ChangeView, ...]:
    """The corrections that somebody, or whom they act for, asked for; the newest first."""
    own = [each.text for each in actor.own]
    rows: QuerySet[Change] = Change.objects.filter(asked_by__in=own).order_by("-asked_at", "number")
    return tuple(view_of(row) for row in rows[:_MOST])


def changes_of(register: str, key: str, *, officer: Actor) -> tuple[ChangeView, ...]:
    """All changes of one entry that this officer may decide on, the newest first."""
    rows = Change.objects.filter(register=register, key=key).order_by("-recorded_at", "-asked_at")
    return tuple(view_of(row) for row in rows[:_MOST] if _is_theirs(row, officer))


def open_change(number: str, *, officer: Actor, state: str | None) -> Change:
    """A change to decide on, locked until the transaction ends.

    :param state: in which it must be; None for any that is open.
    """
    row = Change.objects.select_for_update().filter(pk=number).first()
    if row is None or not _is_theirs(row, officer):
        raise ChangeUnknown(number=number[:40])
    if row.state not in ((state,) if state else ("asked", "recorded")):
        raise AlreadyDecided()
    return row


def asked_about(number: str, *, register: str, key: str, officer: Actor) -> Change:
    """What a person asked for about this entry, by whichever of its numbers, locked to be decided on.

    :raises ChangeUnknown: there is none that this officer may see, or it is about another entry.
    """
    row = open_change(number, officer=officer, state="asked")
    if row.register != register or key not in merged.all_of(register, row.key):
        raise ChangeUnknown(number=number[:40])
    return row


def events_open_to(register: str, *, key: str, officer: Actor) -> tuple[EventView, ...]:
    """The events that an officer may record of an entry; without a key those that make one."""
    declaration = declared(register)
    row = known_row(register, key) if key else None
    parts = [declaration.owner_of(row.values)] if row else sorted(officer.agencies)
    views = {each.slug: each for each in declaration.view().events}
    return tuple(
        views[slug]
        for slug, event in declaration.events.items()
        if (event.kind == "makes") == (not key)
        and any(may_record(declaration, event, officer=officer, part=part) for part in parts)
    )


def _is_theirs(row: Change, officer: Actor) -> bool:
    declaration = declared(row.register)
    event = declaration.events.get(row.event)
    if event is None:  # the owner does not declare it any more, or none at all
        return officer.kind == "officer" and row.agency in officer.agencies
    return may_record(declaration, event, officer=officer, part=row.agency)


def _asked(row: Change, reader: Actor) -> bool:
    own = [each.text for each in reader.own]
    return bool(row.asked_by) and row.asked_by in own


def view_of(row: Change) -> ChangeView:
    """A change as it crosses the door."""
    declaration = declared(row.register)
    known = [slug for slug in row.values if slug in declaration.fields]
    return ChangeView(
        number=row.number,
        register=row.register,
        key=row.key,
        event=row.event,
        agency=row.agency,
        state=row.state,  # type: ignore[arg-type]
        values=values.to_typed(declaration, row.values, known),
        valid_from=row.valid_from,
        document=row.document,
        note=row.note,
        asked_by=Reference(row.asked_by) if row.asked_by else None,
        asked_at=row.asked_at,
        asked_attribute=row.asked_attribute,
        asked_value=row.asked_value,
        asked_because=row.asked_because,
        recorded_by=row.recorded_by,
        recorded_name=row.recorded_name,
        recorded_at=row.recorded_at,
        decided_name=row.decided_name,
        decided_at=row.decided_at,
        reason=row.reason,
    )

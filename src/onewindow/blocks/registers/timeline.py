"""An entry's whole story: what is true when, and what was known before it was corrected."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from onewindow.blocks.registers import access_lines, optional_uses, refusals, stated_cases, values
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import EntryUnknown
from onewindow.blocks.registers.models import Fact
from onewindow.blocks.registers.permission import Allowed, readable
from onewindow.blocks.registers.reading import entry_reference, wanted_of
from onewindow.blocks.registers.types import Purpose, TimelineSpan
from onewindow.foundation.access.types import Actor

_MOST = 500


def timeline(
    register: str,
    *,
    key: str,
    attributes: Sequence[str] | None,
    purpose: Purpose,
    reader: Actor,
    known_at: datetime | None,
) -> tuple[TimelineSpan, ...]:
    """Every span of an entry, with a line for everybody whom any of them names."""
    declaration = declared(register)
    entry = entry_reference(register, key)
    optional_uses.require(register=register, entry=entry, purpose=purpose, reader=reader)
    with refusals.logged(declaration, reader):
        allowed = readable(declaration, entry=entry, reader=reader, purpose=purpose)
        wanted = wanted_of(declaration, attributes, allowed)
        stated_cases.require(register=register, entry=entry, purpose=purpose, reader=reader)
    rows = list(
        Fact.objects.filter(register=register, key=key).order_by("valid_from", "recorded_from")[:_MOST]
    )
    if known_at is not None:
        rows = [row for row in rows if _known(row, known_at)]
    if not rows:
        raise EntryUnknown(field="key", register=register, key=key)
    _note(declaration, key, [row.values or {} for row in rows], wanted, purpose, reader)
    return tuple(_span(declaration, row, _end(row, rows, known_at), wanted, allowed) for row in rows)


def _known(row: Fact, moment: datetime) -> bool:
    return row.recorded_from <= moment and (row.recorded_until is None or row.recorded_until > moment)


def _end(row: Fact, rows: Sequence[Fact], known_at: datetime | None) -> datetime | None:
    """Where the next span begins, of those that were known when this one last was."""
    for other in rows:
        if other.valid_from <= row.valid_from:
            continue
        if known_at is not None or (other.recorded_until == row.recorded_until):
            return other.valid_from
        if row.recorded_until is not None and _known_before(other, row.recorded_until):
            return other.valid_from
    return None


def _known_before(row: Fact, moment: datetime) -> bool:
    return row.recorded_from < moment and (row.recorded_until is None or row.recorded_until >= moment)


def _note(
    declaration: Declaration,
    key: str,
    told: Sequence[Mapping[str, Any]],
    wanted: list[str],
    purpose: Purpose,
    reader: Actor,
) -> None:
    """One line for each person whom the story names: spans that name nobody new leave no further one."""
    named: set[str] = set()
    for stored in told:
        people = {
            person.text
            for slug in wanted
            for person in access_lines.people_in(declaration.fields[slug], stored.get(slug))
        }
        if people <= named and named:
            continue
        named |= people or {"nobody"}
        access_lines.note(
            declaration, key=key, stored=stored, attributes=wanted, purpose=purpose, reader=reader
        )


def _span(
    declaration: Declaration, row: Fact, end: datetime | None, wanted: list[str], allowed: Allowed
) -> TimelineSpan:
    stored = row.values
    said = values.to_typed(declaration, stored, wanted) if stored is not None else None
    if said is not None and stored is not None:
        for slug in allowed.masked & set(wanted):
            said[slug] = values.mask(declaration.fields[slug], stored.get(slug))
    return TimelineSpan(
        valid_from=row.valid_from,
        valid_until=end,
        recorded_from=row.recorded_from,
        recorded_until=row.recorded_until,
        source=row.source,
        values=said,
    )

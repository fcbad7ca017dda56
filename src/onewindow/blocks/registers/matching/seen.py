"""The queue of pairs, as the owner's officers see it."""

from datetime import timedelta

from onewindow.blocks.registers import reading
from onewindow.blocks.registers.declarations import CORRECTION, Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import DuplicateDecided, DuplicateUnknown, WriteRefused
from onewindow.blocks.registers.impartiality import hold_not_own
from onewindow.blocks.registers.models import Duplicate
from onewindow.blocks.registers.permission import may_record
from onewindow.blocks.registers.reading import known_row
from onewindow.blocks.registers.types import Facts, PairPart, PairRead, PairView, Purpose
from onewindow.foundation.access.types import Actor

_WAITING = ("open", "merging", "parting")
_JUST_BEFORE = timedelta(microseconds=1)


def pairs(
    register: str, *, officer: Actor, state: str, limit: int, skipped: int
) -> tuple[tuple[PairView, ...], int]:
    """Pairs in one state, or all that wait; the likeliest first. How many there are in all."""
    declaration = declared(register)
    if not decides(declaration, officer):
        raise WriteRefused(register=register)
    wanted = [state] if state else list(_WAITING)
    rows = Duplicate.objects.filter(register=register, state__in=wanted).order_by("-weight", "pk")
    return tuple(map(view_of, rows[skipped : skipped + limit])), rows.count()


def pair(number: int, *, officer: Actor) -> PairRead:
    """One pair and both entries, read for the purpose that the owner declared; it leaves its lines."""
    row = Duplicate.objects.filter(pk=number).first()
    if row is None or not decides(declared(row.register), officer):
        raise DuplicateUnknown(number=number)
    return PairRead(pair=view_of(row), one=_read(row, row.one, officer), other=_read(row, row.other, officer))


def locked(number: int, *, officer: Actor, states: tuple[str, ...]) -> Duplicate:
    """A pair to decide on, locked until the transaction ends.

    :raises DuplicateUnknown: none that this officer decides on.
    :raises DuplicateDecided: it is in another state by now.
    :raises OwnEntry: one of the two entries is about the officer.
    """
    row = Duplicate.objects.select_for_update().filter(pk=number).first()
    if row is None or not decides(declared(row.register), officer):
        raise DuplicateUnknown(number=number)
    if row.state not in states:
        raise DuplicateDecided()
    _hold_parts(declared(row.register), row, officer)
    _hold_not_own(row, officer)
    return row


def view_of(row: Duplicate) -> PairView:
    """The row as it crosses the door."""
    return PairView(
        number=row.pk, register=row.register, one=row.one, other=row.other, weight=row.weight,
        parts=tuple(PairPart(*part) for part in row.parts), found_at=row.found_at, state=row.state,
        stays=row.stays, gone=row.gone, takes_over=tuple(sorted(row.values)), proposed_by=row.proposed_by,
        proposed_name=row.proposed_name, decided_name=row.decided_name, decided_at=row.decided_at,
        reason=row.reason,
    )  # fmt: skip


def _read(row: Duplicate, key: str, officer: Actor) -> Facts:
    """What an entry says; of one that was merged away, what it said before."""
    declaration = declared(row.register)
    matching = declaration.matching
    return reading.read(
        row.register,
        key=key,
        attributes=None,
        purpose=Purpose(legal_basis=matching.purpose if matching else None),
        reader=officer,
        as_of=row.merged_at - _JUST_BEFORE if key == row.gone and row.merged_at else None,
        known_at=None,
    )


def decides(declaration: Declaration, officer: Actor) -> bool:
    """Whether the officer decides on pairs: whoever may record a correction."""
    event = declaration.events[CORRECTION]
    parts = {declaration.owner, *officer.agencies} if declaration.partition else {declaration.owner}
    return any(may_record(declaration, event, officer=officer, part=part) for part in parts)


def _hold_parts(declaration: Declaration, row: Duplicate, officer: Actor) -> None:
    """Both entries must be in the part of the register that the officer's agency keeps."""
    event = declaration.events[CORRECTION]
    for key in (row.one, row.other):
        found = known_row(declaration.slug, key)
        part = declaration.owner_of(found.values if found else None)
        if found is not None and not may_record(declaration, event, officer=officer, part=part):
            raise WriteRefused(register=declaration.slug)


def _hold_not_own(row: Duplicate, officer: Actor) -> None:
    """Whoever is merged with somebody sees what is theirs: nobody decides on that for themself."""
    for key in (row.one, row.other):
        found = known_row(row.register, key)
        said = found.values if found else None
        hold_not_own(row.register, key, said, row.before.get(key), officers=officer.own)

"""Deciding on pairs: not the same, merged by two officers, taken apart again by two."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import writing
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import (
    DuplicateUnknown,
    EntryUnknown,
    ReasonMissing,
    SecondPersonNeeded,
    TakenOverUnknown,
)
from onewindow.blocks.registers.matching import parting
from onewindow.blocks.registers.matching.seen import locked, view_of
from onewindow.blocks.registers.models import Duplicate
from onewindow.blocks.registers.reading import known_row
from onewindow.blocks.registers.types import EntriesMerged, PairView
from onewindow.foundation.access.types import Actor
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference


def say_different(number: int, *, reason: str, officer: Actor) -> PairView:
    """They are two; nobody is asked about this pair again. One officer is enough: nothing changes."""
    with transaction.atomic():
        row = locked(number, officer=officer, states=("open",))
        row.reason = _reason(reason)
        return _decided(row, "different", officer)


def propose_merge(
    number: int, *, stays: str, takes_over: Sequence[str], reason: str, officer: Actor
) -> PairView:
    """Say that they are one: which entry stays, and what it takes over from the other."""
    with transaction.atomic():
        row = locked(number, officer=officer, states=("open",))
        if stays not in (row.one, row.other):
            raise DuplicateUnknown(field="stays", number=number)
        row.stays, row.gone = stays, row.other if stays == row.one else row.one
        before = _before(row)
        row.values = _taken_over(before[row.stays], before[row.gone], takes_over)
        row.reason = _reason(reason)
        with transaction.atomic():  # tried now, so that who proposes it sees what is wrong
            _merge(declared(row.register), row, officer)
            transaction.set_rollback(True)
        return _proposed(row, "merging", officer)


def propose_parting(number: int, *, reason: str, officer: Actor) -> PairView:
    """Say that a merger was wrong."""
    with transaction.atomic():
        row = locked(number, officer=officer, states=("merged",))
        row.reason = _reason(reason)
        return _proposed(row, "parting", officer)


def confirm(number: int, *, officer: Actor) -> PairView:
    """A second officer confirms the merger, or that it is undone; then it is done."""
    with transaction.atomic():
        row = locked(number, officer=officer, states=("merging", "parting"))
        if _proposed_it(row, officer):
            raise SecondPersonNeeded()
        declaration = declared(row.register)
        if row.state == "merging":
            _merge(declaration, row, officer)
            return _decided(row, "merged", officer)
        parting.part(declaration, row, officer)
        return _decided(row, "different", officer)


def decline(number: int, *, reason: str, officer: Actor) -> PairView:
    """A second officer, or whoever proposed it, takes the proposal back."""
    with transaction.atomic():
        row = locked(number, officer=officer, states=("merging", "parting"))
        row.reason = _reason(reason)
        state = "merged" if row.state == "parting" else "open"
        if state == "open":
            row.stays = row.gone = ""
            row.values = {}
        return _decided(row, state, officer)


def _proposed_it(row: Duplicate, officer: Actor) -> bool:
    """Whether it was the officer, whichever of their accounts they used."""
    same = identity.accounts_of_person(account=officer.account) if officer.account else frozenset[str]()
    texts = {Reference.of("account", each).text for each in same}
    return row.proposed_by in {reader_of(officer), *texts}


def _merge(declaration: Declaration, row: Duplicate, officer: Actor) -> None:
    """The one that stays takes over; of the other nothing more is said from now on."""
    row.before, row.merged_at = _before(row), clock.now()
    source = parting.source_of(row)
    writing.store(
        declaration, key=row.gone, stored=None, valid=Period(row.merged_at), source=source, writer=officer
    )
    if row.values:
        writing.store(
            declaration, key=row.stays, stored=row.values, valid=Period(row.merged_at), source=source,
            writer=officer,
        )  # fmt: skip
    outbox.publish(EntriesMerged(register=row.register, gone=row.gone, stays=row.stays))


def _before(row: Duplicate) -> dict[str, dict[str, Any]]:
    """What both say now.

    :raises EntryUnknown: one of them is gone meanwhile.
    """
    found: dict[str, dict[str, Any]] = {}
    for key in (row.one, row.other):
        known = known_row(row.register, key)
        if known is None:
            raise EntryUnknown(field="key", register=row.register, key=key)
        found[key] = known.values
    return found


def _taken_over(stays: dict[str, Any], gone: dict[str, Any], takes_over: Sequence[str]) -> dict[str, Any]:
    for slug in takes_over:
        if gone.get(slug) in (None, "", []) or gone[slug] == stays.get(slug):
            raise TakenOverUnknown(field="takes_over", attribute=slug)
    return {slug: gone[slug] for slug in takes_over}


def _reason(text: str) -> str:
    if not text.strip():
        raise ReasonMissing(field="reason")
    return text.strip()[:2000]


def _proposed(row: Duplicate, state: str, officer: Actor) -> PairView:
    row.state, row.proposed_by, row.proposed_name = state, reader_of(officer), officer.name
    return _told(row, officer)


def _decided(row: Duplicate, state: str, officer: Actor) -> PairView:
    row.state, row.decided_by, row.decided_name = state, reader_of(officer), officer.name
    row.decided_at = clock.now()
    return _told(row, officer)


def _told(row: Duplicate, officer: Actor) -> PairView:
    row.save()
    record.append(
        kind=f"register.pair-{row.state}",
        subject=Reference.of("register", row.register, row.stays or row.one),
        payload={
            "pair": row.pk, "one": row.one, "other": row.other, "stays": row.stays,
            "takes_over": sorted(row.values), "reason": row.reason,
        },
        actor=reader_of(officer),
    )  # fmt: skip
    return view_of(row)

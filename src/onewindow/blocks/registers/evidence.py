"""Typed evidence: what a register that somebody else keeps says, kept for a case, or a while for a law."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from onewindow.blocks.registers import access_lines, values
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.change_numbers import new_number
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.errors import (
    EntryUnknown,
    EvidenceNotThere,
    EvidenceRefused,
    PurposeMissing,
)
from onewindow.blocks.registers.models import EvidenceAsked
from onewindow.blocks.registers.permission import Allowed
from onewindow.blocks.registers.ports import EvidenceSource
from onewindow.blocks.registers.types import EvidenceRequest, Facts, Purpose
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_FOR_A_LAW: Final = 1  # days: the same law stands behind every later form, a case is one cause
_sources: dict[str, EvidenceSource] = {}


def use_source(name: str, source: EvidenceSource | None) -> None:
    """Say who answers for the registers declared with ``source: {evidence: <name>}``; None forgets it."""
    if source is None:
        _sources.pop(name, None)
    else:
        _sources[name] = source


def read(
    declaration: Declaration,
    key: str,
    wanted: list[str],
    allowed: Allowed,
    *,
    purpose: Purpose,
    reader: Actor,
) -> Facts:
    """What the source says: asked the first time, kept for that purpose afterwards.

    For a case as long as the case lasts, for a law a day; or for both as many days as the declaration says.
    That there is nothing to be said, or no right to be told, is kept for a case only.

    :raises EvidenceNotThere: it takes longer; ask again later.
    :raises EvidenceRefused, EntryUnknown: the source said so.
    """
    if not purpose.stated:
        raise PurposeMissing(register=declaration.slug)
    source = _sources.get(declaration.source["evidence"])
    asked = _asked(declaration, key, purpose, reader)
    if asked.state == "asked" and source is not None:
        _answer(asked, source, declaration, purpose)
    name = declaration.source["evidence"]
    match asked.state:
        case "asked":
            raise EvidenceNotThere(register=declaration.slug, source=name)
        case "unknown":
            raise EntryUnknown(field="key", register=declaration.slug, key=key)
        case "refused":
            raise EvidenceRefused(register=declaration.slug, source=name, reason=asked.reason)
        case _:
            return _facts(declaration, asked, wanted, allowed, purpose, reader)


def _asked(declaration: Declaration, key: str, purpose: Purpose, reader: Actor) -> EvidenceAsked:
    named = purpose.case.text if purpose.case else str(purpose.legal_basis)[:200]
    with transaction.atomic():
        kept = EvidenceAsked.objects.select_for_update().filter(
            register=declaration.slug, key=key, purpose=named
        )
        if (row := kept.first()) is not None and _too_old(row, declaration, purpose):
            row.delete()
        asked, made = EvidenceAsked.objects.get_or_create(
            register=declaration.slug,
            key=key,
            purpose=named,
            defaults={
                "number": new_number(),
                "attributes": list(declaration.fields),
                "asked_at": clock.now(),
                "state": "asked",
            },
        )
        if made:
            record.append(
                kind="register.evidence-asked",
                subject=Reference.of("register", declaration.slug, key),
                payload={"request": asked.number, "source": declaration.source["evidence"]},
                actor=reader_of(reader),
            )
    return asked


def _too_old(row: EvidenceAsked, declaration: Declaration, purpose: Purpose) -> bool:
    """Whether the source is asked anew; what it has not answered yet is the same request still."""
    if row.answered_at is None:
        return False
    if row.state != "there" and purpose.case is None:
        return True
    days = declaration.source.get("days") or ("" if purpose.case else _FOR_A_LAW)
    return bool(days) and clock.now() >= row.answered_at + timedelta(days=int(days))


def _answer(asked: EvidenceAsked, source: EvidenceSource, declaration: Declaration, purpose: Purpose) -> None:
    """Ask, outside of any transaction of ours; keep what came back."""
    said = source.ask(
        request=EvidenceRequest(
            number=asked.number,
            register=asked.register,
            key=asked.key,
            attributes=tuple(asked.attributes),
            case=purpose.case.text if purpose.case else "",
            legal_basis=purpose.legal_basis or "",
        )
    )
    if said.state == "later":
        return
    asked.state, asked.reason, asked.proof = said.state, said.reason, said.proof
    if said.state == "there":
        known = {slug: value for slug, value in said.values.items() if slug in declaration.fields}
        asked.values = values.to_stored(declaration, known)
    asked.answered_at = clock.now()
    asked.save()


def _facts(
    declaration: Declaration,
    asked: EvidenceAsked,
    wanted: Sequence[str],
    allowed: Allowed,
    purpose: Purpose,
    reader: Actor,
) -> Facts:
    stored: dict[str, Any] = asked.values
    access_lines.note(
        declaration, key=asked.key, stored=stored, attributes=wanted, purpose=purpose, reader=reader
    )
    typed = values.to_typed(declaration, stored, list(wanted))
    hidden = allowed.masked & set(wanted)
    for slug in hidden:
        typed[slug] = values.mask(declaration.fields[slug], stored.get(slug))
    return Facts(
        register=declaration.slug,
        key=asked.key,
        values=typed,
        source=f"evidence/{asked.number}",
        known_at=asked.answered_at or asked.asked_at,
        masked=frozenset(hidden),
    )

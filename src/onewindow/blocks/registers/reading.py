"""Reads of one entry: with a purpose or not at all, and never without a line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Q

from onewindow.blocks.registers import access_lines, values
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import (
    AttributeRefused,
    AttributeUnknown,
    EntryUnknown,
    KeyNotValid,
    PurposeMissing,
)
from onewindow.blocks.registers.models import Fact, Link
from onewindow.blocks.registers.permission import Allowed, readable
from onewindow.blocks.registers.types import AccessLineView, Facts, Purpose
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed, OnewindowError
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

_LONGEST_KEY = 120


def entry_reference(register: str, key: str) -> Reference:
    """``register/<register>/<key>``; a key that cannot be one is told so."""
    try:
        if len(key) > _LONGEST_KEY:
            raise KeyNotValid(field="key", key=key[:_LONGEST_KEY], register=register)
        return Reference.of("register", register, key)
    except OnewindowError as problem:
        raise KeyNotValid(field="key", key=key[:_LONGEST_KEY], register=register) from problem


@transaction.atomic
def read(
    register: str,
    *,
    key: str,
    attributes: Sequence[str] | None,
    purpose: Purpose,
    reader: Actor,
    as_of: datetime | None,
    known_at: datetime | None,
) -> Facts:
    """Read one entry. The refusal comes before the look: it does not tell whether the entry exists."""
    declaration = declared(register)
    entry = entry_reference(register, key)
    allowed = readable(declaration, entry=entry, reader=reader, purpose=purpose)
    wanted = _wanted(declaration, attributes, allowed)
    row = known_row(register, key, as_of=as_of, known_at=known_at)
    if row is None:
        raise EntryUnknown(field="key", register=register, key=key)
    access_lines.note(
        declaration, key=key, stored=row.values, attributes=wanted, purpose=purpose, reader=reader
    )
    typed = values.to_typed(declaration, row.values, wanted)
    hidden = allowed.masked & set(wanted)
    for slug in hidden:
        typed[slug] = values.mask(declaration.fields[slug], row.values.get(slug))
    return Facts(
        register=register,
        key=key,
        values=typed,
        source=row.source,
        known_at=row.recorded_from,
        masked=frozenset(hidden),
    )


def known_row(
    register: str, key: str, *, as_of: datetime | None = None, known_at: datetime | None = None
) -> Fact | None:
    """What was true at one moment, as known at another; both are now where not given."""
    true_at = as_of or clock.now()
    rows = Fact.objects.filter(register=register, key=key, valid_from__lte=true_at).filter(
        Q(valid_until=None) | Q(valid_until__gt=true_at)
    )
    if known_at is None:
        rows = rows.filter(recorded_until=None)
    else:
        rows = rows.filter(recorded_from__lte=known_at).filter(
            Q(recorded_until=None) | Q(recorded_until__gt=known_at)
        )
    return rows.first()


def known_rows(register: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Stored values of several entries as they stand now, with one question."""
    now = clock.now()
    rows = Fact.objects.filter(register=register, key__in=keys, recorded_until=None, valid_from__lte=now)
    return dict(rows.filter(Q(valid_until=None) | Q(valid_until__gt=now)).values_list("key", "values"))


def _wanted(declaration: Declaration, attributes: Sequence[str] | None, allowed: Allowed) -> list[str]:
    """The attributes to read: those asked for, or else all that this reader may see."""
    open_to_reader = allowed.whole | allowed.masked
    if attributes is None:
        wanted = [slug for slug in declaration.fields if slug in open_to_reader]
        if not wanted:
            raise _refusal(declaration, next(iter(declaration.fields)), allowed)
        return wanted
    for slug in attributes:
        if slug not in declaration.fields:
            raise AttributeUnknown(field=slug, register=declaration.slug, attribute=slug)
        if slug not in open_to_reader:
            raise _refusal(declaration, slug, allowed)
    return list(dict.fromkeys(attributes))


def _refusal(declaration: Declaration, slug: str, allowed: Allowed) -> AttributeRefused | PurposeMissing:
    if slug in allowed.needs_purpose or (not allowed.whole and allowed.needs_purpose):
        return PurposeMissing(field=slug, register=declaration.slug)
    return AttributeRefused(field=slug, register=declaration.slug, attribute=slug)


@transaction.atomic
def rows_naming(
    register: str, *, attribute: str, target: Reference, purpose: Purpose, reader: Actor
) -> list[tuple[str, dict[str, Any]]]:
    """Entries whose list names somebody, each with only the row that does: ``(key, row)``.

    For people to find what concerns themselves (the companies that they represent), so the reader is the
    one who is named, or the engine with a purpose. One line for each entry.
    """
    declaration = declared(register)
    field = declaration.fields.get(attribute)
    if field is None or field.type != "list":
        raise AttributeUnknown(register=register, attribute=attribute)
    if target not in (reader.person, reader.acting_for):
        if reader.kind != "system":
            raise AttributeRefused(register=register, attribute=attribute)
        if field.classification != "public" and not purpose.stated:
            raise PurposeMissing(register=register)
    keys = Link.objects.filter(target=target.text, register=register, attribute=attribute)
    found: list[tuple[str, dict[str, Any]]] = []
    for key in keys.values_list("key", flat=True).order_by("key"):
        row = known_row(register, key)
        if row is None:
            continue
        own = [
            each
            for each in row.values.get(attribute) or []
            if target in access_lines.people_in_row(field, each)
        ]
        access_lines.note(
            declaration,
            key=key,
            stored={attribute: own},
            attributes=[attribute],
            purpose=purpose,
            reader=reader,
        )
        typed = values.to_typed(declaration, {attribute: own}, [attribute])[attribute]
        found.extend((key, each) for each in cast("list[dict[str, Any]]", typed))
    return found


def name_of(register: str, *, key: str, purpose: Purpose, reader: Actor) -> str:
    """How an entry is called: its label's attributes, read like any other."""
    declaration = declared(register)
    if not declaration.label:
        return key
    said = read(
        register,
        key=key,
        attributes=declaration.label,
        purpose=purpose,
        reader=reader,
        as_of=None,
        known_at=None,
    ).values
    return " ".join(_plain(said[slug], reader.language) for slug in declaration.label if said[slug])


def _plain(value: object, language: str) -> str:
    if isinstance(value, dict):
        return Localised(cast("dict[str, str]", value)).in_language(language)
    return str(value)


def access_lines_of(
    concerned: Reference, *, reader: Actor, after: int, limit: int
) -> tuple[list[AccessLineView], int | None]:
    """The lines about oneself, or about whom one acts for."""
    if concerned not in (reader.person, reader.acting_for):
        raise NotAllowed()
    return access_lines.lines_of(concerned, skipped=max(after, 0), limit=max(1, min(limit, 200)))

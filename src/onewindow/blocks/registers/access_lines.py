"""Who looked: one line per person concerned for each read of personal data, and a leaf in the record."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import cast

import orjson
from django.db import connection, transaction

from onewindow.blocks.registers import merged
from onewindow.blocks.registers.declarations import Declaration, Field
from onewindow.blocks.registers.models import AccessLine
from onewindow.blocks.registers.types import AccessLineView, Purpose
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_PEOPLE = "register/people/"
_COLUMNS = (
    "at",
    "concerned",
    "register",
    "key",
    "attributes",
    "reader",
    "reader_name",
    "reader_kind",
    "agency",
    "office",
    "case",
    "legal_basis",
    "record_entry",
    "acting_for",
    "basis",
)
_INSERT = (
    "INSERT INTO registers_accessline (" + ", ".join(f'"{name}"' for name in _COLUMNS) + ")"  # noqa: S608
    f" VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
)
EVERYBODY = "everybody"
"""The key of lines about all entries of a register at once."""
CASES = "cases"
"""Stands for a register in the lines about what a case holds."""
_SAME_LOOK = timedelta(minutes=15)
AUTOMATIC = "automatic"
"""Stands for the lines of no agency in a filter."""


def note(
    declaration: Declaration,
    *,
    key: str,
    stored: Mapping[str, object],
    attributes: Sequence[str],
    purpose: Purpose,
    reader: Actor,
) -> None:
    """Write the lines of one read, in the caller's transaction if there is one."""
    note_all(declaration, entries={key: stored}, attributes=attributes, purpose=purpose, reader=reader)


def note_all(
    declaration: Declaration,
    *,
    entries: Mapping[str, Mapping[str, object]],
    attributes: Sequence[str],
    purpose: Purpose,
    reader: Actor,
) -> None:
    """Write the lines of a read of several entries: one leaf each, two statements for all.

    Public attributes leave none, and neither does looking at what is one's own; but for an officer who looks
    themself up with a purpose, as if they were somebody else. Who acts for somebody leaves one, however far
    the right reaches.
    """
    seen = [slug for slug in attributes if declaration.fields[slug].classification != "public"]
    as_officer = reader.kind == "officer" and purpose.stated
    own = () if as_officer else reader.unseen
    looked: list[tuple[str, list[Reference]]] = []
    for key, stored in entries.items() if seen else ():
        entry = Reference.of("register", declaration.slug, key)
        concerned = [each for each in _concerned(declaration, entry, stored, seen) if each not in own]
        if concerned:
            looked.append((key, concerned))
    if looked:
        with nullcontext() if connection.in_atomic_block else transaction.atomic():
            _write(declaration, looked, seen, purpose, reader)


def note_extent(
    declaration: Declaration, *, attributes: Sequence[str], entries: int, purpose: Purpose, reader: Actor
) -> None:
    """Write one line for all entries of a register at once, which everybody concerned sees as theirs."""
    seen = [slug for slug in attributes if declaration.fields[slug].classification != "public"]
    if not seen:
        return
    named = [declaration.fields[slug] for slug in seen if _names_people(declaration.fields[slug])]
    concerned = [everybody_in(declaration.slug)] if declaration.concerns_entry or not named else []
    concerned += [everybody_in("people")] if named and declaration.slug != "people" else []
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        leaf = record.append(
            kind="register.exported",
            subject=Reference.of("register", declaration.slug),
            payload={
                "attributes": seen,
                "entries": entries,
                "case": purpose.case.text if purpose.case else None,
                "legal_basis": purpose.legal_basis,
                "reader": reader_of(reader),
            },
            actor=reader_of(reader),
        )
        AccessLine.objects.bulk_create(
            _line(each, declaration.slug, EVERYBODY, seen, purpose, reader, str(leaf.id))
            for each in concerned
        )


def everybody_in(register: str) -> Reference:
    """Stands for all entries of a register, in lines of exports."""
    return Reference.of("register", register, EVERYBODY)


def _names_people(field: Field) -> bool:
    return field.register == "people" or any(_names_people(inner) for inner in field.fields)


def _of(concerned: Reference) -> list[str]:
    """Whom a line names: the one concerned, whom they were merged with, or everybody in the register."""
    register, _, key = concerned.key.partition("/")
    if not register:
        return [concerned.text]
    same = [Reference.of("register", register, each).text for each in merged.all_of(register, key)]
    return [*same, everybody_in(register).text]


def note_case(*, case: Reference, concerned: Reference, reader: Actor) -> None:
    """An officer looked at what a case holds about somebody: a line, once in a while for the same."""
    now = clock.now()
    same = AccessLine.objects.filter(
        concerned=concerned.text,
        at__gt=now - _SAME_LOOK,
        register=CASES,
        key=case.key,
        reader=reader_of(reader),
    )
    if concerned in reader.unseen or same.exists():
        return
    purpose = Purpose(case=case)
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        [leaf] = record.append_all(
            entries=[_entry(case, [concerned], [CASES], purpose, reader)],
        )
        _line(concerned, CASES, case.key, [CASES], purpose, reader, str(leaf.id)).save()


def _write(
    declaration: Declaration,
    looked: list[tuple[str, list[Reference]]],
    seen: list[str],
    purpose: Purpose,
    reader: Actor,
) -> None:
    leaves = record.append_all(
        entries=[
            _entry(Reference.of("register", declaration.slug, key), concerned, seen, purpose, reader)
            for key, concerned in looked
        ]
    )
    _keep(
        [
            _line(each, declaration.slug, key, seen, purpose, reader, str(leaf.id))
            for (key, concerned), leaf in zip(looked, leaves, strict=True)
            for each in concerned
        ]
    )


def _keep(lines: Sequence[AccessLine]) -> None:
    """On the way of every read of personal data, so without what the ORM adds to it."""
    rows = [
        [
            orjson.dumps(line.attributes).decode() if name == "attributes" else getattr(line, name)
            for name in _COLUMNS
        ]
        for line in lines
    ]
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(_INSERT, rows[0])
        else:
            cursor.executemany(_INSERT, rows)


def _entry(
    subject: Reference,
    concerned: list[Reference],
    seen: list[str],
    purpose: Purpose,
    reader: Actor,
) -> record.NewEntry:
    return record.NewEntry(
        kind="register.read",
        subject=subject,
        payload={
            "attributes": seen,
            "concerned": [each.text for each in concerned],
            "case": purpose.case.text if purpose.case else None,
            "legal_basis": purpose.legal_basis,
            "reader": reader_of(reader),
            "reader_name": reader.name,
        },
        actor=reader_of(reader),
    )


def reader_of(reader: Actor) -> str:
    """How a reader is named: its account, or the part of this program."""
    return Reference.of("account", reader.account).text if reader.account else reader.name or reader.kind


def lines_of(
    concerned: Reference, *, skipped: int, limit: int, agency: str = "", since: datetime | None = None
) -> tuple[list[AccessLineView], int | None]:
    """The newest lines first, and where to go on; the whole list, page by page."""
    rows = AccessLine.objects.filter(concerned__in=_of(concerned)).order_by("-at", "-id")
    if agency:
        rows = rows.filter(agency="" if agency == AUTOMATIC else agency)
    if since is not None:
        rows = rows.filter(at__gte=since)
    found = list(rows[skipped : skipped + limit + 1])
    more = skipped + limit if len(found) > limit else None
    return [_view(row) for row in found[:limit]], more


def line(number: int, concerned: Reference | None = None) -> AccessLineView | None:
    """One line by its number; with somebody named, only one of those that are listed as theirs."""
    rows = AccessLine.objects.filter(pk=number)
    row = (rows if concerned is None else rows.filter(concerned__in=_of(concerned))).first()
    return _view(row) if row else None


def agencies_of(concerned: Reference) -> list[str]:
    """Which agencies looked, by slug; ``automatic`` where this program did by itself or a person did."""
    rows = AccessLine.objects.filter(concerned__in=_of(concerned))
    return sorted({slug or AUTOMATIC for slug in rows.values_list("agency", flat=True).distinct()})


def _concerned(
    declaration: Declaration, entry: Reference, stored: Mapping[str, object], seen: Iterable[str]
) -> list[Reference]:
    found = [entry] if declaration.concerns_entry else []
    for slug in seen:
        found.extend(people_in(declaration.fields[slug], stored.get(slug)))
    return list(dict.fromkeys(found)) or [entry]


def people_in(field: Field, value: object) -> list[Reference]:
    """The people that a value names: a company's officers, a child's parents."""
    if value is None:
        return []
    if field.type == "reference":
        return [Reference(value)] if isinstance(value, str) and value.startswith(_PEOPLE) else []
    rows = cast("list[object]", value if isinstance(value, list) else [value])
    return [person for row in rows for person in people_in_row(field, row)]


def people_in_row(field: Field, row: object) -> list[Reference]:
    """The people that one row of a list, or a group, names."""
    if not isinstance(row, Mapping):
        return []
    parts = cast("Mapping[str, object]", row)
    return [person for inner in field.fields for person in people_in(inner, parts.get(inner.slug))]


def _line(
    concerned: Reference,
    register: str,
    key: str,
    seen: list[str],
    purpose: Purpose,
    reader: Actor,
    leaf: str,
) -> AccessLine:
    at: datetime = clock.now()
    post = reader.posts[0] if reader.kind == "officer" and reader.posts else None
    return AccessLine(
        at=at,
        concerned=concerned.text,
        register=register,
        key=key,
        attributes=seen,
        reader=reader_of(reader),
        reader_name=reader.name,
        reader_kind=reader.kind,
        agency=post.agency if post else "",
        office=post.office if post else "",
        case=purpose.case.text if purpose.case else "",
        legal_basis=(purpose.legal_basis or "")[:300],
        record_entry=leaf,
        acting_for=reader.acting_for.text if reader.acting_for else "",
        basis=(reader.basis or "")[:200],
    )


def _view(row: AccessLine) -> AccessLineView:
    return AccessLineView(
        line=row.pk,
        at=row.at,
        concerned=Reference(row.concerned),
        register=row.register,
        key=row.key,
        attributes=tuple(row.attributes),
        reader=row.reader,
        reader_name=row.reader_name,
        reader_kind=row.reader_kind,
        agency=row.agency,
        office=row.office,
        case=Reference(row.case) if row.case else None,
        legal_basis=row.legal_basis,
        record_entry=row.record_entry,
        acting_for=row.acting_for,
        basis=row.basis,
    )

"""The door of registers: what the state already knows, for a stated purpose and never unseen."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from onewindow.blocks.registers import (
    codes,
    declared,
    finding,
    loading,
    reading,
    reference_data,
    writing,
)
from onewindow.blocks.registers.errors import (
    AttributeRefused,
    AttributeUnknown,
    CalendarUnknown,
    DataNotValid,
    DeclarationNotValid,
    EntryUnknown,
    KeyNotValid,
    PurposeMissing,
    RateUnknown,
    RegisterUnknown,
    SearchRefused,
    ValueNotValid,
    WriteRefused,
)
from onewindow.blocks.registers.types import (
    PUBLIC,
    AccessLineView,
    Code,
    Facts,
    FieldDeclared,
    Found,
    Purpose,
    RegisterView,
)
from onewindow.foundation.access.types import Actor
from onewindow.kernel.money import Rate
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference
from onewindow.kernel.working_days import WorkingCalendar

__all__ = [
    "PUBLIC",
    "AccessLineView",
    "AttributeRefused",
    "AttributeUnknown",
    "CalendarUnknown",
    "Code",
    "DataNotValid",
    "DeclarationNotValid",
    "EntryUnknown",
    "Facts",
    "FieldDeclared",
    "Found",
    "KeyNotValid",
    "Purpose",
    "PurposeMissing",
    "RateUnknown",
    "RegisterUnknown",
    "RegisterView",
    "SearchRefused",
    "ValueNotValid",
    "WriteRefused",
    "access_lines_of",
    "calendar",
    "code",
    "code_list",
    "code_name",
    "exists",
    "find",
    "find_codes",
    "load_country",
    "load_declarations",
    "name_of",
    "public_name",
    "public_names",
    "rate",
    "read",
    "reading_once",
    "register",
    "registers",
    "rows_naming",
    "write",
]


reading_once = reading.reading_once


def read(
    *,
    register: str,
    key: str,
    attributes: Sequence[str] | None = None,
    purpose: Purpose = PUBLIC,
    reader: Actor,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Facts:
    """Read one entry for a purpose. Personal data leaves a line that the person sees, and one in the record.

    :param attributes: which ones; None for all that this reader may see.
    :param purpose: a case or a legal basis; may be left out for public attributes and for one's own data.
    :param as_of: what was true then; None for now.
    :param known_at: what the register knew then; None for now.
    :returns: typed values; an attribute without a value is None.
    :raises RegisterUnknown, EntryUnknown, AttributeUnknown, KeyNotValid: there is no such thing.
    :raises PurposeMissing: an attribute that a purpose would open, and none was stated.
    :raises AttributeRefused: an attribute that the owner did not open to this reader.
    """
    return reading.read(
        register,
        key=key,
        attributes=attributes,
        purpose=purpose,
        reader=reader,
        as_of=as_of,
        known_at=known_at,
    )


def find(
    *,
    register: str,
    text: str,
    limit: int = 10,
    purpose: Purpose = PUBLIC,
    reader: Actor,
    language: str = "en",
) -> tuple[Found, ...]:
    """Find entries by what somebody types: the beginning of a code or of words, without accents or case.

    :param text: empty lists the first entries.
    :param limit: 1 to 50.
    :returns: an exact code first, then by weight and name.
    :raises SearchRefused, PurposeMissing: the labels are personal, and the reader may not search them.
    """
    return finding.find(register, text=text, limit=limit, purpose=purpose, reader=reader, language=language)


def code_list(*, register: str, language: str = "en") -> tuple[Code, ...]:
    """All codes of a short open register (countries, currencies, units), sorted for the language.

    :raises RegisterUnknown: no such register.
    :raises SearchRefused: the register is not open.
    """
    return codes.code_list(register, language=language)


def code(*, register: str, key: str) -> Mapping[str, object] | None:
    """One entry of an open register with its ``key``; None where there is none. Kept in memory.

    :raises RegisterUnknown: no such register.
    :raises SearchRefused: the register is not open; ``read`` it.
    """
    return codes.code(register, key)


def code_name(*, register: str, key: str, language: str = "en") -> str:
    """The label of a code of an open register in a language; empty where there is none. Kept in memory."""
    return codes.code_name(register, key, language=language)


def find_codes(
    *, register: str, text: str, language: str = "en", limit: int = 10
) -> tuple[tuple[str, str], ...]:
    """``find`` in an open register for anybody, as ``(code, label)``."""
    found = finding.find(register, text=text, limit=limit, purpose=PUBLIC, reader=Actor(), language=language)
    return tuple((each.key, each.label) for each in found)


def exists(*, register: str, key: str) -> bool:
    """Whether a register has an entry; tells nothing of what it says."""
    return codes.exists(register, key)


def name_of(*, register: str, key: str, purpose: Purpose, reader: Actor) -> str:
    """How an entry is called, read for a purpose like any other attribute. Errors as for ``read``."""
    return reading.name_of(register, key=key, purpose=purpose, reader=reader)


def public_name(*, register: str, key: str, language: str = "en") -> str:
    """How an entry is called where everybody may know (a company); empty where not (a person)."""
    return codes.public_names(register, [key], language=language)[key]


def public_names(*, register: str, keys: Sequence[str], language: str = "en") -> dict[str, str]:
    """``public_name`` of several entries, by key, with one question."""
    return codes.public_names(register, keys, language=language)


def write(
    *,
    register: str,
    key: str,
    changes: Mapping[str, object],
    valid: Period,
    source: str,
    writer: Actor,
) -> None:
    """Change an entry for a period, or make it. What the register knew before stays known as such.

    :param changes: attribute to value; other attributes stay. None takes a value away.
    :param valid: since when (None for now) and until when (None for open) this is true.
    :param source: what the change rests on, such as a case or a document.
    :raises WriteRefused: the owner did not let this writer change it.
    :raises AttributeUnknown, ValueNotValid, KeyNotValid, SourceMissing: nothing was stored.
    :raises NothingKnownThen: a required attribute would be missing in a part of the period.
    """
    writing.write(register, key=key, changes=changes, valid=valid, source=source, writer=writer)


def rows_naming(
    *,
    register: str,
    attribute: str,
    target: Reference,
    purpose: Purpose = PUBLIC,
    reader: Actor,
) -> list[tuple[str, dict[str, Any]]]:
    """Entries whose list attribute names somebody, each with only the row that does, as ``(key, row)``.

    Such as the companies whose ``officers`` name a person.

    :param reader: whoever is named, or a part of this program with a purpose.
    :raises AttributeRefused, PurposeMissing: anybody else.
    """
    return reading.rows_naming(register, attribute=attribute, target=target, purpose=purpose, reader=reader)


def access_lines_of(
    *, concerned: Reference, reader: Actor, after: int = 0, limit: int = 50
) -> tuple[list[AccessLineView], int | None]:
    """Who looked at somebody's data, newest first, complete.

    :param concerned: whose data; the reader themself, or whom the reader acts for.
    :param after: how many lines to skip: what the call before returned as second value.
    :returns: the lines, and where the next page begins; None at the end.
    :raises NotAllowed: anybody else.
    """
    return reading.access_lines_of(concerned, reader=reader, after=after, limit=limit)


def register(*, slug: str) -> RegisterView:
    """One register as its owner declared it.

    :raises RegisterUnknown: no such register.
    """
    return declared.declaration(slug).view()


def registers() -> tuple[RegisterView, ...]:
    """All registers by slug."""
    return tuple(each.view() for each in declared.declarations())


def calendar(*, name: str) -> WorkingCalendar:
    """The working calendar of an office.

    :raises CalendarUnknown: no such calendar.
    """
    return reference_data.calendar(name)


def rate(*, base: str, quote: str, on: date) -> Rate:
    """What one unit of ``base`` cost in ``quote`` on a civil day of the central bank.

    :returns: the rate published for that day, or the last one before; the inverse where only that is there.
    :raises RateUnknown: neither is published.
    """
    return reference_data.rate(base, quote, on)


def load_declarations(*, folder: Path) -> tuple[str, ...]:
    """Declare the registers of a folder (``*.yaml``), without facts; their slugs.

    :raises DeclarationNotValid: names file, place and rule; nothing was stored.
    """
    return loading.load_declarations(folder)


def load_country(*, folder: Path) -> tuple[str, ...]:
    """Load the registers of a country's folder (``registers/*.yaml`` and what they name); idempotent.

    Call it after ``identity.api.load_country``: the register of agencies comes from there.

    :returns: the registers that had changed; none at all in well under a second.
    :raises DeclarationNotValid, DataNotValid: names file, place or entry, and rule; nothing was stored.
    """
    return loading.load(folder)


def declared_in(*, folder: Path) -> tuple[RegisterView, ...]:
    """The registers that a country's folder declares (``registers/*.yaml``), read without the database.

    :raises DeclarationNotValid: names file, place and rule.
    """
    return loading.declared_in(folder)

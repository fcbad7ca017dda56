"""A register read from YAML, and checked."""

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from onewindow.blocks.registers import declaring_changes as changes
from onewindow.blocks.registers.declarations import (
    CHECKS,
    CLASSES,
    TYPES,
    Declaration,
    Field,
    Grant,
    Numbering,
)
from onewindow.blocks.registers.declaring_parts import HYPHENED, SLUG, Reader
from onewindow.blocks.registers.resemblance import read_matching
from onewindow.blocks.registers.types import Classification
from onewindow.kernel.localised import Localised

_FIELD_NAMES: Final = (
    "field",
    "name",
    "type",
    "class",
    "register",
    "required",
    "pattern",
    "words",
    "search",
    "mask",
    "fields",
)


def _field(reader: Reader, data: object, where: str, inherited: str | None) -> Field:
    row = reader.mapping(data, where, _FIELD_NAMES)
    slug = reader.slug(row.get("field"), f"{where}/field", SLUG)
    where = f"{where}/{slug}"
    # A class that nobody gave is secret: default deny.
    classification = cast(
        "Classification", reader.one_of(row.get("class", inherited or "secret"), f"{where}/class", CLASSES)
    )
    inner = tuple(
        _field(reader, each, f"{where}/fields", classification)
        for each in reader.sequence(row.get("fields", []), f"{where}/fields")
    )
    return Field(
        slug=slug,
        name=reader.name(row.get("name"), f"{where}/name"),
        type=reader.one_of(row.get("type"), f"{where}/type", TYPES),
        classification=classification,
        register=str(row.get("register", "")),
        required=bool(row.get("required", False)),
        pattern=reader.pattern(row.get("pattern", ""), f"{where}/pattern"),
        words=_words(reader, row, f"{where}/words"),
        search=reader.one_of(row.get("search", ""), f"{where}/search", ("", "words", "name")),
        mask=int(row.get("mask", 0)),
        fields=inner,
    )


def _words(reader: Reader, row: Mapping[str, Any], where: str) -> tuple[tuple[str, Localised], ...]:
    """What the values are called; each must be one that the pattern allows."""
    named = reader.mapping(row.get("words", {}), where, tuple(row.get("words", {})))
    for code in named:
        if not re.fullmatch(str(row.get("pattern", "")), str(code)):
            raise reader.refuse(f"{where}/{code}", "the pattern does not allow this value")
    return tuple((str(code), reader.name(name, f"{where}/{code}")) for code, name in named.items())


def _grant(reader: Reader, data: object, where: str, known: Mapping[str, Field]) -> Grant:
    row = reader.mapping(data, where, ("agency", "role", "attributes", "masked", "search"))
    for part in ("attributes", "masked"):
        for attribute in reader.sequence(row.get(part, []), f"{where}/{part}"):
            if attribute != "*" and attribute not in known:
                raise reader.refuse(f"{where}/{part}", f"the register has no attribute “{attribute}”")
    if "agency" not in row or "role" not in row:
        raise reader.refuse(where, "name the agency and the role, or * for any")
    return Grant(
        agency=str(row["agency"]),
        role=str(row["role"]),
        attributes=frozenset(row.get("attributes", [])),
        masked=frozenset(row.get("masked", [])),
        search=bool(row.get("search", False)),
    )


_NAMES: Final = (
    "register",
    "name",
    "owner",
    "key",
    "concerns",
    "fields",
    "label",
    "readers",
    "writers",
    "unique",
    "rules",
    "history",
    "partition",
    "purposes",
    "events",
    "source",
    "matching",
)
_MOST_DAYS: Final = 3650
_ANY_KEY: Final = r"[A-Za-z0-9][A-Za-z0-9._~:+-]*"


def read_declaration(data: object, *, file: str) -> Declaration:
    """Read one declaration.

    :param data: what YAML (safe) or JSON made of the file.
    :param file: its name, for the errors.
    :raises DeclarationNotValid: names the file, the place and the rule.
    """
    reader = Reader(file)
    top = reader.mapping(data, "", _NAMES)
    fields = _fields(reader, top.get("fields"))
    key = reader.mapping(top.get("key", {}), "key", ("pattern", "number"))
    source = _source(reader, top.get("source", {}), fields)
    concerns = reader.one_of(top.get("concerns", "nobody"), "concerns", ("nobody", "entry"))
    history = reader.one_of(top.get("history", "bitemporal"), "history", ("bitemporal", "plain"))
    return Declaration(
        slug=reader.slug(top.get("register"), "register", HYPHENED),
        name=reader.name(top.get("name"), "name"),
        owner=reader.slug(top.get("owner"), "owner", HYPHENED),
        fields=fields,
        key_pattern=reader.pattern(key.get("pattern", _ANY_KEY), "key/pattern"),
        number=_numbering(reader, key.get("number")),
        concerns_entry=concerns == "entry",
        label=reader.known(top.get("label"), "label", fields),
        readers=_grants(reader, top.get("readers", []), "readers", fields),
        writers=_grants(reader, top.get("writers", []), "writers", fields),
        unique=reader.known(top.get("unique"), "unique", fields),
        rules=changes.rules(reader, top.get("rules", []), fields),
        plain=history == "plain",
        partition=changes.partition(reader, top.get("partition"), fields),
        purposes=changes.purposes(reader, top.get("purposes", []), fields),
        events=changes.events(reader, top.get("events", []), fields),
        source={name: str(value) for name, value in source.items()},
        matching=read_matching(reader, top.get("matching"), fields),
    )


def _source(reader: Reader, data: object, fields: Mapping[str, Field]) -> Mapping[str, Any]:
    source = reader.mapping(data, "source", ("file", "builtin", "evidence", "since", "days"))
    if "since" in source:
        reader.known([source["since"]], "source/since", fields)
    days = source.get("days", 1)
    if (
        not isinstance(days, int)
        or not 1 <= days <= _MOST_DAYS
        or ("days" in source) > ("evidence" in source)
    ):
        raise reader.refuse("source/days", "give the days that evidence may be old, from 1 to 3650")
    return source


def _fields(reader: Reader, data: object) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for row in reader.sequence(data, "fields"):
        each = _field(reader, row, "fields", None)
        if each.slug in fields:
            raise reader.refuse(f"fields/{each.slug}", "declared twice")
        fields[each.slug] = each
    return fields


def _grants(reader: Reader, data: object, where: str, known: Mapping[str, Field]) -> tuple[Grant, ...]:
    rows = reader.sequence(data, where)
    return tuple(_grant(reader, row, f"{where}/{number}", known) for number, row in enumerate(rows))


def _numbering(reader: Reader, data: object) -> Numbering | None:
    if data is None:
        return None
    row = reader.mapping(data, "key/number", ("prefix", "digits", "check"))
    check = reader.one_of(row.get("check"), "key/number/check", CHECKS)
    digits = row.get("digits")
    if not isinstance(digits, int) or not 1 <= digits <= 15:
        raise reader.refuse("key/number/digits", "give a number from 1 to 15")
    return Numbering(prefix=str(row.get("prefix", "")), digits=digits, check=check)  # type: ignore[arg-type]

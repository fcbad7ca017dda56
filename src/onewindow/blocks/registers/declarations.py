"""A register declared as data: read from YAML, checked, and kept as plain values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, cast

from onewindow.blocks.registers.errors import DeclarationNotValid
from onewindow.blocks.registers.types import Classification, FieldDeclared, RegisterView
from onewindow.kernel.localised import Localised

TYPES: Final = (
    "text",
    "integer",
    "decimal",
    "boolean",
    "date",
    "time",
    "reference",
    "code",
    "localised",
    "list",
    "group",
)
CLASSES: Final = ("public", "personal", "secret")
_SLUG: Final = re.compile(r"[a-z][a-z0-9_]*")
_REGISTER: Final = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One attribute.

    :param register: which register a ``code`` or ``reference`` names an entry of.
    :param search: ``""``, ``words`` (its words find the entry) or ``name`` (in other scripts, too).
    :param mask: how many last characters stay readable where a reader sees it only in part.
    :param fields: of a ``group``, or of each row of a ``list``; a list without fields has plain values.
    """

    slug: str
    name: Localised
    type: str
    classification: Classification
    register: str = ""
    required: bool = False
    pattern: str = ""
    search: str = ""
    mask: int = 0
    fields: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Which officers may read what. ``*`` as agency or role stands for any.

    :param attributes: what they may read; ``*`` among them stands for all but the secret ones.
    :param masked: what of that they see only in part.
    :param search: whether they may search by name.
    """

    agency: str
    role: str
    attributes: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()
    search: bool = False


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """A register.

    :param key_pattern: what its keys look like.
    :param concerns_entry: whether an entry is somebody, who sees who looked (a person, a company).
    :param label: the attributes that name an entry in a list, joined by spaces; the key where empty.
    :param source: where loading finds the facts: ``file`` or ``builtin`` and what it needs.
    """

    slug: str
    name: Localised
    owner: str
    fields: Mapping[str, Field]
    key_pattern: str = r"[A-Za-z0-9][A-Za-z0-9._~:+-]*"
    concerns_entry: bool = False
    label: tuple[str, ...] = ()
    readers: tuple[Grant, ...] = ()
    writers: tuple[Grant, ...] = ()
    source: Mapping[str, str] = field(default_factory=dict[str, str])

    @cached_property
    def open(self) -> bool:
        """Whether every attribute is public."""
        return all(each.classification == "public" for each in self.fields.values())

    @cached_property
    def linking(self) -> tuple[Field, ...]:
        """The attributes that name other entries."""
        return tuple(
            each
            for each in self.fields.values()
            if each.type == "reference" or any(inner.type == "reference" for inner in each.fields)
        )

    def view(self) -> RegisterView:
        """The declaration as others see it."""
        return RegisterView(
            slug=self.slug,
            name=self.name,
            owner=self.owner,
            open=self.open,
            fields=tuple(
                FieldDeclared(
                    slug=each.slug, name=each.name, type=each.type, classification=each.classification
                )
                for each in self.fields.values()
            ),
            writing_agencies=frozenset({self.owner, *(grant.agency for grant in self.writers)}),
        )


class _Reader:
    """Reads one file; every refusal names the file and the place in it."""

    def __init__(self, file: str) -> None:
        self.file = file

    def refuse(self, where: str, rule: str) -> DeclarationNotValid:
        return DeclarationNotValid(file=self.file, where=where, rule=rule)

    def mapping(self, data: object, where: str, known: Sequence[str]) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise self.refuse(where, "this must be a mapping of names to values")
        found = cast("dict[str, Any]", data)
        for name in found:
            if name not in known:
                raise self.refuse(f"{where}/{name}", f"unknown name; known are {', '.join(known)}")
        return found

    def sequence(self, data: object, where: str) -> list[Any]:
        if not isinstance(data, list):
            raise self.refuse(where, "this must be a list")
        return cast("list[Any]", data)

    def one_of(self, value: object, where: str, known: Sequence[str]) -> str:
        if value not in known:
            raise self.refuse(where, f"“{value}” is not one of {', '.join(known)}")
        return cast("str", value)

    def slug(self, value: object, where: str, pattern: re.Pattern[str]) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.refuse(where, f"“{value}” is not a slug ({pattern.pattern})")
        return value

    def name(self, data: object, where: str) -> Localised:
        if not isinstance(data, dict) or "en" not in data:
            raise self.refuse(where, "give a name by language, English (en) among them")
        return Localised({str(tag): str(text) for tag, text in cast("dict[Any, Any]", data).items()})

    def pattern(self, value: object, where: str) -> str:
        try:
            re.compile(str(value))
        except re.error as problem:
            raise self.refuse(where, f"not a regular expression: {problem}") from problem
        return str(value)


_FIELD_NAMES: Final = (
    "field",
    "name",
    "type",
    "class",
    "register",
    "required",
    "pattern",
    "search",
    "mask",
    "fields",
)


def _field(reader: _Reader, data: object, where: str, inherited: str | None) -> Field:
    row = reader.mapping(data, where, _FIELD_NAMES)
    slug = reader.slug(row.get("field"), f"{where}/field", _SLUG)
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
        search=reader.one_of(row.get("search", ""), f"{where}/search", ("", "words", "name")),
        mask=int(row.get("mask", 0)),
        fields=inner,
    )


def _grant(reader: _Reader, data: object, where: str, known: Mapping[str, Field]) -> Grant:
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
    "source",
)


def read_declaration(data: object, *, file: str) -> Declaration:
    """Read one declaration.

    :param data: what YAML (safe) or JSON made of the file.
    :param file: its name, for the errors.
    :raises DeclarationNotValid: names the file, the place and the rule.
    """
    reader = _Reader(file)
    top = reader.mapping(data, "", _NAMES)
    fields: dict[str, Field] = {}
    for row in reader.sequence(top.get("fields"), "fields"):
        each = _field(reader, row, "fields", None)
        if each.slug in fields:
            raise reader.refuse(f"fields/{each.slug}", "declared twice")
        fields[each.slug] = each
    label = tuple(str(slug) for slug in reader.sequence(top.get("label", []), "label"))
    for slug in label:
        if slug not in fields:
            raise reader.refuse("label", f"the register has no attribute “{slug}”")
    readers = reader.sequence(top.get("readers", []), "readers")
    writers = reader.sequence(top.get("writers", []), "writers")
    key = reader.mapping(top.get("key", {}), "key", ("pattern",))
    source = reader.mapping(top.get("source", {}), "source", ("file", "builtin"))
    return Declaration(
        slug=reader.slug(top.get("register"), "register", _REGISTER),
        name=reader.name(top.get("name"), "name"),
        owner=reader.slug(top.get("owner"), "owner", _REGISTER),
        fields=fields,
        key_pattern=reader.pattern(key.get("pattern", r"[A-Za-z0-9][A-Za-z0-9._~:+-]*"), "key/pattern"),
        concerns_entry=reader.one_of(top.get("concerns", "nobody"), "concerns", ("nobody", "entry"))
        == "entry",
        label=label,
        readers=tuple(_grant(reader, row, f"readers/{n}", fields) for n, row in enumerate(readers)),
        writers=tuple(_grant(reader, row, f"writers/{n}", fields) for n, row in enumerate(writers)),
        source={name: str(value) for name, value in source.items()},
    )

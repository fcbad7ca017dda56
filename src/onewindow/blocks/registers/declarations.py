"""A register declared as data, kept as plain values. ``declaring`` reads it from YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from onewindow.blocks.registers.resemblance import Matching
from onewindow.blocks.registers.types import (
    Classification,
    EventKind,
    EventView,
    FieldDeclared,
    PurposeView,
    RegisterView,
)
from onewindow.kernel.localised import Localised
from onewindow.standards.feel import Expression

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
CHECKS: Final = ("luhn", "mod11-10", "mod97-10")
CheckDigits = Literal["luhn", "mod11-10", "mod97-10"]
CORRECTION: Final = "correction"
"""The event that every register has."""
PART: Final = "@part"
"""As the agency of a grant: whichever agency owns the part of the register that the entry is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One attribute.

    :param register: which register a ``code`` or ``reference`` names an entry of.
    :param words: what its values are called, where they are codes of its own, such as ``F`` and ``M``.
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
    words: tuple[tuple[str, Localised], ...] = ()
    search: str = ""
    mask: int = 0
    fields: tuple["Field", ...] = ()

    def word(self, value: str, language: str) -> str:
        """What a value is called; itself where nobody named it."""
        return next((name.in_language(language) for code, name in self.words if code == value), value)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeDeclared:
    """A purpose for which the owner lets the register be read.

    :param law: what it rests on; a reader may name the purpose by it.
    :param attributes: what it opens, of that which the reader's grants open; empty for all of it.
    :param agencies: whose officers may name it; empty for any.
    """

    slug: str
    name: Localised
    law: str
    attributes: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()

    def named_by(self, legal_basis: str) -> bool:
        """Whether somebody who names this legal basis means this purpose: its slug, its law, or an article of
        that law."""
        said = legal_basis.strip()
        return said in (self.slug, self.law) or said.startswith(f"{self.law},")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """What must hold of every entry at every moment.

    :param expression: FEEL over the attributes, ``key``, ``before`` (the entry as it was, or null) and, where
        the rule is ``of`` an attribute, ``there``; only what is false breaks it, for what is not known cannot
        be judged.
    :param field: the attribute that a breach is told at.
    :param of: an attribute that names another entry; the rule is judged when it comes to name one, and
        ``there`` is that entry at the same moment.
    """

    expression: Expression
    says: Localised
    field: str
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """How the register numbers new entries: prefix, running number, check digits."""

    prefix: str
    digits: int
    check: CheckDigits


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """Who owns which part: the value of an attribute says which agency's officers may change the entry.

    :param agencies: value to agency; another value is the owner's.
    """

    attribute: str
    agencies: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDeclared:
    """Something that happens in life and changes an entry: a birth, a marriage, a sale.

    :param kind: whether it makes a new entry, changes one, corrects what was wrong all along, or ends one
        (where it sets nothing, the register says nothing more).
    :param sets: the attributes that it may change; ``fixed`` are set by it whatever is told.
    :param needs: those of them that must be told.
    :param since: the attribute whose date says from when on it is true; empty: the officer says.
    :param document: what it rests on; the officer names it by number.
    :param four_eyes: a second officer confirms.
    :param mutual: an attribute that names another entry of the register, to which the same happens: what is
        ``fixed`` holds of both, and each names the other or neither does.
    :param rules: what must hold besides the rules of the register when it is recorded.
    :param by: agencies and roles that record it; empty for the register's writers.
    """

    slug: str
    name: Localised
    kind: EventKind
    sets: tuple[str, ...]
    document: Localised
    needs: frozenset[str] = frozenset()
    fixed: Mapping[str, object] = field(default_factory=dict[str, object])
    since: str = ""
    four_eyes: bool = False
    mutual: str = ""
    rules: tuple[EntryRule, ...] = ()
    by: tuple[Grant, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """A register.

    :param key_pattern: what its keys look like.
    :param concerns_entry: whether an entry is somebody, who sees who looked (a person, a company).
    :param label: the attributes that name an entry in a list, joined by spaces; the key where empty.
    :param number: how new entries are numbered; None where the number is given.
    :param unique: attributes of which no two entries have the same value, ever.
    :param rules: what must hold of every entry.
    :param plain: nobody says since when: what was recorded last is true since it was recorded.
    :param partition: who owns which part; None where the owner owns all of it.
    :param purposes: what it may be read for; empty only where every attribute is public.
    :param events: how it may change; with only a correction its writers may change anything, too.
    :param source: where loading finds the facts: ``file`` or ``builtin`` and what it needs; or ``evidence``:
        it is kept elsewhere, and the source of that name is asked.
    :param matching: how entries that may be one and the same are found; None where nobody looks.
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
    number: Numbering | None = None
    unique: tuple[str, ...] = ()
    rules: tuple[EntryRule, ...] = ()
    plain: bool = False
    partition: Partition | None = None
    purposes: tuple[PurposeDeclared, ...] = ()
    events: Mapping[str, EventDeclared] = field(default_factory=dict[str, EventDeclared])
    source: Mapping[str, str] = field(default_factory=dict[str, str])
    matching: Matching | None = None

    @cached_property
    def open(self) -> bool:
        """Whether every attribute is public."""
        return all(each.classification == "public" for each in self.fields.values())

    @cached_property
    def eventful(self) -> bool:
        """Whether officers change it by events only."""
        return bool(self.events.keys() - {CORRECTION})

    @cached_property
    def linking(self) -> tuple[Field, ...]:
        """The attributes that name other entries."""
        return tuple(
            each
            for each in self.fields.values()
            if each.type == "reference" or any(inner.type == "reference" for inner in each.fields)
        )

    def owner_of(self, stored: Mapping[str, object] | None) -> str:
        """The agency whose officers may change an entry with these values."""
        if self.partition is None or stored is None:
            return self.owner
        return self.partition.agencies.get(str(stored.get(self.partition.attribute)), self.owner)

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
            writing_agencies=frozenset(self._writing()),
            purposes=tuple(
                PurposeView(slug=each.slug, name=each.name, law=each.law, agencies=each.agencies)
                for each in self.purposes
            ),
            events=tuple(
                EventView(slug=each.slug, name=each.name, kind=each.kind, four_eyes=each.four_eyes)
                for each in self.events.values()
            ),
        )

    def _writing(self) -> set[str]:
        named = {self.owner, *(grant.agency for grant in self.writers)} - {PART}
        return named | set(self.partition.agencies.values() if self.partition else ())

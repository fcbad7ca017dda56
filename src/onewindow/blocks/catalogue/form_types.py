"""A form: pages of fields with rules, as a package declares it. Part of ``types``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from onewindow.blocks.catalogue.formula import Formula
from onewindow.kernel.localised import Localised
from onewindow.standards import dmn

FieldType = Literal[
    "text", "long_text", "integer", "decimal", "money", "unit_price", "date", "date_time", "yes_no", "choice",
    "choices", "code", "file", "list", "group", "statement", "slot", "person",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is stored, and what is read."""

    value: str
    label: Localised


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the package that a form makes while it is filled in.

    :param definitions: None until the package's decisions were read.
    """

    name: str
    definitions: dmn.Definitions | None = None

    def made(self, scope: Mapping[str, object], *, now: datetime | None = None) -> dmn.Decided | None:
        """What is decided over what is answered so far, and by which rules; None before they were read.

        :raises BudgetSpent: it needs more than it may have.
        """
        if self.definitions is None:
            return None
        declared = {name for item in self.definitions.inputs.values() for name in (item.name, item.id)}
        wanted = declared | set(self.definitions.free_names)
        inputs = {name: scope[name] for name in wanted if name in scope}
        return dmn.evaluate(self.definitions, decision=self.name, inputs=inputs, now=now)


@dataclass(frozen=True, slots=True)
class Field:
    """One question, one known fact, or one list of them.

    :param field: its slug; the answer's key.
    :param type: ``code`` is a key of a public register; ``slot`` is a date-time out of those offered by
        ``options_from``; ``file`` is {file, name, content_type, size}; ``statement`` has no answer.
    :param show_if: asked only where it holds; else it has no answer at all.
    :param required: a literal bool, or FEEL.
    :param minimum: of integer, decimal, money, unit_price and date, inclusive; ``more_than`` exclusive.
        FEEL may be used. For lists: how many rows.
    :param pattern: a text must match it wholly (a limited regular expression).
    :param currency: of money and unit_price; gives an ISO 4217 code. The answer is in major units, exact
        to the currency's minor units for money, with any decimals for unit_price.
    :param computed: FEEL; never asked, always computed from the other answers.
    :param known: FEEL over facts; shown as known already, never asked; where it is null it is asked.
    :param default: shown as a suggestion while there is no answer.
    :param options_from: FEEL that gives the options of a choice, choices or slot, from the case's data.
    :param rows_from: FEEL; a list has exactly one row for each item, and ``item`` in the row's scope.
    :param means: a slug for what is asked, where several services ask it: a form made of theirs asks it once.
    :param also: further names under which services that are parts of this one know the same answer.
    :param decision: a decision of the package; never asked, always decided from the other answers.
    :param asked_because: why it is asked although a register knows it, or another agency issues it.
    :param fields: of the rows of a list, or of a group. In a row's scope ``row`` is that row.
    """

    field: str
    type: FieldType
    label: Localised
    hint: Localised | None = None
    help: Localised | None = None
    required: Formula | None = None
    show_if: Formula | None = None
    register: str | None = None
    options: tuple[Option, ...] = ()
    options_from: Formula | None = None
    minimum: Formula | None = None
    maximum: Formula | None = None
    more_than: Formula | None = None
    less_than: Formula | None = None
    max_length: int | None = None
    pattern: str | None = None
    decimals: int | None = None
    currency: Formula | None = None
    computed: Formula | None = None
    known: Formula | None = None
    default: Formula | None = None
    accept: tuple[str, ...] = ()
    max_mb: Decimal = Decimal(10)
    rows_from: Formula | None = None
    asked_because: str = ""
    means: str = ""
    also: tuple[str, ...] = ()
    decision: "Decision | None" = None
    fields: tuple["Field", ...] = ()

    @property
    def asked(self) -> bool:
        """Whether a person can answer it (a known field may still be asked where its fact is null)."""
        return self.computed is None and self.decision is None and self.type != "statement"


@dataclass(frozen=True, slots=True)
class Page:
    """Fields that are shown together.

    :param questions_of: a step that calls another service: the pages of its form stand here, once the package
        was joined with what it calls.
    """

    page: str
    title: Localised
    text: Localised | None
    show_if: Formula | None
    fields: tuple[Field, ...]
    questions_of: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several answers.

    :param check: must hold; null (a question not answered) passes.
    :param field: the path of the field that shows the problem; inside ``each`` it is a field of the row.
    :param each: a list field; the check is made for each row, with ``row`` in scope.
    :param text: what is wrong and the way out, to the person.
    """

    check: Formula
    field: str
    text: Localised
    each: str | None = None


@dataclass(frozen=True, slots=True)
class Fills:
    """A file that fills the form: dropping an invoice, for instance.

    :param standard: what is read, such as ``en16931``.
    :param field: the file field into which it is dropped.
    :param name: what the message is called in FEEL, such as ``invoice``.
    :param map: target path to FEEL over the message.
    :param lists: list field to (FEEL that gives its items, target in the row to FEEL with ``item`` in scope).
    """

    standard: str
    field: str
    name: str
    map: Mapping[str, Formula]
    lists: Mapping[str, tuple[Formula, Mapping[str, Formula]]]


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody fills in. Its answers are in FEEL under its ``name``.

    :param also: further names in FEEL of the same answers: those of the forms that became part of this one.
    """

    form: str
    title: Localised
    pages: tuple[Page, ...]
    checks: tuple[Check, ...] = ()
    fills: Fills | None = None
    submit: Localised | None = None
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in FEEL: the slug with underscores, for a hyphen is a minus there."""
        return self.form.replace("-", "_")

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields of all pages, in order."""
        return tuple(found for page in self.pages for found in page.fields)

    def field(self, path: str) -> Field | None:
        """The field of a path such as ``lines/0/quantity`` or ``lines/quantity``."""
        within, found = self.fields, None
        for part in path.split("/"):
            if part.isdigit():
                continue
            found = next((one for one in within if one.field == part), None)
            if found is None:
                return None
            within = found.fields
        return found

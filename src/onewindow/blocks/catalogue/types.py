"""What crosses the catalogue's door: a service package, read, checked and compiled. Nothing here does I/O.

Texts are in it already: a form, a page, a field and a step carry their own ``Localised`` texts, so that no
caller builds text keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from onewindow.blocks.catalogue.form_types import Check, Field, Fills, Form, Option, Page
from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.texts import Filling, Texts
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference
from onewindow.standards import bpmn, dmn

__all__ = [
    "After",
    "Applicant",
    "Benefit",
    "Check",
    "CheckedAnswers",
    "Deadline",
    "DocumentSource",
    "DocumentStep",
    "Fact",
    "Fee",
    "Field",
    "Filled",
    "Filling",
    "Fills",
    "Finding",
    "Form",
    "Formula",
    "Imported",
    "LegalBasis",
    "Notice",
    "NoticeStep",
    "NumberRule",
    "NumberStep",
    "Option",
    "Outcome",
    "Page",
    "Party",
    "PaymentStep",
    "RegisterStep",
    "Scenario",
    "ServicePackage",
    "ServiceStep",
    "ServiceSummary",
    "ShownField",
    "ShownPage",
    "Step",
    "StepText",
    "StoredFileAnswer",
    "Texts",
    "UndoStep",
    "VersionView",
    "WorkStep",
    "WriteStep",
]

Outcome = Literal["granted", "refused", "withdrawn", "expired", "revoked", "closed"]
Party = Literal["applicant", "officer", "person", "caller"]


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The law that a service stands on: ``law`` such as "Law 94-41", ``article`` such as "3" or ""."""

    law: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a filing is worth, in major units of a currency: a mandate may have a limit."""

    amount: "Formula"
    currency: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who may apply.

    :param kinds: of ``person`` and ``company``.
    :param scope: what a mandate must cover for somebody else to apply for them.
    :param worth: what counts against the limit of a mandate; None where nothing does.
    """

    kinds: tuple[str, ...]
    scope: str
    worth: Worth | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Working days of an office's calendar.

    :param working_days: a whole number, or FEEL that gives one.
    :param calendar: a calendar's name; None is the calendar of the agency that works.
    :param remind: so many working days before the end the worker is reminded; None is never.
    :param escalate_to: the role of the same agency that hears of it when the deadline is missed.
    :param on_silence: an action of ``after`` that the house takes when the applicant let the deadline pass,
        such as the withdrawal; None where it only tells them so.
    """

    working_days: Formula
    calendar: Formula | None = None
    remind: int | None = None
    escalate_to: str | None = None
    on_silence: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a register knows, so that nobody is asked: in FEEL ``facts.<name>``.

    :param key: FEEL that gives the entry's key; null means that the fact is not needed (yet).
    :param attributes: what is read; at least one.
    """

    name: str
    register: str
    key: Formula
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberRule:
    """How a number is given: one gapless sequence per value of ``sequence``.

    :param into: the name in the case's data that holds the number.
    :param sequence: FEEL; a text, or a list whose parts name the sequence, such as ``[bank, branch, year]``.
    :param pattern: FEEL that gives the number's text; ``n`` in its scope is the next integer, from 1.
    """

    into: str
    sequence: Formula
    pattern: Formula


@dataclass(frozen=True, slots=True)
class StepText:
    """What people read of a step.

    :param name: what is done, such as "The bank checks your invoice".
    :param waits: why the case waits here, said to the applicant.
    """

    name: Localised
    waits: Localised


@dataclass(frozen=True, slots=True)
class WorkStep:
    """Somebody does something with a form. A user task.

    :param element: the id in the process.
    :param party: ``applicant``, an ``officer`` of an agency, or another ``person`` who must have a say.
    :param agency: gives the agency's slug; None for the applicant and another person.
    :param role: the role that an officer needs; None for the applicant and another person.
    :param person: gives the other person: a key of the register of people, or a whole reference such as
        ``register/companies/1204567A``.
    :param form: the slug of its form; its answers go into the data under ``into``.
    :param into: the name in the data, whose value is {answers..., "by": {...}, "on": date}.
    :param four_eyes: where it holds, a second officer of the same role confirms before the step is complete.
        Its scope has the answers under ``into`` already.
    :param not_by: ids of steps whose officer may not do this one.
    :param not_by_case: gives the number of another case: nobody who worked on it may do this step.
    :param number: a number given when the step is completed, if any; it stands in the data as of then.
    """

    element: str
    text: StepText
    party: Party
    form: str
    into: str
    agency: Formula | None = None
    role: str | None = None
    deadline: Deadline | None = None
    four_eyes: Formula | None = None
    not_by: tuple[str, ...] = ()
    number: NumberRule | None = None
    person: Formula | None = None
    not_by_case: Formula | None = None


@dataclass(frozen=True, slots=True)
class PaymentStep:
    """The applicant pays a fee; nothing is asked where the amount is zero or null.

    :param into: the name in the data; its value is {amount, currency, paid_on, receipt}.
    :param payer: gives somebody else who pays, as ``person`` of a work step does; None is the applicant.
    """

    element: str
    text: StepText
    fee: str
    into: str = "payment"
    deadline: Deadline | None = None
    payer: Formula | None = None


@dataclass(frozen=True, slots=True)
class DocumentStep:
    """A document is issued; then ``documents.<slug>`` is {code, number, issued_on} in the data.

    :param action: ``issue``; ``replace`` (a new version that names the old one), ``extend``, ``revoke``.
    :param reason: gives the reason of a replacement, an extension or a revocation, as text.
    :param holder: gives somebody else whose document it is, as ``person`` of a work step does; None is the
        applicant.
    """

    element: str
    text: StepText
    document: str
    action: Literal["issue", "replace", "extend", "revoke"] = "issue"
    reason: Formula | None = None
    holder: Formula | None = None


@dataclass(frozen=True, slots=True)
class NoticeStep:
    """A letter goes out.

    :param notice: its slug.
    :param to: ``applicant``, or gives {agency, role} of officers, or {person} as a work step does.
    """

    element: str
    text: StepText
    notice: str
    to: Formula


@dataclass(frozen=True, slots=True)
class NumberStep:
    """A number is given, as of ``number``."""

    element: str
    text: StepText
    number: NumberRule


@dataclass(frozen=True, slots=True)
class RegisterStep:
    """A register is read in the middle of a case; the values go into the data under ``into``.

    ``into`` becomes null where the register has no such entry, else a mapping of the attributes.
    """

    element: str
    text: StepText
    register: str
    key: Formula
    attributes: tuple[str, ...]
    into: str


@dataclass(frozen=True, slots=True)
class WriteStep:
    """A register is written: the service's agency must own it, or be named among its writers.

    :param action: ``add`` makes a new entry and fails with ``entry-exists`` where there is one; ``change``
        fails with ``entry-unknown`` where there is none; ``write`` does either.
    :param key: gives the entry's key.
    :param values: attribute to FEEL; null takes the value away. Attributes that are not named stay.
    :param since: gives the civil day from which it is true; None is now.
    """

    element: str
    text: StepText
    register: str
    action: Literal["add", "change", "write"]
    key: Formula
    values: Mapping[str, Formula]
    since: Formula | None = None


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """A service of another agency is a part of this one: a call activity (or service task).

    A case of its own is filed there, with its own number, officers, deadlines and documents; this case waits.
    Granted or closed it goes on; any other outcome is an error event of that name (``refused``,
    ``withdrawn``, ``expired``, ``revoked``).

    :param service: ``agency/service``; the part runs on the version that is in force when it is filed.
    :param gives: question of the called form to what answers it, over this case's data.
    :param takes: name to FEEL over the part's data; ends up beside number, service, outcome and documents.
    :param into: the name in this case's data that holds what the part came to.
    :param applicant: gives a reference such as ``register/companies/…``: whose case the part is, where that
        is not this case's applicant.
    """

    element: str
    text: StepText
    service: str
    gives: Mapping[str, Formula]
    takes: Mapping[str, Formula]
    into: str
    applicant: Formula | None = None


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What a part has done is taken back: a compensation handler.

    The called service is told by an action of its own whose actor is ``caller``.

    :param step: the element of the ServiceStep whose part is taken back.
    :param reason: gives the reason that the called agency reads.
    """

    element: str
    text: StepText
    step: str
    reason: Formula | None = None


Step = (
    WorkStep
    | PaymentStep
    | DocumentStep
    | NoticeStep
    | NumberStep
    | RegisterStep
    | WriteStep
    | ServiceStep
    | UndoStep
)


@dataclass(frozen=True, slots=True)
class Fee:
    """What a step of payment asks. ``amount`` gives major units; the caller rounds to the currency."""

    fee: str
    name: Localised
    amount: Formula
    currency: str


@dataclass(frozen=True, slots=True)
class After:
    """Something that may be done to a case beside its present work: a message that the process waits for.

    Offer it only while the process waits for ``message`` (``bpmn.waiting``) and ``available`` holds.
    The payload is {into: {answers..., "by": {...}, "on": date}}.

    :param name: its slug, such as ``withdraw``.
    :param party: ``applicant``, an ``officer``, or the ``caller``: a case of another service whose part this
        is, when it takes the part back.
    :param message: the name of the BPMN message.
    :param into: the name in the data that gets the answers.
    """

    name: str
    label: Localised
    message: str
    party: Party
    into: str
    agency: Formula | None = None
    role: str | None = None
    form: str | None = None
    available: Formula | None = None
    four_eyes: Formula | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter's texts by language, with FEEL places, compiled."""

    notice: str
    subject: Mapping[str, Filling]
    body: Mapping[str, Filling]


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """What a document consists of. Blocks are declarative; see docs/write-a-service.md.

    :param blocks: as written, checked: mappings with one of heading, text, fields, table, qr, seal, space.
    :param formulas: every FEEL text in ``blocks`` ("= ..."), compiled, by the text as written.
    :param title: and labels by key, in the package's languages.
    :param words: for lines with ``words``: the prefix to (value to what it is called).
    """

    document: str
    title: Localised
    number: Formula
    valid_from: Formula | None
    valid_until: Formula | None
    official_language: str
    languages: Formula | None
    blocks: tuple[Mapping[str, object], ...]
    labels: Mapping[str, Localised]
    formulas: Mapping[str, Formula]
    words: Mapping[str, Mapping[str, Localised]] = field(default_factory=dict[str, Mapping[str, Localised]])


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a service promises to save: ``unit`` such as hours; ``measured_by`` says from what."""

    benefit: str
    for_whom: str
    unit: str
    baseline: str
    target: str
    measured_by: str
    name: Localised


@dataclass(frozen=True, slots=True)
class Scenario:
    """A case with its expected course: the test that an agency writes. The mappings are as written."""

    scenario: str
    given: Mapping[str, object]
    then: tuple[Mapping[str, object], ...]
    expect: Mapping[str, object]


@dataclass(frozen=True)
class ServicePackage:
    """One public service, of one version.

    :param key: ``agency/service``, what everybody calls it by.
    :param version: SHA-256 of its files in hexadecimal; two equal folders have the same.
    :param process: the compiled BPMN, ready for ``bpmn.step``.
    :param outcomes: BPMN element (an end event, or an intermediate throw event that is passed while the case
        goes on) to what is then decided.
    :param uncovered: sequence flow, or ``<decision>/<rule>``, to why no scenario passes it.
    :param signature: whether who files has to sign the filing, or may.
    :param files: the folder, path to content, so that any version can be loaded again.
    :param called: the services that are parts of this one, by key, once the package was joined with them
        (``api.join_package``); the starting form then holds their questions.
    """

    agency: str
    service: str
    version: str
    name: Localised
    summary: Localised
    number_prefix: str
    official_language: str
    languages: tuple[str, ...]
    life_events: tuple[str, ...]
    segments: tuple[str, ...]
    legal_basis: tuple[LegalBasis, ...]
    channels: tuple[str, ...]
    assurance: Literal["none", "low", "substantial", "high"]
    applicant: Applicant
    form: str
    confirm_form: str | None
    deadline: Deadline | None
    facts: Mapping[str, Fact]
    forms: Mapping[str, Form]
    steps: Mapping[str, Step]
    fees: Mapping[str, Fee]
    documents: Mapping[str, DocumentSource]
    notices: Mapping[str, Notice]
    after: Mapping[str, After]
    outcomes: Mapping[str, Outcome]
    outcome_texts: Mapping[str, Localised]
    texts: Texts
    process: bpmn.Definition
    decisions: dmn.Definitions | None
    scenarios: tuple[Scenario, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    uncovered: Mapping[str, str] = field(default_factory=dict[str, str])
    signature: Literal["none", "optional", "required"] = "none"
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes], repr=False)
    called: Mapping[str, "ServicePackage"] = field(default_factory=dict[str, "ServicePackage"], repr=False)

    @property
    def calls(self) -> tuple[str, ...]:
        """Keys of the services that are parts of this one, in the order of the steps."""
        steps = (step.service for step in self.steps.values() if isinstance(step, ServiceStep))
        return tuple(dict.fromkeys(steps))

    @property
    def key(self) -> str:
        return f"{self.agency}/{self.service}"

    @property
    def starting_form(self) -> Form:
        """The form that an applicant files."""
        return self.forms[self.form]


@dataclass(frozen=True, slots=True)
class ServiceSummary:
    """A line in a list of services."""

    key: str
    agency: str
    service: str
    version: str
    name: Localised
    summary: Localised
    life_events: tuple[str, ...]
    segments: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One imported version of a service."""

    key: str
    version: str
    imported_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """Answers as FEEL values, and what is wrong with them.

    :param answers: typed: Decimal for numbers and money (major units), date, datetime, bool, str, list, dict;
        only fields that are shown; computed and known ones filled in. ``feel.to_json`` stores them.
    :param problems: in the order of the form; ``field`` is a path such as ``lines/0/quantity``.
    """

    answers: Mapping[str, object]
    problems: tuple[OnewindowError, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Filled:
    """Answers that a message gave: to be shown to the person, then checked like any others.

    :param answers: raw answers by field, ready for ``check_answers``.
    :param paths: the fields that were filled, such as ``lines/0/quantity``.
    :param unfilled: targets of the map for which the message had nothing.
    """

    answers: Mapping[str, object]
    paths: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field as it is to be shown now.

    :param path: where its answer is, such as ``lines/0/quantity``.
    :param value: the typed answer, or what was sent where that cannot be read; None where empty.
    :param known: it is shown, not asked: a register knows it, or it is computed.
    :param options: value and label, for choice, choices, slot.
    :param rows: the fields of each row of a list, or one row of a group.
    """

    field: Field
    path: str
    value: object
    required: bool
    known: bool
    options: tuple[tuple[str, Localised], ...] = ()
    rows: tuple[tuple["ShownField", ...], ...] = ()
    may_add: bool = False


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a form as it is to be shown now."""

    page: str
    title: Localised
    text: Localised | None
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class StoredFileAnswer:
    """What a file answer says of the stored upload."""

    file: Reference
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a package.

    :param file: in the package; ``line`` from 1, None where it is about the whole file.
    :param key: where in the file, such as ``steps/issue/document``.
    :param rule: what it breaks; ``way_out`` what to do.
    """

    file: str
    line: int | None
    key: str
    rule: str
    way_out: str
    severity: Literal["fault", "warning"] = "fault"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did with one folder: ``new`` is False where this version was there already."""

    key: str
    version: str
    new: bool

"""What crosses the catalogue's door: a service package, read, checked and compiled. Nothing here does I/O.

Texts are in it already: a form, a page, a field and a step carry their own ``Localised`` texts, so that no
caller builds text keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from onewindow.blocks.catalogue.answer_types import (
    CheckedAnswers,
    Filled,
    ShownField,
    ShownPage,
    StoredFileAnswer,
)
from onewindow.blocks.catalogue.form_types import Check, Field, Fills, Form, Option, Page
from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.step_types import (
    Deadline,
    DocumentStep,
    NoticeStep,
    NumberRule,
    NumberStep,
    Party,
    PaymentStep,
    RegisterStep,
    ServiceStep,
    Step,
    StepText,
    UndoStep,
    WorkStep,
    WriteStep,
)
from onewindow.blocks.catalogue.texts import Filling, Texts
from onewindow.kernel.localised import Localised
from onewindow.standards import bpmn, dmn

__all__ = [
    "After",
    "Applicant",
    "Assurance",
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
    "Signature",
    "Step",
    "StepText",
    "StoredFileAnswer",
    "Texts",
    "UndoStep",
    "VersionView",
    "WorkStep",
    "WriteStep",
]

Assurance = Literal["none", "low", "substantial", "high"]
Signature = Literal["none", "optional", "required"]
Outcome = Literal["granted", "refused", "withdrawn", "expired", "revoked", "closed"]


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The law that a service stands on: ``law`` such as "Law 94-41", ``article`` such as "3" or "".

    What people read is the text ``laws.{law}`` of the package where it has one.
    """

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
    assurance: Assurance
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
    signature: Signature = "none"
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

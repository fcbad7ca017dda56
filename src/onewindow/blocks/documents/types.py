"""What crosses the door of documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from onewindow.foundation.outbox.api import event
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money, UnitPrice
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.findings import Severity
from onewindow.standards.signing.verdict import Form, Level

Value = str | int | Decimal | date | datetime | Money | UnitPrice | Localised | None
"""What a place of a document may hold, already worked out. Written in each language of the document."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: Localised


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Localised


@dataclass(frozen=True, slots=True)
class FieldRow:
    label: Localised
    value: Value


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with their values, one below the other. A row without a value is left out."""

    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """:param numeric: aligned at the end of the line."""

    label: Localised
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """:param rows: as many values as columns, each."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class QrCode:
    """Where the code that leads to the verification page stands; at the end where a document has none."""


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where the document says by whom and when it was sealed."""


@dataclass(frozen=True, slots=True)
class Space:
    pass


Block = Heading | Paragraph | Fields | Table | QrCode | SealPlace | Space


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """A document with everything filled in. No part of it is ever read as markup.

    :param document: what kind it is, such as ``trade-ministry/external-trade-certificate/certificate``.
    :param number: its number, as people will write it.
    """

    document: str
    title: Localised
    number: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Something that somebody is to sign, for people to read, with the same as data in it.

    :param agency: whom it goes to. :param about: label and text, below the title.
    :param parts: a heading, or "", with its labels and texts.
    :param data: JSON, UTF-8; attached under ``data_name``.
    :param made_at: the date of the file, to the second.
    """

    title: str
    agency: str
    language: str
    about: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    data: bytes = field(repr=False)
    data_name: str
    made_at: datetime


DocumentState = Literal["valid", "not-yet-valid", "expired", "superseded", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """Something that happened to a document.

    :param kind: ``issued``, ``extended``, ``superseded`` or ``revoked``.
    :param valid_until: of an extension, the new last day.
    :param entry: its entry in the record.
    """

    kind: str
    at: datetime
    reason: str
    valid_until: date | None
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedDocument:
    """A document that was issued.

    :param code: names it on paper and in addresses, such as ``7F3K-9QWX-2MAB``.
    :param version: 1, and one more for each correction.
    :param replaces: code of the version before.
    :param replaced_by: code of the version after.
    :param state: as of the moment it was read, in the agency's time zone.
    :param valid_until: last day that counts; None: no end.
    :param sha256: of the sealed PDF, hex.
    :param entry: the record's entry of its issue.
    :param filed_by: account of who filed what it was issued on; for those alone who may read the document.
    :param basis: on which they acted for the holder; empty for oneself.
    """

    code: str
    document: str
    number: str
    title: Localised
    agency: str
    agency_name: Localised
    subject: Reference
    holder: Reference
    version: int
    replaces: str | None
    replaced_by: str | None
    state: DocumentState
    valid_from: date
    valid_until: date | None
    issued_at: datetime
    languages: Sequence[str]
    size: int
    sha256: str
    entry: int
    changes: tuple[DocumentChange, ...] = ()
    filed_by: str = ""
    basis: str = ""

    @property
    def status(self) -> DocumentState:
        """The same as ``state``."""
        return self.state

    @property
    def reference(self) -> Reference:
        """``document/<code>``: the subject of its entries in the record."""
        return Reference.of("document", self.code)


Answer = Literal[
    "genuine",
    "expired",
    "not-yet-valid",
    "superseded",
    "revoked",
    "altered",
    "signature-holds",
    "signature-unclear",
    "signature-broken",
    "unknown",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealSeen:
    """The seal of a PDF that somebody showed us.

    :param state: ``good`` or what is wrong with it (``standards.signing.SealState``).
    :param signed_at: as the seal says, or as a trusted timestamp proves (``timestamped``).
    """

    state: str
    signer: str
    organisation: str
    signed_at: datetime | None
    timestamped: bool


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One thing that the check of a signature found.

    :param severity: ``holds``, ``note``, ``unknown`` or ``broken``; the last two count against it.
    :param message: English msgid of ``standards.signing.findings``; its places are keys of ``values``.
    """

    code: str
    severity: Severity
    message: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def counts_against(self) -> bool:
        return self.severity in ("unknown", "broken")


@dataclass(frozen=True, slots=True)
class CoveredPart:
    """Something that a signature covers: a file of a container, a part of a document, or ("") all of it.

    :param sha256: of exactly the bytes that were signed, hex.
    """

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSignature:
    """One signature of a file.

    :param level: ``B``, ``T``, ``LT`` or ``LTA``: what it really has.
    :param certificate: the signer's, DER; empty where it could not be read.
    :param claimed_at: as the signer says; ``proven_at``: as a trusted timestamp proves.
    """

    holds: bool
    level: Level
    signer: str
    organisation: str
    issuer: str
    certificate: bytes = field(repr=False)
    claimed_at: datetime | None
    proven_at: datetime | None
    findings: tuple[CheckFinding, ...] = ()
    covers: tuple[CoveredPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureCheck:
    """All signatures of a file.

    :param form: ``pades``, ``xades``, ``jades``, ``asic-e``; "" for a file that can have none.
    :param holds: there is one, each holds, and nothing counts against the whole.
    :param broken: something speaks against it, rather than not being known.
    :param grown: a PDF is the one that it was to be, with nothing but signatures added; False if not asked.
    """

    form: Form
    holds: bool
    broken: bool
    findings: tuple[CheckFinding, ...] = ()
    signatures: tuple[CheckedSignature, ...] = ()
    grown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a stranger learns.

    :param answer: the first word. ``genuine`` also means: valid today.
    :param document: which one it is, or claims to be (``altered``); None where it is unknown.
    :param seal: of the PDF, where one was given and it is not byte by byte ours.
    :param signatures: of the file, where one was given that can have some.
    :param recorded: the proof that it is in the record can be had.
    """

    answer: Answer
    document: IssuedDocument | None = None
    seal: SealSeen | None = None
    recorded: bool = False
    signatures: SignatureCheck | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """An upload that was let in.

    :param reference: ``upload/<random>``.
    :param name: a harmless name for showing and saving.
    :param content_type: as the bytes are, not as the sender said.
    :param kind: ``pdf``, ``png``, ``jpeg`` or ``xml``.
    """

    reference: Reference
    name: str
    kind: str
    content_type: str
    size: int
    sha256: str
    uploader: str
    subject: Reference
    stored_at: datetime


@event("documents.issued")
@dataclass(frozen=True, slots=True)
class DocumentIssued:
    """News: a document was issued. ``key`` is what the caller of ``issue`` gave."""

    subject: Reference
    key: str
    code: str
    number: str


@event("documents.revoked")
@dataclass(frozen=True, slots=True)
class DocumentRevoked:
    """News: a document was revoked."""

    subject: Reference
    code: str
    number: str
    reason: str

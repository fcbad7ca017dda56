"""THE DOOR of documents: issue, change, find and check sealed documents; let uploads in."""

from collections.abc import Sequence
from datetime import date, datetime

from onewindow.blocks.documents import joined, operations, papers, queries, signatures, verifying
from onewindow.blocks.documents.errors import (
    DocumentEnded,
    DocumentKeyReused,
    DocumentNotYours,
    DocumentUnknown,
    EndTooEarly,
    NoSealKey,
    NotRendered,
    ReasonMissing,
    ScannerNotThere,
    UploadEmpty,
    UploadInfected,
    UploadNotSound,
    UploadNotYours,
    UploadOfWrongKind,
    UploadTooLarge,
    UploadUnknown,
)
from onewindow.blocks.documents.ports import Scanner, SealKeys, SubjectReaders, TimestampSource
from onewindow.blocks.documents.types import (
    CheckedSignature,
    CheckFinding,
    Column,
    DocumentIssued,
    DocumentRevoked,
    DocumentTemplate,
    FieldRow,
    Fields,
    Heading,
    IssuedDocument,
    Paper,
    Paragraph,
    QrCode,
    SealPlace,
    SignatureCheck,
    Space,
    StoredFile,
    Table,
    Verification,
)
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record.types import Receipt
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

__all__ = [
    "CheckFinding",
    "CheckedSignature",
    "Column",
    "DocumentEnded",
    "DocumentIssued",
    "DocumentKeyReused",
    "DocumentNotYours",
    "DocumentRevoked",
    "DocumentTemplate",
    "DocumentUnknown",
    "EndTooEarly",
    "FieldRow",
    "Fields",
    "Heading",
    "IssuedDocument",
    "NoSealKey",
    "NotRendered",
    "Paper",
    "Paragraph",
    "QrCode",
    "ReasonMissing",
    "ScannerNotThere",
    "SealPlace",
    "SignatureCheck",
    "Space",
    "StoredFile",
    "Table",
    "UploadEmpty",
    "UploadInfected",
    "UploadNotSound",
    "UploadNotYours",
    "UploadOfWrongKind",
    "UploadTooLarge",
    "UploadUnknown",
    "Verification",
    "check_signatures",
    "document",
    "document_for",
    "documents_for",
    "documents_of",
    "extend",
    "issue",
    "paper",
    "receipt_of",
    "remove_upload",
    "revoke",
    "sealed_pdf",
    "store_upload",
    "upload",
    "upload_content",
    "use",
    "verify_code",
    "verify_file",
    "verify_pdf",
]


def issue(
    *,
    template: DocumentTemplate,
    subject: Reference,
    key: str,
    agency: str,
    languages: Sequence[str],
    official_language: str,
    valid_from: date,
    valid_until: date | None,
    issued_for: Reference,
    prepared_by: str = "",
    filed_by: str = "",
    basis: str = "",
    replaces: str | None = None,
    reason: str = "",
) -> IssuedDocument:
    """Typeset, seal, keep and record a document, once per key. Slow (0.2 s): call it in a job.

    :param template: what stands in it, filled in; shown as it is in every language of the document.
    :param subject: what it belongs to, such as ``case/TCE-2026-000017``.
    :param key: the same key gives the same document again.
    :param agency: who issues; its seal is put on.
    :param languages: the holder's, as BCP 47 tags; a part in each, then one in ``official_language``.
    :param valid_until: last day that counts, a civil date of the agency; None: no end.
    :param issued_for: the holder, such as ``register/companies/1234567A``.
    :param prepared_by: account of the officer; goes into the record.
    :param filed_by: account of who filed what it is issued on; goes into the record.
    :param basis: on which they acted for the holder (``Mandate.basis``, or ``counter``); empty for oneself.
    :param replaces: code of the version that this one corrects; it becomes ``superseded``.
    :param reason: why it replaces; shown on the document and to whoever checks the old one.
    :raises DocumentKeyReused: the key stands for a document of another kind or subject.
    :raises DocumentUnknown, DocumentEnded, ReasonMissing: about ``replaces``; nothing was stored.
    :raises NoSealKey, NotRendered: nothing was stored; worth another try.
    """
    return operations.issue(
        template=template,
        subject=subject,
        key=key,
        agency=agency,
        languages=languages,
        official_language=official_language,
        valid_from=valid_from,
        valid_until=valid_until,
        issued_for=issued_for,
        prepared_by=prepared_by,
        filed_by=filed_by,
        basis=basis,
        replaces=replaces,
        reason=reason,
    )


def revoke(*, code: str, reason: str, by: str, key: str = "") -> IssuedDocument:
    """Revoke a document from now on. Whoever checks it sees the reason.

    :param by: account of the officer.
    :param key: a repeated call with the same key changes nothing.
    :raises DocumentUnknown, DocumentEnded, ReasonMissing: nothing was changed.
    """
    return operations.revoke(code=code, reason=reason, by=by, key=key)


def extend(*, code: str, valid_until: date, reason: str, by: str, key: str = "") -> IssuedDocument:
    """Let a document be valid longer. The file stays: the verification page tells the new last day.

    To give the holder a new file instead, ``issue`` one that ``replaces`` it.

    :raises EndTooEarly: not after the present last day, or it has no end.
    :raises DocumentUnknown, DocumentEnded, ReasonMissing: nothing was changed.
    """
    return operations.extend(code=code, valid_until=valid_until, reason=reason, by=by, key=key)


def document(*, code: str) -> IssuedDocument:
    """A document by its code, for other rooms. Pages for people ask ``document_for``.

    :raises DocumentUnknown: no such code.
    """
    return queries.document(code=code)


def document_for(*, code: str, reader: Actor) -> IssuedDocument:
    """A document, for its holder, the agency that issued it, and who may see its subject.

    :raises DocumentUnknown: no such code.
    :raises DocumentNotYours: the reader is none of them.
    """
    return queries.readable(code=code, reader=reader)


def documents_for(*, reader: Actor, limit: int = 200) -> tuple[IssuedDocument, ...]:
    """The documents of the person, or of whom the person acts for as far as the right to reaches; newest
    first."""
    return queries.mine(reader, limit=limit)


def documents_of(
    *, subject: Reference | None = None, holder: Reference | None = None, limit: int = 200
) -> tuple[IssuedDocument, ...]:
    """The documents of a subject, of a holder, or of both; newest first. None given: none found."""
    if subject is None and holder is None:
        return ()
    return queries.documents_of(subject=subject, holder=holder, limit=limit)


def sealed_pdf(*, code: str, reader: Actor) -> bytes:
    """The sealed file, byte by byte as it was issued.

    :raises DocumentUnknown, DocumentNotYours: see ``document_for``.
    """
    return queries.sealed_pdf(code=code, reader=reader)


def receipt_of(*, code: str) -> Receipt | None:
    """The proof that the issue is in the record; None for the few seconds until it is.

    Public: it says what the verification page says.

    :raises DocumentUnknown: no such code.
    """
    return queries.receipt(code=code)


def verify_code(*, code: str) -> Verification:
    """What a stranger learns who types or scans the code of a document."""
    return verifying.verify_code(code=code)


def verify_pdf(*, data: bytes) -> Verification:
    """What a stranger learns who shows a file: by every byte, then by its seal. Nothing of it is kept."""
    return verifying.verify_pdf(data=data)


def verify_file(*, data: bytes) -> Verification:
    """What a stranger learns who shows any signed file: a PDF, XML, JSON, or a container (.asice).

    Of a PDF what ``verify_pdf`` says; of all of them each signature: by whom, when, at which level, what
    holds, what does not, and why. Nothing of the file is kept.

    :raises CheckingBusy: too many others are asking.
    """
    return verifying.verify_file(data=data)


def check_signatures(*, data: bytes, at: datetime | None = None, original: bytes = b"") -> SignatureCheck:
    """The signatures of a file, for other rooms. Never raises for what strangers send.

    :param at: the moment of the check; None for now.
    :param original: a PDF that was given out to be signed (``paper``): ``grown`` says whether this is it.
    :returns: each signature with its certificate and the SHA-256 of exactly what it covers.
    """
    return signatures.check_signatures(data, at=at or clock.now(), original=original)


def paper(*, paper: Paper) -> bytes:
    """A PDF of what somebody is to sign, with the same as data in it (PDF/A-3). Nothing is kept or recorded.

    The same paper gives the same bytes, so nobody has to remember what was given out.

    :raises NotRendered: an error, too long or too large.
    """
    return papers.paper(paper)


def store_upload(
    *,
    data: bytes,
    name: str,
    uploader: Actor,
    subject: Reference,
    accept: Sequence[str] = ("pdf", "png", "jpeg", "xml"),
    max_bytes: int = 10_000_000,
    content_type: str | None = None,
) -> StoredFile:
    """Let a file in, if it is of an accepted kind by its bytes, whole, of one kind only, and clean.

    :param name: as the sender calls it; only a harmless form is kept.
    :param accept: of ``pdf``, ``png``, ``jpeg``, ``xml``.
    :param content_type: as the sender says; not believed, and not used.
    :raises UploadEmpty, UploadTooLarge, UploadOfWrongKind, UploadNotSound, UploadInfected: nothing was kept.
    :raises ScannerNotThere: the virus check does not answer; nothing was kept.
    """
    del content_type
    return operations.store_upload(
        data=data, name=name, accept=accept, max_bytes=max_bytes, uploader=uploader, subject=subject
    )


def remove_upload(*, file: Reference, actor: Actor) -> None:
    """Take back an upload of one's own.

    :raises UploadUnknown, UploadNotYours: nothing was changed.
    """
    operations.remove_upload(file=file, actor=actor)


def upload(*, file: Reference, reader: Actor) -> StoredFile:
    """An upload, for who sent it, for the house itself, and for whom the room of its subject lets in
    (``SubjectReaders`` is asked with ``subject=upload/…``).

    :raises UploadUnknown, UploadNotYours: see above.
    """
    return queries.upload(file=file, reader=reader)


def upload_content(*, file: Reference, reader: Actor) -> bytes:
    """The bytes of an upload.

    :raises UploadUnknown, UploadNotYours: see ``upload``.
    """
    return queries.upload_content(file=file, reader=reader)


def use(
    *,
    seal_keys: SealKeys | None = None,
    scanner: Scanner | None = None,
    timestamps: TimestampSource | None = None,
    subject_readers: SubjectReaders | None = None,
) -> None:
    """Join adapters; called by wiring. Until then nothing is sealed or let in (fail closed)."""
    joined.use(seal_keys=seal_keys, scanner=scanner, timestamps=timestamps, subject_readers=subject_readers)

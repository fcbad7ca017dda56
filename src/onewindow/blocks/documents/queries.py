"""Reading documents and uploads."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from onewindow.blocks.documents.codes import read_code
from onewindow.blocks.documents.errors import (
    DocumentNotYours,
    DocumentUnknown,
    UploadNotYours,
    UploadUnknown,
)
from onewindow.blocks.documents.joined import may_see
from onewindow.blocks.documents.models import Change, Document, SealedFile, Upload, UploadContent
from onewindow.blocks.documents.types import DocumentChange, DocumentState, IssuedDocument, StoredFile
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference


def row(code: str, *, lock: bool = False) -> Document:
    """:raises DocumentUnknown: no such code, or not a code."""
    rows = Document.objects.select_for_update() if lock else Document.objects
    found = rows.filter(code=read_code(code) or "").first()
    if found is None:
        raise DocumentUnknown(code=code[:40])
    return found


def document(*, code: str) -> IssuedDocument:
    """See ``api.document``."""
    found = row(code)
    return _view(found, list(found.changes.all()))


def documents_of(
    *, subject: Reference | None, holder: Reference | None, limit: int
) -> tuple[IssuedDocument, ...]:
    """See ``api.documents_of``."""
    rows = Document.objects.all()
    if subject is not None:
        rows = rows.filter(subject=str(subject))
    if holder is not None:
        rows = rows.filter(holder=str(holder))
    return _views(rows[:limit])


def mine(reader: Actor, *, limit: int) -> tuple[IssuedDocument, ...]:
    """See ``api.documents_for``."""
    holder = reader.acting_for or reader.person
    if holder is None:
        return ()
    rows = Document.objects.filter(holder__in=[each.text for each in reader.keys_of(holder)])
    if holder not in reader.own:
        rows = rows.filter(subject__in=mandates.subjects_opened(actor=reader))
    return _views(rows[:limit])


def by_sha256(digest: str) -> IssuedDocument | None:
    """The document whose sealed file has this SHA-256 (hex)."""
    code = Document.objects.filter(sha256=digest).values_list("code", flat=True).first()
    return document(code=code) if code else None


def sealed_pdf(*, code: str, reader: Actor) -> bytes:
    """See ``api.sealed_pdf``."""
    found = row(code)
    if not may_read(found, reader):
        raise DocumentNotYours()
    return bytes(SealedFile.objects.values_list("pdf", flat=True).get(document=found))


def may_read(found: Document, reader: Actor) -> bool:
    """The holder, who acts for the holder in everything, and who may see what it is about.

    A post in the agency that issued it is not enough: its officers read the documents of cases that they may
    read. And they see other people's documents only with more than a password.
    """
    own = [each.text for each in reader.own]
    if reader.account:
        own.append(f"account/{reader.account}")
    if found.holder in own or reader.kind == "system":
        return True
    if reader.kind == "officer" and not reader.reaches("substantial"):
        return False
    return may_see(subject=Reference(found.subject), reader=reader)


def readable(*, code: str, reader: Actor) -> IssuedDocument:
    """See ``api.document_for``."""
    found = row(code)
    if not may_read(found, reader):
        raise DocumentNotYours()
    return _view(found, list(found.changes.all()))


def receipt(*, code: str) -> record.Receipt | None:
    """See ``api.receipt_of``."""
    return record.receipt_of(entry_id=row(code).entry)


# Asked for with every filing that names a file.
_COLUMNS = [field.column for field in Upload._meta.concrete_fields]
_UPLOAD = f"SELECT {', '.join(_COLUMNS)} FROM documents_upload WHERE name = %s"  # noqa: S608 - our own names


def upload_row(file: Reference) -> Upload:
    """:raises UploadUnknown: no such file."""
    if file.kind != "upload":
        raise UploadUnknown()
    with connection.cursor() as cursor:
        cursor.execute(_UPLOAD, [file.key])
        values = cursor.fetchone()
    if values is None:
        raise UploadUnknown()
    return Upload.from_db(connection.alias, _COLUMNS, values)


def upload(*, file: Reference, reader: Actor) -> StoredFile:
    """See ``api.upload``."""
    found = upload_row(file)
    own = bool(reader.account) and found.uploader == reader.account
    if not (own or reader.kind == "system" or may_see(subject=file, reader=reader)):
        raise UploadNotYours()
    return stored(found)


def upload_content(*, file: Reference, reader: Actor) -> bytes:
    """See ``api.upload_content``."""
    upload(file=file, reader=reader)
    return bytes(UploadContent.objects.values_list("data", flat=True).get(upload_id=file.key))


def stored(found: Upload) -> StoredFile:
    """A row as it crosses the door."""
    return StoredFile(
        reference=Reference.of("upload", found.name),
        name=found.file_name,
        kind=found.kind,
        content_type=found.content_type,
        size=found.size,
        sha256=found.sha256,
        uploader=found.uploader,
        subject=Reference(found.subject),
        stored_at=found.stored_at,
    )


def _views(rows: "QuerySet[Document]") -> tuple[IssuedDocument, ...]:
    found = list(rows.prefetch_related("changes"))
    return tuple(_view(one, list(one.changes.all())) for one in found)


def _view(found: Document, changes: Iterable[Change]) -> IssuedDocument:
    told = tuple(
        DocumentChange(kind=c.kind, at=c.at, reason=c.reason, valid_until=c.valid_until, entry=c.entry)
        for c in changes
    )
    after = Document.objects.filter(replaces_id=found.code).values_list("code", flat=True).first()
    return IssuedDocument(
        code=found.code,
        document=found.document,
        number=found.number,
        title=Localised(found.titles),
        agency=found.agency,
        agency_name=Localised(found.agency_names),
        subject=Reference(found.subject),
        holder=Reference(found.holder),
        version=found.version,
        replaces=found.replaces_id,
        replaced_by=after,
        state=_state(found, after, clock.today(zone=found.zone)),
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        issued_at=found.issued_at,
        languages=tuple(found.languages),
        size=found.size,
        sha256=found.sha256,
        entry=found.entry,
        changes=told,
        filed_by=found.filed_by,
        basis=found.basis,
    )


def _state(found: Document, after: str | None, today: date) -> DocumentState:
    if found.revoked_at:
        return "revoked"
    if after:
        return "superseded"
    if today < found.valid_from:
        return "not-yet-valid"
    if found.valid_until and today > found.valid_until:
        return "expired"
    return "valid"

"""Extend and revoke. The file stays as it is; the record and the verification page say what it is worth."""

from datetime import date

from django.db import transaction

from onewindow.blocks.documents import queries
from onewindow.blocks.documents.errors import DocumentEnded, EndTooEarly, ReasonMissing
from onewindow.blocks.documents.models import Change, Document
from onewindow.blocks.documents.types import DocumentRevoked, IssuedDocument
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def revoke(*, code: str, reason: str, by: str, key: str) -> IssuedDocument:
    """See ``api.revoke``."""
    with transaction.atomic():
        row = _open(code, reason, key)
        if row is None:
            return queries.document(code=code)
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        _note(row, "revoked", reason, by, key, None)
        outbox.publish(DocumentRevoked(Reference(row.subject), row.code, row.number, reason))
        return queries.document(code=row.code)


def extend(*, code: str, valid_until: date, reason: str, by: str, key: str) -> IssuedDocument:
    """See ``api.extend``."""
    with transaction.atomic():
        row = _open(code, reason, key)
        if row is None:
            return queries.document(code=code)
        if row.valid_until is None or valid_until <= row.valid_until:
            raise EndTooEarly(field="valid_until", day=valid_until)
        row.valid_until = valid_until
        row.save(update_fields=["valid_until"])
        _note(row, "extended", reason, by, key, valid_until)
        return queries.document(code=row.code)


def _open(code: str, reason: str, key: str) -> Document | None:
    """The row, locked, if it may still be changed; None where this key did it already."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    row = queries.row(code, lock=True)
    if key and Change.objects.filter(document=row, key=key).exists():
        return None
    if row.revoked_at or Document.objects.filter(replaces=row).exists():
        raise DocumentEnded(code=row.code)
    return row


def _note(row: Document, kind: str, reason: str, by: str, key: str, valid_until: date | None) -> None:
    entry = record.append(
        kind=f"document.{kind}",
        subject=Reference.of("document", row.code),
        payload={
            "sha256": row.sha256,
            "code": row.code,
            "reason": reason,
            "valid_until": valid_until.isoformat() if valid_until else None,
        },
        actor=by or None,
    )
    Change.objects.create(
        document=row,
        kind=kind,
        at=clock.now(),
        reason=reason[:500],
        valid_until=valid_until,
        by=by,
        key=key,
        entry=entry.id,
    )

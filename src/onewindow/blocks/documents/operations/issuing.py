"""Issue a document: typeset, seal, keep, record, tell."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from onewindow.blocks.documents import app_settings, codes, joined, queries, rendering
from onewindow.blocks.documents.composing import Sheet, compose
from onewindow.blocks.documents.errors import DocumentEnded, DocumentKeyReused, NotRendered, ReasonMissing
from onewindow.blocks.documents.models import Change, Document, SealedFile
from onewindow.blocks.documents.types import DocumentIssued, DocumentTemplate, IssuedDocument
from onewindow.blocks.identity import api as identity
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import SigningError, pades


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
    prepared_by: str,
    filed_by: str,
    basis: str,
    replaces: str | None,
    reason: str,
) -> IssuedDocument:
    """See ``api.issue``."""
    before = Document.objects.filter(key=key).first()
    if before is not None:
        return _same(before, template, subject)
    old = _replaced(replaces, reason)
    now = clock.now()
    body = identity.agency(slug=agency)
    sheet = Sheet(
        code=codes.new_code(),
        agency=body,
        languages=tuple(dict.fromkeys((*languages, official_language))),
        official_language=official_language,
        valid_from=valid_from,
        valid_until=valid_until,
        issued_at=now,
        version=old.version + 1 if old else 1,
        replaces=(old.number, old.code) if old else None,
        reason=reason,
    )
    pdf = _sealed(template, sheet)
    row = Document(
        code=sheet.code,
        document=template.document,
        number=template.number,
        titles=dict(template.title.texts),
        agency=agency,
        agency_names=dict(body.name.texts),
        zone=body.zone,
        subject=str(subject),
        holder=str(issued_for),
        key=key,
        version=sheet.version,
        replaces=old,
        valid_from=valid_from,
        valid_until=valid_until,
        issued_at=now,
        languages=list(sheet.languages),
        prepared_by=prepared_by,
        filed_by=filed_by,
        basis=basis,
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    try:
        _keep(row, pdf, reason)
    except IntegrityError:
        # Somebody issued under the same key, or replaced the same document, while we typeset.
        winner = Document.objects.filter(key=key).first()
        if winner is None:
            raise DocumentEnded(code=replaces or "") from None
        return _same(winner, template, subject)
    return queries.document(code=row.code)


def _same(before: Document, template: DocumentTemplate, subject: Reference) -> IssuedDocument:
    if (before.document, before.subject) != (template.document, str(subject)):
        raise DocumentKeyReused(key=before.key)
    return queries.document(code=before.code)


def _replaced(code: str | None, reason: str) -> Document | None:
    if code is None:
        return None
    if not reason.strip():
        raise ReasonMissing(field="reason")
    old = queries.row(code)
    if old.revoked_at or Document.objects.filter(replaces=old).exists():
        raise DocumentEnded(code=old.code)
    return old


def _sealed(template: DocumentTemplate, sheet: Sheet) -> bytes:
    pdf = rendering.typeset(compose(template, sheet), at=sheet.issued_at)
    name = sheet.agency.name.in_language(sheet.official_language)
    with translation.override(sheet.official_language):
        reason = _("Document %(number)s issued by %(agency)s") % {"number": template.number, "agency": name}
    try:
        return pades.seal_pdf(
            pdf,
            signer=joined.seal_keys().signer_of(agency=sheet.agency.slug, name=name),
            at=sheet.issued_at,
            reason=reason,
            location=app_settings.verify_url(sheet.code),
            timestamps=joined.timestamps(),
        )
    except SigningError as problem:
        raise NotRendered(reason=str(problem)) from problem


def _keep(row: Document, pdf: bytes, reason: str) -> None:
    with transaction.atomic():
        issued = record.append(
            kind="document.issued",
            subject=Reference.of("document", row.code),
            payload={
                "sha256": row.sha256,
                "code": row.code,
                "number": row.number,
                "document": row.document,
                "agency": row.agency,
                "version": row.version,
                "valid_from": row.valid_from.isoformat(),
                "valid_until": row.valid_until.isoformat() if row.valid_until else None,
                "replaces": row.replaces.code if row.replaces else None,
                "filed_by": f"account/{row.filed_by}" if row.filed_by else None,
                "basis": row.basis,
            },
            actor=row.prepared_by or None,
        )
        row.entry = issued.id
        row.save(force_insert=True)
        SealedFile.objects.create(document=row, pdf=pdf)
        Change.objects.create(
            document=row, kind="issued", at=row.issued_at, reason=reason, by=row.prepared_by, entry=issued.id
        )
        if row.replaces:
            _supersede(row.replaces, row, reason)
        outbox.publish(DocumentIssued(Reference(row.subject), row.key, row.code, row.number))


def _supersede(old: Document, new: Document, reason: str) -> None:
    # Locked: of a revocation and a correction at the same time, one is first and the other is refused.
    locked = Document.objects.select_for_update().get(code=old.code)
    if locked.revoked_at:
        raise DocumentEnded(code=old.code)
    entry = record.append(
        kind="document.superseded",
        subject=Reference.of("document", old.code),
        payload={"sha256": old.sha256, "code": old.code, "replaced_by": new.code, "reason": reason},
        actor=new.prepared_by or None,
    )
    Change.objects.create(
        document=old, kind="superseded", at=new.issued_at, reason=reason, by=new.prepared_by, entry=entry.id
    )

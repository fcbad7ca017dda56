"""Let a file in: small enough, of a known kind, sound, clean; under a name of ours."""

import hashlib
import secrets
from collections.abc import Sequence

from django.db import transaction

from onewindow.blocks.documents import joined, queries
from onewindow.blocks.documents.errors import (
    UploadEmpty,
    UploadInfected,
    UploadNotYours,
    UploadTooLarge,
)
from onewindow.blocks.documents.file_kinds import CONTENT_TYPES, sound_kind
from onewindow.blocks.documents.file_names import safe_name
from onewindow.blocks.documents.models import Upload, UploadContent
from onewindow.blocks.documents.types import StoredFile
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def store_upload(
    *, data: bytes, name: str, accept: Sequence[str], max_bytes: int, uploader: Actor, subject: Reference
) -> StoredFile:
    """See ``api.store_upload``."""
    shown = safe_name(name, "")
    if not data:
        raise UploadEmpty(name=shown)
    if len(data) > max_bytes:
        size, limit = f"{len(data) / 1_000_000:.1f}", f"{max_bytes / 1_000_000:g}"
        raise UploadTooLarge(name=shown, size=size, limit=limit)
    kind = sound_kind(data, name=shown, accept=accept or tuple(CONTENT_TYPES))
    found = joined.scanner().scan(data=data).found
    if found:
        raise UploadInfected(name=shown, found=found)
    with transaction.atomic():
        row = Upload.objects.create(
            name=secrets.token_hex(16),
            file_name=safe_name(name, kind),
            kind=kind,
            content_type=CONTENT_TYPES[kind],
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            uploader=uploader.account or "",
            subject=str(subject),
            stored_at=clock.now(),
        )
        UploadContent.objects.create(upload=row, data=data)
    return queries.stored(row)


def remove_upload(*, file: Reference, actor: Actor) -> None:
    """See ``api.remove_upload``."""
    with transaction.atomic():
        row = queries.upload_row(file)
        if not actor.account or row.uploader != actor.account:
            raise UploadNotYours()
        row.delete()

"""Writing drafts: begin, save, take away, discard."""

from collections.abc import Callable, Mapping

from django.db import transaction

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.studio.errors import DraftChanged, DraftIsClosed, DraftNotFound, FileNotWelcome
from onewindow.blocks.studio.models import Draft
from onewindow.blocks.studio.permission import may_look, require_author
from onewindow.blocks.studio.queries.drafts import view_of
from onewindow.blocks.studio.types import DraftView
from onewindow.foundation.access.api import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def begin(
    *, service: str, actor: Actor, note: str, files: Mapping[str, bytes] | None, base: str | None = None
) -> DraftView:
    """See ``api.begin_draft`` and ``api.upload_draft``."""
    account = require_author(actor, service.partition("/")[0])
    if files is None:
        current = catalogue.package(service=service)
        files, base = current.files, current.version
    _refuse_strangers(files)
    now = clock.now()
    with transaction.atomic():
        row = Draft.objects.create(
            service=service, base=base or "", note=note[:500], files=_texts(files), authors=[account],
            created_at=now, changed_at=now,
        )  # fmt: skip
        record.append(
            kind="studio.draft", subject=subject_of(service),
            payload={"draft": row.pk, "service": service, "base": row.base, "note": row.note},
            actor=f"account/{account}",
        )  # fmt: skip
    return view_of(row)


def save_file(*, draft: int, actor: Actor, path: str, text: str, revision: int | None) -> DraftView:
    """See ``api.save_draft_file``."""
    _refuse_strangers({path: text.encode()})

    def put(files: dict[str, str]) -> None:
        files[path] = text.replace("\r\n", "\n")

    return _change(draft, actor, revision, put)


def save_files(*, draft: int, actor: Actor, files: Mapping[str, bytes], revision: int | None) -> DraftView:
    """Put these files in place of all that the draft has."""
    _refuse_strangers(files)

    def put(kept: dict[str, str]) -> None:
        kept.clear()
        kept.update(_texts(files))

    return _change(draft, actor, revision, put)


def remove_file(*, draft: int, actor: Actor, path: str, revision: int | None) -> DraftView:
    """See ``api.remove_draft_file``."""

    def take_away(files: dict[str, str]) -> None:
        files.pop(path, None)

    return _change(draft, actor, revision, take_away)


def discard(*, draft: int, actor: Actor) -> None:
    """See ``api.discard_draft``."""
    with transaction.atomic():
        row = open_row(draft, actor)
        account = require_author(actor, row.service.partition("/")[0])
        row.status, row.closed_by, row.closed_at = "discarded", account, clock.now()
        row.save()


def open_row(draft: int, actor: Actor) -> Draft:
    """The row of an open draft that the actor may see, locked.

    :raises DraftNotFound, DraftIsClosed: there is none.
    """
    row = Draft.objects.select_for_update().filter(pk=draft).first()
    if row is None or not may_look(actor, row.service.partition("/")[0]):
        raise DraftNotFound()
    if row.status != "open":
        raise DraftIsClosed()
    return row


def subject_of(service: str) -> Reference:
    """What the record calls a service."""
    return Reference.of("service", *service.split("/"))


def _change(
    draft: int, actor: Actor, revision: int | None, change: Callable[[dict[str, str]], None]
) -> DraftView:
    with transaction.atomic():
        row = open_row(draft, actor)
        account = require_author(actor, row.service.partition("/")[0])
        if revision is not None and revision != row.revision:
            raise DraftChanged()
        files = dict(row.files)
        change(files)
        if files != row.files:
            row.files, row.revision, row.changed_at = files, row.revision + 1, clock.now()
            row.authors = [*row.authors, *({account} - set(row.authors))]
            row.save()
    return view_of(row)


def _refuse_strangers(files: Mapping[str, bytes]) -> None:
    for path in catalogue.strangers(files=files):
        raise FileNotWelcome(path=path[:120])


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: content.decode().replace("\r\n", "\n") for path, content in files.items()}

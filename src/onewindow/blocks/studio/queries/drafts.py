"""Drafts as those see them who may."""

from onewindow.blocks.studio.errors import DraftNotFound
from onewindow.blocks.studio.models import Draft, Retirement
from onewindow.blocks.studio.permission import may_look
from onewindow.blocks.studio.types import DraftView, RetirementView
from onewindow.foundation.access.api import Actor


def draft(*, draft: int, actor: Actor) -> DraftView:
    """See ``api.draft``."""
    row = Draft.objects.filter(pk=draft).first()
    if row is None or not may_look(actor, row.service.partition("/")[0]):
        raise DraftNotFound()
    return view_of(row)


def drafts(*, actor: Actor, service: str | None, open_only: bool) -> tuple[DraftView, ...]:
    """See ``api.drafts``."""
    rows = Draft.objects.order_by("-changed_at", "-pk")
    rows = rows.filter(service=service) if service else rows
    rows = rows.filter(status="open") if open_only else rows
    seen = [row for row in rows[:200] if may_look(actor, row.service.partition("/")[0])]
    return tuple(view_of(row) for row in seen)


def retirement(*, service: str, actor: Actor) -> RetirementView | None:
    """See ``api.retirement``."""
    row = Retirement.objects.filter(service=service, status="open").first()
    if row is None or not may_look(actor, service.partition("/")[0]):
        return None
    return RetirementView(row.service, row.reason, row.proposed_by, row.proposed_at)


def view_of(row: Draft) -> DraftView:
    """A row as it crosses the door."""
    return DraftView(
        draft=row.pk,
        service=row.service,
        base=row.base,
        note=row.note,
        files=row.files,
        authors=tuple(row.authors),
        revision=row.revision,
        status=row.status,  # pyright: ignore[reportArgumentType]
        created_at=row.created_at,
        changed_at=row.changed_at,
        version=row.version,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
        reason=row.reason,
    )

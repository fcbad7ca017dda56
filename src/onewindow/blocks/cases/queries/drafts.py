"""Drafts, each for its own account only."""

from onewindow.blocks.cases.errors import CaseNotFound
from onewindow.blocks.cases.models import Draft
from onewindow.blocks.cases.types import DraftView
from onewindow.foundation.access.api import Actor
from onewindow.standards import feel


def draft_row(key: str, actor: Actor, *, lock: bool = False) -> Draft:
    """One's own draft, by its key.

    :raises CaseNotFound: no such draft of this account.
    """
    rows = Draft.objects.select_for_update(of=("self",)) if lock else Draft.objects
    row = rows.filter(key=key, account=actor.account or "").first()
    if row is None:
        raise CaseNotFound(number=key)
    return row


def draft_view(row: Draft) -> DraftView:
    """The row as it crosses the door."""
    return DraftView(
        key=row.key, service=row.service, version=row.version, applicant=row.applicant, channel=row.channel,
        answers=feel.from_json(row.answers), seen=tuple(row.seen), revision=row.revision,
        changed_at=row.changed_at, filed=row.filed.number if row.filed_id and row.filed else None,
    )  # fmt: skip

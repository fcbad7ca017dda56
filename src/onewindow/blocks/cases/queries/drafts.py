"""Drafts, each for its own account only."""

from onewindow.blocks.cases.access import may_act_for
from onewindow.blocks.cases.errors import CaseNotFound, MayNotFile
from onewindow.blocks.cases.models import Draft
from onewindow.blocks.cases.types import DraftView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.foundation.access.api import Actor
from onewindow.kernel.reference import Reference
from onewindow.standards import feel


def draft_row(key: str, actor: Actor, *, lock: bool = False, discard: bool = False) -> Draft:
    """One's own draft, by its key, while the right to file it for that applicant stands.

    A draft reads what registers know of the applicant, so a right that was revoked ends it at once.

    :param discard: to throw it away, which needs no right.
    :raises CaseNotFound: no such draft of this account.
    :raises MayNotFile: the right to file it has ended.
    """
    rows = Draft.objects.select_for_update(of=("self",)) if lock else Draft.objects
    row = rows.filter(key=key, account=actor.account or "").first()
    if row is None:
        raise CaseNotFound(number=key)
    if row.filed_id is None and not discard:
        _require_right(row, actor)
    return row


def _require_right(row: Draft, actor: Actor) -> None:
    if not right_stands(row, actor):
        raise MayNotFile(applicant=Reference(row.applicant))


def right_stands(row: Draft, actor: Actor) -> bool:
    """Whether the actor may still file it for that applicant."""
    package = catalogue.package(service=row.service, version=row.version)
    applicant = Reference(row.applicant)
    if row.channel == "counter":
        return actor.has_post(agency=package.agency, role="clerk")
    return may_act_for(actor, applicant, package.applicant.scope, package.key) is not None


def draft_view(row: Draft) -> DraftView:
    """The row as it crosses the door."""
    return DraftView(
        key=row.key, service=row.service, version=row.version, applicant=row.applicant, channel=row.channel,
        answers=feel.from_json(row.answers), seen=tuple(row.seen), revision=row.revision,
        changed_at=row.changed_at, filed=row.filed.number if row.filed_id and row.filed else None,
    )  # fmt: skip

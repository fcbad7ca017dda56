"""Inboxes: the tasks that somebody may do, the most urgent first."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import F, Q

from onewindow.blocks.cases.access import applicants_of, works_of_posts
from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.cases.types import WorkView
from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.standards import feel

_AMBER = timedelta(days=2)
_UNSEEN = ("case__tokens", "case__data", "case__proposals")
"""What a list of tasks does not show, and what is large."""


def inbox(
    *,
    actor: Actor,
    role: str | None = None,
    agency: str | None = None,
    service: str | None = None,
    claimed: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[WorkView, ...], int]:
    """See ``cases.api.inbox``."""
    rows = Work.objects.filter(works_of_posts(actor), state="open")
    for name, value in (("role", role), ("agency", agency), ("case__service", service)):
        if value:
            rows = rows.filter(**{name: value})
    if claimed == "me":
        rows = rows.filter(claimed_by=actor.account or "")
    elif claimed == "nobody":
        rows = rows.filter(claimed_by="")
    order = (F("due_at").asc(nulls_last=True), "pk")
    # The page's tasks first, and only then their cases: joined before, all open cases of the inbox are read.
    page = list(rows.order_by(*order).values_list("pk", flat=True)[offset : offset + limit])
    total = offset + len(page) if 0 < len(page) < limit else rows.count()
    shown = Work.objects.filter(pk__in=page).select_related("case").defer(*_UNSEEN)
    found = list(shown.order_by(*order))
    names = identity.names_of(accounts={row.claimed_by for row in found if row.claimed_by})
    return tuple(work_view(row, row.case, names=names) for row in found), total


def works_of_applicant(*, actor: Actor) -> tuple[WorkView, ...]:
    """See ``cases.api.works_of_applicant``."""
    who = applicants_of(actor)
    mine = Q(side="applicant", case__applicant__in=who) | Q(side="person", person__in=who)
    rows = Work.objects.filter(mine, state="open").select_related("case")
    return tuple(work_view(row, row.case, names={}) for row in rows.defer(*_UNSEEN).order_by("pk"))


def work_view(row: Work, case: Case, *, names: Mapping[str, str]) -> WorkView:
    """The row as it crosses the door."""
    return WorkView(
        id=row.pk, work=row.work, case=case.number, service=case.service, version=case.version,
        applicant=case.applicant, element=row.element, kind=row.kind, side=row.side, agency=row.agency,
        role=row.role, office=row.office, state=row.state, revision=row.revision, opened_at=row.opened_at,
        due_at=row.due_at, ended_at=row.ended_at, colour=colour(row), claimed_by=row.claimed_by,
        claimed_name=names.get(row.claimed_by, ""),
        proposed=feel.from_json(row.proposed) if row.proposed is not None else None,
        proposed_by=row.proposed_by, local=feel.from_json(row.local), person=row.person,
    )  # fmt: skip


def colour(row: Work) -> str:
    """How a deadline stands: red when it passed, amber in its last two days, green before."""
    if row.due_at is None or row.state != "open":
        return "none"
    left = row.due_at - clock.now()
    if left < timedelta(0):
        return "red"
    return "amber" if left < _AMBER else "green"

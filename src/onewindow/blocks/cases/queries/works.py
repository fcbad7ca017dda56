"""Tasks as they cross the door."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.cases.sides import side_of_applicant, side_of_parties
from onewindow.blocks.cases.types import WorkView
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.standards import feel

_AMBER = timedelta(days=2)
_UNSEEN = ("case__tokens", "case__data", "case__proposals")
"""What a list of tasks does not show, and what is large."""


def works_of_applicant(*, actor: Actor) -> tuple[WorkView, ...]:
    """See ``cases.api.works_of_applicant``."""
    ours = Case.objects.filter(side_of_applicant(actor)).values("pk")
    mine = Q(side="applicant", case__in=ours) | side_of_parties(actor)
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
    """How a task's deadline stands."""
    return colour_at(row.due_at, row.state)


def colour_at(due: datetime | None, state: str) -> str:
    """How a deadline stands: red when it passed, amber in its last two days, green before."""
    if due is None or state != "open":
        return "none"
    left = due - clock.now()
    if left < timedelta(0):
        return "red"
    return "amber" if left < _AMBER else "green"

"""Lists of cases and drafts."""

from dataclasses import replace

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT

from onewindow.blocks.cases.access import cases_of
from onewindow.blocks.cases.models import Case, Draft, Work
from onewindow.blocks.cases.queries.drafts import draft_row, draft_view, right_stands
from onewindow.blocks.cases.sides import selves, serves, side_of_applicant
from onewindow.blocks.cases.types import CaseLine, DraftView
from onewindow.foundation.access.api import Actor
from onewindow.kernel.reference import Reference

_WAITS = Exists(Work.objects.filter(case=OuterRef("pk"), side="applicant", state="open"))


def my_cases(*, actor: Actor, limit: int = 50, offset: int = 0) -> tuple[tuple[CaseLine, ...], int]:
    """See ``cases.api.my_cases``."""
    ours = Case.objects.filter(side_of_applicant(actor))
    # Parts are shown on the page of the whole; where only the part is theirs, it stands for itself.
    rows = ours.exclude(part_of__case__in=ours.values("pk"))
    return _lines(rows.order_by("-filed_at", "-pk"), limit, offset, actor), rows.count()


def cases(
    *,
    actor: Actor,
    service: str | None = None,
    status: str | None = None,
    number: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[CaseLine, ...], int]:
    """See ``cases.api.cases``."""
    rows = Case.objects.filter(cases_of(actor))
    for name, value in (("service", service), ("status", status), ("number__istartswith", number)):
        if value:
            rows = rows.filter(**{name: value})
    return _lines(rows.order_by("-filed_at", "-pk"), limit, offset, actor), rows.count()


def draft(*, key: str, actor: Actor) -> DraftView:
    """See ``cases.api.draft``."""
    return draft_view(draft_row(key, actor))


def my_drafts(
    *, actor: Actor, service: str | None = None, limit: int = 50, offset: int = 0
) -> tuple[tuple[DraftView, ...], int]:
    """See ``cases.api.my_drafts``."""
    rows = Draft.objects.filter(account=actor.account or "", filed=None).order_by("-changed_at", "-pk")
    if service is not None:
        rows = rows.filter(service=service)
    if actor.acting_for is not None:
        rows = rows.filter(applicant__in=selves(actor))
    return tuple(_draft(row, actor) for row in rows[offset : offset + limit]), rows.count()


def _draft(row: Draft, actor: Actor) -> DraftView:
    """A draft whose right ended stays in the list to be thrown away, but what it says is shown no more."""
    view = draft_view(row)
    return view if right_stands(row, actor) else replace(view, answers={})


def _lines(rows: QuerySet[Case], limit: int, offset: int, actor: Actor) -> tuple[CaseLine, ...]:
    account = actor.account if actor.kind == "person" else None
    named = rows.defer("tokens", "data", "proposals").annotate(
        waits=_WAITS, whose=KT("data__applicant__name")
    )
    return tuple(
        CaseLine(
            number=row.number, service=row.service, version=row.version, status=row.status,
            applicant=row.applicant, filed_at=row.filed_at, changed_at=row.changed_at, due_at=row.due_at,
            waits_for_applicant=row.waits,
            # An officer reads no names in a list: whoever opens a case is seen to have opened it.
            applicant_name=(row.whose or "") if row.filed_by == account or _serves(actor, row) else "",
        )
        for row in named[offset : offset + limit]
    )  # fmt: skip


def _serves(actor: Actor, row: Case) -> bool:
    return serves(actor, Reference(row.applicant), service=row.service, version=row.version)

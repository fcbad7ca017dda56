"""Reads of granted mandates."""

from django.db.models import Q

from onewindow.blocks.mandates import rights
from onewindow.blocks.mandates.errors import MandateUnknown
from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.mandates.types import GrantedView, State
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def view(row: GrantedMandate) -> GrantedView:
    """The row as others see it."""
    over = row.last_day is not None and row.last_day < clock.now().date()
    state: State = "ended" if row.ended_at or over else "active" if row.accepted_at else "offered"
    return GrantedView(
        code=row.code,
        principal=Reference(row.principal),
        principal_name=row.principal_name,
        agent=Reference(row.agent),
        agent_name=row.agent_name,
        scopes=tuple(row.scopes),
        limit=rights.limit_of(row),
        first_day=row.first_day,
        last_day=row.last_day,
        state=state,
        granted_at=row.granted_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        end=row.end or ("over" if over else ""),
        end_reason=row.end_reason,
    )


def parties_of(actor: Actor) -> set[str]:
    """Whom the actor stands for without a mandate: themself, and the companies whose officer they are."""
    return {right.principal.text for right in rights.rights_of(actor) if right.kind != "mandate"}


def mandates_of(actor: Actor) -> tuple[GrantedView, ...]:
    """Mandates that the actor's side granted or received, newest first."""
    mine = parties_of(actor)
    rows = GrantedMandate.objects.filter(Q(principal__in=mine) | Q(agent__in=mine))
    return tuple(view(row) for row in rows)


def mandate(actor: Actor, code: str) -> GrantedView:
    """One of these, or MandateUnknown."""
    mine = parties_of(actor)
    row = GrantedMandate.objects.filter(Q(principal__in=mine) | Q(agent__in=mine), code=code).first()
    if row is None:
        raise MandateUnknown()
    return view(row)

"""The door of mandates: who may act for whom, for what, up to how much, until when."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from onewindow.blocks.mandates import loading, operations, queries, rights
from onewindow.blocks.mandates.errors import (
    AgentIsPrincipal,
    AgentUnknown,
    DaysInWrongOrder,
    LimitNotPositive,
    MandateEnded,
    MandateNotOffered,
    MandateUnknown,
    MayNotGrant,
    ScopeMissing,
    ScopeUnknown,
)
from onewindow.blocks.mandates.operations import SCOPES
from onewindow.blocks.mandates.types import GrantedView, Mandate
from onewindow.foundation.access.types import Actor
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

__all__ = [
    "SCOPES",
    "AgentIsPrincipal",
    "AgentUnknown",
    "DaysInWrongOrder",
    "GrantedView",
    "LimitNotPositive",
    "Mandate",
    "MandateEnded",
    "MandateNotOffered",
    "MandateUnknown",
    "MayNotGrant",
    "ScopeMissing",
    "ScopeUnknown",
    "accept",
    "basis_of",
    "basis_stands",
    "end",
    "grant",
    "load_country",
    "mandate",
    "mandates_of",
    "may_act",
    "principals_of",
]


def may_act(
    *, actor: Actor, principal: Reference, scope: str | None, amount: Money | None = None
) -> Mandate | None:
    """The right by which an actor may act for a principal now, or None.

    :param scope: what for, such as ``trade``; None for anything at all.
    :param amount: what the filing is worth, where a mandate's limit matters.
    """
    return rights.may_act(actor, principal, scope, amount)


def basis_of(
    *, actor: Actor, principal: Reference, scope: str | None, amount: Money | None = None
) -> str | None:
    """The basis on which an actor may act for a principal now (``Mandate.basis``), or None for not at all."""
    return rights.basis_of(actor, principal, scope, amount)


def principals_of(*, actor: Actor, scope: str | None = None) -> tuple[Mandate, ...]:
    """Everybody for whom an actor may act now: themself first, then by name.

    :param scope: only rights that cover it.
    """
    return tuple(right for right in rights.rights_of(actor) if right.covers(scope))


def basis_stands(*, actor: Actor, principal: Reference, basis: str) -> bool:
    """Whether a right that was chosen before (``Mandate.basis``) still stands. Fulfils identity's port."""
    return rights.basis_stands(actor, principal, basis)


def grant(
    *,
    actor: Actor,
    principal: Reference,
    agent: Reference,
    scopes: Sequence[str],
    limit: Money | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> GrantedView:
    """Offer a mandate to a company or a person; it counts when they accept.

    :param actor: the principal, or an officer who represents the principal in every matter.
    :param scopes: from ``SCOPES``; ``*`` is everything.
    :param limit: most that one filing may be worth; None for no limit.
    :param first_day: None for today; civil days, both included.
    :raises MayNotGrant: the actor cannot bind the principal.
    :raises AgentUnknown, AgentIsPrincipal, ScopeMissing, ScopeUnknown, LimitNotPositive, DaysInWrongOrder:
        nothing was stored.
    """
    return operations.grant(
        actor,
        principal=principal,
        agent=agent,
        scopes=scopes,
        limit=limit,
        first_day=first_day,
        last_day=last_day,
    )


def accept(*, actor: Actor, code: str) -> GrantedView:
    """Accept a mandate that was offered to the actor, or to a company that the actor represents.

    :raises MandateUnknown: not offered to them.
    :raises MandateNotOffered: accepted or ended before.
    """
    return operations.accept(actor, code=code)


def end(*, actor: Actor, code: str, reason: str = "") -> GrantedView:
    """End a mandate now: the principal revokes it; the agent declines it or gives it back.

    :raises MandateUnknown: the actor is on neither side.
    :raises MandateEnded: it ended before.
    """
    return operations.end(actor, code=code, reason=reason)


def mandates_of(*, actor: Actor) -> tuple[GrantedView, ...]:
    """Mandates that the actor's side granted or received, newest first."""
    return queries.mandates_of(actor)


def mandate(*, actor: Actor, code: str) -> GrantedView:
    """One of these.

    :raises MandateUnknown: the actor is on neither side.
    """
    return queries.mandate(actor, code)


def load_country(*, folder: Path) -> int:
    """Load the first mandates of a country (``mandates.yaml``); idempotent. After registers.

    :returns: how many were new.
    :raises CountryMandatesNotValid: names the file and the mandate; nothing was stored.
    """
    return loading.load(folder)

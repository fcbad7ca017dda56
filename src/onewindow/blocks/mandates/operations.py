"""Writes of mandates: grant, accept, decline, revoke, return. Each leaves its line in the record."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import transaction

from onewindow.blocks.mandates import queries, rights
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
from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.mandates.types import ALL_SCOPES, GrantedView
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

SCOPES: Final = ("trade", "tax", "building", "documents", ALL_SCOPES)
"""What a mandate can be for."""

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without what people read wrongly


def grant(
    actor: Actor,
    *,
    principal: Reference,
    agent: Reference,
    scopes: Sequence[str],
    limit: Money | None,
    first_day: date | None,
    last_day: date | None,
) -> GrantedView:
    """Offer a mandate; it counts when the agent accepts."""
    with transaction.atomic():
        today = clock.now().date()
        right = rights.may_act(actor, principal, ALL_SCOPES, None)
        if right is None or right.kind == "mandate":  # a mandate is not handed on
            raise MayNotGrant(principal=principal.text)
        _check(principal, agent, scopes, limit, first_day or today, last_day, today)
        row = GrantedMandate.objects.create(
            code="M-" + "".join(secrets.choice(_ALPHABET) for _ in range(10)),
            principal=principal.text,
            principal_name=right.principal_name,
            agent=agent.text,
            agent_name=_agent_name(agent),
            scopes=list(dict.fromkeys(scopes)),
            limit_minor=limit.minor if limit else None,
            limit_currency=limit.currency if limit else "",
            first_day=first_day or today,
            last_day=last_day,
            granted_at=clock.now(),
            granted_by=_by(actor),
        )
        _tell("mandate.granted", row, actor)
        return queries.view(row)


def _check(
    principal: Reference,
    agent: Reference,
    scopes: Sequence[str],
    limit: Money | None,
    first_day: date,
    last_day: date | None,
    today: date,
) -> None:
    if principal == agent:
        raise AgentIsPrincipal(field="agent")
    if not scopes:
        raise ScopeMissing(field="scopes")
    for scope in scopes:
        if scope not in SCOPES:
            raise ScopeUnknown(field="scopes", scope=scope, known=", ".join(SCOPES))
    if limit is not None and limit.minor <= 0:
        raise LimitNotPositive(field="limit")
    if last_day is not None and (last_day < first_day or last_day < today):
        raise DaysInWrongOrder(field="last_day")


def _agent_name(agent: Reference) -> str:
    """A company's name is public; a person's is told to the principal only once the person accepts."""
    kind, _, rest = agent.key.partition("/")
    if agent.kind != "register" or kind not in ("companies", "people"):
        raise AgentUnknown(field="agent", agent=agent.text)
    if not registers.exists(register=kind, key=rest):
        raise AgentUnknown(field="agent", agent=rest)
    return registers.public_name(register=kind, key=rest) if kind == "companies" else rest


def accept(actor: Actor, *, code: str) -> GrantedView:
    """The agent agrees; from the first day on the mandate counts."""
    with transaction.atomic():
        row = _locked(code)
        _require_side(actor, row.agent)
        if row.accepted_at is not None or row.ended_at is not None:
            raise MandateNotOffered()
        row.accepted_at, row.accepted_by = clock.now(), _by(actor)
        if actor.person is not None and row.agent == actor.person.text:
            row.agent_name = actor.name
        row.save(update_fields=["accepted_at", "accepted_by", "agent_name"])
        _tell("mandate.accepted", row, actor)
        return queries.view(row)


def end(actor: Actor, *, code: str, reason: str) -> GrantedView:
    """The principal revokes, or the agent declines or gives back; from this moment on."""
    with transaction.atomic():
        row = _locked(code)
        if row.ended_at is not None:
            raise MandateEnded()
        if _stands_for(actor, row.principal):
            how = "revoked"
        elif _stands_for(actor, row.agent):
            how = "returned" if row.accepted_at else "declined"
        else:
            raise MandateUnknown()
        row.ended_at, row.ended_by, row.end, row.end_reason = (
            clock.now(),
            _by(actor),
            how,
            reason.strip()[:500],
        )
        row.save(update_fields=["ended_at", "ended_by", "end", "end_reason"])
        _tell(f"mandate.{how}", row, actor)
        return queries.view(row)


def _locked(code: str) -> GrantedMandate:
    row = GrantedMandate.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise MandateUnknown()
    return row


def _stands_for(actor: Actor, party: str) -> bool:
    right = rights.may_act(actor, Reference(party), ALL_SCOPES, None)
    return right is not None and right.kind != "mandate"


def _require_side(actor: Actor, party: str) -> None:
    if not _stands_for(actor, party):
        raise MandateUnknown()


def _by(actor: Actor) -> str:
    if actor.account is None:
        raise NotAllowed()
    return Reference.of("account", actor.account).text


def _tell(kind: str, row: GrantedMandate, actor: Actor) -> None:
    record.append(
        kind=kind,
        subject=Reference.of("mandate", row.code),
        payload={
            "principal": row.principal,
            "agent": row.agent,
            "scopes": list(row.scopes),
            "limit": str(rights.limit_of(row) or ""),
            "first_day": row.first_day.isoformat(),
            "last_day": row.last_day.isoformat() if row.last_day else None,
            "reason": row.end_reason,
        },
        actor=_by(actor),
    )

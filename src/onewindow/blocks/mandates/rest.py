"""The API of mandates."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.types import GrantedView, Kind, State
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

router = Router(tags=["mandates"])


class MoneyIn(Schema):
    """An amount in major units, as text, and its currency (ISO 4217)."""

    amount: Annotated[str, Field(max_length=40)]
    currency: Annotated[str, Field(max_length=3)]


class RightOut(Schema):
    """A right to act for somebody that stands now."""

    principal: str
    principal_name: str
    kind: Kind
    basis: str
    scopes: list[str]
    limit: MoneyIn | None
    last_day: date | None


class MandateOut(Schema):
    """A mandate that was granted."""

    code: str
    principal: str
    principal_name: str
    agent: str
    agent_name: str
    scopes: list[str]
    limit: MoneyIn | None
    first_day: date
    last_day: date | None
    state: State
    end: str


class MandateIn(Schema):
    """A mandate to grant; the parties as ``register/companies/<key>`` or ``register/people/<key>``."""

    principal: Annotated[str, Field(max_length=200)]
    agent: Annotated[str, Field(max_length=200)]
    scopes: Annotated[list[str], Field(max_length=20)]
    limit: MoneyIn | None = None
    first_day: date | None = None
    last_day: date | None = None


class EndIn(Schema):
    """Why it ends."""

    reason: Annotated[str, Field(max_length=500)] = ""


def _money(money: Money | None) -> MoneyIn | None:
    return MoneyIn(amount=str(money.amount), currency=money.currency) if money else None


def _out(found: GrantedView) -> MandateOut:
    return MandateOut(
        code=found.code,
        principal=found.principal.text,
        principal_name=found.principal_name,
        agent=found.agent.text,
        agent_name=found.agent_name,
        scopes=list(found.scopes),
        limit=_money(found.limit),
        first_day=found.first_day,
        last_day=found.last_day,
        state=found.state,
        end=found.end,
    )


@router.get("/principals", response=list[RightOut])
@guard("person")
def principals(request: HttpRequest, scope: str | None = None) -> list[RightOut]:
    """Everybody for whom one may act now."""
    identity.require_scope(request=request, scope="cases:read")
    rights = api.principals_of(actor=access.actor_of(request=request), scope=scope)
    return [
        RightOut(
            principal=right.principal.text,
            principal_name=right.principal_name,
            kind=right.kind,
            basis=right.basis,
            scopes=sorted(right.scopes),
            limit=_money(right.limit),
            last_day=right.last_day,
        )
        for right in rights
    ]


@router.get("/mandates", response=list[MandateOut])
@guard("person")
def mandates(request: HttpRequest) -> list[MandateOut]:
    """Mandates that one's side granted or received."""
    identity.require_scope(request=request, scope="cases:read")
    return [_out(found) for found in api.mandates_of(actor=access.actor_of(request=request))]


@router.post("/mandates", response={201: MandateOut})
@guard("person")
def grant(request: HttpRequest, mandate: MandateIn) -> Status[MandateOut]:
    """Offer a mandate; it counts when the agent accepts."""
    identity.require_scope(request=request, scope="cases:write")
    made = api.grant(
        actor=access.actor_of(request=request),
        principal=Reference(mandate.principal),
        agent=Reference(mandate.agent),
        scopes=mandate.scopes,
        limit=Money.of(mandate.limit.amount, mandate.limit.currency) if mandate.limit else None,
        first_day=mandate.first_day,
        last_day=mandate.last_day,
    )
    return Status(201, _out(made))


@router.get("/mandates/{code}", response=MandateOut)
@guard("person")
def mandate(request: HttpRequest, code: str) -> MandateOut:
    """One of these."""
    identity.require_scope(request=request, scope="cases:read")
    return _out(api.mandate(actor=access.actor_of(request=request), code=code))


@router.post("/mandates/{code}/accept", response=MandateOut)
@guard("person")
def accept(request: HttpRequest, code: str) -> MandateOut:
    """Accept a mandate that was offered."""
    identity.require_scope(request=request, scope="cases:write")
    return _out(api.accept(actor=access.actor_of(request=request), code=code))


@router.post("/mandates/{code}/end", response=MandateOut)
@guard("person")
def end(request: HttpRequest, code: str, why: EndIn) -> MandateOut:
    """Decline, revoke or give back."""
    identity.require_scope(request=request, scope="cases:write")
    return _out(api.end(actor=access.actor_of(request=request), code=code, reason=why.reason))

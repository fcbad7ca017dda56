"""What crosses the door of mandates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

ALL_SCOPES = "*"
"""A right that covers everything."""

Kind = Literal["self", "representative", "mandate"]
State = Literal["offered", "active", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A right to act for a principal that stands now.

    :param kind: the person themself; an officer in the companies register; a mandate that was granted.
    :param basis: what it rests on, to keep and to show: ``register/companies/<key>`` or ``mandate/<code>``;
        empty for oneself.
    :param through: the company whose officer the actor is, where the mandate was granted to a company.
    :param role: the officer's role as the companies register calls it; else empty.
    :param scopes: what for; ``*`` is everything.
    :param limit: most that one filing may be worth; None for no limit.
    """

    principal: Reference
    principal_name: str
    kind: Kind
    basis: str
    scopes: frozenset[str]
    limit: Money | None = None
    last_day: date | None = None
    through: Reference | None = None
    role: str = ""

    def covers(self, scope: str | None, amount: Money | None = None) -> bool:
        """Whether it is for that scope, and enough for that amount. A limit in another currency is none."""
        if scope is not None and not self.scopes & {scope, ALL_SCOPES}:
            return False
        if self.limit is None or amount is None:
            return True
        return amount.currency == self.limit.currency and amount <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedView:
    """A mandate that one party granted to another.

    :param code: ``mandate/<code>`` names it.
    :param state: ``offered`` until the agent accepts; ``ended`` when declined, revoked, returned or over.
    :param end: ``declined``, ``revoked``, ``returned``, ``over`` or empty.
    """

    code: str
    principal: Reference
    principal_name: str
    agent: Reference
    agent_name: str
    scopes: tuple[str, ...]
    limit: Money | None
    first_day: date
    last_day: date | None
    state: State
    granted_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    end: str
    end_reason: str

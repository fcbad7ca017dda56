"""What crosses the door of mandates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from onewindow.blocks.mandates.limits import ALL_SCOPES, Limits, Wanted
from onewindow.foundation.outbox.api import event
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

__all__ = [
    "ALL_SCOPES",
    "ActCompleted",
    "ActKind",
    "ActOpened",
    "EmployeeView",
    "GrantedView",
    "JointActView",
    "Kind",
    "Limits",
    "Mandate",
    "MandateTold",
    "OfferedService",
    "Shown",
    "SignatureView",
    "State",
    "Wanted",
]

Kind = Literal["self", "representative", "employee", "mandate", "parent", "guardian"]
State = Literal["signing", "offered", "active", "ended"]
ActKind = Literal["grant", "accept", "employ", "file", "act", "answer", "confirm"]
ActState = Literal["open", "complete", "withdrawn", "lapsed", "impossible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A right to act for a principal that stands now.

    :param kind: the person themself; an officer in the companies register; an employee whom the company
        named; a mandate that was granted; a parent of a minor; a guardian.
    :param basis: what it rests on, to keep and to show: ``register/companies/<key>``, ``mandate/<code>``,
        ``employee/<code>``, ``register/people/<key>`` (a parent of that child),
        ``register/guardianships/<key>``; empty
        for oneself.
    :param through: the company for which the actor works, where the mandate was granted to a company.
    :param employee: the code by which that company named the actor; empty for its officer.
    :param role: the officer's role as the companies register calls it; else empty.
    :param reach: how far it reaches.
    :param uses: whose amounts a filing counts against: codes of mandates and employees.
    """

    principal: Reference
    principal_name: str
    kind: Kind
    basis: str
    reach: Limits
    through: Reference | None = None
    employee: str = ""
    role: str = ""
    uses: tuple[str, ...] = ()

    @property
    def scopes(self) -> frozenset[str]:
        """What for; ``*`` is everything."""
        return self.reach.scopes

    @property
    def limit(self) -> Money | None:
        """Most that one filing may be worth; None for no limit."""
        return self.reach.limit

    @property
    def last_day(self) -> date | None:
        """The last day that counts; None for open."""
        return self.reach.last_day

    def covers(self, scope: str | None, amount: Money | None = None, service: str | None = None) -> bool:
        """Whether it is for that scope and service, and enough for that amount."""
        return self.reach.cover(Wanted(scope=scope, amount=amount, service=service))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureView:
    """A signature under a mandate, and whether it holds today.

    :param act: ``grant``, ``accept`` or ``end``.
    :param jws: the JAdES signature over the canonical statement; it can be verified anywhere.
    """

    act: str
    signer: Reference
    name: str
    signed_at: datetime
    jws: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedView:
    """A mandate that one party granted to another.

    :param code: ``mandate/<code>`` names it.
    :param state: ``signing`` until all who must sign for the principal have; ``offered`` until the agent
        accepts; ``ended`` when declined, revoked, returned, withdrawn or over, or when one side died.
    :param services: only these; empty for all.
    :param agencies: only services of these; empty for all.
    :param total: most that all filings together may be worth; None for no limit.
    :param spent: what they were worth so far; None where nothing was counted.
    :param may_delegate: whether the agent may hand a part of it on.
    :param parent: the mandate of which it hands on a part; empty where the principal granted it.
    :param end: ``declined``, ``revoked``, ``returned``, ``withdrawn``, ``over``, ``died`` (one side did) or
        empty.
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
    services: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    total: Money | None = None
    spent: Money | None = None
    may_delegate: bool = False
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeView:
    """Somebody whom a company lets act, and how far.

    :param own: whether they act for the company itself, too.
    :param everyone: whether they act for all who gave the company a mandate, also for those to come.
    :param principals: for whom of them, where not for all; empty for nobody.
    :param state: ``signing`` until all who must sign have; ``active``; ``ended``.
    """

    code: str
    company: Reference
    person: Reference
    name: str
    own: bool
    everyone: bool
    principals: tuple[Reference, ...]
    scopes: tuple[str, ...]
    services: tuple[str, ...]
    agencies: tuple[str, ...]
    limit: Money | None
    total: Money | None
    first_day: date
    last_day: date | None
    state: str
    named_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedService:
    """A service, as far as mandates for it go.

    :param key: ``agency/service``.
    :param scope: what a mandate must be for to let somebody else file it.
    """

    key: str
    name: Localised
    agency: str
    agency_name: Localised
    scope: str


Shown = Sequence[tuple[str, str]] | Mapping[str, Sequence[tuple[str, str]]]
"""Label and text, for whoever is asked to sign; or the same by language, such as ``fr``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointActView:
    """Something that a company does only when several of its officers sign it.

    :param kind: grant or accept a mandate, name an employee, file; act on what was filed, answer what is
        asked there, confirm what a clerk filled in.
    :param subject: what it is about, such as ``mandate/<code>``.
    :param statement: what is signed, word for word.
    :param shown: the same for people: label and text, in the language of whoever looks.
    :param signed_by: names of those who signed so far.
    :param missing: what is missing, as the company's rules say: each alternative as (number, role).
    :param deadline: it lapses then.
    """

    code: str
    company: Reference
    company_name: str
    kind: ActKind
    subject: Reference
    scope: str
    statement: Mapping[str, object]
    shown: tuple[tuple[str, str], ...]
    opened_by: str
    opened_at: datetime
    deadline: datetime
    state: ActState
    signed_by: tuple[str, ...]
    missing: tuple[tuple[int, str], ...]


@event("mandates.act-opened")
@dataclass(frozen=True, slots=True)
class ActOpened:
    """A company's officers are asked to sign together."""

    code: str
    company: Reference
    kind: str
    opened_by: str
    deadline: datetime


@event("mandates.act-completed")
@dataclass(frozen=True, slots=True)
class ActCompleted:
    """All signatures of a joint act are there."""

    code: str
    company: Reference
    kind: str
    subject: Reference
    opened_by: str


@event("mandates.told")
@dataclass(frozen=True, slots=True)
class MandateTold:
    """Something about a mandate that one side did not do itself: it was offered, accepted, ended, or lapsed.

    :param to: who is told.
    :param what: ``offered``, ``accepted``, ``declined``, ``revoked``, ``returned``, ``withdrawn``,
        ``lapsed``, ``died`` (one side did), or ``anew`` (that was a mistake of the register).
    """

    code: str
    to: Reference
    what: str
    principal_name: str
    agent_name: str

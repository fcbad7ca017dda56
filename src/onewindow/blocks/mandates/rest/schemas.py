"""Shapes of the API of mandates."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from onewindow.blocks.mandates.terms import Terms
from onewindow.blocks.mandates.types import EmployeeView, GrantedView, JointActView, Kind, Mandate, State
from onewindow.kernel.money import Money

Pin = Annotated[str, Field(max_length=64)]
"""The PIN of the caller's signing key. It is used once and kept nowhere."""

_Text = Annotated[str, Field(max_length=200)]


class MoneyIn(Schema):
    """An amount in major units, as text, and its currency (ISO 4217)."""

    amount: Annotated[str, Field(max_length=40)]
    currency: Annotated[str, Field(max_length=3)]

    @property
    def money(self) -> Money:
        return Money.of(self.amount, self.currency)


class RightOut(Schema):
    """A right to act for somebody that stands now.

    ``through``: the company for which the caller works; ``employee``: by which naming.
    """

    principal: str
    principal_name: str
    kind: Kind
    basis: str
    scopes: list[str]
    services: list[str]
    agencies: list[str]
    limit: MoneyIn | None
    left: MoneyIn | None
    last_day: date | None
    through: str | None
    employee: str


class MandateOut(Schema):
    """A mandate that was granted."""

    code: str
    principal: str
    principal_name: str
    agent: str
    agent_name: str
    scopes: list[str]
    services: list[str]
    agencies: list[str]
    limit: MoneyIn | None
    total: MoneyIn | None
    spent: MoneyIn | None
    first_day: date
    last_day: date | None
    state: State
    end: str
    may_delegate: bool
    parent: str


class TermsIn(Schema):
    """How far a right shall reach. ``services`` as ``agency/service``; empty lists are for all."""

    scopes: Annotated[list[str], Field(max_length=20)]
    services: Annotated[list[_Text], Field(max_length=100)] = []
    agencies: Annotated[list[_Text], Field(max_length=100)] = []
    limit: MoneyIn | None = None
    total: MoneyIn | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def terms(self) -> Terms:
        return Terms(
            scopes=self.scopes,
            services=self.services,
            agencies=self.agencies,
            limit=self.limit.money if self.limit else None,
            total=self.total.money if self.total else None,
            first_day=self.first_day,
            last_day=self.last_day,
        )


class MandateIn(TermsIn):
    """A mandate to grant; the parties as ``register/companies/<key>`` or ``register/people/<key>``.

    ``parent`` is the code of a mandate of which this hands a part on. With ``sign_later`` it is only written
    down, to be signed with a program of the caller's own.
    """

    principal: _Text
    agent: _Text
    may_delegate: bool = False
    parent: Annotated[str, Field(max_length=20)] = ""
    pin: Pin = ""
    sign_later: bool = False


class SignIn(Schema):
    """A signature: the PIN of the key that is kept for the caller, or what a program of theirs signed.

    ``signature`` is JWS in JSON, with exactly what is to be signed in it (docs/acting-for-others.md).
    """

    pin: Pin = ""
    signature: Annotated[str, Field(max_length=200_000)] = ""


class EndIn(Schema):
    """Why it ends. With a PIN, or with a signature of one's own, the end is signed, too."""

    reason: Annotated[str, Field(max_length=500)] = ""
    pin: Pin = ""
    signature: Annotated[str, Field(max_length=200_000)] = ""


class SignatureOut(Schema):
    """A signature under a mandate, as compact JWS, and whether it holds today."""

    act: str
    signer: str
    signed_at: datetime
    jws: str
    holds: bool


class EmployeeIn(TermsIn):
    """An employee to name. ``everyone``: for all who gave the company a mandate, also for those to come.

    With ``sign_later`` it is only written down: a program of the caller's own signs the joint act about
    ``employee/<code>``.
    """

    person: _Text
    name: _Text = ""
    own: bool = False
    everyone: bool = False
    principals: Annotated[list[_Text], Field(max_length=2000)] = []
    pin: Pin = ""
    sign_later: bool = False


class PrincipalsIn(Schema):
    """For whom an employee acts from now on. ``sign_later`` as when naming them."""

    everyone: bool = False
    principals: Annotated[list[_Text], Field(max_length=2000)]
    pin: Pin = ""
    sign_later: bool = False


class EmployeeOut(Schema):
    """Somebody whom a company lets act."""

    code: str
    company: str
    person: str
    name: str
    own: bool
    everyone: bool
    principals: list[str]
    scopes: list[str]
    services: list[str]
    agencies: list[str]
    limit: MoneyIn | None
    total: MoneyIn | None
    first_day: date
    last_day: date | None
    state: str


class MissingOut(Schema):
    """One way to complete it: so many more officers of that role; of any role where it is empty."""

    number: int
    role: str


class ActOut(Schema):
    """What a company's officers sign together."""

    code: str
    company: str
    company_name: str
    kind: str
    subject: str
    statement: dict[str, object]
    opened_by: str
    opened_at: datetime
    deadline: datetime
    state: str
    signed_by: list[str]
    missing: list[MissingOut]


def money_out(money: Money | None) -> MoneyIn | None:
    """Money as the API tells it."""
    return MoneyIn(amount=str(money.amount), currency=money.currency) if money else None


def right_out(right: Mandate) -> RightOut:
    """A right as the API tells it."""
    return RightOut(
        principal=right.principal.text,
        principal_name=right.principal_name,
        kind=right.kind,
        basis=right.basis,
        scopes=sorted(right.scopes),
        services=sorted(right.reach.services),
        agencies=sorted(right.reach.agencies),
        limit=money_out(right.limit),
        left=money_out(right.reach.left),
        last_day=right.last_day,
        through=right.through.text if right.through else None,
        employee=right.employee,
    )


def mandate_out(found: GrantedView) -> MandateOut:
    """A mandate as the API tells it."""
    return MandateOut(
        code=found.code,
        principal=found.principal.text,
        principal_name=found.principal_name,
        agent=found.agent.text,
        agent_name=found.agent_name,
        scopes=list(found.scopes),
        services=list(found.services),
        agencies=list(found.agencies),
        limit=money_out(found.limit),
        total=money_out(found.total),
        spent=money_out(found.spent),
        first_day=found.first_day,
        last_day=found.last_day,
        state=found.state,
        end=found.end,
        may_delegate=found.may_delegate,
        parent=found.parent,
    )


def employee_out(found: EmployeeView) -> EmployeeOut:
    """An employee as the API tells it."""
    return EmployeeOut(
        code=found.code,
        company=found.company.text,
        person=found.person.text,
        name=found.name,
        own=found.own,
        everyone=found.everyone,
        principals=[each.text for each in found.principals],
        scopes=list(found.scopes),
        services=list(found.services),
        agencies=list(found.agencies),
        limit=money_out(found.limit),
        total=money_out(found.total),
        first_day=found.first_day,
        last_day=found.last_day,
        state=found.state,
    )


def act_out(found: JointActView) -> ActOut:
    """A joint act as the API tells it."""
    return ActOut(
        code=found.code,
        company=found.company.text,
        company_name=found.company_name,
        kind=found.kind,
        subject=found.subject.text,
        statement=dict(found.statement),
        opened_by=found.opened_by,
        opened_at=found.opened_at,
        deadline=found.deadline,
        state=found.state,
        signed_by=list(found.signed_by),
        missing=[MissingOut(number=number, role=role) for number, role in found.missing],
    )

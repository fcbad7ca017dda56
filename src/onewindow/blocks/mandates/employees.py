"""A company names employees who act for it, or for those who gave it a mandate, and says how far."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy

from onewindow.blocks.mandates import app_settings, offers, rights, signing, statements, together
from onewindow.blocks.mandates.errors import (
    AgentIsYourself,
    AgentUnknown,
    EmployeeNamedBefore,
    EmployeeUnknown,
    ForWhomMissing,
    MayNotGrant,
    PrincipalGaveNoMandate,
)
from onewindow.blocks.mandates.living import keys_of, lives
from onewindow.blocks.mandates.models import Employee, GrantedMandate, Use
from onewindow.blocks.mandates.representing import matter_of
from onewindow.blocks.mandates.terms import Terms, check
from onewindow.blocks.mandates.types import EmployeeView, JointActView, Mandate, Shown
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

_MOST: Final = 2000
ALL_PRINCIPALS: Final = gettext_lazy("All principals")


def name_employee(
    actor: Actor,
    *,
    company: Reference,
    person: Reference,
    name: str,
    own: bool,
    everyone: bool,
    principals: Sequence[Reference],
    terms: Terms,
    pin: str | None,
    sign_later: bool = False,
) -> EmployeeView:
    """Let somebody act, within limits, from the day on which all who must sign have.

    :param sign_later: only write it down; a program of the actor's own signs it, as officers sign together.
    """
    side = _officer(actor, company)
    today = app_settings.today()
    check(terms, today=today)
    if person in actor.themself:  # it would outlive the office by which they name themselves
        raise AgentIsYourself(field="person", principal=side.principal_name)
    if not _can_be_named(person):
        raise AgentUnknown(field="person", agent=person.key.partition("/")[2])
    same = [each.text for each in keys_of(person)]
    if any(not _is_over(each) for each in _named_before(company, same)):
        raise EmployeeNamedBefore(field="person")
    _check_for_whom(company, principals, everyone=everyone, own=own)
    row = Employee(
        code=together.new_code("E"),
        company=company.text,
        person=person.text,
        name=name.strip()[:200] or person.key.partition("/")[2],
        own=own,
        everyone=everyone,
        principals=[] if everyone else [each.text for each in principals],
        named_by=_by(actor),
        named_at=clock.now(),
    )
    terms.write(row, today=today)
    jws = None if sign_later else signing.sign(actor, statements.of_employee(row), pin)
    return _store(actor, side, row, jws, instead_of=None)


def assign_principals(
    actor: Actor,
    *,
    code: str,
    everyone: bool,
    principals: Sequence[Reference],
    pin: str | None,
    sign_later: bool = False,
) -> EmployeeView:
    """Say for whom of the company's principals an employee acts: new powers are signed, the old ones end.

    What was used of the old ones is used of the new ones.

    Where the company signs together, or the actor signs later, the old powers end at once, and the new ones
    begin with the last signature: in doubt somebody may do less.
    """
    before = Employee.objects.filter(code=code, ended_at=None).first()
    if before is None:
        raise EmployeeUnknown()
    company = Reference(before.company)
    side = _officer(actor, company)
    today = app_settings.today()
    terms = _terms_of(before)
    check(terms, today=today)
    _check_for_whom(company, principals, everyone=everyone, own=before.own)
    row = Employee(
        code=together.new_code("E"),
        company=before.company,
        person=before.person,
        name=before.name,
        own=before.own,
        everyone=everyone,
        principals=[] if everyone else [each.text for each in principals],
        named_by=_by(actor),
        named_at=clock.now(),
    )
    terms.write(row, today=today)
    jws = None if sign_later else signing.sign(actor, statements.of_employee(row), pin)
    return _store(actor, side, row, jws, instead_of=code)


def _store(
    actor: Actor, side: Mandate, row: Employee, jws: str | None, *, instead_of: str | None
) -> EmployeeView:
    with transaction.atomic():
        _officer(actor, Reference(row.company))
        if instead_of is not None:
            old = Employee.objects.select_for_update().filter(code=instead_of, ended_at=None).first()
            if old is None:
                raise EmployeeUnknown()
            _end(old, actor)
            _carry_over(old, row)
        for old in _named_before(
            Reference(row.company), [each.text for each in keys_of(Reference(row.person))]
        ):
            if _is_over(old):
                _end(old, actor)
        row.save()
        _tell("employee.named", row, actor)
        opened = together.open_act(actor, _asked(side, row), jws=jws)
        if opened.state == "complete":
            act_completed(opened)
        row.refresh_from_db()
        return view(row)


def end_employee(actor: Actor, *, code: str) -> EmployeeView:
    """Take the powers back, from this moment on. One officer is enough; the employee may give them back."""
    with transaction.atomic():
        row = Employee.objects.select_for_update().filter(code=code, ended_at=None).first()
        if row is None:
            raise EmployeeUnknown()
        if row.person not in [each.text for each in actor.themself]:
            _officer(actor, Reference(row.company))
        _end(row, actor)
        return view(row)


def employees_of(actor: Actor, *, company: Reference) -> tuple[EmployeeView, ...]:
    """Whom a company lets act, also those whose last day passed and who were not ended otherwise."""
    _officer(actor, company)
    rows = Employee.objects.filter(company=company.text, ended_at=None)
    return tuple(view(row) for row in rows)


def act_completed(act: JointActView) -> None:
    """All officers signed: from now on the employee may act."""
    if act.kind == "employ":
        Employee.objects.filter(code=act.subject.key, signed_at=None, ended_at=None).update(
            signed_at=clock.now()
        )


def act_called_off(act: JointActView) -> None:
    """Nobody signed in time, or it was withdrawn: nothing begins."""
    if act.kind == "employ":
        Employee.objects.filter(code=act.subject.key, signed_at=None, ended_at=None).update(
            ended_at=clock.now()
        )


def view(row: Employee) -> EmployeeView:
    """The row as others see it."""
    return EmployeeView(
        code=row.code,
        company=Reference(row.company),
        person=Reference(row.person),
        name=row.name,
        own=row.own,
        everyone=row.everyone,
        principals=tuple(Reference(each) for each in row.principals),
        scopes=tuple(row.scopes),
        services=tuple(row.services),
        agencies=tuple(row.agencies),
        limit=_money(row.limit_minor, row),
        total=_money(row.total_minor, row),
        first_day=row.first_day,
        last_day=row.last_day,
        state="ended" if row.ended_at or _is_over(row) else "active" if row.signed_at else "signing",
        named_at=row.named_at,
    )


def _can_be_named(person: Reference) -> bool:
    """Whether it is somebody whom the population register knows, and who lives."""
    register, _, key = person.key.partition("/")
    return register == "people" and registers.exists(register="people", key=key) and lives(person)


def _officer(actor: Actor, company: Reference) -> Mandate:
    """The right by which the actor speaks for the company in every matter, or MayNotGrant."""
    side = rights.stands_for(actor, company)
    if side is None or side.kind != "representative":
        raise MayNotGrant(principal=company)
    return side


def _named_before(company: Reference, person: Sequence[str]) -> Sequence[Employee]:
    """What a company let somebody do, under every key of theirs, and did not take back."""
    return list(Employee.objects.filter(company=company.text, person__in=person, ended_at=None))


def _is_over(row: Employee) -> bool:
    return row.last_day is not None and row.last_day < app_settings.today()


def _carry_over(old: Employee, new: Employee) -> None:
    """Count against the new powers what was used of the old, so that a total is not had twice."""
    used = Use.objects.filter(right=old.code)
    Use.objects.bulk_create(
        Use(right=new.code, subject=one.subject, minor=one.minor, currency=one.currency, at=one.at)
        for one in used
    )


def _check_for_whom(
    company: Reference, principals: Sequence[Reference], *, everyone: bool, own: bool
) -> None:
    if not (everyone or own or principals):
        raise ForWhomMissing(field="principals")
    if everyone:
        return
    wanted = {each.text for each in principals}
    there = GrantedMandate.objects.filter(
        agent=company.text, principal__in=wanted, ended_at=None
    ).values_list("principal", flat=True)
    missing = sorted(wanted - set(there))
    if missing or len(wanted) > _MOST:
        raise PrincipalGaveNoMandate(field="principals", principal=missing[0] if missing else str(_MOST))


def _asked(side: Mandate, row: Employee) -> together.Asked:
    return together.Asked(
        company=side.principal,
        company_name=side.principal_name,
        kind="employ",
        subject=Reference.of("employee", row.code),
        scope=matter_of(row.scopes),
        statement=statements.of_employee(row),
        shown=_shown(row),
    )


def _shown(row: Employee) -> Shown:
    return offers.told(
        {
            "Who may act": row.name,
            "What for": {"scopes": row.scopes},
            "Services": {"services": row.services, "agencies": row.agencies},
            "Acted for": ALL_PRINCIPALS if row.everyone else ", ".join(row.principals),
            "Up to": _money(row.limit_minor, row) or "",
            "In all up to": _money(row.total_minor, row) or "",
            "Until": row.last_day.isoformat() if row.last_day else "",
        }
    )


def _terms_of(row: Employee) -> Terms:
    today = app_settings.today()
    return Terms(
        scopes=row.scopes,
        services=row.services,
        agencies=row.agencies,
        limit=_money(row.limit_minor, row),
        total=_money(row.total_minor, row),
        first_day=max(row.first_day, today),
        last_day=row.last_day,
    )


def _end(row: Employee, actor: Actor) -> None:
    row.ended_at, row.ended_by = clock.now(), _by(actor)
    row.save(update_fields=["ended_at", "ended_by"])
    _tell("employee.ended", row, actor)


def _money(minor: int | None, row: Employee) -> Money | None:
    return Money(minor, row.limit_currency) if minor is not None else None


def _by(actor: Actor) -> str:
    if actor.account is None:
        raise NotAllowed()
    return Reference.of("account", actor.account).text


def _tell(kind: str, row: Employee, actor: Actor) -> None:
    record.append(
        kind=kind,
        subject=Reference.of("employee", row.code),
        payload=statements.of_employee(row),
        actor=_by(actor),
    )

"""Erasing somebody before the term: one officer asks, a second one confirms, and the person gets a letter."""

from django.db import IntegrityError, transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.privacy import exports, officers
from onewindow.blocks.privacy.codes import new_code
from onewindow.blocks.privacy.errors import (
    AboutYou,
    ErasedElsewhere,
    ErasureAsked,
    ErasureUnknown,
    LawMissing,
    NotAtThisStage,
    NothingMayGo,
    PersonUnknown,
    TextMissing,
)
from onewindow.blocks.privacy.models import Erasure
from onewindow.blocks.privacy.types import ErasureView
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.holdings.types import BeforeErasing
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_PEOPLE = "people"


def erases(agency: str) -> bool:
    """Whether it is this agency that erases: it keeps the register of people."""
    return agency == registers.register(slug=_PEOPLE).owner


def ask(actor: Actor, *, agency: str, person: str, law: str) -> ErasureView:
    """Ask; nothing is erased yet."""
    _require(actor, agency)
    who = _person(person)
    if not law.strip():
        raise LawMissing(field="law")
    _hold_not_about(actor, who)
    _hold_possible(who)
    try:
        with transaction.atomic():
            row = Erasure.objects.create(
                code=new_code("D"),
                person=who.text,
                agency=agency,
                law=law.strip()[:300],
                asked_by=actor.account or "",
                asked_at=clock.now(),
            )
            _tell(row, "privacy.erasure-asked", actor)
    except IntegrityError as problem:
        raise ErasureAsked(field="person") from problem
    return _view(row)


def confirm(actor: Actor, *, agency: str, code: str) -> ErasureView:
    """Erase, as the second officer."""
    _require(actor, agency)
    with transaction.atomic():
        row = _waiting(agency, code)
        person = Reference(row.person)
        if row.asked_by in identity.accounts_of_person(account=actor.account or ""):
            raise holdings.SecondPersonNeeded()
        _hold_not_about(actor, person)
        _hold_possible(person)
        who = exports.somebody(person)
        counted = holdings.erase(who=who, reason=row.law, by=row.asked_by, confirmed_by=actor.account or "")
        row.status, row.erased = "done", {name: rows for name, rows in counted.items() if rows}
        _decided(row, actor)
        _tell(row, "privacy.erasure-done", actor)
        _write(row, who.account)  # after it, for letters go, too
    return _view(row)


def refuse(actor: Actor, *, agency: str, code: str, grounds: str) -> ErasureView:
    """Refuse it, with grounds; whoever asked takes it back so."""
    _require(actor, agency)
    if not grounds.strip():
        raise TextMissing(field="grounds")
    with transaction.atomic():
        row = _waiting(agency, code)
        row.status = "withdrawn" if row.asked_by == actor.account else "refused"
        row.grounds = grounds.strip()[:4000]
        _decided(row, actor)
        _tell(row, f"privacy.erasure-{row.status}", actor)
    return _view(row)


def of_agency(actor: Actor, agency: str) -> list[ErasureView]:
    """All of them, the newest first."""
    _require(actor, agency)
    return [_view(row) for row in Erasure.objects.filter(agency=agency)]


def one(actor: Actor, agency: str, code: str) -> ErasureView:
    """One of them."""
    _require(actor, agency)
    row = Erasure.objects.filter(agency=agency, code=code).first()
    if row is None:
        raise ErasureUnknown()
    return _view(row)


def before(actor: Actor, agency: str, code: str) -> BeforeErasing:
    """What it would end, and what would stay and why."""
    return holdings.before_erasing(who=exports.somebody(one(actor, agency, code).person))


def _require(actor: Actor, agency: str) -> None:
    officers.require(actor, agency)
    if not erases(agency):
        keeper = registers.register(slug=_PEOPLE).owner
        raise ErasedElsewhere(agency=officers.agency_name(keeper, actor.language))


def _person(number: str) -> Reference:
    try:
        found = Reference.of("register", _PEOPLE, number.strip())
        there = registers.exists(register=_PEOPLE, key=number.strip())
    except OnewindowError as problem:
        raise PersonUnknown(field="person") from problem
    if not there:
        raise PersonUnknown(field="person")
    return found


def _hold_not_about(actor: Actor, person: Reference) -> None:
    if person in actor.own:
        raise AboutYou(field="person")


def _hold_possible(person: Reference) -> None:
    """A legal hold keeps everything; without one, something must be there that may go."""
    found = holdings.before_erasing(who=exports.somebody(person))
    if found.held:
        raise holdings.UnderHold(field="person", subject=person.key.partition("/")[2])
    if not found.goes and not found.entries:
        raise NothingMayGo(field="person")


def _waiting(agency: str, code: str) -> Erasure:
    row = Erasure.objects.select_for_update().filter(agency=agency, code=code).first()
    if row is None:
        raise ErasureUnknown()
    if row.status != "asked":
        raise NotAtThisStage()
    return row


def _decided(row: Erasure, actor: Actor) -> None:
    row.decided_by, row.decided_at = actor.account or "", clock.now()
    row.save()


def _tell(row: Erasure, kind: str, actor: Actor) -> None:
    """About the erasure, not the person: it has to outlive what it erases."""
    record.append(
        kind=kind,
        subject=Reference.of("erasure", row.code),
        payload={"agency": row.agency, "law": row.law, "grounds": row.grounds, "rows": row.erased},
        actor=Reference.of("account", actor.account or "").text,
    )


def _write(row: Erasure, account: str) -> None:
    notifications.notify(
        to=Reference.of("account", account) if account else Reference(row.person),
        subject=Reference.of("erasure", row.code),
        key=f"privacy/{row.code}/done",
        template="privacy.erased",
        values={"code": row.code, "law": row.law},
    )


def _view(row: Erasure) -> ErasureView:
    return ErasureView(
        code=row.code,
        person=Reference(row.person),
        agency=row.agency,
        law=row.law,
        status=row.status,  # type: ignore[arg-type]
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        grounds=row.grounds,
        erased=dict(row.erased),
    )

"""What people allow and what they object to."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.privacy import app_settings, officers, uses
from onewindow.blocks.privacy.codes import new_code
from onewindow.blocks.privacy.errors import (
    ChangedSince,
    ConsentNotOpen,
    DayNotPossible,
    NotAtThisStage,
    ObjectedAlready,
    ObjectionUnknown,
    TextMissing,
    UseUnknown,
)
from onewindow.blocks.privacy.models import Consent, Objection
from onewindow.blocks.privacy.types import ConsentView, ObjectionView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotFound
from onewindow.kernel.reference import Reference


def may_use(*, person: Reference, use: str, agency: str | None) -> bool:
    """Whether an optional use is open now."""
    try:
        declared = uses.use(use)
    except UseUnknown:
        return False
    if agency is not None and agency != declared.agency:
        return False
    same = [each.text for each in identity.keys_of(person=person)]
    if declared.basis == "objection":
        return not Objection.objects.filter(person__in=same, use=use, status__in=("open", "upheld")).exists()
    today = clock.today(zone=identity.agency(slug=declared.agency).zone)
    return Consent.objects.filter(person__in=same, use=use, withdrawn_at=None, until__gte=today).exists()


def give(actor: Actor, *, use: str, until: date | None) -> ConsentView:
    """Consent to a use until a day; a consent that is open already is given anew."""
    declared = uses.use(use)
    person = _person(actor)
    if declared.basis != "consent":
        raise UseUnknown(field="use")
    today = clock.today(zone=identity.agency(slug=declared.agency).zone)
    last = until or today + timedelta(days=declared.days)
    if not today < last <= today + timedelta(days=declared.days):
        raise DayNotPossible(field="until", days=declared.days)
    with transaction.atomic():
        open_now = Consent.objects.select_for_update().filter(
            person__in=_keys(actor), use=use, withdrawn_at=None
        )
        open_now.update(withdrawn_at=clock.now(), withdrawn_by=actor.account or "")
        row = Consent.objects.create(
            person=person.text, use=use, given_by=actor.account or "", given_at=clock.now(), until=last
        )
        _tell(person, "privacy.consent-given", {"use": use, "until": last.isoformat()}, actor)
    return _consent(row)


def withdraw(actor: Actor, *, use: str) -> ConsentView:
    """Withdraw it, from this moment, without a reason."""
    person = _person(actor)
    with transaction.atomic():
        open_now = Consent.objects.select_for_update().filter(
            person__in=_keys(actor), use=use, withdrawn_at=None
        )
        row = open_now.first()
        if row is None:
            raise ConsentNotOpen()
        open_now.update(withdrawn_at=clock.now(), withdrawn_by=actor.account or "")
        row.refresh_from_db()
        _tell(person, "privacy.consent-withdrawn", {"use": use}, actor)
    return _consent(row)


def consents(actor: Actor) -> list[ConsentView]:
    """All of a person's, the newest first."""
    return [_consent(row) for row in Consent.objects.filter(person__in=_keys(actor))]


def object_to(actor: Actor, *, use: str, reason: str) -> ObjectionView:
    """Object to a use; it rests from this moment, until the agency decides."""
    declared = uses.use(use)
    person = _person(actor)
    if declared.basis != "objection":
        raise UseUnknown(field="use")
    if not reason.strip():
        raise TextMissing(field="reason")
    now = clock.now()
    try:
        with transaction.atomic():
            row = Objection.objects.create(
                code=new_code("O"),
                person=person.text,
                use=use,
                agency=declared.agency,
                reason=reason.strip()[:2000],
                raised_by=actor.account or "",
                raised_at=now,
                due_at=now + app_settings.answer_within(),
            )
    except IntegrityError as problem:
        raise ObjectedAlready() from problem
    with transaction.atomic():
        _tell(person, "privacy.objection-raised", {"use": use, "objection": row.code}, actor)
        for officer in officers.who_answers(declared.agency):
            _notify(officer, row, "objection-raised", f"raised/{officer.key}")
    return _objection(row)


def decide(
    actor: Actor, *, code: str, agency: str, upheld: bool, grounds: str, seen: str | None = None
) -> ObjectionView:
    """Decide for the agency, with grounds; the person is told."""
    officers.require(actor, agency)
    if not grounds.strip():
        raise TextMissing(field="grounds")
    with transaction.atomic():
        row = _locked(code, agency=agency, seen=seen)
        row.status = "upheld" if upheld else "rejected"
        row.grounds, row.decided_by, row.decided_at = grounds.strip()[:4000], actor.account or "", clock.now()
        row.save()
        _tell(
            Reference(row.person),
            "privacy.objection-decided",
            {"objection": code, "status": row.status},
            actor,
        )
        _notify(Reference.of("account", row.raised_by), row, "objection-decided", "decided")
    return _objection(row)


def take_back(actor: Actor, *, code: str, seen: str | None = None) -> ObjectionView:
    """The person takes an open objection back."""
    person = _person(actor)
    with transaction.atomic():
        row = _locked(code, person__in=_keys(actor), seen=seen)
        row.status, row.decided_at = "withdrawn", clock.now()
        row.save()
        _tell(person, "privacy.objection-withdrawn", {"objection": code}, actor)
    return _objection(row)


def objections(actor: Actor) -> list[ObjectionView]:
    """All of a person's, the newest first."""
    return [_objection(row) for row in Objection.objects.filter(person__in=_keys(actor))]


def one_of_person(actor: Actor, code: str) -> ObjectionView:
    """One of them."""
    row = Objection.objects.filter(person__in=_keys(actor), code=code).first()
    if row is None:
        raise ObjectionUnknown()
    return _objection(row)


def one_of_agency(actor: Actor, agency: str, code: str) -> ObjectionView:
    """One that an agency has to decide or decided."""
    officers.require(actor, agency)
    row = Objection.objects.filter(agency=agency, code=code).first()
    if row is None:
        raise ObjectionUnknown()
    return _objection(row)


def of_agency(actor: Actor, agency: str) -> list[ObjectionView]:
    """What an agency has to decide, and what it decided."""
    officers.require(actor, agency)
    rows = Objection.objects.filter(agency=agency).order_by("decided_at", "due_at")
    return [_objection(row) for row in rows[:200]]


def _keys(actor: Actor) -> list[str]:
    """Whom the actor decides for, under every key that means them today."""
    return [each.text for each in actor.keys_of(_person(actor))]


def _person(actor: Actor) -> Reference:
    person = access.who_decides(actor=actor)
    if person is None:
        raise NotFound()
    return person


def _locked(code: str, *, seen: str | None, **whose: object) -> Objection:
    row = Objection.objects.select_for_update().filter(code=code, **whose).first()
    if row is None:
        raise ObjectionUnknown()
    if seen is not None and seen != row.status:
        raise ChangedSince()
    if row.status != "open":
        raise NotAtThisStage()
    return row


def _tell(person: Reference, kind: str, payload: dict[str, object], actor: Actor) -> None:
    record.append(
        kind=kind,
        subject=person,
        payload=payload,
        actor=Reference.of("account", actor.account).text if actor.account else None,
    )


def _notify(to: Reference, row: Objection, template: str, key: str) -> None:
    notifications.notify(
        to=to,
        subject=Reference.of("objection", row.code),
        key=f"privacy/{row.code}/{key}",
        template=f"privacy.{template}",
        values={"code": row.code, "due": row.due_at},
    )


def _consent(row: Consent) -> ConsentView:
    return ConsentView(use=row.use, given_at=row.given_at, until=row.until, withdrawn_at=row.withdrawn_at)


def _objection(row: Objection) -> ObjectionView:
    return ObjectionView(
        code=row.code,
        person=Reference(row.person),
        use=row.use,
        agency=row.agency,
        reason=row.reason,
        raised_at=row.raised_at,
        due_at=row.due_at,
        status=row.status,  # type: ignore[arg-type]
        grounds=row.grounds,
        decided_at=row.decided_at,
    )

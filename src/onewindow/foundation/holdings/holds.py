"""Legal holds: placed and lifted by two people; nothing that they cover is disposed of."""

from django.db import transaction
from django.db.models import Q

from onewindow.foundation.holdings.errors import (
    ConfirmedAlready,
    HoldMovedOn,
    HoldUnknown,
    ReasonMissing,
    SecondPersonNeeded,
)
from onewindow.foundation.holdings.models import Hold
from onewindow.foundation.holdings.ports import WhoIs
from onewindow.foundation.holdings.types import Holding, HoldView, Somebody
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def place(*, subject: Reference, agency: str, reason: str, by: str) -> HoldView:
    """Hold at once: what is disposed of meanwhile would be lost. A second person confirms."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    with transaction.atomic():
        row = Hold.objects.create(
            subject=subject.text,
            agency=agency,
            reason=reason.strip()[:1000],
            asked_by=by,
            asked_at=clock.now(),
        )
        _tell(row, "hold.placed", by)
    return _view(row)


def confirm(*, hold: int, agency: str, by: str, seen: str | None = None) -> HoldView:
    """The second person agrees."""
    with transaction.atomic():
        row = _row(hold, agency, seen)
        if by == row.asked_by:
            raise SecondPersonNeeded()
        if row.confirmed_by:
            raise ConfirmedAlready()
        row.confirmed_by, row.confirmed_at = by, clock.now()
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        _tell(row, "hold.confirmed", by)
    return _view(row)


def lift(*, hold: int, agency: str, reason: str, by: str, seen: str | None = None) -> HoldView:
    """The first call proposes to lift, with a reason; another person's call lifts."""
    with transaction.atomic():
        row = _row(hold, agency, seen)
        if not row.lift_asked_by:
            if not reason.strip():
                raise ReasonMissing(field="reason")
            row.lift_asked_by, row.lift_reason = by, reason.strip()[:1000]
            row.save(update_fields=["lift_asked_by", "lift_reason"])
            _tell(row, "hold.lift-asked", by)
            return _view(row)
        if by == row.lift_asked_by:
            raise SecondPersonNeeded()
        row.lifted_by, row.lifted_at = by, clock.now()
        row.save(update_fields=["lifted_by", "lifted_at"])
        _tell(row, "hold.lifted", by)
    return _view(row)


def holds_of(*, agency: str) -> tuple[HoldView, ...]:
    """The holds of an agency that are in force, the newest first."""
    return tuple(_view(row) for row in Hold.objects.filter(agency=agency, lifted_at=None))


def in_force() -> list[Somebody]:
    """Whom or what the holds in force are about."""
    subjects = Hold.objects.filter(lifted_at=None).values_list("subject", flat=True)
    return [_Port.who_is(subject=text) for text in set(subjects)]


def _as_it_stands(*, subject: str) -> Somebody:
    if subject.startswith("register/"):
        return Somebody(person=subject)
    if subject.startswith("account/"):
        return Somebody(account=subject.removeprefix("account/"))
    return Somebody(subject=subject)


class _Port:
    """Who knows the account of a person; wiring sets it once."""

    who_is: WhoIs = staticmethod(_as_it_stands)


def use_who_is(who_is: WhoIs) -> None:
    """Join the port to its adapter."""
    _Port.who_is = staticmethod(who_is)


def rows_held(holding: Holding) -> Q | None:
    """The rows of a model that holds keep; None where there is no hold or nobody is named."""
    held = in_force() if holding.rows is not None else []
    if holding.rows is None or not held:
        return None
    found = Q(pk__in=[])
    for each in held:
        found |= holding.rows(each)
    return found


def one(*, hold: int, agency: str) -> HoldView:
    """A hold, also one that was lifted."""
    row = Hold.objects.filter(pk=hold, agency=agency).first()
    if row is None:
        raise HoldUnknown()
    return _view(row)


def _row(hold: int, agency: str, seen: str | None) -> Hold:
    row = Hold.objects.select_for_update().filter(pk=hold, agency=agency).first()
    if row is None:
        raise HoldUnknown()
    if seen is not None and seen != _view(row).stage:
        raise HoldMovedOn()
    if row.lifted_at is not None:
        raise HoldUnknown()
    return row


def _tell(row: Hold, kind: str, by: str) -> None:
    record.append(
        kind=kind,
        subject=Reference(row.subject),
        payload={"hold": row.pk, "agency": row.agency, "reason": row.lift_reason or row.reason},
        actor=Reference.of("account", by).text,
    )


def _view(row: Hold) -> HoldView:
    return HoldView(
        hold=row.pk,
        subject=row.subject,
        agency=row.agency,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        lift_asked_by=row.lift_asked_by,
        lift_reason=row.lift_reason,
        lifted_by=row.lifted_by,
        lifted_at=row.lifted_at,
    )

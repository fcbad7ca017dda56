"""What filings are worth, counted against the mandates and employees' limits on which they rest."""

from collections.abc import Sequence

from django.db import transaction

from onewindow.blocks.mandates import rights
from onewindow.blocks.mandates.errors import LimitReached
from onewindow.blocks.mandates.limits import Wanted
from onewindow.blocks.mandates.models import Employee, GrantedMandate, Use
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference


def use(actor: Actor, *, principal: Reference, wanted: Wanted, subject: Reference) -> str:
    """Let a filing rest on a right that is enough for it, and count its worth; the basis that it rests on.

    The rights are locked before they are asked again, so that two filings at once cannot both have the rest.
    Counting the same subject again replaces what was counted for it.
    """
    with transaction.atomic():
        for right in rights.covering(actor, principal, Wanted(scope=wanted.scope, service=wanted.service)):
            if wanted.amount is None or not right.uses:
                if right.reach.cover(wanted):
                    return right.basis
                continue
            _lock(right.uses)
            before = _take_back(right.uses, subject)
            again = rights.covering(actor, principal, wanted, named=False)
            if any((each.basis, each.employee) == (right.basis, right.employee) for each in again):
                _count(right.uses, subject, wanted.amount)
                return right.basis
            Use.objects.bulk_create(before)
        raise LimitReached(amount=wanted.amount or "")


def _lock(codes: Sequence[str]) -> None:
    list(GrantedMandate.objects.select_for_update().filter(code__in=codes).order_by("code"))
    list(Employee.objects.select_for_update().filter(code__in=codes).order_by("code"))


def _take_back(codes: Sequence[str], subject: Reference) -> list[Use]:
    rows = Use.objects.filter(right__in=codes, subject=subject.text)
    kept = list(rows)
    rows.delete()
    return kept


def _count(codes: Sequence[str], subject: Reference, amount: Money) -> None:
    now = clock.now()
    Use.objects.bulk_create(
        Use(right=code, subject=subject.text, minor=amount.minor, currency=amount.currency, at=now)
        for code in codes
    )

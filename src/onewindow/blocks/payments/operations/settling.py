"""What the bank says becomes true here: once, whoever says it and however often."""

from typing import Final

from django.db import transaction

from onewindow.blocks.payments import app_settings, ledger
from onewindow.blocks.payments.errors import NoticeNotUnderstood
from onewindow.blocks.payments.models import Attempt, PaymentRequestRow
from onewindow.blocks.payments.operations import refunding
from onewindow.blocks.payments.ports import Outcome
from onewindow.blocks.payments.types import PaymentFailed, PaymentSettled
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

_ENDS: Final = {"declined": "failed", "cancelled": "cancelled", "expired": "expired"}


def apply_outcome(*, attempt_id: str, outcome: Outcome) -> bool:
    """Take over what the bank says of an attempt.

    The request's row is locked before the attempt's, everywhere. An attempt that was settled stays settled;
    one
    that ended without money may still turn out to be paid, for the bank has the last word.

    :returns: False where it says nothing new.
    """
    with transaction.atomic():
        attempt = _lock(attempt_id)
        if attempt.status == "settled" or outcome.status == "pending":
            return False
        if outcome.status == "settled":
            _settle(attempt, outcome.amount)
            return True
        if attempt.status in _ENDS.values():
            return False
        _end(attempt, _ENDS[outcome.status])
        _tell_failure(attempt.request, outcome.status)
        return True


def _lock(attempt_id: str) -> Attempt:
    found = Attempt.objects.filter(pk=attempt_id).values_list("request", flat=True).first()
    if found is None:
        raise NoticeNotUnderstood(field="attempt", what="no such attempt")
    request = PaymentRequestRow.objects.select_for_update().get(pk=found)
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    attempt.request = request
    return attempt


def _settle(attempt: Attempt, collected: Money | None) -> None:
    row = attempt.request
    amount = Money(row.minor, row.currency)
    if collected != amount:
        raise NoticeNotUnderstood(field="amount", what=f"{collected} is not {amount}")
    _end(attempt, "settled")
    if row.status == "open":
        _settle_request(attempt, amount)
        return
    # Paid already, or no longer asked for: the money is not ours.
    ledger.move(
        kind="overpaid",
        key=f"collected:{attempt.pk}",
        request=row,
        amount=amount,
        debit=ledger.at_bank(attempt.provider),
        credit=ledger.OVERPAID,
    )
    refunding.ask(
        attempt=attempt,
        amount=amount,
        key=f"overpaid:{attempt.pk}",
        reason="paid twice, or no longer asked for",
        actor=None,
        account=ledger.OVERPAID,
    )


def _settle_request(attempt: Attempt, amount: Money) -> None:
    row = attempt.request
    now = clock.now()
    row.status, row.settled_at, row.receipt = "settled", now, f"R-{row.pk}"
    row.settled_by = attempt.pk
    ledger.move(
        kind="settled",
        key=f"collected:{attempt.pk}",
        request=row,
        amount=amount,
        debit=ledger.at_bank(attempt.provider),
        credit=ledger.RECEIVABLE,
    )
    entry = record.append(
        kind="payment.settled",
        subject=Reference(row.subject),
        payload={
            "payment": row.pk,
            "attempt": attempt.pk,
            "provider": attempt.provider,
            "minor": row.minor,
            "currency": row.currency,
            "reference": row.reference,
            "receipt": row.receipt,
            "payer": row.payer,
            "basis": attempt.basis,
        },
        actor=f"account/{attempt.started_by}" if attempt.started_by else None,
    )
    row.record_entry = entry.id
    row.save(update_fields=["status", "settled_at", "receipt", "settled_by", "record_entry"])
    outbox.publish(
        PaymentSettled(
            subject=Reference(row.subject),
            key=row.key,
            request=row.pk,
            amount=amount,
            receipt=row.receipt,
            settled_at=now,
            settled_on=clock.today(zone=app_settings.civil_zone()),
            payer=Reference(row.payer),
            started_by=attempt.started_by,
            basis=attempt.basis,
            role=attempt.role,
        )
    )


def _end(attempt: Attempt, status: str) -> None:
    attempt.status, attempt.ended_at = status, clock.now()
    attempt.save(update_fields=["status", "ended_at"])


def _tell_failure(row: PaymentRequestRow, reason: str) -> None:
    outbox.publish(PaymentFailed(subject=Reference(row.subject), key=row.key, request=row.pk, reason=reason))

"""Pay money back: asked for under the request's lock, done by a job, booked once."""

from django.db import transaction
from django.db.models import Sum

from onewindow.blocks.payments import ledger, providers, queries
from onewindow.blocks.payments.errors import (
    AmountNotPositive,
    KeyReused,
    NoSuchPayment,
    NotPaidYet,
    RefundTooLarge,
)
from onewindow.blocks.payments.models import Attempt, PaymentRequestRow, RefundRow
from onewindow.blocks.payments.ports import Refused
from onewindow.blocks.payments.types import PaymentRefunded, Refund
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference


def refund(*, request_id: str, amount: Money | None, reason: str, key: str, actor: str | None) -> Refund:
    """Ask for a refund of a fee, once per key; never of more than was paid."""
    with transaction.atomic():
        row = PaymentRequestRow.objects.select_for_update().filter(pk=request_id).first()
        if row is None:
            raise NoSuchPayment(request=request_id)
        before = RefundRow.objects.filter(key=key).select_related("attempt__request").first()
        if before is not None:
            return _same(before, row, amount)
        if row.status != "settled":
            raise NotPaidYet()
        attempt = row.attempts.get(pk=row.settled_by)
        left = _left(row)
        asked = left if amount is None else amount
        if asked.currency != row.currency or asked.minor <= 0:
            raise AmountNotPositive(field="amount", amount=str(asked))
        if asked > left:
            raise RefundTooLarge(field="amount", amount=str(asked), left=str(left))
        attempt.request = row
        made = ask(attempt=attempt, amount=asked, key=key, reason=reason, actor=actor, account=ledger.FEES)
        return queries.refund_view(made)


def ask(
    *, attempt: Attempt, amount: Money, key: str, reason: str, actor: str | None, account: str
) -> RefundRow:
    """Write a refund down and leave it to a job. The caller holds the request's lock."""
    row = RefundRow.objects.create(
        attempt=attempt,
        key=key,
        minor=amount.minor,
        reason=reason[:300],
        actor=actor,
        account=account,
        asked_at=clock.now(),
    )
    jobs.defer(name="payments.refund", payload={"refund": row.pk}, key=str(row.pk))
    return row


def carry_out(*, refund_id: int) -> bool:
    """Let the provider pay it back, and book that it did. True when it is over, False to try again later.

    :raises Unreachable: the provider did not answer; asking again is safe.
    """
    row = RefundRow.objects.select_related("attempt__request").get(pk=refund_id)
    if row.status != "asked":
        return True
    provider = providers.named(row.attempt.provider)
    amount = Money(row.minor, row.attempt.request.currency)
    try:
        done = provider.refund(
            refund=str(row.pk), provider_reference=row.attempt.provider_reference, amount=amount
        )
    except Refused:
        RefundRow.objects.filter(pk=refund_id, status="asked").update(status="refused")
        return True
    if done:
        _book(refund_id)
    return done


def _book(refund_id: int) -> None:
    with transaction.atomic():
        request_id = RefundRow.objects.values_list("attempt__request", flat=True).get(pk=refund_id)
        request = PaymentRequestRow.objects.select_for_update().get(pk=request_id)
        row = RefundRow.objects.select_for_update().select_related("attempt").get(pk=refund_id)
        if row.status != "asked":
            return
        amount = Money(row.minor, request.currency)
        row.status, row.done_at = "done", clock.now()
        row.save(update_fields=["status", "done_at"])
        ledger.move(
            kind="refunded",
            key=f"refunded:{row.pk}",
            request=request,
            amount=amount,
            debit=row.account,
            credit=ledger.at_bank(row.attempt.provider),
        )
        _tell(row, request, amount)


def _tell(row: RefundRow, request: PaymentRequestRow, amount: Money) -> None:
    subject = Reference(request.subject)
    record.append(
        kind="payment.refunded",
        subject=subject,
        payload={
            "payment": request.pk,
            "refund": row.pk,
            "minor": row.minor,
            "currency": request.currency,
            "reason": row.reason,
        },
        actor=row.actor,
    )
    outbox.publish(
        PaymentRefunded(subject=subject, key=request.key, request=request.pk, refund=row.pk, amount=amount)
    )


def _same(before: RefundRow, request: PaymentRequestRow, amount: Money | None) -> Refund:
    same_amount = amount is None or amount == Money(before.minor, request.currency)
    if before.attempt.request_id != request.pk or not same_amount:
        raise KeyReused(field="key", key=before.key)
    return queries.refund_view(before)


def _left(row: PaymentRequestRow) -> Money:
    """What of the fee was not paid back, or asked back, yet."""
    taken = RefundRow.objects.filter(attempt=row.settled_by, account=ledger.FEES).exclude(status="refused")
    return Money(row.minor - int(taken.aggregate(total=Sum("minor"))["total"] or 0), row.currency)

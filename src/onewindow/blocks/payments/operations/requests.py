"""Ask for a fee, and take the asking back."""

import re
from datetime import date

from django.db import transaction

from onewindow.blocks.payments import ledger, queries
from onewindow.blocks.payments.codes import new_code
from onewindow.blocks.payments.creditor_reference import creditor_reference
from onewindow.blocks.payments.errors import (
    AmountNotPositive,
    KeyReused,
    NoSuchPayment,
    NothingToPay,
    ReturnPathNotOurs,
)
from onewindow.blocks.payments.models import PaymentRequestRow
from onewindow.blocks.payments.types import PaymentRequest
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

# One slash at the beginning and no back slash: //elsewhere.example would leave this site.
_OUR_PATH = re.compile(r"/(?:[^/\\\s][^\\\s]*)?")


def request_payment(
    *,
    subject: Reference,
    amount: Money,
    due: date,
    key: str,
    payer: Reference,
    description: Localised,
    return_path: str,
) -> PaymentRequest:
    """Store a request once per key, and book what is owed."""
    if amount.minor <= 0:
        raise AmountNotPositive(field="amount", amount=str(amount))
    if not _OUR_PATH.fullmatch(return_path):
        raise ReturnPathNotOurs(field="return_path", path=return_path[:200])
    code = new_code()
    asked = {
        "subject": subject.text,
        "payer": payer.text,
        "minor": amount.minor,
        "currency": amount.currency,
        "due": due,
    }
    rest = {
        "id": code,
        "description": dict(description.texts),
        "reference": creditor_reference(code),
        "return_path": return_path,
        "created_at": clock.now(),
    }
    with transaction.atomic():
        row, new = PaymentRequestRow.objects.get_or_create(key=key, defaults=asked | rest)
        if new:
            _book(row, amount)
        elif any(getattr(row, name) != value for name, value in asked.items()):
            raise KeyReused(field="key", key=key)
    return queries.view(row)


def _book(row: PaymentRequestRow, amount: Money) -> None:
    ledger.move(
        kind="asked",
        key=f"asked:{row.pk}",
        request=row,
        amount=amount,
        debit=ledger.RECEIVABLE,
        credit=ledger.FEES,
    )
    record.append(
        kind="payment.asked",
        subject=Reference(row.subject),
        payload={
            "payment": row.pk,
            "payer": row.payer,
            "minor": row.minor,
            "currency": row.currency,
            "due": row.due.isoformat(),
        },
    )


def cancel_payment(*, request_id: str, reason: str, actor: str | None) -> PaymentRequest:
    """Ask no longer. Money that comes all the same is paid back."""
    with transaction.atomic():
        row = PaymentRequestRow.objects.select_for_update().filter(pk=request_id).first()
        if row is None:
            raise NoSuchPayment(request=request_id)
        if row.status == "settled":
            raise NothingToPay()
        if row.status == "open":
            row.status = "cancelled"
            row.save(update_fields=["status"])
            ledger.move(
                kind="cancelled",
                key=f"cancelled:{row.pk}",
                request=row,
                amount=Money(row.minor, row.currency),
                debit=ledger.FEES,
                credit=ledger.RECEIVABLE,
            )
            record.append(
                kind="payment.cancelled",
                subject=Reference(row.subject),
                payload={"payment": row.pk, "reason": reason},
                actor=actor,
            )
    return queries.view(row)

"""Reads of payments."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet, Sum

from onewindow.blocks.payments.errors import NoSuchPayment
from onewindow.blocks.payments.models import Attempt, LedgerEntry, PaymentRequestRow, Posting, RefundRow
from onewindow.blocks.payments.types import LedgerCheck, PaymentRequest, Refund
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference


def view(row: PaymentRequestRow) -> PaymentRequest:
    """A request as it crosses the door."""
    attempts = sorted(row.attempts.all(), key=lambda attempt: attempt.created_at)
    refunded = sum(
        refund.minor
        for attempt in attempts
        for refund in attempt.refunds.all()
        if refund.status == "done" and refund.account == "fees"
    )
    last = attempts[-1].status if attempts else ""
    return PaymentRequest(
        id=row.pk,
        key=row.key,
        subject=Reference(row.subject),
        payer=Reference(row.payer),
        amount=Money(row.minor, row.currency),
        due=row.due,
        description=Localised(row.description),
        reference=row.reference,
        return_path=row.return_path,
        status=row.status,  # type: ignore[arg-type]
        created_at=row.created_at,
        settled_at=row.settled_at,
        receipt=row.receipt,
        refunded=Money(refunded, row.currency),
        waiting=row.status == "open" and last == "started",
        last_failure=last if row.status == "open" and last in ("failed", "cancelled", "expired") else "",
    )


def request(*, request_id: str) -> PaymentRequest:
    """One request."""
    row = _rows().filter(pk=request_id).first()
    if row is None:
        raise NoSuchPayment(request=request_id)
    return view(row)


def requests_of(*, subject: Reference) -> tuple[PaymentRequest, ...]:
    """The requests about a subject, oldest first."""
    return tuple(view(row) for row in _rows().filter(subject=subject.text).order_by("created_at", "pk"))


def requests_to(
    *, payers: Iterable[Reference], limit: int, about: Iterable[str] | None = None
) -> tuple[PaymentRequest, ...]:
    """What a payer was asked for, newest first.

    :param payers: the payer, under every key that means them today.
    :param about: only what is about one of these subjects; None for all.
    """
    rows = _rows().filter(payer__in=[each.text for each in payers])
    if about is not None:
        rows = rows.filter(subject__in=about)
    return tuple(view(row) for row in rows.order_by("-created_at", "pk")[:limit])


def record_entry(*, request_id: str) -> int | None:
    """The entry of the record that tells of the payment; None until it was paid."""
    return PaymentRequestRow.objects.filter(pk=request_id).values_list("record_entry", flat=True).first()


def refund_view(row: RefundRow) -> Refund:
    """A refund as it crosses the door."""
    request = row.attempt.request
    return Refund(
        id=row.pk,
        request=request.pk,
        amount=Money(row.minor, request.currency),
        reason=row.reason,
        status=row.status,  # type: ignore[arg-type]
        asked_at=row.asked_at,
        done_at=row.done_at,
    )


def refunds_of(*, request_id: str) -> tuple[Refund, ...]:
    """The refunds of a request, oldest first."""
    rows = RefundRow.objects.filter(attempt__request=request_id).select_related("attempt__request")
    return tuple(refund_view(row) for row in rows.order_by("pk"))


def check_ledger() -> LedgerCheck:
    """Add up the books."""
    sums = Posting.objects.values_list("currency").annotate(total=Sum("minor")).order_by("currency")
    unbalanced = (
        Posting.objects.values("entry__key", "currency").annotate(total=Sum("minor")).exclude(total=0)
    )
    twice = (
        LedgerEntry.objects.filter(kind="settled").values("request").annotate(n=Count("id")).filter(n__gt=1)
    )
    return LedgerCheck(
        sums={currency: int(total) for currency, total in sums},
        unbalanced=tuple(sorted(row["entry__key"] for row in unbalanced)),
        settled_twice=tuple(sorted(row["request"] for row in twice)),
    )


def balance(*, account: str, currency: str) -> Money:
    """What an account holds."""
    total = Posting.objects.filter(account=account, currency=currency).aggregate(total=Sum("minor"))["total"]
    return Money(int(total or 0), currency)


def unfinished_attempts(*, request_id: str) -> list[str]:
    """Attempts of which the bank has not said how they ended."""
    waiting = Q(request=request_id, status="started")
    return list(Attempt.objects.filter(waiting).order_by("created_at").values_list("pk", flat=True))


def _rows() -> QuerySet[PaymentRequestRow]:
    return PaymentRequestRow.objects.prefetch_related("attempts__refunds")

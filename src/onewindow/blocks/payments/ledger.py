"""Double entry: every entry takes from accounts what it gives to others. Only ``operations`` books."""

from collections.abc import Sequence

from onewindow.blocks.payments.errors import LedgerNotBalanced
from onewindow.blocks.payments.models import LedgerEntry, PaymentRequestRow, Posting
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money

RECEIVABLE = "receivable"
"""What payers owe us."""
FEES = "fees"
"""What we earned; its balance is below zero, as for every income."""
OVERPAID = "overpaid"
"""What was paid twice, and is owed back."""


def at_bank(provider: str) -> str:
    """The account of the money that lies at a provider."""
    return f"bank:{provider}"


def move(*, kind: str, key: str, request: PaymentRequestRow, amount: Money, debit: str, credit: str) -> None:
    """Book one amount from an account to another, once per key."""
    book(kind=kind, key=key, request=request, postings=[(debit, amount), (credit, -amount)])


def book(
    *, kind: str, key: str, request: PaymentRequestRow, postings: Sequence[tuple[str, Money]]
) -> LedgerEntry:
    """Book an entry. A second one with the same key is an error of the database, and books nothing.

    :raises LedgerNotBalanced: the postings do not sum to zero in each currency.
    """
    sums: dict[str, int] = {}
    for _, amount in postings:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    for currency, total in sums.items():
        if total:
            raise LedgerNotBalanced(entry=key, currency=currency)
    entry = LedgerEntry.objects.create(kind=kind, key=key, request=request, at=clock.now())
    Posting.objects.bulk_create(
        [
            Posting(entry=entry, account=account, currency=amount.currency, minor=amount.minor)
            for account, amount in postings
        ]
    )
    return entry

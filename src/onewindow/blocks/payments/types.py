"""What crosses the door of payments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from onewindow.foundation.outbox.api import event
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

RequestStatus = Literal["open", "settled", "cancelled"]
AttemptStatus = Literal["new", "started", "settled", "failed", "cancelled", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRequest:
    """A fee that somebody was asked to pay.

    :param id: names it in addresses (``/pay/<id>/``); cannot be guessed.
    :param due: last day that counts, a civil date.
    :param reference: creditor reference of ISO 11649, for a bank transfer.
    :param return_path: where the payer goes on afterwards, a path of this site.
    :param receipt: number of the receipt; empty until it was paid.
    :param refunded: how much of it was paid back.
    :param waiting: the payer has been at the bank and the bank has not said yet how it ended.
    """

    id: str
    key: str
    subject: Reference
    payer: Reference
    amount: Money
    due: date
    description: Localised
    reference: str
    return_path: str
    status: RequestStatus
    created_at: datetime
    settled_at: datetime | None
    receipt: str
    refunded: Money
    waiting: bool
    last_failure: str

    @property
    def open(self) -> bool:
        """Whether it is still to be paid."""
        return self.status == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money on its way back.

    :param status: ``asked`` until the provider has done it.
    """

    id: int
    request: str
    amount: Money
    reason: str
    status: Literal["asked", "done", "refused"]
    asked_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """Whether the books are right.

    :param sums: currency to the sum of all postings; every one of them must be 0.
    :param unbalanced: entries whose own postings do not sum to zero; must be none.
    :param settled_twice: requests with more than one booking of their fee; must be none.
    """

    sums: Mapping[str, int]
    unbalanced: tuple[str, ...]
    settled_twice: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self.sums.values()) and not self.unbalanced and not self.settled_twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """Who takes an order to the bank.

    :param account: slug; empty where it is not known.
    :param basis: what the right to act for the payer rests on (``Mandate.basis``); empty: they are the payer.
    :param role: in the company, as its register calls it; empty where that is not the basis.
    """

    account: str = ""
    basis: str = ""
    role: str = ""


@event("payments.settled")
@dataclass(frozen=True, kw_only=True)
class PaymentSettled:
    """A fee was paid. Published once for a request.

    :param key: the key that the request was made with.
    :param request: id of the request.
    :param receipt: number of the receipt.
    :param settled_on: the civil day on which the money counts as paid.
    :param payer: who was asked to pay.
    :param started_by: account of whoever took the order to the bank that was paid, also where only the bank
        says so; empty where it is not known. ``basis`` and ``role`` as in ``Starter``.
    """

    subject: Reference
    key: str
    request: str
    amount: Money
    receipt: str
    settled_at: datetime
    settled_on: date
    payer: Reference | None = None
    started_by: str = ""
    basis: str = ""
    role: str = ""


@event("payments.failed")
@dataclass(frozen=True, kw_only=True)
class PaymentFailed:
    """An attempt to pay ended without money; the request stays open.

    :param reason: ``declined``, ``cancelled`` or ``expired``.
    """

    subject: Reference
    key: str
    request: str
    reason: str


@event("payments.refunded")
@dataclass(frozen=True, kw_only=True)
class PaymentRefunded:
    """Money was paid back.

    :param refund: id of the refund; once each.
    """

    subject: Reference
    key: str
    request: str
    refund: int
    amount: Money

"""What the API of payments says and hears."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from onewindow.blocks.payments.types import PaymentRequest, Refund
from onewindow.kernel.money import Money


class MoneyOut(Schema):
    """An amount: minor units are what counts; the text is for people."""

    minor: int
    currency: str
    amount: str

    @classmethod
    def of(cls, money: Money) -> "MoneyOut":
        return cls(minor=money.minor, currency=money.currency, amount=str(money.amount))


class PaymentOut(Schema):
    """A fee that somebody was asked to pay."""

    id: str
    subject: str
    payer: str
    amount: MoneyOut
    due: date
    description: dict[str, str]
    reference: str = Field(description="Creditor reference, ISO 11649")
    status: str = Field(description="open, settled or cancelled")
    waiting: bool = Field(description="The bank has not said yet how the last attempt ended")
    created_at: datetime
    settled_at: datetime | None
    receipt: str
    refunded: MoneyOut

    @classmethod
    def of(cls, request: PaymentRequest) -> "PaymentOut":
        return cls(
            id=request.id,
            subject=request.subject.text,
            payer=request.payer.text,
            amount=MoneyOut.of(request.amount),
            due=request.due,
            description=dict(request.description.texts),
            reference=request.reference,
            status=request.status,
            waiting=request.waiting,
            created_at=request.created_at,
            settled_at=request.settled_at,
            receipt=request.receipt,
            refunded=MoneyOut.of(request.refunded),
        )


class StartedOut(Schema):
    """Where the payer goes now."""

    redirect_url: str


class RefundIn(Schema):
    """What to pay back."""

    minor: int | None = Field(default=None, gt=0, description="Minor units; all that is left when absent")
    reason: str = Field(min_length=1, max_length=300)


class RefundOut(Schema):
    """Money on its way back."""

    id: int
    payment: str
    amount: MoneyOut
    reason: str
    status: str = Field(description="asked, done or refused")
    asked_at: datetime
    done_at: datetime | None

    @classmethod
    def of(cls, refund: Refund) -> "RefundOut":
        return cls(
            id=refund.id,
            payment=refund.request,
            amount=MoneyOut.of(refund.amount),
            reason=refund.reason,
            status=refund.status,
            asked_at=refund.asked_at,
            done_at=refund.done_at,
        )

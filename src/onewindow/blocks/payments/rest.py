"""The payment operations of the public API. Each translates and makes one call through the door."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Header, Query, Router, Status
from pydantic import StringConstraints

from onewindow.blocks.payments import api
from onewindow.blocks.payments.rest_schemas import PaymentOut, RefundIn, RefundOut, StartedOut
from onewindow.foundation.access.api import actor_of, guard
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

router = Router(tags=["payments"])

Key = Annotated[str, StringConstraints(min_length=8, max_length=100), Header(alias="Idempotency-Key")]
Case = Annotated[str | None, Query(max_length=40)]


@router.get("/payments", response=list[PaymentOut], operation_id="list_payments")
@guard("signed-in", scope="payments:read")
def list_payments(request: HttpRequest, case: Case = None) -> list[PaymentOut]:
    """What the caller, or whom the caller acts for, was asked to pay; the newest hundred.

    With the number of a case: what was asked for that case of whom the caller may act for.
    """
    actor = actor_of(request=request)
    if case is not None:
        subject = Reference.of("case", case)
        return [PaymentOut.of(found) for found in api.requests_about(subject=subject, actor=actor)]
    return [PaymentOut.of(found) for found in api.requests_for(actor=actor)]


@router.get("/payments/{id}", response=PaymentOut, operation_id="read_payment")
@guard("signed-in", scope="payments:read")
def read_payment(request: HttpRequest, id: str) -> PaymentOut:
    """One fee and how it stands."""
    return PaymentOut.of(api.payment_of(request=id, actor=actor_of(request=request)))


@router.post("/payments/{id}/attempts", response={201: StartedOut}, operation_id="start_payment")
@guard("signed-in", scope="payments:write")
def start_payment(request: HttpRequest, id: str) -> Status[StartedOut]:
    """Take the order to the bank. Repeated within minutes, it answers with the same page of the bank."""
    return Status(201, StartedOut(redirect_url=api.pay(request=id, actor=actor_of(request=request))))


@router.get("/payments/{id}/refunds", response=list[RefundOut], operation_id="list_refunds")
@guard("signed-in", scope="payments:read")
def list_refunds(request: HttpRequest, id: str) -> list[RefundOut]:
    """What was paid back."""
    api.payment_of(request=id, actor=actor_of(request=request))
    return [RefundOut.of(refund) for refund in api.refunds_of(request=id)]


@router.post("/payments/{id}/refunds", response={201: RefundOut}, operation_id="refund_payment")
@guard("payments.refund", scope="payments:write")
def refund_payment(request: HttpRequest, id: str, body: RefundIn, key: Key) -> Status[RefundOut]:
    """Pay a fee back, or a part of it, once per key."""
    actor = actor_of(request=request)
    currency = api.payment_to_refund(request=id, actor=actor).amount.currency
    amount = None if body.minor is None else Money(body.minor, currency)
    made = api.refund(
        request=id,
        amount=amount,
        reason=body.reason,
        key=f"{actor.account}:{key}",
        actor=f"account/{actor.account}",
    )
    return Status(201, RefundOut.of(made))

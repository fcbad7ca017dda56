"""What the tests do as payer and as bank."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from onewindow.blocks.payments import api
from onewindow.blocks.payments.adapters import sandbox
from onewindow.blocks.payments.models import Attempt, RefundRow, SandboxOrder
from onewindow.blocks.payments.operations import refunding
from onewindow.foundation.access.types import Actor, Extent
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.outbox import tasks as outbox_tasks
from onewindow.kernel.clock import clock
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

PAYER = Reference("register/companies/1234567A")
AMOUNT = Money(25_500, "TND")
PERSON = Actor(
    account="amel",
    kind="person",
    person=Reference("register/people/1"),
    acting_for=PAYER,
    assurance="high",
    extent=Extent(whole=True),
)
STRANGER = Actor(account="x", kind="person", person=Reference("register/people/2"), assurance="high")


def ask(key: str = "case-1:fee", **changes: Any) -> api.PaymentRequest:
    """Ask for a fee."""
    arguments: dict[str, Any] = {
        "subject": Reference("case/2026-000017"),
        "amount": AMOUNT,
        "due": date(2026, 3, 1),
        "key": key,
        "payer": PAYER,
        "description": Localised({"en": "Certificate fee", "fr": "Frais", "ar": "رسوم"}),
        "return_path": "/cases/2026-000017/",
    }
    return api.request_payment(**(arguments | changes))


def at_bank(request: api.PaymentRequest) -> SandboxOrder:
    """Go to the bank's page."""
    url = api.pay(request=request.id, actor=PERSON)
    return SandboxOrder.objects.get(pk=url.rstrip("/").rpartition("/")[2])


def choose(order: SandboxOrder, choice: str) -> SandboxOrder:
    """Press a button there."""
    chosen = sandbox.choose(reference=order.reference, choice=choice)
    assert chosen is not None
    return chosen


def deliver(order: SandboxOrder) -> bool:
    """Let the bank say what it knows."""
    order.refresh_from_db()
    headers, body = sandbox.signed_notice(order, at=clock.now())
    return api.receive_notice(provider="sandbox", headers=headers, body=body)


def paid(key: str = "case-1:fee", **changes: Any) -> api.PaymentRequest:
    """A request that was paid."""
    request = ask(key, **changes)
    deliver(choose(at_bank(request), "pay"))
    return api.request(request=request.id)


def carry_out_refunds() -> None:
    """Do what the job does, for all refunds."""
    for refund in RefundRow.objects.filter(status="asked"):
        refunding.carry_out(refund_id=refund.pk)


def attempts(request: api.PaymentRequest) -> list[str]:
    """How the attempts of a request stand, oldest first."""
    rows = Attempt.objects.filter(request=request.id).order_by("created_at")
    return [row.status for row in rows]


@contextmanager
def news_of(kind: type) -> Iterator[Callable[[], list[Any]]]:
    """A function that gives the events of a class that were published and handled so far."""
    heard: list[Any] = []
    outbox.subscribe(kind, name="payments-tests", handler=lambda event, delivery: heard.append(event))

    def drained() -> list[Any]:
        while outbox_tasks.drain_once():
            pass
        return heard

    try:
        yield drained
    finally:
        outbox.unsubscribe(kind, name="payments-tests")

"""The books stay right whatever comes, in whatever order, and however often."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from onewindow.blocks.payments import api, tasks
from onewindow.blocks.payments.adapters import sandbox
from onewindow.blocks.payments.models import LedgerEntry, RefundRow, SandboxOrder
from onewindow.blocks.payments.operations import refunding
from onewindow.blocks.payments.tests.bank import ask, at_bank, deliver
from onewindow.foundation.outbox.models import Event
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money


class Books(RuleBasedStateMachine):
    """Payers, a forgetful bank, treasurers and a worker, in any order."""

    requests = Bundle("requests")
    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 1, 1, 8, tzinfo=UTC)
        self.keys = 0
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(target=requests)
    def ask_first(self) -> api.PaymentRequest:
        return self.ask_for(3, "TND")

    @precondition(lambda self: self.keys < 3)
    @rule(target=requests, minor=st.integers(1, 5), currency=st.sampled_from(["TND", "EUR"]))
    def ask_more(self, minor: int, currency: str) -> api.PaymentRequest:
        return self.ask_for(minor, currency)

    def ask_for(self, minor: int, currency: str) -> api.PaymentRequest:
        self.keys += 1
        with clock.at(self.now):
            return ask(f"key-{self.keys}", amount=Money(minor, currency))

    @rule(target=orders, request=requests)
    def go_to_the_bank(self, request: api.PaymentRequest) -> object:
        with clock.at(self.now):
            try:
                order = at_bank(request)
            except api.NothingToPay:
                return multiple()
        return order

    @rule(target=orders, request=requests)
    def pay_anew(self, request: api.PaymentRequest) -> object:
        """So much later that the bank is asked for another order."""
        self.now += timedelta(minutes=16)
        order = self.go_to_the_bank(request)
        if isinstance(order, SandboxOrder):
            self.choose(order, "pay")
        return order

    @rule(order=orders, choice=st.sampled_from(sorted(sandbox.CHOICES)))
    def choose(self, order: SandboxOrder, choice: str) -> None:
        with clock.at(self.now):
            sandbox.choose(reference=order.reference, choice=choice)

    @rule(order=orders)
    def notice(self, order: SandboxOrder) -> None:
        with clock.at(self.now):
            deliver(order)

    @rule(minutes=st.sampled_from([0, 1, 20, 90]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes, seconds=1)

    @rule()
    def work(self) -> None:
        with clock.at(self.now):
            tasks.reconcile_once()
            tasks.send_sandbox_notices()

    @rule(request=requests)
    def come_back(self, request: api.PaymentRequest) -> None:
        with clock.at(self.now):
            api.refresh(request=request.id)

    @rule(request=requests)
    def cancel(self, request: api.PaymentRequest) -> None:
        with clock.at(self.now):
            try:
                api.cancel_payment(request=request.id, reason="withdrawn")
            except api.NothingToPay:
                return

    @rule(request=requests, minor=st.none() | st.integers(1, 5), key=st.integers(1, 4))
    def refund(self, request: api.PaymentRequest, minor: int | None, key: int) -> None:
        amount = None if minor is None else Money(minor, request.amount.currency)
        with clock.at(self.now):
            try:
                api.refund(request=request.id, amount=amount, reason="error", key=f"refund-{key}")
            except (api.NotPaidYet, api.RefundTooLarge, api.AmountNotPositive, api.KeyReused):
                return

    @rule()
    def pay_back(self) -> None:
        with clock.at(self.now):
            for refund in RefundRow.objects.all():
                refunding.carry_out(refund_id=refund.pk)

    @invariant()
    def the_books_are_right(self) -> None:
        assert api.check_ledger().right

    @invariant()
    def our_balance_is_what_the_bank_holds_for_us(self) -> None:
        booked = LedgerEntry.objects.filter(key__startswith="collected:").values_list("key", flat=True)
        collected = {key.partition(":")[2] for key in booked}
        for currency in ("TND", "EUR"):
            orders = SandboxOrder.objects.filter(attempt__in=collected, currency=currency)
            held = sum(order.minor for order in orders)
            done = RefundRow.objects.filter(status="done", attempt__request__currency=currency)
            gone = sum(done.values_list("minor", flat=True))
            assert api.balance(account="bank:sandbox", currency=currency).minor == held - gone
            assert all(sum(order.refunded.values()) <= order.minor for order in orders)

    @invariant()
    def nothing_is_told_twice(self) -> None:
        told = [
            body["request"]
            for body in Event.objects.filter(name="payments.settled").values_list("body", flat=True)
        ]
        assert len(told) == len(set(told))
        assert len(told) == LedgerEntry.objects.filter(kind="settled").count()

    @invariant()
    def nobody_gets_back_more_than_was_paid(self) -> None:
        assert api.balance(account="overpaid", currency="TND").minor <= 0
        assert api.balance(account="fees", currency="TND").minor <= 0
        assert api.balance(account="receivable", currency="TND").minor >= 0


@pytest.mark.django_db
def test_the_books_stay_right() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )

"""Asking, paying, failing and paying back, through the door."""

import json
import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from onewindow.blocks.payments import access, api, ledger, tasks
from onewindow.blocks.payments.adapters import sandbox
from onewindow.blocks.payments.models import Attempt, LedgerEntry, PaymentRequestRow, Posting, SandboxOrder
from onewindow.blocks.payments.ports import Order, Provider, Started, Unreachable
from onewindow.blocks.payments.tests.bank import (
    AMOUNT,
    PAYER,
    PERSON,
    STRANGER,
    ask,
    at_bank,
    attempts,
    carry_out_refunds,
    choose,
    deliver,
    news_of,
    paid,
)
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.django_db


def test_the_same_key_asks_once() -> None:
    first, second = ask(), ask()
    assert first == second
    assert api.requests_of(subject=first.subject) == (first,)
    assert api.requests_to(payer=PAYER) == (first,)
    assert api.balance(account="receivable", currency="TND") == AMOUNT
    assert first.open
    assert first.reference.startswith("RF")


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Money(25_501, "TND")},
        {"amount": Money(25_500, "EUR")},
        {"due": date(2026, 3, 2)},
        {"subject": Reference("case/2")},
        {"payer": Reference("register/people/9")},
    ],
)
def test_the_same_key_for_something_else_is_refused(change: dict[str, object]) -> None:
    ask()
    with pytest.raises(api.KeyReused) as caught:
        ask(**change)
    assert caught.value.field == "key"
    assert PaymentRequestRow.objects.count() == 1


@pytest.mark.parametrize("minor", [0, -1])
def test_nothing_cannot_be_asked_for(minor: int) -> None:
    with pytest.raises(api.AmountNotPositive):
        ask(amount=Money(minor, "TND"))
    assert not PaymentRequestRow.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    "path", ["//evil.example/", "https://evil.example/", "cases/", "/\\evil", "/a b", ""]
)
def test_the_way_back_stays_on_this_site(path: str) -> None:
    with pytest.raises(api.ReturnPathNotOurs):
        ask(return_path=path)


def test_a_paid_fee_is_settled_booked_recorded_and_told_once() -> None:
    with news_of(api.PaymentSettled) as settled:
        request = paid()
        [news] = settled()
    assert (news.request, news.key, news.amount, news.receipt) == (
        request.id,
        request.key,
        AMOUNT,
        request.receipt,
    )
    assert request.status == "settled"
    assert not request.waiting
    assert api.balance(account="receivable", currency="TND") == Money(0, "TND")
    assert api.balance(account="bank:sandbox", currency="TND") == AMOUNT
    assert api.balance(account="fees", currency="TND") == -AMOUNT
    assert [entry.kind for entry in record.entries_of(subject=request.subject)] == [
        "payment.asked",
        "payment.settled",
    ]
    assert api.check_ledger().right


def test_a_notice_that_comes_twice_or_again_later_changes_nothing() -> None:
    request = ask()
    with news_of(api.PaymentSettled) as settled:
        order = choose(at_bank(request), "pay")
        assert [deliver(order) for _ in range(3)] == [True, False, False]
        api.refresh(request=request.id)
        assert len(settled()) == 1
    assert LedgerEntry.objects.filter(kind="settled").count() == 1


def test_the_return_from_the_bank_need_not_wait_for_the_notice() -> None:
    request = ask()
    order = choose(at_bank(request), "pay")
    assert api.request(request=request.id).waiting
    assert api.refresh(request=request.id).status == "settled"
    deliver(order)
    assert LedgerEntry.objects.filter(kind="settled").count() == 1


@pytest.mark.parametrize(
    ("choice", "reason", "last"), [("decline", "declined", "failed"), ("cancel", "cancelled", "cancelled")]
)
def test_an_attempt_that_ends_without_money_leaves_the_request_open(
    choice: str, reason: str, last: str
) -> None:
    request = ask()
    with news_of(api.PaymentFailed) as failed:
        order = choose(at_bank(request), choice)
        deliver(order)
        deliver(order)
        [news] = failed()
    assert (news.request, news.reason) == (request.id, reason)
    found = api.request(request=request.id)
    assert found.open
    assert found.last_failure == last
    deliver(choose(at_bank(request), "pay"))
    assert attempts(request) == [last, "settled"]
    assert api.request(request=request.id).status == "settled"


def test_two_clicks_go_to_the_same_page_of_the_bank_and_a_later_one_to_another() -> None:
    request = ask()
    first, second = at_bank(request), at_bank(request)
    assert first == second
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert at_bank(request) != first


def test_what_is_paid_twice_goes_back() -> None:
    request = ask()
    with news_of(api.PaymentSettled) as settled, news_of(api.PaymentRefunded) as refunded:
        first = at_bank(request)
        with clock.at(clock.now() + timedelta(minutes=16)):
            second = at_bank(request)
            deliver(choose(first, "pay"))
            deliver(choose(second, "pay"))
            assert api.balance(account="overpaid", currency="TND") == -AMOUNT
            carry_out_refunds()
            assert len(settled()) == 1
            [news] = refunded()
    assert news.amount == AMOUNT
    assert api.balance(account="overpaid", currency="TND") == Money(0, "TND")
    assert api.balance(account="bank:sandbox", currency="TND") == AMOUNT
    assert api.request(request=request.id).refunded == Money(0, "TND")
    assert SandboxOrder.objects.get(pk=second.pk).refunded != {}
    assert api.check_ledger().right


def test_a_fee_that_is_no_longer_asked_for_cannot_be_paid_and_money_that_comes_goes_back() -> None:
    request = ask()
    order = at_bank(request)
    assert api.cancel_payment(request=request.id, reason="withdrawn").status == "cancelled"
    api.cancel_payment(request=request.id, reason="withdrawn")
    assert api.balance(account="receivable", currency="TND") == Money(0, "TND")
    with pytest.raises(api.NothingToPay):
        at_bank(request)
    deliver(choose(order, "pay"))
    carry_out_refunds()
    assert api.balance(account="bank:sandbox", currency="TND") == Money(0, "TND")
    assert api.request(request=request.id).status == "cancelled"
    assert api.check_ledger().right


def test_what_was_paid_is_not_cancelled() -> None:
    with pytest.raises(api.NothingToPay):
        api.cancel_payment(request=paid().id, reason="withdrawn")


def test_refunds_are_paid_once_per_key_and_never_more_than_was_paid() -> None:
    request = paid()
    part = Money(10_000, "TND")
    with news_of(api.PaymentRefunded) as refunded:
        first = api.refund(request=request.id, amount=part, reason="error", key="r1", actor="account/9")
        assert api.refund(request=request.id, amount=part, reason="error", key="r1") == first
        with pytest.raises(api.KeyReused):
            api.refund(request=request.id, amount=Money(1, "TND"), reason="error", key="r1")
        with pytest.raises(api.RefundTooLarge):
            api.refund(request=request.id, amount=Money(15_501, "TND"), reason="error", key="r2")
        assert jobs.run_waiting(name="payments.refund") == 1
        rest = api.refund(request=request.id, reason="all of it", key="r3")
        assert rest.amount == Money(15_500, "TND")
        assert jobs.run_waiting(name="payments.refund") == 1
        assert [news.amount for news in refunded()] == [part, rest.amount]
    with pytest.raises(api.AmountNotPositive):
        api.refund(request=request.id, reason="more", key="r4")
    assert [refund.status for refund in api.refunds_of(request=request.id)] == ["done", "done"]
    assert api.request(request=request.id).refunded == AMOUNT
    assert api.balance(account="bank:sandbox", currency="TND") == Money(0, "TND")
    assert api.check_ledger().right


def test_what_was_not_paid_is_not_paid_back() -> None:
    with pytest.raises(api.NotPaidYet):
        api.refund(request=ask().id, reason="error", key="r1")
    with pytest.raises(api.NoSuchPayment):
        api.refund(request="none", reason="error", key="r1")


def test_refunds_in_another_currency_are_refused() -> None:
    with pytest.raises(api.AmountNotPositive):
        api.refund(request=paid().id, amount=Money(1, "EUR"), reason="error", key="r1")


def test_lost_notices_are_asked_for() -> None:
    request = ask()
    choose(at_bank(request), "pay-silent")
    assert tasks.send_sandbox_notices() == 0
    assert tasks.reconcile_once() == 0
    now = clock.now()
    with clock.at(now + timedelta(seconds=16)):
        assert tasks.reconcile_once() == 1
        assert api.request(request=request.id).waiting
        assert tasks.reconcile_once() == 0
    with clock.at(now + timedelta(seconds=40)):
        assert tasks.reconcile_once() == 1
        assert api.request(request=request.id).status == "settled"
        assert tasks.reconcile_once() == 0


def test_one_attempt_that_cannot_be_reconciled_does_not_hold_up_the_others() -> None:
    first, second = ask("first"), ask("second")
    choose(at_bank(first), "pay")
    choose(at_bank(second), "pay")
    Attempt.objects.filter(request=first.id).update(provider="gone", check_at=clock.now())
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert tasks.reconcile_once() == 2
        assert tasks.reconcile_once() == 0
    assert api.request(request=first.id).waiting
    assert api.request(request=second.id).status == "settled"


def test_an_order_that_nobody_paid_expires() -> None:
    request = ask()
    order = at_bank(request)
    with clock.at(clock.now() + timedelta(hours=2)):
        tasks.reconcile_once()
        assert attempts(request) == ["expired"]
        # The bank has the last word, also after it said that nothing will come.
        deliver(choose(order, "pay"))
        assert api.request(request=request.id).status == "settled"


@pytest.mark.parametrize(
    ("choice", "sent"), [("pay", 1), ("pay-twice", 2), ("decline", 1), ("pay-silent", 0)]
)
def test_the_sandbox_bank_sends_as_many_notices_as_it_says(choice: str, sent: int) -> None:
    request = ask()
    choose(at_bank(request), choice)
    assert sum(iter(tasks.send_sandbox_notices, 0)) == sent
    assert api.check_ledger().right


def test_the_sandbox_bank_confirms_late() -> None:
    request = ask()
    choose(at_bank(request), "pay-late")
    assert tasks.send_sandbox_notices() == 0
    assert api.refresh(request=request.id).waiting
    with clock.at(clock.now() + timedelta(seconds=21)):
        assert tasks.send_sandbox_notices() == 1
    assert api.request(request=request.id).status == "settled"


def test_a_choice_at_the_bank_is_made_once() -> None:
    order = choose(at_bank(ask()), "cancel")
    assert choose(order, "pay").choice == "cancel"
    assert sandbox.choose(reference="none", choice="pay") is None


def _notice(order: SandboxOrder, **changes: object) -> tuple[dict[str, str], bytes]:
    order.refresh_from_db()
    _, body = sandbox.signed_notice(order, at=clock.now())
    changed = json.dumps(json.loads(body) | changes).encode()
    seconds = int(clock.now().timestamp())
    return {
        sandbox.SIGNATURE_HEADER: f"t={seconds},v1={sandbox._signature(seconds, changed).decode()}"
    }, changed


@pytest.mark.parametrize(
    "change",
    [
        {"minor": 25_499},
        {"currency": "EUR"},
        {"attempt": "none"},
        {"status": 7, "minor": "x"},
        {"minor": None},
        {"currency": "XXX"},
    ],
)
def test_a_signed_notice_that_does_not_fit_settles_nothing(change: dict[str, object]) -> None:
    request = ask()
    order = choose(at_bank(request), "pay")
    headers, body = _notice(order, **change)
    with pytest.raises(api.NoticeNotUnderstood):
        api.receive_notice(provider="sandbox", headers=headers, body=body)
    assert api.request(request=request.id).open
    assert deliver(order)


def test_only_the_providers_own_fresh_signature_counts() -> None:
    request = ask()
    order = choose(at_bank(request), "pay")
    headers, body = sandbox.signed_notice(order, at=clock.now())
    signature = headers[sandbox.SIGNATURE_HEADER]
    for wrong in (
        {},
        {sandbox.SIGNATURE_HEADER: ""},
        {sandbox.SIGNATURE_HEADER: signature[:-1] + ("0" if signature[-1] != "0" else "1")},
        {sandbox.SIGNATURE_HEADER: signature.replace("t=", "t=1")},
        {sandbox.SIGNATURE_HEADER: "t=١,v1=x"},
        {sandbox.SIGNATURE_HEADER: "t=1,v1=é"},
    ):
        with pytest.raises(api.NoticeNotAuthentic):
            api.receive_notice(provider="sandbox", headers=wrong, body=body)
    with pytest.raises(api.NoticeNotAuthentic):
        api.receive_notice(provider="sandbox", headers=headers, body=body + b" ")
    for minutes in (-6, 6):
        with clock.at(clock.now() + timedelta(minutes=minutes)), pytest.raises(api.NoticeNotAuthentic):
            api.receive_notice(provider="sandbox", headers=headers, body=body)
    with pytest.raises(api.NoProvider):
        api.receive_notice(provider="nobody", headers=headers, body=body)
    assert api.receive_notice(
        provider="sandbox", headers={k.lower(): v for k, v in headers.items()}, body=body
    )


def test_nobody_else_learns_of_a_payment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access.mandates, "may_act", lambda **asked: None)
    request = ask()
    assert api.payment_of(request=request.id, actor=PERSON) == request
    for identifier in (request.id, "none"):
        with pytest.raises(api.NoSuchPayment):
            api.payment_of(request=identifier, actor=STRANGER)
    with pytest.raises(api.NoSuchPayment):
        api.pay(request=request.id, actor=STRANGER)


class _SilentBank:
    """A bank that does not answer."""

    name = "sandbox"
    origins: tuple[str, ...] = ()

    def start(self, order: Order) -> Started:
        raise Unreachable


def test_a_bank_that_does_not_answer_takes_nothing_and_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = ask()
    good = api.providers._providers["sandbox"]
    silent: Provider = _SilentBank()
    monkeypatch.setitem(api.providers._providers, "sandbox", silent)
    with pytest.raises(api.ProviderSilent):
        at_bank(request)
    monkeypatch.setitem(api.providers._providers, "sandbox", good)
    deliver(choose(at_bank(request), "pay"))
    assert attempts(request) == ["settled"]


def test_a_notice_may_be_faster_than_the_answer_of_the_bank() -> None:
    request = ask()
    order = at_bank(request)
    Attempt.objects.filter(pk=order.attempt).update(status="new")
    deliver(choose(order, "pay"))
    assert api.request(request=request.id).status == "settled"
    api.refund(request=request.id, reason="error", key="r1")
    carry_out_refunds()
    assert api.request(request=request.id).refunded == AMOUNT


def test_an_entry_that_does_not_balance_is_refused_before_and_by_the_database() -> None:
    row = PaymentRequestRow.objects.get(pk=ask().id)
    with pytest.raises(api.LedgerNotBalanced):
        ledger.book(kind="x", key="x", request=row, postings=[("fees", AMOUNT), ("fees", Money(0, "TND"))])
    for postings in (
        [],
        [("fees", 1, "TND")],
        [("fees", 1, "TND"), ("fees", -1, "EUR")],
        [("fees", 1, "TND"), ("fees", -2, "TND")],
    ):
        with pytest.raises(IntegrityError, match="do not sum to zero"), transaction.atomic():
            entry = LedgerEntry.objects.create(kind="x", key="x", request=row, at=clock.now())
            for account, minor, currency in postings:
                Posting.objects.create(entry=entry, account=account, minor=minor, currency=currency)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_posting SET minor = minor + 1",
        "DELETE FROM payments_posting",
        "UPDATE payments_ledgerentry SET key = 'x'",
    ],
)
def test_the_ledger_is_never_changed(statement: str) -> None:
    ask()
    refused = pytest.raises((ProgrammingError, InternalError), match="never changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["notices", "refunds", "requests"])
def test_many_at_once_have_the_effect_of_one(action: str) -> None:
    request = ask() if action == "notices" else paid()
    order = choose(at_bank(request), "pay") if action == "notices" else None
    failures: list[Exception] = []
    barrier = threading.Barrier(6)

    def act(number: int) -> None:
        barrier.wait()
        try:
            if order is not None:
                deliver(order) if number % 2 else api.refresh(request=request.id)
            elif action == "refunds":
                api.refund(request=request.id, reason="error", key=f"r{number % 3}")
            else:
                ask("another")
        except (api.RefundTooLarge, api.AmountNotPositive) as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    carry_out_refunds()
    assert api.check_ledger().right
    if action == "notices":
        assert LedgerEntry.objects.filter(kind="settled").count() == 1
    elif action == "refunds":
        assert len(failures) == 4
        assert api.request(request=request.id).refunded == AMOUNT
    else:
        assert PaymentRequestRow.objects.filter(key="another").count() == 1

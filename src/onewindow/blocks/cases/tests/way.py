"""How a trade certificate comes to its end in tests: each body does its part."""

from typing import Any

from onewindow.blocks.cases import api
from onewindow.blocks.cases.tests.people import actor, file_trade, open_work
from onewindow.blocks.payments import api as payments
from onewindow.blocks.payments.adapters import sandbox
from onewindow.blocks.payments.models import SandboxOrder
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

OPINION = {"opinion": "agree", "lines": [{"opinion": "agree"}]}
DOMICILIATION = {"decision": "domicile", "account": "0812345678", "lines": [{"matches": "yes"}]}
REGISTRATION = {"decision": "register", "valid_until": "2027-06-30"}


def do(number: str, account: str, element: str, answers: dict[str, object]) -> None:
    """Do the open task of an element."""
    who = actor(account)
    api.complete_work(work=open_work(number, who, element).id, actor=who, answers=answers, key=None)


def to_the_bank(**changes: Any) -> str:
    """File for electronics and let the telecom regulator agree: the bank is next."""
    number = file_trade(actor("importer"), **changes).number
    do(number, "telecom-officer", "technical-opinion", OPINION)
    return number


def to_the_fee(**changes: Any) -> str:
    """… and let the bank domicile it: the fee is next."""
    number = to_the_bank(**changes)
    do(number, "atlas-desk", "domiciliation", DOMICILIATION)
    return number


def fee_of(number: str) -> payments.PaymentRequest:
    """The one fee that was asked for."""
    (request,) = payments.requests_of(subject=Reference.of("case", number))
    return request


def order_at_bank(number: str) -> SandboxOrder:
    """Go to the bank's page to pay the fee."""
    url = payments.pay(request=fee_of(number).id, actor=actor("importer"))
    return SandboxOrder.objects.get(pk=url.rstrip("/").rpartition("/")[2])


def pay_at(order: SandboxOrder) -> None:
    """Pay there, and let the bank tell."""
    sandbox.choose(reference=order.reference, choice="pay")
    order.refresh_from_db()
    headers, body = sandbox.signed_notice(order, at=clock.now())
    payments.receive_notice(provider="sandbox", headers=headers, body=body)
    jobs.drain_all()


def to_the_ministry(**changes: Any) -> str:
    """… and pay: the ministry is next."""
    number = to_the_fee(**changes)
    pay_at(order_at_bank(number))
    return number


def in_force() -> str:
    """… and register it: the certificate is there."""
    number = to_the_ministry()
    do(number, "trade-registrar", "registration", REGISTRATION)
    jobs.drain_all()
    assert api.case(number=number, actor=actor("importer")).status == "granted"
    return number

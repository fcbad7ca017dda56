"""THE DOOR of payments: ask for fees, pay them at a provider, pay them back, and keep the books."""

from collections.abc import Mapping
from datetime import date

from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.payments import access, collectors, providers, queries
from onewindow.blocks.payments.errors import (
    AmountNotPositive,
    KeyReused,
    LedgerNotBalanced,
    NoProvider,
    NoSuchPayment,
    NothingToPay,
    NoticeNotAuthentic,
    NoticeNotUnderstood,
    NotPaidYet,
    ProviderSilent,
    RefundTooLarge,
    ReturnPathNotOurs,
)
from onewindow.blocks.payments.operations import attempts, listening, refunding, requests
from onewindow.blocks.payments.ports import Collectors, Provider
from onewindow.blocks.payments.types import (
    LedgerCheck,
    PaymentFailed,
    PaymentRefunded,
    PaymentRequest,
    PaymentSettled,
    Refund,
)
from onewindow.foundation.access.api import declare_rule
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

__all__ = [
    "AmountNotPositive",
    "KeyReused",
    "LedgerCheck",
    "LedgerNotBalanced",
    "NoProvider",
    "NoSuchPayment",
    "NotPaidYet",
    "NothingToPay",
    "NoticeNotAuthentic",
    "NoticeNotUnderstood",
    "PaymentFailed",
    "PaymentRefunded",
    "PaymentRequest",
    "PaymentSettled",
    "ProviderSilent",
    "Refund",
    "RefundTooLarge",
    "ReturnPathNotOurs",
    "balance",
    "cancel_payment",
    "check_ledger",
    "pay",
    "payment_of",
    "payment_to_refund",
    "proof_of",
    "provider_origins",
    "receive_notice",
    "refresh",
    "refund",
    "refunds_of",
    "request",
    "request_payment",
    "requests_about",
    "requests_for",
    "requests_of",
    "requests_to",
    "use_collectors",
    "use_provider",
]

declare_rule(rule=access.RULE_REFUND)


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
    """Ask a payer to pay a fee, once per key.

    :param subject: what is paid for. Opaque: payments stands below cases.
    :param amount: minor units of an ISO 4217 currency; Money(1250, "TND") is 1.250 TND. Never a float.
    :param due: last day that counts, a civil date in the office's time zone.
    :param payer: who is asked; whoever may act for it may see and pay it.
    :param return_path: where the payer goes on afterwards, such as ``/cases/2026-000017/``.
    :returns: the stored request; its creditor reference is ISO 11649.
    :raises AmountNotPositive: amount <= 0; nothing is stored.
    :raises ReturnPathNotOurs: the path leads to another site; nothing is stored.
    :raises KeyReused: the key already stands for another subject, payer, amount or day.
    :source: ISO 11649, docs/standards/iso11649.md
    """
    return requests.request_payment(
        subject=subject,
        amount=amount,
        due=due,
        key=key,
        payer=payer,
        description=description,
        return_path=return_path,
    )


def cancel_payment(*, request: str, reason: str, actor: str | None = None) -> PaymentRequest:
    """Ask no longer for a fee. Twice is the same as once; money that comes all the same is paid back.

    :raises NoSuchPayment: there is none of that id.
    :raises NothingToPay: it was paid already; refund it instead.
    """
    return requests.cancel_payment(request_id=request, reason=reason, actor=actor)


def request(*, request: str) -> PaymentRequest:
    """One request, for rooms that know who may see it.

    :raises NoSuchPayment: there is none of that id.
    """
    return queries.request(request_id=request)


def payment_of(*, request: str, actor: Actor) -> PaymentRequest:
    """One request, for a person.

    :raises NoSuchPayment: there is none of that id that the actor may see.
    """
    found = queries.request(request_id=request)
    access.check_payer(request=found, actor=actor)
    return found


def payment_to_refund(*, request: str, actor: Actor) -> PaymentRequest:
    """One request, for a treasurer of the agency for which it was collected.

    :raises NoSuchPayment: there is none of that id that the actor may pay back.
    """
    found = queries.request(request_id=request)
    access.check_treasurer(request=found, actor=actor)
    return found


def requests_of(*, subject: Reference) -> tuple[PaymentRequest, ...]:
    """What was asked for a subject, oldest first. The caller knows who may see it."""
    return queries.requests_of(subject=subject)


def requests_to(*, payer: Reference, limit: int = 100) -> tuple[PaymentRequest, ...]:
    """What a payer was asked for, newest first. The caller knows who may see it."""
    return queries.requests_to(payers=[payer], limit=limit)


def requests_for(*, actor: Actor, limit: int = 100) -> tuple[PaymentRequest, ...]:
    """What the person was asked for, or whom they act for as far as their right reaches; newest first."""
    payer = actor.acting_for or actor.person
    if payer is None:
        return ()
    about = None if payer in actor.own else mandates.subjects_opened(actor=actor)
    return queries.requests_to(payers=actor.keys_of(payer), limit=limit, about=about)


def requests_about(*, subject: Reference, actor: Actor) -> tuple[PaymentRequest, ...]:
    """What was asked for a subject, oldest first, as far as the actor may see it."""
    found = queries.requests_of(subject=subject)
    return tuple(request for request in found if access.may_pay(request=request, actor=actor))


def pay(*, request: str, actor: Actor) -> str:
    """Take the order to the bank, in the actor's name. A second call within minutes gives the same page.

    :returns: address of the bank's page, where the payer goes now.
    :raises NoSuchPayment: there is none of that id that the actor may see.
    :raises NothingToPay: it is paid or no longer asked for.
    :raises NoProvider: paying online is not possible here.
    :raises ProviderSilent: the bank does not answer; nothing was taken.
    """
    found = payment_of(request=request, actor=actor)
    by = access.starter_of(request=found, actor=actor)
    return attempts.start_attempt(request_id=request, language=actor.language, by=by)


def refresh(*, request: str) -> PaymentRequest:
    """Ask the bank about attempts whose end is not known, and say how the request stands then."""
    listening.refresh(request_id=request)
    return queries.request(request_id=request)


def receive_notice(*, provider: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Take over what a provider says of its own accord. The same notice is handled once.

    :returns: False where it was handled before.
    :raises NoProvider: there is no provider of that name.
    :raises NoticeNotAuthentic: not the provider's signature, or older than five minutes.
    :raises NoticeNotUnderstood: no attempt of ours, or another amount than was asked for.
    """
    return listening.receive_notice(provider=provider, headers=headers, body=body)


def refund(
    *, request: str, reason: str, key: str, amount: Money | None = None, actor: str | None = None
) -> Refund:
    """Pay a fee back, or a part of it, once per key. A job does it; ``PaymentRefunded`` tells when.

    :param amount: None for all that is left.
    :raises NoSuchPayment: there is none of that id.
    :raises NotPaidYet: nothing was paid.
    :raises AmountNotPositive: amount <= 0, or in another currency.
    :raises RefundTooLarge: more than is left of what was paid.
    :raises KeyReused: the key already stands for another refund.
    """
    return refunding.refund(request_id=request, amount=amount, reason=reason, key=key, actor=actor)


def refunds_of(*, request: str) -> tuple[Refund, ...]:
    """The refunds of a request, oldest first."""
    return queries.refunds_of(request_id=request)


def proof_of(*, request: str) -> record.Receipt | None:
    """The proof that the payment is in the record; None until it was paid and the log was signed."""
    entry = queries.record_entry(request_id=request)
    return None if entry is None else record.receipt_of(entry_id=entry)


def check_ledger() -> LedgerCheck:
    """Add up all books: for operators, tests and the faults drill."""
    return queries.check_ledger()


def balance(*, account: str, currency: str) -> Money:
    """What an account of the ledger holds; ``receivable``, ``fees``, ``overpaid`` or ``bank:<provider>``."""
    return queries.balance(account=account, currency=currency)


def use_collectors(*, source: Collectors | None) -> None:
    """Join who knows for which agency a fee is collected. Called in ``wiring``."""
    collectors.use(source)


def use_provider(*, provider: Provider) -> None:
    """Join a provider. ``apps`` does it at start."""
    providers.use(provider)


def provider_origins() -> tuple[str, ...]:
    """Where the provider's pages are, for the page's content policy.

    :raises NoProvider: none is set.
    """
    return providers.current().origins

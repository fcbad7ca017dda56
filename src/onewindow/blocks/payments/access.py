"""Who may see and pay what."""

from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.payments import collectors
from onewindow.blocks.payments.errors import NoSuchPayment
from onewindow.blocks.payments.types import PaymentRequest, Starter
from onewindow.foundation.access.types import Actor, Rule

_TREASURER = "treasurer"
RULE_REFUND = Rule(
    name="payments.refund",
    kinds=frozenset({"officer"}),
    roles=frozenset({_TREASURER}),
    assurance="substantial",
)
"""Paying back is for treasurers, not with a password alone; others come through the door with their rules."""


def check_payer(*, request: PaymentRequest, actor: Actor) -> None:
    """Pass for the payer, and for whoever may act for it.

    :raises NoSuchPayment: for everybody else; they do not learn that it exists.
    """
    if not may_pay(request=request, actor=actor):
        raise NoSuchPayment(request=request.id)


def check_treasurer(*, request: PaymentRequest, actor: Actor) -> None:
    """Pass for a treasurer of the agency for which the fee was collected.

    :raises NoSuchPayment: for everybody else; they do not learn that it exists.
    """
    agency = collectors.agency_of(request.subject)
    if not agency or not actor.has_post(agency=agency, role=_TREASURER):
        raise NoSuchPayment(request=request.id)


def may_pay(*, request: PaymentRequest, actor: Actor) -> bool:
    """Whether the actor is the payer, or may act for it in what the fee is about."""
    return request.payer in actor.own or _is_payer(request, actor) or _basis(request, actor) is not None


def starter_of(*, request: PaymentRequest, actor: Actor) -> Starter:
    """Who the actor is to the payer, as it is kept with the payment."""
    if actor.account is None or _is_payer(request, actor):
        return Starter(account=actor.account or "")
    basis = (actor.basis if _is_chosen(request, actor) else None) or _basis(request, actor) or ""
    role = mandates.role_of(actor=actor, company=request.payer) if basis == request.payer.text else ""
    return Starter(account=actor.account, basis=basis, role=role)


def _is_payer(request: PaymentRequest, actor: Actor) -> bool:
    return request.payer in actor.themself or request.payer.text == f"account/{actor.account}"


def _is_chosen(request: PaymentRequest, actor: Actor) -> bool:
    """Whether the actor acts for the payer just now, by a right that is for everything."""
    return request.payer in actor.represented and actor.extent.whole


def _basis(request: PaymentRequest, actor: Actor) -> str | None:
    return mandates.basis_about(actor=actor, principal=request.payer, subject=request.subject)

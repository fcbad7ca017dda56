"""Who may see and pay what."""

from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.payments.errors import NoSuchPayment
from onewindow.blocks.payments.types import PaymentRequest
from onewindow.foundation.access.types import Actor, Rule

RULE_REFUND = Rule(name="payments.refund", kinds=frozenset({"officer"}), roles=frozenset({"treasurer"}))
"""Paying back is for treasurers; other rooms do it through the door, under rules of their own."""


def check_payer(*, request: PaymentRequest, actor: Actor) -> None:
    """Pass for the payer, and for whoever may act for it.

    :raises NoSuchPayment: for everybody else; they do not learn that it exists.
    """
    if not may_pay(request=request, actor=actor):
        raise NoSuchPayment(request=request.id)


def may_pay(*, request: PaymentRequest, actor: Actor) -> bool:
    """Whether the actor is the payer, or may act for it."""
    own = {actor.person, actor.acting_for}
    if request.payer in own or request.payer.text == f"account/{actor.account}":
        return True
    return mandates.basis_of(actor=actor, principal=request.payer, scope=None) is not None

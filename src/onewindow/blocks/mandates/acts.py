"""Signing together, and what follows in this room when the last signature is there, or is not to come."""

from django.db import transaction

from onewindow.blocks.mandates import employees, operations, together
from onewindow.blocks.mandates.types import JointActView, MandateTold
from onewindow.foundation.access.types import Actor
from onewindow.foundation.outbox import api as outbox


def sign(actor: Actor, *, code: str, pin: str | None, own: str = "") -> JointActView:
    """Add one's signature; with the last one, what was signed takes effect in the same transaction."""

    def follow(act: JointActView) -> None:
        operations.act_completed(act, f"account/{actor.account}")
        employees.act_completed(act)

    return together.sign_act(actor, code, pin=pin, then=follow, own=own)


def withdraw(actor: Actor, *, code: str) -> JointActView:
    """Call it off."""
    with transaction.atomic():
        act = together.withdraw_act(actor, code)
        _call_off(act)
        return act


def lapse() -> int:
    """Call off what nobody completed in time, and tell the companies; how many."""
    with transaction.atomic():
        late = together.lapse_acts()
        for act in late:
            _call_off(act)
            outbox.publish(MandateTold(act.code, act.company, "lapsed", act.company_name, ""))
        return len(late)


def _call_off(act: JointActView) -> None:
    operations.act_called_off(act)
    employees.act_called_off(act)

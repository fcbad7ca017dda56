"""What mandates hold about people."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted, with_parent
from onewindow.kernel.errors import N_

_ACTS = N_("what somebody did for another is asked for ten years")

HOLDINGS = (
    Holding(
        model="mandates.GrantedMandate",
        topic="mandates",
        rows=NamedBy(
            person=("principal", "agent"),
            party=("granted_by", "accepted_by", "ended_by"),
        ),
        retention=deleted(after="ended_at", days=3650, why=_ACTS),
    ),
    Holding(
        model="mandates.MandateSignature",
        topic="mandates",
        rows=NamedBy(party=("signer",), person=("mandate__principal", "mandate__agent")),
        retention=deleted(after="mandate__ended_at", days=3650, why=_ACTS),
    ),
    Holding(
        model="mandates.Employee",
        topic="mandates",
        rows=NamedBy(person=("person",), party=("named_by", "ended_by")),
        retention=deleted(after="ended_at", days=3650, why=_ACTS),
    ),
    Holding(
        model="mandates.JointAct",
        topic="mandates",
        rows=NamedBy(party=("opened_by", "closed_by"), subject=("subject",)),
        retention=deleted(after="closed_at", days=3650, why=_ACTS),
    ),
    Holding(
        model="mandates.JointSignature",
        topic="mandates",
        rows=NamedBy(person=("person",), account_reference=("account",)),
        retention=with_parent("act"),
    ),
    Holding(
        model="mandates.Use",
        topic="mandates",
        rows=NamedBy(subject=("subject",)),
        retention=deleted(after="at", days=3650, why=_ACTS),
    ),
)

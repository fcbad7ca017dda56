"""How much a filing is worth, and whether the mandate on which it rests reaches so far."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from onewindow.blocks.cases.errors import WorthMoreThanMandate
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.api import Actor
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference


def basis_for_worth(
    package: ServicePackage,
    actor: Actor,
    applicant: Reference,
    basis: str,
    data: Mapping[str, object],
    *,
    at: datetime,
    subject: Reference,
) -> str:
    """The basis on which a filing rests once it is known what it is worth: another mandate may reach further.

    What it is worth is counted against the mandate, in the caller's transaction.

    :param subject: the case; what was counted for it before is replaced.
    :raises WorthMoreThanMandate: none reaches so far.
    """
    worth = package.applicant.worth
    amount = worth.amount.value(data, now=at) if worth is not None else None
    if worth is None or not isinstance(amount, Decimal):
        return basis
    money = Money.rounded(amount, worth.currency)
    try:
        return mandates.use(
            actor=actor, principal=applicant, scope=package.applicant.scope, service=package.key,
            amount=money, subject=subject,
        )  # fmt: skip
    except mandates.LimitReached as problem:
        raise WorthMoreThanMandate(amount=money) from problem

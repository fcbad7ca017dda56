"""What happened to the second step of an account goes into the record."""

from onewindow.blocks.identity.models import Account
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference


def tell(what: str, account: Account, *, by: str | None, **said: object) -> None:
    """Write it, in the caller's transaction. No secret is in it.

    :param by: the account of whoever did it; None for the operator of the house.
    """
    actor = Reference.of("account", by).text if by else None
    subject = Reference.of("account", account.slug)
    record.append(kind=f"second-step.{what}", subject=subject, payload=said, actor=actor)

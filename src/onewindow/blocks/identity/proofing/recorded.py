"""How somebody became, or ceased to be, the owner of an account goes into the record."""

from onewindow.blocks.identity.models import Proofing
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference


def tell(what: str, row: Proofing, actor: Actor | None) -> None:
    """Write a step of a proofing into the record, in the caller's transaction.

    The payload names no card and no address: what was looked at stays with the row.

    :param actor: the officer; None where an electronic identity did it without one.
    """
    said: dict[str, object] = {
        "proofing": row.pk,
        "way": row.way,
        "level": row.level,
        "agency": row.agency_id or "",
        "account": row.account.slug if row.account else "",
    }
    if row.reason:
        said["reason"] = row.reason
    by = Reference.of("account", actor.account).text if actor and actor.account else None
    record.append(kind=f"proofing.{what}", subject=Reference(row.person), payload=said, actor=by)

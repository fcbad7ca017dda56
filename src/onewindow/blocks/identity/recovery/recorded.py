"""How an account was asked back goes into the record."""

from onewindow.blocks.identity.models import Recovery
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference


def tell(what: str, row: Recovery, actor: Actor | None = None) -> None:
    """Write a step of a recovery into the record, in the caller's transaction. No secret is in it.

    :param actor: the officer at a counter; None where a letter or a code was enough, or the time.
    """
    said: dict[str, object] = {"recovery": row.pk, "way": row.way, "agency": row.agency_id or ""}
    if row.reason:
        said["reason"] = row.reason
    by = Reference.of("account", actor.account).text if actor and actor.account else None
    subject = Reference.of("account", row.account.slug)
    record.append(kind=f"recovery.{what}", subject=subject, payload=said, actor=by)

"""Who may administer an agency, and how each act of administration goes into the record."""

from collections.abc import Mapping
from typing import Final

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.errors import NotAnAdministrator
from onewindow.blocks.identity.models import Account
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference

ADMINISTRATOR: Final = "administrator"


def administers(actor: Actor, agency: str) -> Account:
    """The administrator's row, or NotAnAdministrator. An agency manages its own people, nobody else does."""
    if actor.account is None or not actor.has_post(agency=agency, role=ADMINISTRATOR):
        raise NotAnAdministrator()
    return queries.account_row(actor.account)


def tell(kind: str, *, agency: str, actor: Actor | None, **payload: object) -> None:
    """Write an act of administration into the record, in the caller's transaction."""
    said: Mapping[str, object] = {"agency": agency, **payload}
    by = Reference.of("account", actor.account).text if actor and actor.account else None
    record.append(
        kind=f"administration.{kind}", subject=Reference.of("agency", agency), payload=said, actor=by
    )

"""By which name a system knows somebody (OpenID Connect Core §8).

All agencies of the state know an account by one name, so that they can speak of the same person. Each private
body knows it by a name of its own, so that two of them cannot put together what they know (pairwise).
"""

import secrets

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid.models import Subject, System
from onewindow.blocks.identity.standing import may_act

PUBLIC = "public"


def sector_of(system: System) -> str:
    """``public``, or the private body that runs the system: the body is known, so it is the sector itself
    and no ``sector_identifier_uri`` has to be fetched."""
    return system.agency_id if system.is_private else PUBLIC


def subject_of(*, account: Account, system: System) -> str:
    """The name; made when it is first asked for."""
    row, _ = Subject.objects.get_or_create(
        account=account, sector=sector_of(system), defaults={"value": secrets.token_urlsafe(24)}
    )
    return row.value


def account_of(*, subject: str, system: System) -> Account | None:
    """Whom the system means by a name; None where it means nobody who may sign in."""
    row = (
        Subject.objects.select_related("account").filter(value=subject, sector=sector_of(system)).first()
        if subject
        else None
    )
    return row.account if row is not None and may_act(row.account) else None

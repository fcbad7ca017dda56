"""What people let systems know: asked once, remembered, taken back at any time."""

from django.db import transaction

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid import grants
from onewindow.blocks.identity.openid.errors import NoSuchSystem
from onewindow.blocks.identity.openid.models import Consent, System
from onewindow.blocks.identity.openid.types import KnownBy
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def covers(account: Account, system: System, scopes: tuple[str, ...]) -> bool:
    """Whether the person agreed to all of that before (was told of it, where the system is trusted)."""
    open_one = Consent.objects.filter(account=account, system=system, withdrawn_at=None).first()
    return open_one is not None and set(scopes) <= set(open_one.scopes)


def give(account: Account, system: System, scopes: tuple[str, ...]) -> None:
    """Remember that the person agreed."""
    with transaction.atomic():
        row, made = Consent.objects.select_for_update().get_or_create(
            account=account,
            system=system,
            withdrawn_at=None,
            defaults={"scopes": list(scopes), "given_at": clock.now()},
        )
        if not made:
            row.scopes = sorted({*row.scopes, *scopes})
            row.given_at = clock.now()
            row.save(update_fields=["scopes", "given_at"])
        _tell(account, system, "openid.consent-given", scopes)


def withdraw(account: Account, client_id: str) -> None:
    """Take it back: what the system holds to ask with ends at once, and next time the person is asked again.

    :raises NoSuchSystem: the person let no system of that name know anything.
    """
    with transaction.atomic():
        rows = Consent.objects.select_for_update().filter(account=account, withdrawn_at=None)
        found = rows.select_related("system").filter(system=client_id).first()
        if found is None:
            raise NoSuchSystem()
        found.withdrawn_at = clock.now()
        found.save(update_fields=["withdrawn_at"])
        grants.end_all(account=account, system=found.system)
        _tell(account, found.system, "openid.consent-withdrawn", tuple(found.scopes))


def known_by(account: Account) -> tuple[KnownBy, ...]:
    """The systems that may know something of somebody."""
    rows = Consent.objects.filter(account=account, withdrawn_at=None).select_related("system__agency")
    return tuple(
        KnownBy(
            client_id=row.system.client_id,
            name=row.system.name,
            agency=row.system.agency.name,
            purpose=row.system.purpose,
            scopes=tuple(row.scopes),
            since=row.given_at,
            trusted=row.system.trusted,
        )
        for row in rows
    )


def _tell(account: Account, system: System, kind: str, scopes: tuple[str, ...]) -> None:
    record.append(
        kind=kind,
        subject=Reference.of("account", account.slug),
        payload={"system": system.client_id, "agency": system.agency_id, "scopes": list(scopes)},
        actor=f"account/{account.slug}",
    )

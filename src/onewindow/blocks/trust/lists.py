"""Lists of revoked certificates: published, kept and found."""

from datetime import datetime
from typing import cast

from django.db import connection, transaction
from django.db.models import Max

from onewindow.blocks.trust import app_settings, authorities, joined
from onewindow.blocks.trust.errors import AuthorityNotThere, RevocationNotKnown, RootTakenOut
from onewindow.blocks.trust.models import Certificate, RevocationList
from onewindow.kernel.clock import clock
from onewindow.standards.signing.pki import Reason, Revoked, revocation_lists

_LOCK = 0x7205  # any number that nobody else locks: with the authority, the second key of the lock


def current(authority: str) -> RevocationList:
    """The newest list; where none is in its time one is made, if the key is here.

    :raises RevocationNotKnown: there is none, and none can be made.
    """
    newest = _newest(authority)
    if newest is not None and newest.made_at <= clock.now() < newest.ends_at:
        return newest
    try:
        return publish(authority)
    except (AuthorityNotThere, RootTakenOut) as problem:
        raise RevocationNotKnown(authority=authority) from problem


def publish(authority: str) -> RevocationList:
    """Sign the list of an authority as it is now."""
    issuer = joined.signer(authority)
    with transaction.atomic():
        _alone(authority)
        at = clock.now()
        lasts = app_settings.ROOT_LIST_LASTS if authority == authorities.ROOT else app_settings.LIST_LASTS
        number = (_numbers(authority) or 0) + 1
        der = revocation_lists.new_list(
            issuer=issuer, revoked=_revoked(authority), number=number, at=at, next_update=at + lasts
        )
        return RevocationList.objects.create(
            authority=authority, number=number, der=der, made_at=at, ends_at=at + lasts
        )


def publish_due() -> int:
    """Publish lists that are old, or behind what was revoked since.

    :returns: how many.
    """
    done = 0
    for authority in authorities.AUTHORITIES:
        if joined.keys().signer(name=authority) is not None and _is_due(authority):
            publish(authority)
            done += 1
    return done


def sign_root_list() -> datetime:
    """See ``api.sign_root_list``."""
    return publish(authorities.ROOT).ends_at


def renew_root_list() -> int:
    """Sign the root's list anew in its last two months, where the root's key is in the house.

    :returns: how many.
    """
    newest = _newest(authorities.ROOT)
    late = newest is None or newest.ends_at - clock.now() < app_settings.ROOT_LIST_LASTS / 6
    if not late or joined.keys().signer(name=authorities.ROOT) is None:
        return 0
    publish(authorities.ROOT)
    return 1


def _is_due(authority: str) -> bool:
    newest = _newest(authority)
    if newest is None or clock.now() - newest.made_at >= app_settings.LIST_RENEWED_AFTER:
        return True
    return not _names_all(newest, authority)


def _names_all(newest: RevocationList, authority: str) -> bool:
    """Whether what was revoked about when the list was made is in it: moments have an order, commits not."""
    since = newest.made_at - app_settings.COMMITTED_WITHIN
    recent = Certificate.objects.filter(authority=authority, revoked_at__gte=since)
    serials = [int(serial, 16) for serial in recent.values_list("serial", flat=True)]
    # A list is long: it is read only where something was revoked.
    return not serials or revocation_lists.serials_of(bytes(newest.der)).issuperset(serials)


def _newest(authority: str) -> RevocationList | None:
    return RevocationList.objects.filter(authority=authority).order_by("-number").first()


def _numbers(authority: str) -> int | None:
    found = RevocationList.objects.filter(authority=authority).aggregate(last=Max("number"))
    return found["last"]


def _revoked(authority: str) -> list[Revoked]:
    rows = Certificate.objects.filter(authority=authority, revoked_at__isnull=False).order_by("revoked_at")
    return [
        Revoked(serial=int(row.serial, 16), since=row.revoked_at, reason=cast(Reason, row.reason))
        for row in rows.only("serial", "revoked_at", "reason").iterator(chunk_size=5000)
        if row.revoked_at is not None
    ]


def _alone(authority: str) -> None:
    names = (authorities.ROOT, *authorities.AUTHORITIES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, names.index(authority)])

"""When a visit ends, every system that it led to is told, and nothing that it gave works any more."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from onewindow.blocks.identity import devices
from onewindow.blocks.identity.models import SignedIn
from onewindow.blocks.identity.openid import grants, signing
from onewindow.blocks.identity.openid.app_settings import EGRESS
from onewindow.blocks.identity.openid.models import Grant, LogoutNotice, Visit
from onewindow.foundation.egress import api as egress
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_, OnewindowError
from onewindow.kernel.reference import Reference

JOB = "openid.tell-of-logout"
_PATIENCE = timedelta(seconds=5)
_AT_ONCE = 100
_HEARD = range(200, 300)


class SystemDidNotHear(OnewindowError):
    code = "system-did-not-hear"
    message = N_("The system “{client}” answered {status} when it was told that somebody signed out.")


def end_visit(sid: str) -> None:
    """The session is over: whoever signed out, let it be ended, or let it run out."""
    with transaction.atomic():
        visit = Visit.objects.select_for_update().select_related("account").filter(sid=sid).first()
        if visit is None or visit.ended_at is not None:
            return
        visit.ended_at = clock.now()
        visit.save(update_fields=["ended_at"])
        _tell_systems(visit)
        grants.end_all(visit=visit)
        record.append(
            kind="openid.left",
            subject=Reference.of("account", visit.account.slug),
            payload={"sid": visit.sid},
        )


def end_lost() -> int:
    """End visits whose session is gone or over, or whose account was closed, whoever or whatever ended it.

    A session that nobody used for an hour is over, though its row stays: whoever comes back to it is out.
    A session that changes its id is without a visit for a moment, so one is looked for twice.

    :returns: how many ended.
    """
    now = clock.now()
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    over = SignedIn.objects.filter(~devices.within_limits(), session_key=OuterRef("session_key"))
    open_ones = Visit.objects.filter(ended_at=None)
    lost = open_ones.filter(~Exists(alive) | Exists(over) | Q(account__is_active=False))
    lost.filter(missing_since=None).update(missing_since=now)
    sids = list(lost.filter(missing_since__lte=now - _PATIENCE).values_list("sid", flat=True)[:_AT_ONCE])
    for sid in sids:
        end_visit(sid)
    return len(sids)


def tell(notice: int) -> None:
    """Send one logout token (Back-Channel Logout §2.5). Tried again until the system heard.

    :raises SystemDidNotHear: it did not take it this time.
    """
    row = LogoutNotice.objects.select_related("visit__account", "system__agency").filter(pk=notice).first()
    if row is None or row.heard_at is not None or row.system.closed_at is not None:
        return
    if not row.system.logout_uri:
        return
    reply = egress.fetch(
        method="POST",
        url=row.system.logout_uri,
        connector=EGRESS,
        body=urlencode({"logout_token": signing.logout_token(row.visit, row.system)}).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    if reply.status not in _HEARD:
        raise SystemDidNotHear(client=row.system_id, status=reply.status)
    LogoutNotice.objects.filter(pk=row.pk).update(heard_at=clock.now())


def _tell_systems(visit: Visit) -> None:
    led_to = (
        Grant.objects.filter(visit=visit, system__closed_at=None)
        .exclude(system__logout_uri="")
        .values_list("system", flat=True)
        .distinct()
    )
    for client_id in led_to:
        notice, _ = LogoutNotice.objects.get_or_create(
            visit=visit, system_id=client_id, defaults={"asked_at": clock.now()}
        )
        jobs.defer(name=JOB, payload={"notice": notice.pk}, key=f"{notice.pk}")

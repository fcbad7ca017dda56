"""Where an account is signed in: the sessions of it that have not ended, and ending them."""

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from onewindow.blocks.identity.app_settings import ABSOLUTE_LIMIT, IDLE_LIMIT
from onewindow.blocks.identity.errors import DeviceUnknown
from onewindow.blocks.identity.models import SignedIn
from onewindow.blocks.identity.types import DeviceView
from onewindow.kernel.clock import clock

_SEEN = """
    INSERT INTO identity_signedin (account_id, session_key, device, began_at, seen_at, method, level, place,
                                   provider, outside_subject, outside_session)
    VALUES (%(account)s, %(session)s, %(device)s, %(now)s, %(now)s, '', '', '', '', '', '')
    ON CONFLICT (session_key) DO UPDATE
    SET seen_at = EXCLUDED.seen_at, device = EXCLUDED.device, account_id = EXCLUDED.account_id
"""
_BROWSERS = ("Edg", "OPR", "SamsungBrowser", "Firefox", "Chrome", "Safari")
_CALLED = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet"}
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def seen(request: HttpRequest) -> None:
    """Keep that a session is in use. Called as often as the session keeps it itself."""
    if request.session.session_key is None:
        return
    values = {
        "account": request.user.pk, "session": request.session.session_key, "now": clock.now(),
        "device": device_of(request.headers.get("User-Agent", "")),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, values)


def device_of(agent: str) -> str:
    """A browser and a system as people call them: ``Firefox, Windows``; empty where neither is named."""
    browser = next((_CALLED.get(name, name) for name in _BROWSERS if f"{name}/" in agent), "")
    system = next((called for mark, called in _SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, (browser, system)))


def follow(request: HttpRequest, before: str) -> None:
    """A session that goes on under another id, as after a new password, is still the same device.

    :param before: its id when the request came in.
    """
    key = request.session.session_key
    if key is None or key == before or not request.user.is_authenticated:
        return
    with transaction.atomic():
        rows = SignedIn.objects.filter(session_key=before, account=request.user.pk)
        if SignedIn.objects.filter(session_key=key).exists():
            rows.delete()
        else:
            rows.update(session_key=key)


def within_limits() -> Q:
    """Which sessions are not over: used lately, and not begun too long ago. The row of a session that nobody
    came back to stays longer than that (``middleware.SessionLimits`` ends it when somebody does)."""
    now = clock.now()
    return Q(seen_at__gte=now - IDLE_LIMIT, began_at__gte=now - ABSOLUTE_LIMIT)


def _alive(account: str) -> QuerySet[SignedIn]:
    there = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    return SignedIn.objects.filter(within_limits(), account__slug=account, session_key__in=there)


def devices_of(account: str, *, current: str | None) -> tuple[DeviceView, ...]:
    """See ``api.devices_of``."""
    rows = _alive(account).order_by("-seen_at", "pk")
    return tuple(
        DeviceView(
            row.pk,
            row.device,
            row.began_at,
            row.seen_at,
            this_one=row.session_key == current,
            method=row.method,
            level=row.level,
            place=row.place,
        )
        for row in rows
    )


def end(account: str, *, device: int) -> None:
    """See ``api.end_device``."""
    with transaction.atomic():
        row = SignedIn.objects.filter(account__slug=account, pk=device).first()
        if row is None:
            raise DeviceUnknown()
        Session.objects.filter(session_key=row.session_key).delete()
        row.delete()


def end_others(account: str, *, current: str | None) -> int:
    """See ``api.end_other_devices``."""
    with transaction.atomic():
        rows = SignedIn.objects.filter(account__slug=account).exclude(session_key=current or "")
        gone = _alive(account).exclude(session_key=current or "").count()
        Session.objects.filter(session_key__in=rows.values("session_key")).delete()
        rows.delete()
        return gone

"""What a sign-in leaves behind, whatever the way: where, how sure, on a known browser or a new one."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import login
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from onewindow.blocks.identity import addresses, assurance, devices
from onewindow.blocks.identity.app_settings import MARK_LIVES
from onewindow.blocks.identity.models import Account, KnownDevice, Recovery, SignedIn
from onewindow.blocks.identity.notices import Notice, send
from onewindow.blocks.identity.recovery.recorded import tell
from onewindow.foundation.access import api as access
from onewindow.kernel.clock import clock

BACKEND = "onewindow.blocks.identity.adapters.allauth_backend.AuthenticationBackend"
_METHODS = "account_authentication_methods"
_METHODS_OF = "account_authentication_methods_user"
_MARK = "_onewindow_mark"
# Three things in one question: the recovery that a sign-in stops, the browser, and the session.
_ARRIVED = """
    WITH stopped AS (
        UPDATE identity_recovery SET state = 'cancelled', ended_at = %(now)s, reason = 'signed-in'
        WHERE account_id = %(account)s AND state = 'waiting' AND way = 'letter' RETURNING id
    ), known AS (
        INSERT INTO identity_knowndevice (account_id, mark, first_at, last_at)
        VALUES (%(account)s, %(mark)s, %(now)s, %(now)s)
        ON CONFLICT (account_id, mark) DO UPDATE SET last_at = EXCLUDED.last_at RETURNING first_at
    ), seen AS (
        INSERT INTO identity_signedin (account_id, session_key, device, began_at, seen_at, method, level,
                                       place, provider, outside_subject, outside_session)
        VALUES (%(account)s, %(session)s, %(device)s, %(now)s, %(now)s, %(method)s, %(level)s, %(place)s,
                %(provider)s, %(subject)s, %(outside)s)
        ON CONFLICT (session_key) DO NOTHING RETURNING id
    )
    SELECT (SELECT id FROM stopped), (SELECT first_at FROM known),
           EXISTS (SELECT 1 FROM identity_knowndevice WHERE account_id = %(account)s)
"""


def enter(request: HttpRequest, account: Account, *, method: str, **details: Any) -> None:
    """Sign somebody in by a way that is not the sign-in library's. The old session and its id are gone.

    :param method: a key of ``assurance.WORDS``.
    :param details: kept with it: ``level``, ``provider``, ``subject``, ``session``.
    """
    request.session.flush()
    login(request, account, backend=BACKEND)
    _record(request, account, method, details)
    access.forget_actor(request=request)
    arrived(request, account)


def raise_level(request: HttpRequest, account: Account, *, method: str, **details: Any) -> None:
    """A session of the same account does one thing more; its id changes, what it kept stays."""
    _record(request, account, method, details)
    rotate(request)
    access.forget_actor(request=request)


def rotate(request: HttpRequest) -> None:
    """Give the session another id, as with every change of powers (ASVS 7.2.4); the old one is dead."""
    before = request.session.session_key
    request.session.cycle_key()
    methods = get_authentication_records(request, request.user)
    level = assurance.level_of(methods, proofing=request.user.proofing)
    SignedIn.objects.filter(session_key=before).update(
        session_key=request.session.session_key, method=assurance.way_of(methods), level=level
    )


def arrived(request: HttpRequest, account: Account) -> None:
    """Keep that somebody signed in; a letter goes out where the browser is a new one."""
    now = clock.now()
    mark, fresh = _mark_of(request)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ARRIVED, {**_values(request, account), "mark": mark, "now": now})
        stopped, first_at, knew_others = cursor.fetchone()
        if knew_others and first_at == now:
            send(account, Notice.NEW_DEVICE, key=f"{account.slug}/{mark.hex()[:16]}", device=_device(request))
        if stopped is not None:
            tell("cancelled", Recovery.objects.select_related("account").get(pk=stopped))
            send(account, Notice.RECOVERY_STOPPED, key=f"{account.slug}/{now.timestamp()}")
    request.session["seen_at"] = now.timestamp()
    if fresh:
        setattr(request, _MARK, fresh)


def leave_mark(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser its mark, so that it is known next time."""
    fresh = getattr(request, _MARK, None)
    if fresh is None:
        return
    secure = request.is_secure()
    response.set_cookie(
        cookie_name(secure=secure), fresh, max_age=int(MARK_LIVES / timedelta(seconds=1)), secure=secure,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def cookie_name(*, secure: bool) -> str:
    """Under TLS no other host can set it (RFC 6265bis §4.1.3.2)."""
    return "__Host-browser" if secure else "browser"


def known_mark(request: HttpRequest, *, email: str) -> str | None:
    """The digest of a browser's mark, where the account of that address was in use in it; else None."""
    said = request.COOKIES.get(cookie_name(secure=request.is_secure()), "")
    mark = hashlib.sha256(said.encode()).digest()
    known = KnownDevice.objects.filter(account__email__iexact=email.strip(), mark=mark)
    return mark.hex() if said and known.exists() else None


def _mark_of(request: HttpRequest) -> tuple[bytes, str]:
    said = request.COOKIES.get(cookie_name(secure=request.is_secure()), "")
    fresh = "" if 32 <= len(said) <= 64 else secrets.token_hex(20)
    return hashlib.sha256((fresh or said).encode()).digest(), fresh


def _device(request: HttpRequest) -> str:
    return devices.device_of(request.headers.get("User-Agent", ""))


def _values(request: HttpRequest, account: Account) -> dict[str, Any]:
    methods = get_authentication_records(request, account)
    last = methods[-1] if methods else {}
    return {
        "account": account.pk, "session": request.session.session_key, "device": _device(request),
        "method": assurance.way_of(methods),
        "level": assurance.level_of(methods, proofing=account.proofing),
        "place": addresses.network_of(addresses.client_address(request)),
        "provider": last.get("provider", ""), "subject": last.get("subject", ""),
        "outside": last.get("session", ""),
    }  # fmt: skip


def _record(request: HttpRequest, account: Account, method: str, details: dict[str, Any]) -> None:
    """Keep it where the sign-in library keeps its own, so that one list says what was done."""
    before = get_authentication_records(request, account)
    request.session[_METHODS] = [*before, {"method": method, "at": clock.now().timestamp(), **details}]
    request.session[_METHODS_OF] = str(account.pk)

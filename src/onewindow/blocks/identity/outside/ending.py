"""A provider's word that a session of somebody ended (OpenID Connect Back-Channel Logout 1.0 §2.4 to 2.6)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from onewindow.blocks.identity.errors import OutsideSignInFailed
from onewindow.blocks.identity.models import SeenToken, SignedIn
from onewindow.blocks.identity.outside import id_tokens
from onewindow.blocks.identity.outside.providers import Provider
from onewindow.kernel.clock import clock

_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_FRESH_SECONDS = 300


def end_sessions(token: str, *, provider: Provider) -> int:
    """End what the token names: one session of the provider, or all of a person's. How many ended here.

    :raises OutsideSignInFailed: the token is no logout token, is for another, too old, or was used before.
    """
    claims = _read(token, provider)
    with transaction.atomic():
        _use_once(claims, provider)
        rows = SignedIn.objects.filter(provider=provider.slug)
        if claims.get("sid"):
            rows = rows.filter(outside_session=str(claims["sid"]))
        if claims.get("sub"):
            rows = rows.filter(outside_subject=str(claims["sub"]))
        keys = list(rows.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        rows.delete()
        return len(keys)


def _read(token: str, provider: Provider) -> Mapping[str, Any]:
    head, claims = id_tokens.verified(token, provider=provider)
    if str(head.get("typ", "logout+jwt")).lower() not in ("logout+jwt", "jwt"):
        raise OutsideSignInFailed(why="typ")
    id_tokens.require_ours(claims, provider=provider)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(_EVENT), dict):
        raise OutsideSignInFailed(why="events")
    if "nonce" in claims:
        raise OutsideSignInFailed(why="nonce")  # §2.4: an ID token must not pass for a logout token
    now = clock.now().timestamp()
    issued, until = claims.get("iat"), claims.get("exp", now + 1)
    if not isinstance(issued, int | float) or abs(now - issued) > _FRESH_SECONDS:
        raise OutsideSignInFailed(why="iat")
    if not isinstance(until, int | float) or until <= now:
        raise OutsideSignInFailed(why="exp")
    if not (claims.get("sub") or claims.get("sid")):
        raise OutsideSignInFailed(why="sub")
    return claims


def _use_once(claims: Mapping[str, Any], provider: Provider) -> None:
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= 255:
        raise OutsideSignInFailed(why="jti")
    until = datetime.fromtimestamp(clock.now().timestamp() + 2 * _FRESH_SECONDS, UTC)
    try:
        with transaction.atomic():
            SeenToken.objects.create(issuer=provider.issuer, jti=jti, expires_at=until)
    except IntegrityError as problem:
        raise OutsideSignInFailed(why="jti") from problem

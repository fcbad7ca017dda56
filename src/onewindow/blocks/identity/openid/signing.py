"""The tokens that we sign: ID tokens and logout tokens (OpenID Connect Core §2, Back-Channel Logout §2.4)."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from onewindow.blocks.identity.openid import keys, strict
from onewindow.blocks.identity.openid.app_settings import ID_TOKEN_LIFE, LOGOUT_TOKEN_LIFE, issuer
from onewindow.blocks.identity.openid.models import Grant, System, Visit
from onewindow.blocks.identity.openid.subjects import subject_of
from onewindow.foundation.access.types import Assurance
from onewindow.kernel.clock import clock

ALGORITHM: Final = "RS256"

ACR: Final[Mapping[Assurance, str]] = {
    "low": "http://eidas.europa.eu/LoA/low",
    "substantial": "http://eidas.europa.eu/LoA/substantial",
    "high": "http://eidas.europa.eu/LoA/high",
}
"""Levels of assurance as eIDAS names them (eIDAS SAML Attribute Profile 1.4 §2.8.1)."""

LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"


def id_token(grant: Grant, *, access_token: str) -> str:
    """The ID token of a grant. What else the system may know it asks for at the userinfo address."""
    claims: dict[str, Any] = {
        **_envelope(grant.system, ID_TOKEN_LIFE),
        "sub": subject_of(account=grant.account, system=grant.system),
        "auth_time": int(grant.authenticated_at.timestamp()),
        "acr": ACR[grant.assurance],
        "amr": grant.methods,
        "sid": grant.visit.sid,
        "at_hash": _half_hash(access_token),
    }
    if grant.nonce:
        claims["nonce"] = grant.nonce
    return _signed(claims, kind="JWT")


def logout_token(visit: Visit, system: System) -> str:
    """Tells a system that a visit ended. It never holds a nonce, so that nobody takes it for an ID token."""
    claims = {
        **_envelope(system, LOGOUT_TOKEN_LIFE),
        "sub": subject_of(account=visit.account, system=system),
        "sid": visit.sid,
        "jti": secrets.token_urlsafe(16),
        "events": {LOGOUT_EVENT: {}},
    }
    return _signed(claims, kind="logout+jwt")


def read_hint(token: str) -> dict[str, Any] | None:
    """What an ``id_token_hint`` of ours says, expired or not; None for anything else.

    A logout token, another issuer's and one whose algorithm is not ours are no hints.
    """
    ours = KeySet([keys.jwk_of(key.pem) for key in keys.ring()])
    try:
        strict.parts_of(token)
        read = jwt.decode(token, ours, algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        return None
    claims = dict(read.claims)
    told = isinstance(claims.get("aud"), str) and isinstance(claims.get("sub"), str)
    if claims.get("iss") != issuer() or read.header.get("typ") != "JWT" or "events" in claims or not told:
        return None
    return claims


def _envelope(system: System, life: timedelta) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    return {"iss": issuer(), "aud": system.client_id, "iat": now, "exp": now + int(life.total_seconds())}


def _signed(claims: dict[str, Any], *, kind: str) -> str:
    key = keys.jwk_of(keys.signing_key().pem)
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": kind}, claims, key)


def _half_hash(token: str) -> str:
    """``at_hash`` (OpenID Connect Core §3.1.3.6): the left half of SHA-256."""
    half = hashlib.sha256(token.encode("ascii")).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode("ascii")

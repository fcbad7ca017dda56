"""What an ID token must say before it is believed (OpenID Connect Core 1.0 §3.1.3.7; RFC 8725)."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from onewindow.blocks.identity import assurance
from onewindow.blocks.identity.errors import OutsideSignInFailed
from onewindow.blocks.identity.outside import providers
from onewindow.blocks.identity.outside.providers import Provider
from onewindow.kernel.clock import clock

_SKEW_SECONDS = 60
_OLDEST_SECONDS = 600
_LONGEST = 20_000
_HALVES = {"RS256": "sha256", "PS256": "sha256", "ES256": "sha256", "EdDSA": "sha512"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the token must fit.

    :param level: the least that will do; empty where any will.
    :param asked_at: when the person was asked; with a level they signed in there after it.
    """

    nonce: str
    level: str
    asked_at: float
    access_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a provider says is there.

    :param level: what its ``acr`` is worth here.
    :param person: number of the person in the population register; empty where it is no electronic identity.
    :param session: the provider's session, for its word that it ended.
    """

    issuer: str
    subject: str
    level: str
    person: str
    session: str


def read(token: str, *, provider: Provider, expected: Expected) -> Identity:
    """Who it is.

    :raises OutsideSignInFailed: something does not fit; ``why`` names the claim.
    """
    head, claims = verified(token, provider=provider)
    if str(head.get("typ", "JWT")).lower() not in ("jwt", "id+jwt"):
        raise OutsideSignInFailed(why="typ")  # RFC 8725 §3.11: a logout token is no ID token
    if "events" in claims:
        raise OutsideSignInFailed(why="typ")
    require_ours(claims, provider=provider)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), expected.nonce.encode()):
        raise OutsideSignInFailed(why="nonce")
    _require_times(claims)
    _require_same_access_token(claims, str(head["alg"]), expected.access_token)
    level = provider.levels.get(str(claims.get("acr", "")), "low")
    if expected.level:
        _require_fresh(claims, level, expected)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise OutsideSignInFailed(why="sub")
    return Identity(
        issuer=provider.issuer,
        subject=subject,
        level=level,
        person=str(claims.get(provider.person_claim, "")) if provider.person_claim else "",
        session=str(claims.get("sid", ""))[:255],
    )


def verified(token: str, *, provider: Provider) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Head and claims of a token that a key of the provider signed; nothing else is checked yet.

    Keys come from the provider's own list: a token's ``jku``, ``jwk`` or ``x5u`` is not looked at.
    """
    if len(token) > _LONGEST:
        raise OutsideSignInFailed(why="signature")
    for anew in (False, True):
        found = providers.keys(provider, anew=anew)
        try:
            registry = jws.JWSRegistry(algorithms=list(provider.algorithms))
            keys = KeySet.import_key_set(cast("KeySetSerialization", {"keys": found}))
            read_ = jws.deserialize_compact(token, keys, registry=registry)
            return read_.headers(), _claims(read_.payload)
        except (JoseError, ValueError, TypeError, KeyError):
            continue  # the provider may have changed its keys: ask once more
    raise OutsideSignInFailed(why="signature")


def require_ours(claims: Mapping[str, Any], *, provider: Provider) -> None:
    """Issued by this provider, for us and nobody else."""
    if claims.get("iss") != provider.issuer:
        raise OutsideSignInFailed(why="iss")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or provider.client_id not in audiences:
        raise OutsideSignInFailed(why="aud")
    if len(audiences) > 1 and claims.get("azp") != provider.client_id:
        raise OutsideSignInFailed(why="azp")
    if "azp" in claims and claims["azp"] != provider.client_id:
        raise OutsideSignInFailed(why="azp")


def _claims(payload: bytes) -> Mapping[str, Any]:
    pairs = orjson.loads(payload)
    if not isinstance(pairs, dict):
        raise OutsideSignInFailed(why="signature")
    return pairs


def _require_times(claims: Mapping[str, Any]) -> None:
    now = clock.now().timestamp()
    until, issued = claims.get("exp"), claims.get("iat")
    if not isinstance(until, int | float) or until + _SKEW_SECONDS <= now:
        raise OutsideSignInFailed(why="exp")
    if not isinstance(issued, int | float) or not now - _OLDEST_SECONDS <= issued <= now + _SKEW_SECONDS:
        raise OutsideSignInFailed(why="iat")
    after = claims.get("nbf", 0)
    if not isinstance(after, int | float) or after > now + _SKEW_SECONDS:
        raise OutsideSignInFailed(why="nbf")


def _require_same_access_token(claims: Mapping[str, Any], algorithm: str, access_token: str) -> None:
    said = claims.get("at_hash")
    if said is None:
        return
    digest = hashlib.new(_HALVES[algorithm], access_token.encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    if not hmac.compare_digest(str(said), half):
        raise OutsideSignInFailed(why="at_hash")


def _require_fresh(claims: Mapping[str, Any], level: str, expected: Expected) -> None:
    """A step-up: strong enough, and shown again just now."""
    if assurance.rank(level) < assurance.rank(expected.level):
        raise OutsideSignInFailed(why="acr")
    signed_in = claims.get("auth_time")
    if not isinstance(signed_in, int | float) or signed_in + _SKEW_SECONDS < expected.asked_at:
        raise OutsideSignInFailed(why="auth_time")

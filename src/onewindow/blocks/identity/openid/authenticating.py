"""Which system asks: by its key, by its secret, or, where it can keep neither, by its name alone.

Each system has one way and is refused by every other. Source: RFC 6749 §2.3, RFC 7523 §2.2 and §3,
OpenID Connect Core §9.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast
from urllib.parse import unquote_plus

from django.db import IntegrityError, transaction
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from onewindow.blocks.identity.openid import strict, systems
from onewindow.blocks.identity.openid.app_settings import ASSERTION_LONGEST, CLOCKS_DIFFER, issuer
from onewindow.blocks.identity.openid.digests import digest_of
from onewindow.blocks.identity.openid.errors import Refusal, SystemUnknown
from onewindow.blocks.identity.openid.models import System, UsedAssertion
from onewindow.kernel.clock import clock

ASSERTION_ALGORITHMS: Final = ("ES256", "RS256", "PS256", "EdDSA")
_ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LONGEST_ASSERTION = 4_000
_KINDS: Final = ("JWT", "client-authentication+jwt")


def system_of(parameters: Mapping[str, str], *, authorization: str, endpoints: tuple[str, ...]) -> System:
    """The system that sent a request to an endpoint.

    :param authorization: the header; empty for none.
    :param endpoints: addresses that an assertion may be made for, beside the issuer's.
    :raises Refusal: ``invalid_client``; what exactly was wrong is not said.
    """
    offered = [bool(authorization), "client_assertion" in parameters, "client_secret" in parameters]
    if sum(offered) > 1:
        raise Refusal("invalid_request", "a system says in one way who it is")
    if offered[0]:
        return _by_secret(parameters, authorization)
    if offered[1]:
        return _by_key(parameters, endpoints)
    return _by_name(parameters)


def _wrong() -> Refusal:
    return Refusal("invalid_client", "we do not know this system by this", status=401)


def _known(client_id: str, way: str) -> System:
    try:
        found = systems.open_system(client_id)
    except SystemUnknown:
        raise _wrong() from None
    if found.way != way:
        raise _wrong()
    return found


def _by_secret(parameters: Mapping[str, str], authorization: str) -> System:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise _wrong()
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise _wrong() from None
    # Both halves are form-encoded before they are put together (RFC 6749 §2.3.1).
    client_id, _, secret = (unquote_plus(part) for part in pair.partition(":"))
    if parameters.get("client_id", client_id) != client_id:
        raise _wrong()
    system = _known(client_id, "client_secret_basic")
    kept = bytes(system.secret_digest or b"")
    if not hmac.compare_digest(kept, bytes.fromhex(digest_of(secret))):
        raise _wrong()
    return system


def _by_name(parameters: Mapping[str, str]) -> System:
    """A public system: that it began the sign-in it proves by its code verifier."""
    if "client_secret" in parameters:
        raise _wrong()  # secrets travel in the header only
    return _known(parameters.get("client_id", ""), "none")


def _by_key(parameters: Mapping[str, str], endpoints: tuple[str, ...]) -> System:
    assertion = parameters["client_assertion"]
    if parameters.get("client_assertion_type") != _ASSERTION_TYPE or len(assertion) > _LONGEST_ASSERTION:
        raise _wrong()
    system = _known(_said_issuer(assertion), "private_key_jwt")
    if parameters.get("client_id", system.client_id) != system.client_id:
        raise _wrong()
    claims = _verified(assertion, system)
    _check_claims(claims, system, endpoints)
    _use_once(claims, system)
    return system


def _said_issuer(assertion: str) -> str:
    """Whose assertion it says it is: only to find the keys, and believed once they verified it."""
    try:
        header, claims = strict.parts_of(assertion)
    except ValueError:
        raise _wrong() from None
    if header.get("typ", "JWT") not in _KINDS:
        raise _wrong()  # a token that was made for something else (RFC 8725 §3.11)
    said = claims.get("iss")
    return said if isinstance(said, str) else ""


def _verified(assertion: str, system: System) -> Mapping[str, Any]:
    """Against the keys that were agreed, whatever keys or addresses of keys the assertion brings itself."""
    try:
        keys = KeySet.import_key_set(cast("KeySetSerialization", {"keys": system.keys}))
        read = jwt.decode(assertion, keys, algorithms=list(ASSERTION_ALGORITHMS))
    except (JoseError, ValueError, KeyError, TypeError):
        raise _wrong() from None
    return read.claims


def _check_claims(claims: Mapping[str, Any], system: System, endpoints: tuple[str, ...]) -> None:
    now = clock.now().timestamp()
    slack = CLOCKS_DIFFER.total_seconds()
    audience = claims.get("aud")
    named = [audience] if isinstance(audience, str) else audience if isinstance(audience, list) else []
    ends, begins = claims.get("exp"), claims.get("nbf", claims.get("iat", now))
    sound = (
        claims.get("iss") == claims.get("sub") == system.client_id
        # One audience: an assertion made for somebody else too could be used by them here.
        and len(named) == 1
        and named[0] in (issuer(), *endpoints)
        and isinstance(ends, int | float)
        and isinstance(begins, int | float)
        and now - slack < ends <= now + ASSERTION_LONGEST.total_seconds() + slack
        and begins <= now + slack
        and isinstance(claims.get("jti"), str)
        and 0 < len(claims["jti"]) <= 200
    )
    if not sound:
        raise _wrong()


def _use_once(claims: Mapping[str, Any], system: System) -> None:
    """Of two requests with the same assertion, however close, one gets in."""
    ends = datetime.fromtimestamp(float(claims["exp"]), UTC) + CLOCKS_DIFFER
    try:
        with transaction.atomic():
            UsedAssertion.objects.create(
                digest=digest_of(f"{system.client_id} {claims['jti']}"), expires_at=ends
            )
    except IntegrityError:
        raise _wrong() from None

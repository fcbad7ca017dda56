"""The authorization code flow: ask, take the answer once, exchange the code.

Source: OpenID Connect Core 1.0 §3.1; RFC 9700 (state, nonce, PKCE S256); RFC 9207 (iss against mix-up).
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import orjson
from django.http import HttpRequest

from onewindow.blocks.identity.app_settings import base_url
from onewindow.blocks.identity.errors import OutsideSignInFailed
from onewindow.blocks.identity.outside import id_tokens, providers
from onewindow.blocks.identity.outside.id_tokens import Expected, Identity
from onewindow.blocks.identity.outside.providers import CONNECTOR, Provider
from onewindow.foundation.egress import api as egress
from onewindow.kernel.clock import clock

_SESSION = "outside_sign_in"
_LIVES_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a provider, as the session keeps it."""

    state: str
    nonce: str
    verifier: str
    next: str
    purpose: str
    level: str
    at: float


def address_of(provider: Provider, *, request: HttpRequest, after: str, purpose: str, level: str = "") -> str:
    """Where to send the browser. What was asked is kept in the session; one at a time.

    :param purpose: ``sign-in``, ``step-up`` or ``link``.
    :param level: the least that will do; then the person must show themself again (``max_age=0``).
    """
    verifier = secrets.token_urlsafe(48)
    kept = {
        "provider": provider.slug, "state": secrets.token_urlsafe(32), "nonce": secrets.token_urlsafe(32),
        "verifier": verifier, "next": after, "purpose": purpose, "level": level,
        "at": clock.now().timestamp(), "account": getattr(request.user, "pk", None),
    }  # fmt: skip
    request.session[_SESSION] = kept
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back_to(provider),
        "scope": " ".join(provider.scopes), "state": kept["state"], "nonce": kept["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }  # fmt: skip
    if level:
        asked |= {"acr_values": provider.acr_for(level), "max_age": "0"}
    endpoint = str(providers.configuration(provider)["authorization_endpoint"])
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def back_to(provider: Provider) -> str:
    """The exact address that the provider sends the browser back to: one of its own for each provider."""
    return f"{base_url()}/sign-in/with/{provider.slug}/back/"


def take(provider: Provider, *, request: HttpRequest, answer: Mapping[str, str]) -> tuple[Asked, Identity]:
    """Take the provider's answer, once; who it says is there.

    :raises OutsideSignInFailed: not what we asked for, or the provider or its token says no.
    """
    asked = _asked(provider, request, answer)
    said_by = answer.get("iss")
    required = providers.configuration(provider).get("authorization_response_iss_parameter_supported")
    if (said_by is None and required) or (said_by is not None and said_by != provider.issuer):
        raise OutsideSignInFailed(why="iss")  # RFC 9207 §2.4: the answer of another provider
    if "error" in answer or not answer.get("code"):
        raise OutsideSignInFailed(why=_slug(answer.get("error", "no-code")))
    tokens = _exchanged(provider, asked, answer["code"])
    expected = Expected(
        nonce=asked.nonce,
        level=asked.level,
        asked_at=asked.at,
        access_token=str(tokens.get("access_token", "")),
    )
    return asked, id_tokens.read(str(tokens.get("id_token", "")), provider=provider, expected=expected)


def _asked(provider: Provider, request: HttpRequest, answer: Mapping[str, str]) -> Asked:
    kept = request.session.pop(_SESSION, None)  # whatever comes of it, once
    if kept is None or kept["provider"] != provider.slug:
        raise OutsideSignInFailed(why="state")
    if not hmac.compare_digest(str(kept["state"]).encode(), answer.get("state", "").encode()):
        raise OutsideSignInFailed(why="state")
    if clock.now().timestamp() - kept["at"] > _LIVES_SECONDS:
        raise OutsideSignInFailed(why="too-late")
    if kept["account"] != getattr(request.user, "pk", None):
        raise OutsideSignInFailed(why="state")
    return Asked(**{name: kept[name] for name in Asked.__slots__})


def _exchanged(provider: Provider, asked: Asked, code: str) -> Mapping[str, object]:
    """RFC 6749 §4.1.3 with client_secret_basic; the verifier shows that the code is ours (RFC 7636)."""
    both = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    reply = egress.fetch(
        method="POST",
        url=str(providers.configuration(provider)["token_endpoint"]),
        connector=CONNECTOR,
        body=urlencode(
            {"grant_type": "authorization_code", "code": code, "redirect_uri": back_to(provider),
             "code_verifier": asked.verifier}
        ).encode(),
        headers={
            "Authorization": f"Basic {base64.b64encode(both.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        },
    )  # fmt: skip
    try:
        said = orjson.loads(reply.body)
    except ValueError as problem:
        raise OutsideSignInFailed(why="token") from problem
    if reply.status != 200 or not isinstance(said, dict):
        raise OutsideSignInFailed(why="token")
    return said


def _slug(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum() or letter in "_-")[:40]

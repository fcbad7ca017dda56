"""The token endpoint: a code or a refresh token against tokens (RFC 6749 §4.1.3, §6)."""

from typing import Any

from django.http import HttpResponse

from onewindow.blocks.identity.openid import grants
from onewindow.blocks.identity.openid.endpoints.answering import for_systems
from onewindow.blocks.identity.openid.errors import Refusal
from onewindow.blocks.identity.openid.models import System

GRANT_TYPES = ("authorization_code", "refresh_token")


@for_systems
def token(system: System, parameters: dict[str, str]) -> dict[str, Any]:
    """Two ways to tokens, and no others: no password of anybody is ever taken here (RFC 9700 §2.4)."""
    grant_type = _needed(parameters, "grant_type")
    if grant_type == "authorization_code":
        return _said(
            grants.exchange(
                system=system,
                code=_needed(parameters, "code"),
                redirect_uri=_needed(parameters, "redirect_uri"),
                verifier=_needed(parameters, "code_verifier"),
            )
        )
    if grant_type == "refresh_token":
        fresh = grants.refresh(
            system=system,
            token=_needed(parameters, "refresh_token"),
            scope=parameters.get("scope", ""),
        )
        return _said(fresh)
    raise Refusal("unsupported_grant_type", f"grant_type is one of {', '.join(GRANT_TYPES)}")


@for_systems
def revoke(system: System, parameters: dict[str, str]) -> HttpResponse:
    """End a token. One that is unknown is as good as ended (RFC 7009 §2.2)."""
    grants.revoke(system=system, token=_needed(parameters, "token"))
    return HttpResponse()


@for_systems
def introspect(system: System, parameters: dict[str, str]) -> dict[str, Any]:
    """Whether a token of this system works (RFC 7662 §2.2). Of others' tokens nothing is said."""
    if system.way == "none":
        raise Refusal("invalid_client", "only a system that can keep a secret may ask", status=401)
    found = grants.alive(system=system, token=_needed(parameters, "token"))
    return grants.described(*found) if found else {"active": False}


def _needed(parameters: dict[str, str], name: str) -> str:
    value = parameters.get(name)
    if value is None:
        raise Refusal("invalid_request", f"{name} is missing")
    return value


def _said(tokens: grants.Tokens) -> dict[str, Any]:
    return {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.seconds,
        "refresh_token": tokens.refresh_token,
        "id_token": tokens.id_token,
        "scope": " ".join(tokens.scopes),
    }

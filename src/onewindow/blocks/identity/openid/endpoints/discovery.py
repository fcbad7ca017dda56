"""What this provider is and can do, as programs read it; every line is true and held by a test.

Source: OpenID Connect Discovery 1.0 §3, RFC 8414 §2, RFC 9126 §5, RFC 9207 §3, Back-Channel Logout §2.1.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from onewindow.blocks.identity.openid.app_settings import issuer
from onewindow.blocks.identity.openid.authenticating import ASSERTION_ALGORITHMS
from onewindow.blocks.identity.openid.claims import NUMBER_CLAIM, POSTS_CLAIM
from onewindow.blocks.identity.openid.endpoints.tokens import GRANT_TYPES
from onewindow.blocks.identity.openid.signing import ACR, ALGORITHM
from onewindow.blocks.identity.openid.types import SCOPES, WAYS
from onewindow.foundation.access import api as access

_AN_HOUR = 3600


def metadata() -> dict[str, Any]:
    """The document."""
    confidential = [way for way in WAYS if way != "none"]
    return {
        "issuer": issuer(),
        "authorization_endpoint": _at("authorize"),
        "token_endpoint": _at("token"),
        "userinfo_endpoint": _at("userinfo"),
        "jwks_uri": _at("keys"),
        "pushed_authorization_request_endpoint": _at("push"),
        "revocation_endpoint": _at("revoke"),
        "introspection_endpoint": _at("introspect"),
        "end_session_endpoint": _at("leave"),
        "scopes_supported": list(SCOPES),
        "claims_supported": ["sub", "name", "locale", "email", "email_verified", NUMBER_CLAIM, POSTS_CLAIM,
                             "auth_time", "acr", "amr", "sid", "nonce", "at_hash"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANT_TYPES),
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "acr_values_supported": list(ACR.values()),
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": list(WAYS),
        "token_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
        "introspection_endpoint_auth_methods_supported": confidential,
        "introspection_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
        "revocation_endpoint_auth_methods_supported": list(WAYS),
        "revocation_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
        "authorization_response_iss_parameter_supported": True,
        "require_pushed_authorization_requests": False,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "ui_locales_supported": ["en", "fr", "ar"],
    }  # fmt: skip


@require_safe
def configuration(request: HttpRequest) -> JsonResponse:
    """The document at its well-known address."""
    response = JsonResponse(metadata())
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={_AN_HOUR}"
    return response


configuration = access.by_itself(view=configuration)


def _at(name: str) -> str:
    return f"{issuer()}{reverse(f'openid:{name}')}"

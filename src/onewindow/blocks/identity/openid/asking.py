"""Reading a request for a sign-in (OpenID Connect Core §3.1.2.1, hardened by RFC 9700).

What is wrong with the system or the address is shown to the person, for nobody can be told safely. Everything
else goes back to the system as an error of the protocol.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import cast
from urllib.parse import quote

from onewindow.blocks.identity.openid import signing, systems
from onewindow.blocks.identity.openid.errors import AddressNotRegistered, Refusal, RequestNotSound
from onewindow.blocks.identity.openid.models import System
from onewindow.blocks.identity.openid.types import Asked
from onewindow.foundation.access.types import ASSURANCE_ORDER, Assurance
from onewindow.kernel.errors import N_

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_PROMPTS = frozenset({"none", "login", "consent", "select_account"})
_LONGEST_WORD = 500
_NOT_TAKEN = {
    "request": "request_not_supported",
    "registration": "registration_not_supported",
}


def system_asking(parameters: Mapping[str, str]) -> System:
    """The system that asks, with an address that it registered.

    :raises SystemUnknown: no such system, or a closed one.
    :raises RequestNotSound: a parameter without which nobody can be told.
    :raises AddressNotRegistered: the address differs, be it in one character.
    """
    system = systems.open_system(parameters.get("client_id", ""))
    address = parameters.get("redirect_uri")
    if address is None:
        raise RequestNotSound(reason=N_("it names no address to come back to"))
    # Character by character: no normalising, no ports or paths that may vary (RFC 9700 §2.1, §4.1.3).
    if address not in system.redirect_uris:
        raise AddressNotRegistered()
    return system


def read_request(parameters: Mapping[str, str], system: System, *, pushed: bool, at: datetime) -> Asked:
    """The request as it was meant.

    :param pushed: it came by the back channel, from the system itself.
    :param at: when it came.
    :raises Refusal: it breaks a rule.
    """
    for name, error in _NOT_TAKEN.items():
        if name in parameters:
            raise Refusal(error, f"{name} is not taken here")
    if parameters.get("response_type") != "code":
        raise Refusal("unsupported_response_type", "response_type is code")
    if parameters.get("response_mode", "query") != "query":
        raise Refusal("invalid_request", "response_mode is query")
    if system.pushed and not pushed:
        raise Refusal("invalid_request", "this system pushes its requests (RFC 9126)")
    return Asked(
        client_id=system.client_id,
        redirect_uri=parameters["redirect_uri"],
        state=_word(parameters, "state"),
        nonce=_word(parameters, "nonce"),
        challenge=_challenge(parameters),
        scopes=_scopes(parameters, system),
        prompts=_prompts(parameters),
        assurance=_assurance(parameters, system),
        max_age=_max_age(parameters),
        subject=_subject(parameters, system),
        asked_at=at,
    )


def _word(parameters: Mapping[str, str], name: str) -> str:
    value = parameters.get(name, "")
    if len(value) > _LONGEST_WORD:
        raise Refusal("invalid_request", f"{name} has more than {_LONGEST_WORD} characters")
    return value


def _challenge(parameters: Mapping[str, str]) -> str:
    """Every system proves by a verifier that it began this, confidential ones too (RFC 9700 §2.1.1)."""
    challenge = parameters.get("code_challenge")
    if challenge is None:
        raise Refusal("invalid_request", "code_challenge is missing (RFC 7636)")
    # A method that is not named means `plain`, which shows the verifier to whoever sees the request.
    if parameters.get("code_challenge_method") != "S256":
        raise Refusal("invalid_request", "code_challenge_method is S256")
    if not _CHALLENGE.fullmatch(challenge):
        raise Refusal("invalid_request", "code_challenge is no SHA-256 in base64url")
    return challenge


def _scopes(parameters: Mapping[str, str], system: System) -> tuple[str, ...]:
    scopes = tuple(dict.fromkeys(parameters.get("scope", "").split()))
    if "openid" not in scopes:
        raise Refusal("invalid_scope", "scope holds openid")
    foreign = [scope for scope in scopes if scope not in system.scopes]
    if foreign:
        raise Refusal("invalid_scope", f"this system may not ask for {quote(foreign[0][:40])}")
    return scopes


def _prompts(parameters: Mapping[str, str]) -> frozenset[str]:
    prompts = frozenset(parameters.get("prompt", "").split())
    if not prompts <= _PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise Refusal("invalid_request", "prompt is none, or of login, consent and select_account")
    return prompts


def _assurance(parameters: Mapping[str, str], system: System) -> Assurance:
    """The system's own rule, and the weakest of the levels that it would take this time."""
    wanted = parameters.get("acr_values", "").split()
    named = [level for level, name in signing.ACR.items() if name in wanted]
    least: Assurance = min(named, key=ASSURANCE_ORDER.index) if named else "none"
    return max(cast("Assurance", system.assurance), least, key=ASSURANCE_ORDER.index)


def _max_age(parameters: Mapping[str, str]) -> int | None:
    text = parameters.get("max_age")
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > len("999999999"):
        raise Refusal("invalid_request", "max_age is a number of seconds")
    return int(text)


def _subject(parameters: Mapping[str, str], system: System) -> str:
    hint = parameters.get("id_token_hint")
    if hint is None:
        return ""
    claims = signing.read_hint(hint)
    if claims is None or claims["aud"] != system.client_id:
        raise Refusal("invalid_request", "id_token_hint is no ID token that we gave this system")
    return str(claims["sub"])

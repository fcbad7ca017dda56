"""Pushed authorization requests (RFC 9126): what is asked for comes from the system and by no browser."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from onewindow.blocks.identity.openid import asking, waiting
from onewindow.blocks.identity.openid.app_settings import PUSHED_LIFE
from onewindow.blocks.identity.openid.endpoints.answering import for_systems
from onewindow.blocks.identity.openid.errors import AddressNotRegistered, Refusal, RequestNotSound
from onewindow.blocks.identity.openid.models import System
from onewindow.kernel.clock import clock

_CREATED = 201
_CREDENTIALS = frozenset({"client_assertion", "client_assertion_type", "client_secret"})


@for_systems
def push(system: System, parameters: dict[str, str]) -> HttpResponse:
    """Keep a request that is sound; what is wrong with it the system hears at once."""
    if "request_uri" in parameters:
        raise Refusal("invalid_request", "a pushed request names no other (RFC 9126 §2.1)")
    asked: dict[str, Any] = {name: text for name, text in parameters.items() if name not in _CREDENTIALS}
    asked["client_id"] = system.client_id
    try:
        asking.system_asking(asked)
    except (AddressNotRegistered, RequestNotSound) as problem:
        raise Refusal("invalid_request", "redirect_uri is none that this system registered") from problem
    asking.read_request(asked, system, pushed=True, at=clock.now())
    answer = {
        "request_uri": waiting.push(system, asked),
        "expires_in": int(PUSHED_LIFE.total_seconds()),
    }
    return JsonResponse(answer, status=_CREATED)

"""What the endpoints for systems have in common: who asks, and errors as the protocol writes them."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onewindow.blocks.identity import limits
from onewindow.blocks.identity.errors import TooManyAttempts
from onewindow.blocks.identity.openid import authenticating
from onewindow.blocks.identity.openid.app_settings import issuer
from onewindow.blocks.identity.openid.errors import Refusal
from onewindow.blocks.identity.openid.models import System
from onewindow.blocks.identity.openid.parameters import single
from onewindow.foundation.access import api as access

Answer = Callable[[System, dict[str, str]], dict[str, Any] | HttpResponse]
_FORM = "application/x-www-form-urlencoded"
_UNAUTHORIZED = 401
_TOO_MANY = 429


def for_systems(answer: Answer) -> Callable[[HttpRequest], HttpResponse]:
    """An endpoint that a system posts a form to and gets JSON from.

    The view reads the system's own credentials; whoever is signed in in a browser plays no part.
    """

    @csrf_exempt
    @require_POST
    @wraps(answer)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            response = _respond(request, answer)
        except Refusal as refusal:
            response = refused(refusal)
            if refusal.status == _UNAUTHORIZED:
                response = _counted(request, response)
                if "Authorization" in request.headers:
                    response["WWW-Authenticate"] = f'Basic realm="{issuer()}"'
        response["Cache-Control"] = "no-store"
        return response

    return access.by_itself(view=view)


def refused(refusal: Refusal) -> HttpResponse:
    """RFC 6749 §5.2."""
    said = {"error": refusal.error, "error_description": refusal.description}
    return JsonResponse({name: text for name, text in said.items() if text}, status=refusal.status)


def _counted(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whoever tries many names and secrets waits, over all processes (ASVS 2.4.1)."""
    try:
        limits.take(request, [limits.Limit("openid-unknown", 60, timedelta(minutes=1), "network")])
    except TooManyAttempts as problem:
        response = refused(Refusal("temporarily_unavailable", "too many attempts", status=_TOO_MANY))
        response["Retry-After"] = str(problem.values["seconds"])
    return response


def _respond(request: HttpRequest, answer: Answer) -> HttpResponse:
    if request.content_type != _FORM:
        raise Refusal("invalid_request", f"the body is {_FORM}")
    if request.GET:
        raise Refusal("invalid_request", "parameters stand in the body")
    parameters = single(request.POST)
    system = authenticating.system_of(
        parameters,
        authorization=request.headers.get("Authorization", ""),
        endpoints=(f"{issuer()}{request.path}", f"{issuer()}/openid/token"),
    )
    said = answer(system, parameters)
    return said if isinstance(said, HttpResponse) else JsonResponse(said)

"""A system says that somebody leaves (OpenID Connect RP-Initiated Logout 1.0)."""

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from onewindow.blocks.identity.openid import authenticated, signing, systems, visits, waiting
from onewindow.blocks.identity.openid.errors import Refusal, RequestNotSound, SystemUnknown
from onewindow.blocks.identity.openid.models import System
from onewindow.blocks.identity.openid.parameters import single
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.kernel.errors import N_, Phrase

_CARRIED = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state")


@csrf_exempt
@guard("public")
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out here, after a question unless the system proves that it means this very visit."""
    if request.method == "POST" and "answer" not in request.POST:
        return HttpResponseRedirect(f"{request.path}?{request.POST.urlencode()}", status=303)
    try:
        parameters = single(request.POST if request.method == "POST" else request.GET)
    except Refusal as refusal:
        raise RequestNotSound(reason=Phrase(refusal.description)) from refusal
    system, sid = _meant(parameters)
    address = _address(parameters, system)
    if authenticated.account_of(request) is None:
        return _gone(request, parameters, address)
    if sid and sid == request.session.get(visits.SID):
        logout(request)
        return _gone(request, parameters, address)
    if request.method == "POST" and _ours(request):
        if parameters.get("answer") == "leave":
            logout(request)
        return _gone(request, parameters, address)
    return _ask(request, parameters, system, address)


def _meant(parameters: dict[str, str]) -> tuple[System | None, str]:
    """Which system asks, and which visit it means; what contradicts itself counts as nothing said."""
    hint = signing.read_hint(parameters["id_token_hint"]) if "id_token_hint" in parameters else None
    client_id = parameters.get("client_id", hint["aud"] if hint else "")
    if hint is not None and hint["aud"] != client_id:
        return None, ""
    try:
        system = systems.open_system(client_id) if client_id else None
    except SystemUnknown:
        return None, ""
    return system, str(hint.get("sid", "")) if hint else ""


def _address(parameters: dict[str, str], system: System | None) -> str:
    """Where to go in the end: an exact address of the system, or nowhere."""
    address = parameters.get("post_logout_redirect_uri", "")
    if address and (system is None or address not in system.after_logout_uris):
        raise RequestNotSound(reason=N_("the address to go to after signing out is not registered"))
    return address


def _ours(request: HttpRequest) -> bool:
    """Whether the answer comes from our own page."""
    checked = CsrfViewMiddleware(lambda _request: HttpResponse()).process_view(
        request, lambda _request: None, (), {}
    )
    return checked is None


def _gone(request: HttpRequest, parameters: dict[str, str], address: str) -> HttpResponse:
    if not address:
        return web.render(request, "openid/gone.html", {"title": _("You are signed out")})
    state = {"state": parameters["state"]} if "state" in parameters else {}
    joint = "&" if "?" in address else "?"
    return HttpResponseRedirect(f"{address}{joint}{urlencode(state)}" if state else address, status=303)


def _ask(
    request: HttpRequest, parameters: dict[str, str], system: System | None, address: str
) -> HttpResponse:
    context = {
        "name": system.name.in_language(web.page_language()) if system else "",
        "carried": {name: parameters[name] for name in _CARRIED if name in parameters},
    }
    response = web.render(request, "openid/leave.html", context)
    origins = [waiting.origin_of(address)] if address else []
    response["Content-Security-Policy"] = web.content_policy(form_action=origins)
    return response

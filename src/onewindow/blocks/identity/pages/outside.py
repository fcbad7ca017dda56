"""Signing in with an outside provider: away, back, and its word that it ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from onewindow.blocks.identity import limits
from onewindow.blocks.identity.errors import NoAccountForIdentity, OutsideSignInFailed
from onewindow.blocks.identity.outside import asking, ending, entering, providers
from onewindow.blocks.identity.outside.id_tokens import Identity
from onewindow.blocks.identity.outside.providers import Provider
from onewindow.blocks.identity.pages import rules  # noqa: F401 - declares the rules
from onewindow.blocks.identity.proofing.proved import OPEN_ACCOUNT, Proved, keep_proved
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.kernel.errors import OnewindowError

_PURPOSES = ("sign-in", "step-up", "link")


@guard("public")
@require_POST
def begin(request: HttpRequest, provider: str) -> HttpResponse:
    """Send the browser to the provider."""
    limits.take(request, [limits.OUTSIDE])
    found = providers.provider(provider)
    purpose = request.POST.get("purpose", "sign-in")
    signed_in = access.actor_of(request=request).signed_in
    if purpose not in _PURPOSES or (purpose != "sign-in" and not signed_in):
        purpose = "sign-in"
    after = web.safe_next(request, request.POST.get("next", ""))
    level = request.POST.get("level", "") if purpose == "step-up" else ""
    if purpose == "link":
        access.require("person-surely", access.actor_of(request=request))
    address = asking.address_of(found, request=request, after=after, purpose=purpose, level=level)
    # A form may lead to no other site (Content Security Policy), so the person goes there by a link.
    context = {
        "name": found.name.in_language(get_language() or "en"),
        "address": address,
        "back": "/sign-in/",
    }
    return web.render(request, "identity/leaving.html", context)


@guard("public")
@require_GET
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """The provider sent the browser back."""
    found = providers.provider(provider)
    try:
        asked, identity = asking.take(found, request=request, answer=request.GET.dict())
        if asked.purpose == "link" and request.user.is_authenticated:
            level = access.actor_of(request=request).assurance
            entering.link(request.user, identity, provider=found, level=level)
            messages.success(request, _("You can sign in with it from now on."))
            return HttpResponseRedirect("/account/sign-in/")
        entering.sign_in(request, identity, provider=found)
    except NoAccountForIdentity as problem:
        return _nobody_yet(request, found, identity, problem)
    except OnewindowError as problem:
        return _failed(request, found, problem)
    return HttpResponseRedirect(asked.next)


def _nobody_yet(
    request: HttpRequest, found: Provider, identity: Identity, problem: NoAccountForIdentity
) -> HttpResponse:
    """An electronic identity opens an account; any other is linked by whoever has one."""
    if not identity.person:
        return _failed(request, found, problem)
    keep_proved(
        request,
        Proved(person=entering.person_of(identity), level=identity.level, evidence=f"openid:{found.slug}"),
    )
    return HttpResponseRedirect(OPEN_ACCOUNT)


def _failed(request: HttpRequest, found: Provider, problem: OnewindowError) -> HttpResponse:
    context = {
        "title": _("We could not sign you in with %(name)s")
        % {"name": found.name.in_language(get_language() or "en")},
        "lead": web.said(error=problem),
    }
    return web.render(request, "identity/said.html", context, status=web.status_of(error=problem))


@csrf_exempt
@guard("public")
@require_POST
def ended(request: HttpRequest, provider: str) -> HttpResponse:
    """The provider itself tells that a session ended: no browser, so no form's token; its own is signed."""
    limits.take(request, [limits.OUTSIDE])
    try:
        ending.end_sessions(request.POST.get("logout_token", ""), provider=providers.provider(provider))
    except OutsideSignInFailed:
        response = HttpResponse(b'{"error":"invalid_request"}', status=400, content_type="application/json")
    else:
        response = HttpResponse(status=200)
    response.headers["Cache-Control"] = "no-store"  # §2.8
    return response


@guard("person")
@require_POST
def unlink(request: HttpRequest, provider: str) -> HttpResponse:
    """It signs in no more."""
    access.require("person-surely", access.actor_of(request=request))
    if entering.unlink(request.user, provider=provider):
        messages.success(request, _("It signs in no more."))
    return HttpResponseRedirect("/account/sign-in/")

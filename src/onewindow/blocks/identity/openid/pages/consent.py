"""What a system wants to know, shown to the person before it does; and signing in once more."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid import authenticated, claims, consents, waiting
from onewindow.blocks.identity.openid.pages import arriving
from onewindow.blocks.identity.openid.words import scope_words
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web


@guard("person")
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, key: str) -> HttpResponse:
    """Ask; of a trusted system, tell."""
    arrival = arriving.arrival_of(key)
    account = authenticated.account_of(request)
    assert account is not None, "the rule lets nobody else in"
    if request.method == "POST":
        if request.POST.get("action") != "agree":
            return arriving.refuse(arrival)
        consents.give(account, arrival.system, arrival.asked.scopes)
        return arriving.go_on(request, arrival, consented_now=True)
    return _page(request, arrival, account)


def _page(request: HttpRequest, arrival: arriving.Arrival, account: Account) -> HttpResponse:
    language = web.page_language()
    system = arrival.system
    told = claims.claims_of(account=account, system=system, scopes=frozenset(arrival.asked.scopes))
    context = {
        "name": system.name.in_language(language),
        "agency": system.agency.name.in_language(language),
        "purpose": system.purpose.in_language(language),
        "words": scope_words(arrival.asked.scopes),
        "told": told,
        "trusted": system.trusted,
        "account": account,
    }
    response = web.render(request, "openid/consent.html", context)
    # The answer to this form leads to the system: its origin, and no other, may be gone to.
    origin = waiting.origin_of(arrival.asked.redirect_uri)
    response["Content-Security-Policy"] = web.content_policy(form_action=[origin])
    return response


@guard("person")
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, key: str) -> HttpResponse:
    """The system wants a sign-in that is fresh, or of somebody else: sign out here, then in again."""
    arrival = arriving.arrival_of(key)
    if request.method == "POST":
        logout(request)
        after = urlencode({"next": reverse("openid:continue", kwargs={"key": key})})
        return HttpResponseRedirect(f"{reverse('account_login')}?{after}")
    context = {
        "title": _("Sign in again"),
        "name": arrival.system.name.in_language(web.page_language()),
        "cancel": reverse("openid:refuse", kwargs={"key": key}),
    }
    return web.render(request, "openid/again.html", context)


@guard("person")
@require_http_methods(["POST"])
def refuse(request: HttpRequest, key: str) -> HttpResponse:
    """Back to the system without signing in."""
    return arriving.refuse(arriving.arrival_of(key))

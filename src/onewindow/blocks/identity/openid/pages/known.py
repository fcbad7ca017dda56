"""The systems that may know something of oneself, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onewindow.blocks.identity.openid import authenticated, consents
from onewindow.blocks.identity.openid.words import scope_words
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web


@guard("person")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Which, what for, and what they may know."""
    account = authenticated.account_of(request)
    assert account is not None, "the rule lets nobody else in"
    language = web.page_language()
    shown = [
        {
            "client_id": each.client_id,
            "name": each.name.in_language(language),
            "agency": each.agency.in_language(language),
            "purpose": each.purpose.in_language(language),
            "since": each.since,
            "trusted": each.trusted,
            "words": scope_words(each.scopes),
        }
        for each in consents.known_by(account)
    ]
    return web.render(request, "openid/known.html", {"systems": shown, "back": reverse("identity:account")})


@guard("person")
@require_POST
def withdraw(request: HttpRequest, client_id: str) -> HttpResponse:
    """From now on it learns nothing more."""
    account = authenticated.account_of(request)
    assert account is not None, "the rule lets nobody else in"
    consents.withdraw(account, client_id)
    messages.success(request, _("It learns nothing more about you. If you sign in there again, we ask you."))
    return HttpResponseRedirect(reverse("openid:known"))

"""Where one is signed in, and signing out there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from onewindow.blocks.identity import assurance, devices
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web


@guard("person")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The sessions of one's account."""
    account = access.actor_of(request=request).account or ""
    found = devices.devices_of(account, current=request.session.session_key)
    return web.render(
        request,
        "identity/devices.html",
        {
            "devices": found,
            "words": {way: _(word) for way, word in assurance.WORDS.items()},
            "levels": {level: _(word) for level, word in assurance.LEVEL_WORDS.items()},
            "back": reverse("identity:account"),
        },
    )


@guard("person")
@require_POST
def end(request: HttpRequest, device: int) -> HttpResponse:
    """Sign out in one place."""
    devices.end(access.actor_of(request=request).account or "", device=device)
    messages.success(request, _("You are signed out there."))
    return HttpResponseRedirect(reverse("identity:devices"))


@guard("person")
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    account = access.actor_of(request=request).account or ""
    gone = devices.end_others(account, current=request.session.session_key)
    said = ngettext(
        "You are signed out in %(n)s other place.", "You are signed out in %(n)s other places.", gone
    )
    messages.success(request, said % {"n": gone})
    return HttpResponseRedirect(reverse("identity:devices"))

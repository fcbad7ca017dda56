"""A stronger sign-in, and back to what was typed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onewindow.blocks.identity import assurance, stepping_up
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import ASSURANCE_ORDER, Assurance
from onewindow.foundation.web import api as web
from onewindow.kernel.errors import N_


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a stronger sign-in.

    :param method: ``get`` for a link, ``post`` for a form.
    """

    label: str
    url: str
    method: str = "get"


@guard("person")
@require_GET
def step_up(request: HttpRequest) -> HttpResponse:
    """The ways that reach the level that is needed."""
    asked = request.GET.get("level")
    level: Assurance = next((one for one in ASSURANCE_ORDER[1:] if one == asked), "substantial")
    back = web.safe_next(request, request.GET.get("next", "/"))
    fresh = request.GET.get("fresh") == "1"
    if access.actor_of(request=request).reaches(level) and not fresh:
        return HttpResponseRedirect(back)
    reaching = stepping_up.ways_reaching(level, proofing=request.user.proofing)
    context = {
        "ways": ways_of(request, reaching, back),
        "to_set_up": "two-steps" in reaching and not _has_second_step(request),
        "known_too_little": assurance.rank(request.user.proofing) < assurance.rank(level),
        "kept": back.startswith(f"{stepping_up.PATH}kept/"),
        "back": None,
        "then": urlencode({"next": back}),
    }
    return web.render(request, "identity/step_up.html", context)


def _has_second_step(request: HttpRequest) -> bool:
    """Whoever has none is told how to get it, beside the ways that need none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=request.user, type__in=kinds).exists()


def ways_of(request: HttpRequest, reaching: frozenset[str], back: str) -> list[Way]:
    """Those of the ways that somebody has, each with where it leads and back."""
    there = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    query = urlencode({"next": back})
    ways: list[Way] = []
    if "passkey" in reaching and Authenticator.Type.WEBAUTHN in there:
        ways.append(Way(_("Use the passkey"), f"{reverse('mfa_reauthenticate_webauthn')}?{query}"))
    if "two-steps" in reaching and Authenticator.Type.TOTP in there:
        ways.append(Way(_("Use a code from the app"), f"{reverse('mfa_reauthenticate')}?{query}"))
    if "certificate" in reaching:
        ways.append(Way(_("Use a certificate"), f"{reverse('identity:by_certificate')}?{query}"))
    return ways


@guard("person")
@require_GET
def kept(request: HttpRequest, key: str) -> HttpResponse:
    """What was typed, ready to be sent again: one press, also without scripts."""
    form = stepping_up.kept_form(request, key)
    if form is None:
        context = {"title": _("Nothing waits here"), "lead": _(N_("It was sent already, or you signed out."))}
        return web.render(request, "identity/said.html", context, status=404)
    return web.render(request, "identity/kept_form.html", {"form": form})

"""A stronger sign-in, and back to what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onewindow.blocks.identity import assurance, stepping_up
from onewindow.blocks.identity.outside import providers
from onewindow.blocks.identity.outside.providers import Provider
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import ASSURANCE_ORDER, Assurance
from onewindow.foundation.web import api as web
from onewindow.kernel.errors import N_


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a stronger sign-in.

    :param method: ``get`` for a link, ``post`` for a form.
    :param fields: names and values that the form sends.
    """

    label: str
    url: str
    method: str = "get"
    fields: tuple[tuple[str, str], ...] = ()


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
        "ways": ways_of(request, reaching, back, level=level, proofing=request.user.proofing),
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


def ways_of(
    request: HttpRequest, reaching: frozenset[str], back: str, *, level: str, proofing: str
) -> list[Way]:
    """Those of the ways that somebody has, each with where it leads and back.

    :param reaching: ways of this house that reach ``level``; outside services say themselves what they reach.
    :param proofing: how surely the person counts as known here: no way reaches further.
    """
    there = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    query = urlencode({"next": back})
    ways: list[Way] = []
    if "passkey" in reaching and Authenticator.Type.WEBAUTHN in there:
        ways.append(Way(_("Use the passkey"), f"{reverse('mfa_reauthenticate_webauthn')}?{query}"))
    if "two-steps" in reaching and Authenticator.Type.TOTP in there:
        ways.append(Way(_("Use a code from the app"), f"{reverse('mfa_reauthenticate')}?{query}"))
    if "certificate" in reaching:
        ways.append(Way(_("Use a certificate"), f"{reverse('identity:by_certificate')}?{query}"))
    if assurance.rank(proofing) >= assurance.rank(level):
        ways.extend(_outside_ways(request, level, back))
    return ways


def _outside_ways(request: HttpRequest, level: str, back: str) -> Iterator[Way]:
    """The services outside that can say as much as is needed of this account: forms, which ask for it."""
    linked = dict(request.user.outside_identities.values_list("provider", "level"))
    for each in providers.providers():
        most = _most_of(each, linked.get(each.slug), person=request.user.person)
        if most >= assurance.rank(level):
            yield Way(
                _("Use %(name)s") % {"name": each.name.in_language(get_language() or "en")},
                reverse("identity:begin_outside", kwargs={"provider": each.slug}),
                method="post",
                fields=(("purpose", "step-up"), ("level", level), ("next", back)),
            )


def _most_of(provider: Provider, linked: str | None, *, person: str) -> int:
    """The rank that a service reaches at best for an account; 0 where it knows nobody of it.

    :param linked: how sure the session was that linked it. An electronic identity names the person itself, so
        it need not be linked, and reaches what it says.
    """
    best = max((assurance.rank(level) for level in provider.levels.values()), default=0)
    if provider.person_claim and person:
        return best
    return min(best, assurance.rank(linked)) if linked is not None else 0


@guard("person")
@require_GET
def kept(request: HttpRequest, key: str) -> HttpResponse:
    """What was typed, ready to be sent again: one press, also without scripts."""
    form = stepping_up.kept_form(request, key)
    if form is None:
        context = {"title": _("Nothing waits here"), "lead": _(N_("It was sent already, or you signed out."))}
        return web.render(request, "identity/said.html", context, status=404)
    return web.render(request, "identity/kept_form.html", {"form": form})

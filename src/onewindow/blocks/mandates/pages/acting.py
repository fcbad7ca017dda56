"""Choose whom to act for. A list of hundreds is searched and shown page by page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.finding import matches
from onewindow.blocks.mandates.pages.reaching import opens_in_words, right_in_words
from onewindow.blocks.mandates.pages.words import page_of
from onewindow.blocks.mandates.types import Mandate
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web

_SIZE = 25


@guard("person")
@require_http_methods(["GET", "POST"])
def acting_for(request: HttpRequest) -> HttpResponse:
    """Whom the person may act for; the choice stays until another is made or they sign out."""
    actor = access.actor_of(request=request)
    rights = api.principals_of(actor=actor)
    if request.method == "POST":
        _choose(request, rights, request.POST.get("right", ""))
        return HttpResponseRedirect(web.safe_next(request, request.POST.get("next", "")))
    asked = request.GET.get("q", "").strip()[:100]
    groups = api.by_principal(rights=rights)
    found = [group for group in groups if matches(asked, group[0].principal_name, group[0].principal.key)]
    pages = page_of(request, len(found), _SIZE)
    shown = found[(pages.number - 1) * _SIZE : pages.number * _SIZE]
    context = {
        "options": [_option(group, actor) for group in shown],
        "next": request.GET.get("next", ""),
        "asked": asked,
        "many": len(groups) > _SIZE,
        "found": len(found),
        "pages": pages,
    }
    return web.render(request, "mandates/acting_for.html", context)


def _option(group: tuple[Mandate, ...], actor: Actor) -> tuple[str, str, list[str], bool]:
    """One principal: what is sent, the name, each right and what they open in words, and whether one acts for
    them now."""
    first = group[0]
    said = [*(right_in_words(right) for right in group), opens_in_words(group)]
    now = first.principal == actor.acting_for if actor.acting_for else first.kind == "self"
    return _value(first), first.principal_name, said, now


def _value(right: Mandate) -> str:
    return f"{right.principal} {right.basis}" if right.basis else ""


def _choose(request: HttpRequest, rights: tuple[Mandate, ...], value: str) -> None:
    chosen = next((right for right in rights if _value(right) == value), None)
    if chosen is None:
        raise identity.BasisDoesNotStand()
    if chosen.kind == "self":
        identity.act_for_self(request=request)
    else:
        identity.act_for(
            request=request,
            principal=chosen.principal,
            basis=chosen.basis,
            name=chosen.principal_name,
        )

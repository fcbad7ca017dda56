"""The start page, search, and the page of a service."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import api as catalogue
from onewindow.foundation.access.api import guard
from onewindow.foundation.web.api import page_language, render
from onewindow.foundation.web.types import Crumb
from onewindow.portal.cards import cards, life_events, popular, segment_choices, segments
from onewindow.portal.service_page import service_page

MOST_WORDS = 200


@guard("public")
def home(request: HttpRequest) -> HttpResponse:
    """Search, life events, whom services are for, and what most people come for."""
    language = page_language()
    services = catalogue.packages(language=language)
    shown, used_most = popular(services, language=language)
    context = {
        "popular": shown,
        "used_most": used_most,
        "services": len(services),
        "events": life_events(services, language=language),
        "segments": segment_choices(services),
    }
    return render(request, "portal/home.html", context)


@guard("public")
def search(request: HttpRequest) -> HttpResponse:
    """Services by words, life event and segment; all of them where nothing is asked."""
    language = page_language()
    words = request.GET.get("words", "")[:MOST_WORDS].strip()
    event, segment = request.GET.get("life_event", ""), request.GET.get("segment", "")
    found = catalogue.search(
        words=words, life_event=event or None, segment=segment or None, language=language
    )
    services = catalogue.packages(language=language)
    events = life_events(services, language=language, current=event)
    context = {
        "words": words,
        "event": next((one for one in events if one.current), None),
        "segment": segments().get(segment, ""),
        "chosen": {"life_event": event, "segment": segment},
        "found": cards(found, language=language),
        "events": events,
        "segments": segment_choices(services, current=segment),
        "crumbs": [Crumb(_("Start"), "/"), Crumb(_("Find a service"))],
    }
    return render(request, "portal/search.html", context)


@guard("public")
def service(request: HttpRequest, agency: str, service: str) -> HttpResponse:
    """What a service is, whom it is for, what it costs, how long it takes, and where to start."""
    page = service_page(catalogue.package(service=f"{agency}/{service}"), language=page_language())
    crumbs = [Crumb(_("Start"), "/"), Crumb(_("Find a service"), "/search/"), Crumb(page.name)]
    return render(request, "portal/service.html", {"page": page, "crumbs": crumbs})

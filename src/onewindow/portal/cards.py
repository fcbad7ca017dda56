"""Services as the start page and the search show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onewindow.blocks.cases import api as cases
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServiceSummary
from onewindow.blocks.identity import api as identity
from onewindow.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service in a list."""

    name: str
    summary: str
    agency: str
    link: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow a list, and where it leads."""

    slug: str
    name: str
    link: str
    current: bool = False


def segments() -> dict[str, str]:
    """Whom services are for, by slug, in the language of the page."""
    return {"citizen": _("People"), "business": _("Businesses"), "association": _("Associations")}


def agency_name(slug: str, language: str) -> str:
    """What an agency is called; its slug in words where it is not in the country's list."""
    try:
        return identity.agency(slug=slug).name.in_language(language)
    except NotFound:
        return in_words(slug)


def in_words(slug: str) -> str:
    """A slug as a phrase: ``import-goods`` is “Import goods”."""
    return slug.replace("-", " ").capitalize()


def cards(found: Iterable[ServiceSummary], *, language: str) -> tuple[ServiceCard, ...]:
    """Services as cards, in the order given."""
    return tuple(
        ServiceCard(
            name=one.name.in_language(language),
            summary=one.summary.in_language(language),
            agency=agency_name(one.agency, language),
            link=f"/services/{one.key}/",
        )
        for one in found
    )


def popular(
    services: Sequence[ServiceSummary], *, language: str, limit: int = 6
) -> tuple[tuple[ServiceCard, ...], bool]:
    """The services that most was filed for; while little was filed, the others after them.

    :returns: the cards, and whether all of them stand there because people use them most.
    """
    known = {one.key: one for one in services}
    first = [known[key] for key in cases.popular_services(limit=limit) if key in known]
    shown = [*first, *(one for one in services if one not in first)][:limit]
    return cards(shown, language=language), len(first) >= len(shown)


def life_events(
    services: Sequence[ServiceSummary], *, language: str, current: str = ""
) -> tuple[Choice, ...]:
    """The life events that services name, called as the first service that names one calls it."""
    first: dict[str, ServiceSummary] = {}
    for one in services:
        for slug in one.life_events:
            first.setdefault(slug, one)
    found = [
        Choice(slug, _event_name(slug, one, language), f"/search/?life_event={slug}", slug == current)
        for slug, one in first.items()
    ]
    return tuple(sorted(found, key=lambda choice: choice.name))


def segment_choices(services: Sequence[ServiceSummary], *, current: str = "") -> tuple[Choice, ...]:
    """The segments for which there is a service."""
    used = {segment for one in services for segment in one.segments}
    return tuple(
        Choice(slug, name, f"/search/?segment={slug}", slug == current)
        for slug, name in segments().items()
        if slug in used
    )


def _event_name(slug: str, service: ServiceSummary, language: str) -> str:
    texts = catalogue.package(service=service.key, version=service.version).texts
    named = texts.localised(f"life_events.{slug}")
    return named.in_language(language) if named is not None else in_words(slug)

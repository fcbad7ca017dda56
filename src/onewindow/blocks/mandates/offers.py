"""What a mandate can be for, and how that is called: kinds of matters, agencies, services."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onewindow.blocks.mandates.limits import ALL_SCOPES
from onewindow.blocks.mandates.ports import Offers
from onewindow.blocks.mandates.types import OfferedService
from onewindow.kernel.errors import N_

SCOPES: Final = ("trade", "tax", "building", "documents", ALL_SCOPES)
"""What a mandate can be for, whatever services there are."""

_NAMES: Final = {
    "trade": N_("Foreign trade"),
    "tax": N_("Taxes"),
    "building": N_("Building permits"),
    "documents": N_("Certificates and extracts"),
    "civil-status": N_("Births, addresses and extracts of registers"),
    "family": N_("Family benefits"),
    "property": N_("Land and houses"),
    "driving": N_("Driving licences"),
    "grievance": N_("Complaints to the ombudsman"),
    "information": N_("Access to information"),
    ALL_SCOPES: N_("Everything"),
}


class _Joined:
    """Who knows the services; wiring sets it once. Until then there are none."""

    offers: Offers | None = None


def use_offers(offers: Offers | None) -> None:
    """Join the port to its adapter."""
    _Joined.offers = offers


def offered() -> Sequence[OfferedService]:
    """All services that are offered now, in the order of their names."""
    if _Joined.offers is None:
        return ()
    found = _Joined.offers.offered()
    return sorted(found, key=lambda one: one.name.in_language(_language()))


def scopes() -> tuple[str, ...]:
    """What a mandate can be for: what is always there, and what the services say of themselves."""
    more = {one.scope for one in offered()} - set(SCOPES)
    return (*SCOPES[:-1], *sorted(more), ALL_SCOPES)


def scope_name(scope: str) -> str:
    """A scope in the page's language; one that we have no name for by the services that it is for."""
    if scope in _NAMES:
        return _(_NAMES[scope])
    names = [one.name.in_language(_language()) for one in offered() if one.scope == scope]
    return ", ".join(names) or scope


def service_names(keys: Iterable[str]) -> list[str]:
    """Services in the page's language, with their agency; one that is offered no more by its key."""
    known = {one.key: one for one in offered()}
    return [service_name(known[key]) if key in known else key for key in keys]


def service_name(service: OfferedService) -> str:
    """A service and whose it is."""
    return f"{service.name.in_language(_language())} ({service.agency_name.in_language(_language())})"


def agencies() -> dict[str, str]:
    """The agencies that offer services: slug and name, by name."""
    names = {one.agency: one.agency_name.in_language(_language()) for one in offered()}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def told(row: Mapping[str, object]) -> dict[str, list[tuple[str, str]]]:
    """Terms in a few words, in every language, for whoever is asked to sign them.

    :param row: label (an English msgid) to text, or to slugs by kind: ``{"scopes": …}``, ``{"services": …,
        "agencies": …}``; what is empty is left out.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pairs = [(_(label), _text(value)) for label, value in row.items()]
            found[language] = [(label, text[:400]) for label, text in pairs if text]
    return found


def _text(value: object) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    names = agencies() if value.get("agencies") else {}
    return ", ".join(
        [
            *(scope_name(scope) for scope in value.get("scopes", ())),
            *service_names(value.get("services", ())),
            *(names.get(agency, agency) for agency in value.get("agencies", ())),
        ]
    )


def _language() -> str:
    return get_language() or "en"

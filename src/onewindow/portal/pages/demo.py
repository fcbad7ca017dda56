"""Who one can sign in as, in a demonstration only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity.types import DemoAccountView
from onewindow.foundation.access.api import guard
from onewindow.foundation.web.api import page_language, render, safe_next
from onewindow.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Somebody:
    """One account to choose."""

    account: str
    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts that belong together."""

    title: str
    people: tuple[Somebody, ...]


@guard("public")
def demo(request: HttpRequest) -> HttpResponse:
    """Choose who to be. Outside a demonstration there is no such page."""
    if not settings.ONEWINDOW_DEMO:
        raise NotFound()
    groups = _groups(identity.demo_accounts(), language=page_language())
    after = safe_next(request, request.GET.get("next", ""))
    return render(request, "portal/demo.html", {"groups": groups, "next": after})


def _groups(accounts: Iterable[DemoAccountView], *, language: str) -> tuple[Group, ...]:
    titles = {
        "people": _("People"),
        "business": _("Businesses and their brokers"),
        "officers": _("Officers"),
        "administration": _("Administration"),
    }
    people: dict[str, list[Somebody]] = {}
    for one in accounts:
        somebody = Somebody(
            one.account,
            one.name,
            one.title.in_language(language),
            one.description.in_language(language),
        )
        people.setdefault(one.group, []).append(somebody)
    return tuple(Group(titles.get(group, group), tuple(found)) for group, found in people.items())

"""What the header offers. Rooms above say what there is; this room only draws it."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import Resolver404, resolve

from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A link of the service navigation.

    :param label: msgid, translated when shown.
    :param path: where it leads, such as ``/cases/``. An entry whose path no room answers is left out.
    :param rule: who sees it.
    :param order: lower comes first.
    """

    label: str
    path: str
    rule: str = "public"
    order: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the shell's own links lead; left out where no room answers."""

    sign_in: str = settings.LOGIN_URL
    sign_out: str = "/sign-out/"
    account: str = "/account/"
    acting: str = "/acting-for/"
    language: str = "/language/"
    search: str = "/search/"


_entries: dict[str, Entry] = {}


def declare(entry: Entry) -> None:
    """Offer a link, once per path."""
    _entries[entry.path] = entry


def offered(actor: Actor, current: str) -> list[tuple[Entry, bool]]:
    """The entries that an actor sees, and whether the current address is below them."""
    seen = [entry for entry in _entries.values() if answers(entry.path) and access.decide(entry.rule, actor)]
    seen.sort(key=lambda entry: (entry.order, entry.path))
    return [(entry, _here(entry.path, current)) for entry in seen]


def _here(path: str, current: str) -> bool:
    return current == path if path == "/" else current.startswith(path)


@cache
def answers(path: str) -> bool:
    """Whether a room answers at that path."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True

"""What every page needs around its content: who, which language, where to."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import formats, navigation
from onewindow.kernel.errors import OnewindowError

ACTING_FOR_NAME = "acting_for_name"
"""Attribute of the request by which the source of actors tells how the one acted for is called."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language to choose, named in itself."""

    tag: str
    name: str
    direction: str
    current: bool


@dataclass
class Shell:
    """The frame of one page. Everything is computed when the template asks for it."""

    request: HttpRequest
    places: navigation.Places = field(default_factory=navigation.Places)

    @cached_property
    def language(self) -> str:
        return formats.language()

    @cached_property
    def direction(self) -> str:
        return formats.direction(self.language)

    @cached_property
    def languages(self) -> list[Language]:
        return [
            Language(tag, name, formats.direction(tag), tag == self.language)
            for tag, name in settings.LANGUAGES
        ]

    @cached_property
    def actor(self) -> Actor:
        try:
            return access.actor_of(request=self.request)
        except OnewindowError:
            # Who it is could not be told, such as by a key that has ended: the page about that must come.
            return Actor()

    @cached_property
    def acting_for(self) -> str:
        """Whom the person acts for, as the source of actors calls it; its key where it gives no name."""
        if self.actor.acting_for is None:
            return ""
        return getattr(self.request, ACTING_FOR_NAME, "") or self.actor.acting_for.key.rpartition("/")[2]

    @cached_property
    def navigation(self) -> list[dict[str, Any]]:
        return [
            {"label": gettext(entry.label), "href": entry.path, "current": here}
            for entry, here in navigation.offered(self.actor, self.request.path)
        ]

    @cached_property
    def messages(self) -> list[Any]:
        return list(messages.get_messages(self.request)) if hasattr(self.request, "_messages") else []

    @cached_property
    def here(self) -> str:
        """This page's address; where to come back to. A page that answered a form is not asked for again."""
        return self.request.get_full_path() if self.request.method in ("GET", "HEAD") else self.request.path

    @cached_property
    def demo(self) -> bool:
        return bool(getattr(settings, "ONEWINDOW_DEMO", False))

    def answers(self, path: str) -> bool:
        return navigation.answers(path)


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the Jinja2 engine."""
    return {"shell": Shell(request)}

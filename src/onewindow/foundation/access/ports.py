"""What access needs others to fulfil."""

from collections.abc import Mapping
from typing import Protocol

from django.http import HttpRequest, HttpResponse

from onewindow.foundation.access.types import Actor, Assurance


class ActorSource(Protocol):
    """Tells who makes a request. Identity fulfils it; wiring joins the two."""

    def __call__(self, *, request: HttpRequest) -> Actor:
        """The actor of a request; an anonymous one where nobody signed in."""
        ...


class StepUp(Protocol):
    """Leads a person whose sign-in is too weak to a stronger one and back. Identity fulfils it."""

    def __call__(self, *, request: HttpRequest, level: str) -> HttpResponse | None:
        """Where to go for a sign-in of that level; what was typed is kept meanwhile. None for nowhere."""
        ...


class LevelSource(Protocol):
    """Tells how sure a sign-in an address asks for, by what stands in it. Cases fulfils it."""

    def __call__(self, *, values: Mapping[str, object]) -> Assurance:
        """The level for an address with these values, such as ``{"number": "TCE-2026-000017"}``."""
        ...

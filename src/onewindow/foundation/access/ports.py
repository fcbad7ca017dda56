"""What access needs others to fulfil."""

from typing import Protocol

from django.http import HttpRequest, HttpResponse

from onewindow.foundation.access.types import Actor


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

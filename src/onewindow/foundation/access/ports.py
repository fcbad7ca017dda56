"""What access needs others to fulfil."""

from typing import Protocol

from django.http import HttpRequest

from onewindow.foundation.access.types import Actor


class ActorSource(Protocol):
    """Tells who makes a request. Identity fulfils it; wiring joins the two."""

    def __call__(self, *, request: HttpRequest) -> Actor:
        """The actor of a request; an anonymous one where nobody signed in."""
        ...

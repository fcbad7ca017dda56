"""To which services letters, documents and payments belong: what they are about are cases."""

from collections.abc import Iterable

from onewindow.blocks.cases import api as cases
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference


class OfCases:
    """Fulfils ``mandates.ports.Matters``."""

    def matters_of(self, *, subject: Reference) -> Iterable[tuple[str, str]]:
        """The service of the case, with its scope, and that of the case of which it is a part."""
        return cases.matters_of(subject=subject)

    def subjects_on_side(self, *, actor: Actor) -> Iterable[str]:
        """The cases on the actor's side."""
        return cases.subjects_on_side(actor=actor)

    def agency_of(self, *, subject: Reference) -> str:
        """Fulfils ``payments.ports.Collectors``: the agency of the case's own service."""
        service = next((service for service, _scope in cases.matters_of(subject=subject)), "")
        return service.partition("/")[0]

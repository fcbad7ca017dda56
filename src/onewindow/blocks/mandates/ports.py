"""What mandates needs others to fulfil."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from onewindow.blocks.mandates.types import OfferedService
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference


class Signer(Protocol):
    """Signs in a person's name with the key that the house keeps for them. Trust fulfils it."""

    def has_key(self, *, holder: Reference) -> bool:
        """Whether the person opened a key that can sign now."""
        ...

    def sign(self, *, holder: Reference, pin: str, payload: bytes) -> str:
        """A JAdES signature over the payload, with the payload in it (JSON).

        :raises OnewindowError: a wrong PIN, or no key; nothing was signed.
        """
        ...

    def holds(self, *, signature: str, payload: bytes, signer: Reference) -> bool:
        """Whether a signature is over exactly this payload, by this person, and stands."""
        ...


class Offers(Protocol):
    """Knows which services there are. Wiring fulfils it from the catalogue."""

    def offered(self) -> Sequence[OfferedService]:
        """All services that are offered now."""
        ...


class Matters(Protocol):
    """Knows to which services subjects belong. Wiring fulfils it from cases."""

    def matters_of(self, *, subject: Reference) -> Iterable[tuple[str, str]]:
        """Each service (``agency/service``) with its scope: its own, and that of what it is a part of; none
        where it belongs to no service."""
        ...

    def subjects_on_side(self, *, actor: Actor) -> Iterable[str]:
        """What the actor sees in the services that the right opens by which they act for somebody now."""
        ...

"""What identity needs others to fulfil."""

from typing import Protocol

from onewindow.blocks.identity.types import PersonFacts, PersonStanding
from onewindow.foundation.access.types import Actor, Extent
from onewindow.kernel.reference import Reference


class BasisCheck(Protocol):
    """Tells whether the right to act for somebody still stands, and what it opens. Mandates fulfils it;
    wiring joins the two."""

    def __call__(self, *, actor: Actor, principal: Reference, basis: str) -> Extent | None:
        """What ``actor`` (acting for nobody) may see of ``principal`` on this basis at this moment; None
        where they may not act for them."""
        ...


class NoticeSender(Protocol):
    """Tells the owner of an account something on every channel. Notifications fulfils it."""

    def __call__(self, *, account: str, letter: str, key: str, values: dict[str, object]) -> None:
        """Send a letter once per key.

        :param letter: the name of its file, such as ``new-device``.
        """
        ...


class PersonRegister(Protocol):
    """Knows name and birthday of people. Registers fulfils it; wiring joins the two."""

    def __call__(self, *, person: Reference, reader: Actor | None) -> PersonFacts | None:
        """What is known of a person, read to identify them; None where there is no such entry.

        :param reader: whose look it is; None for this program itself.
        """
        ...


class PersonStandings(Protocol):
    """Knows whether people live, and under which keys. Registers fulfils it; wiring joins the two."""

    def __call__(self, *, person: Reference) -> PersonStanding:
        """What must be known of a person to honour what they do; of a company, that it stands alone."""
        ...

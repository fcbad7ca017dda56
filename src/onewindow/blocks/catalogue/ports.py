"""What the catalogue needs others to fulfil."""

from collections.abc import Mapping
from typing import Protocol

from onewindow.blocks.catalogue.types import StoredFileAnswer
from onewindow.kernel.reference import Reference


class Lookups(Protocol):
    """What checking answers needs to know of the world. Callers fulfil it from registers and documents."""

    def code(self, *, register: str, key: str) -> Mapping[str, object] | None:
        """The entry of a public register, or None where it has none of that key."""
        ...

    def file(self, *, file: Reference) -> StoredFileAnswer | None:
        """A stored upload that this caller may use, or None."""
        ...

    def person(self, *, key: str) -> Mapping[str, object] | None:
        """A person that this caller may name, or None."""
        ...

"""Answers the catalogue's questions about the world from registers and stored uploads."""

from collections.abc import Mapping

from onewindow.blocks.catalogue.types import StoredFileAnswer
from onewindow.blocks.documents import api as documents
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import Actor
from onewindow.kernel.errors import NotAllowed, NotFound
from onewindow.kernel.reference import Reference


class RegisterLookups:
    """``catalogue.ports.Lookups`` for one actor: only what this actor may use is found."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def code(self, *, register: str, key: str) -> Mapping[str, object] | None:
        """The entry of a public register; of one that is not, only that there is an entry."""
        try:
            return registers.code(register=register, key=key)
        except registers.SearchRefused:
            return {"key": key} if registers.exists(register=register, key=key) else None

    def file(self, *, file: Reference) -> StoredFileAnswer | None:
        """A stored upload that this actor put there."""
        try:
            stored = documents.upload(file=file, reader=self._actor)
        except (NotFound, NotAllowed):
            return None
        return StoredFileAnswer(file, stored.name, stored.content_type, stored.size)

    def person(self, *, key: str) -> Mapping[str, object] | None:
        """A person by key; only that the entry exists, and nothing of it."""
        return {"key": key} if registers.exists(register="people", key=key) else None

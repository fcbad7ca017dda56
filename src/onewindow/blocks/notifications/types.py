"""What crosses the door of notifications."""

from dataclasses import dataclass
from datetime import datetime

from onewindow.kernel.reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter in one language.

    :param to: ``account/…``, ``register/people/…`` or ``register/companies/…``.
    :param subject: what it is about, such as ``case/2026-000017``.
    :param language: of ``title`` and ``body``; BCP 47.
    :param body: plain text; blank lines part paragraphs.
    :param read: whether the account that asks has opened it.
    """

    id: int
    to: Reference
    subject: Reference
    language: str
    title: str
    body: str
    sent_at: datetime
    read: bool

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body, parted at blank lines."""
        return tuple(part.strip() for part in self.body.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Some letters, newest first, and how many there are in all."""

    letters: tuple[Letter, ...]
    total: int

"""THE DOOR of notifications: letters to people, in the window and by e-mail."""

from collections.abc import Mapping

from onewindow.blocks.notifications import operations, queries
from onewindow.blocks.notifications.errors import KeyReused, NoSuchLetter, NoSuchTemplate, NothingToSay
from onewindow.blocks.notifications.types import Letter, LetterPage
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference

__all__ = [
    "KeyReused",
    "Letter",
    "LetterPage",
    "NoSuchLetter",
    "NoSuchTemplate",
    "NothingToSay",
    "letter",
    "letters",
    "letters_about",
    "mark_all_read",
    "notify",
    "read",
    "unread_count",
]


def notify(
    *,
    to: Reference,
    subject: Reference,
    key: str,
    template: str = "",
    values: Mapping[str, object] | None = None,
    texts: Mapping[str, tuple[str, str]] | None = None,
    language: str | None = None,
) -> Letter:
    """Write a letter, once per key. It is in the window at once; a job sends copies by e-mail.

    :param to: ``account/<slug>``, ``register/people/<key>``, or ``register/companies/<key>``: then everybody
        who
        represents the company gets the e-mail, and whoever acts for it sees the letter.
    :param subject: what it is about, such as ``case/2026-000017``. Opaque.
    :param template: ``room.name``: the file ``room/letters/name.txt`` of that room's templates, written in
        every
        language of the house. Not used where ``texts`` are given.
    :param values: what the template fills in; a mapping of languages to texts is shown with ``|localised``.
    :param texts: language to (subject, body), plain text.
    :param language: of the e-mail; None for each receiver's own. The window shows the page's language.
    :raises NothingToSay: neither texts nor template.
    :raises NoSuchTemplate: there is no such file.
    :raises KeyReused: the key already stands for a letter to somebody else or about something else.
    """
    return operations.notify(
        to=to,
        template=template,
        values=values or {},
        texts=texts,
        language=language,
        subject=subject,
        key=key,
    )


def letters(*, actor: Actor, offset: int = 0, limit: int = 20) -> LetterPage:
    """Letters to the actor's account, to its person and to whom it acts for, newest first."""
    return queries.letters(actor=actor, offset=offset, limit=limit)


def letter(*, letter: int, actor: Actor) -> Letter:
    """One letter; it stays unread.

    :raises NoSuchLetter: there is none of that id that the actor may see.
    """
    return queries.letter(letter_id=letter, actor=actor)


def letters_about(*, subject: Reference, language: str) -> tuple[Letter, ...]:
    """What was written about a subject, oldest first. The caller knows who may see it."""
    return queries.letters_about(subject=subject, language=language)


def read(*, letter: int, actor: Actor) -> Letter:
    """Open a letter: it is read from now on, for this account.

    :raises NoSuchLetter: there is none of that id that the actor may see.
    """
    operations.mark_read(letter_ids=[letter], actor=actor)
    return queries.letter(letter_id=letter, actor=actor)


def mark_all_read(*, actor: Actor) -> None:
    """Every letter up to now is read, for this account."""
    operations.mark_all_read(actor=actor)


def unread_count(*, actor: Actor) -> int:
    """How many letters this account has not opened."""
    return queries.unread_count(actor=actor)

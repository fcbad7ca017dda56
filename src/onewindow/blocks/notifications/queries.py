"""Reads of notifications. What an actor may see is decided here: letters to it, and to whom it acts for."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.notifications import app_settings
from onewindow.blocks.notifications.errors import NoSuchLetter
from onewindow.blocks.notifications.models import LetterRow, ReadMark
from onewindow.blocks.notifications.types import Letter, LetterPage
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference


def letters(*, actor: Actor, offset: int, limit: int) -> LetterPage:
    """The letters that an actor may see, newest first."""
    rows = visible_to(actor)
    page = rows.order_by("-id")[offset : offset + limit]
    return LetterPage(tuple(view(row, actor.language) for row in page), rows.count())


def letter(*, letter_id: int, actor: Actor) -> Letter:
    """One letter."""
    row = visible_to(actor).filter(pk=letter_id).first()
    if row is None:
        raise NoSuchLetter(letter=letter_id)
    return view(row, actor.language)


def letters_about(*, subject: Reference, language: str) -> tuple[Letter, ...]:
    """What was written about a subject, oldest first."""
    rows = _marked(LetterRow.objects.filter(subject=subject.text), account="")
    return tuple(view(row, language) for row in rows.order_by("id"))


def unread_count(*, actor: Actor) -> int:
    """How many letters the actor's account has not opened."""
    return visible_to(actor).filter(read=False).count()


def visible_to(actor: Actor) -> QuerySet[LetterRow]:
    """Letters to the account, to its person, and to whom it acts for now, as far as the right to opens what a
    letter is about; each with ``read``."""
    seen = Q(to__in=[each.text for each in actor.own])
    if actor.account:
        seen |= Q(to=f"account/{actor.account}")
    if actor.acting_for is not None and not actor.extent.whole:
        seen |= Q(
            to__in=[each.text for each in actor.represented],
            subject__in=mandates.subjects_opened(actor=actor),
        )
    return _marked(LetterRow.objects.filter(seen), account=actor.account or "")


def view(row: LetterRow, language: str) -> Letter:
    """A letter in a language, or in the nearest that it was written in."""
    written = text_in(row, [language, row.language])
    return Letter(
        id=row.pk,
        to=Reference(row.to),
        subject=Reference(row.subject),
        language=written,
        title=row.texts[written][0],
        body=row.texts[written][1],
        sent_at=row.sent_at,
        read=getattr(row, "read", False),
    )


def text_in(row: LetterRow, wishes: Iterable[str]) -> str:
    """The first language of the wishes, then the official one, in which there is a text; else any."""
    bases = [wish.partition("-")[0] for wish in (*wishes, app_settings.official_language())]
    return next((base for base in bases if base in row.texts), next(iter(row.texts)))


def _marked(rows: QuerySet[LetterRow], *, account: str) -> QuerySet[LetterRow]:
    return rows.annotate(read=Exists(ReadMark.objects.filter(letter=OuterRef("pk"), account=account)))

"""The letter operations of the public API. Each translates and makes one call through the door."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from onewindow.blocks.notifications import api
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["letters"])


class LetterOut(Schema):
    """A letter in the language asked for, or the nearest that it was written in."""

    id: int
    to: str
    subject: str
    language: str
    title: str
    body: str
    sent_at: datetime
    read: bool

    @classmethod
    def of(cls, letter: api.Letter) -> "LetterOut":
        return cls(
            id=letter.id,
            to=letter.to.text,
            subject=letter.subject.text,
            language=letter.language,
            title=letter.title,
            body=letter.body,
            sent_at=letter.sent_at,
            read=letter.read,
        )


class LettersOut(Schema):
    """A page of letters, newest first."""

    total: int
    unread: int
    letters: list[LetterOut]


@router.get("/letters", response=LettersOut, operation_id="list_letters")
@guard("signed-in", scope="letters:read")
def list_letters(
    request: HttpRequest,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> LettersOut:
    """Letters to the caller, and to whom the caller acts for."""
    actor = actor_of(request=request)
    found = api.letters(actor=actor, offset=offset, limit=limit)
    return LettersOut(
        total=found.total,
        unread=api.unread_count(actor=actor),
        letters=[LetterOut.of(letter) for letter in found.letters],
    )


@router.get("/letters/{id}", response=LetterOut, operation_id="read_letter")
@guard("signed-in", scope="letters:read")
def read_letter(request: HttpRequest, id: int) -> LetterOut:
    """One letter. Reading it here does not mark it as read."""
    return LetterOut.of(api.letter(letter=id, actor=actor_of(request=request)))


@router.post("/letters/{id}/read", response=LetterOut, operation_id="mark_letter_read")
@guard("signed-in", scope="letters:read")
def mark_letter_read(request: HttpRequest, id: int) -> LetterOut:
    """Mark a letter as read."""
    return LetterOut.of(api.read(letter=id, actor=actor_of(request=request)))

"""Writes of notifications."""

from collections.abc import Iterable, Mapping

from django.core.mail import EmailMessage
from django.db import transaction

from onewindow.blocks.identity.types import AccountView
from onewindow.blocks.notifications import app_settings, queries, receivers, writing
from onewindow.blocks.notifications.errors import KeyReused, NoSuchLetter, NothingToSay
from onewindow.blocks.notifications.models import EmailRow, LetterRow, ReadMark
from onewindow.blocks.notifications.types import Letter
from onewindow.foundation.access.types import Actor
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def notify(
    *,
    to: Reference,
    template: str,
    values: Mapping[str, object],
    texts: Mapping[str, tuple[str, str]] | None,
    language: str | None,
    subject: Reference,
    key: str,
) -> Letter:
    """Write a letter down once per key, and leave its copies by e-mail to a job."""
    written = _texts(template, values, texts)
    stored = {
        "to": to.text,
        "subject": subject.text,
        "texts": written,
        "language": language or "",
        "sent_at": clock.now(),
    }
    with transaction.atomic():
        row, new = LetterRow.objects.get_or_create(key=key, defaults=stored)
        if new:
            jobs.defer(name="notifications.deliver", payload={"letter": row.pk}, key=str(row.pk))
        elif (row.to, row.subject) != (to.text, subject.text):
            raise KeyReused(field="key", key=key)
    return queries.view(row, language or app_settings.official_language())


def _texts(
    template: str, values: Mapping[str, object], texts: Mapping[str, tuple[str, str]] | None
) -> writing.Texts:
    if texts:
        return {tag: (writing.one_line(title), body) for tag, (title, body) in texts.items()}
    if not template:
        raise NothingToSay()
    return writing.from_template(template=template, values=values)


def deliver(*, letter_id: int) -> int:
    """Send the copies by e-mail that were not sent yet. How many were sent."""
    row = LetterRow.objects.get(pk=letter_id)
    sent = set(row.emails.values_list("account", flat=True))
    accounts = receivers.accounts_behind(to=Reference(row.to), subject=Reference(row.subject))
    waiting = [account for account in accounts if account.email and account.account not in sent]
    for account in waiting:
        # If we die between the two, the e-mail goes out again under the same Message-ID.
        _email(row, account).send()
        EmailRow.objects.create(letter=row, account=account.account, sent_at=clock.now())
    return len(waiting)


def _email(row: LetterRow, account: AccountView) -> EmailMessage:
    language = queries.text_in(row, [row.language or account.language, account.language])
    title, body = row.texts[language]
    base = app_settings.base_url()
    host = base.partition("://")[2].partition("/")[0].partition(":")[0]
    return EmailMessage(
        subject=title,
        body=f"{body}\n\n{base}/letters/{row.pk}/\n",
        from_email=app_settings.sender(),
        to=[account.email],
        headers={
            "Message-ID": f"<letter-{row.pk}-{account.account}@{host}>",
            "Content-Language": language,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answering machine answers it
        },
    )


def mark_read(*, letter_ids: Iterable[int], actor: Actor) -> None:
    """Remember that the actor's account opened letters. Twice is the same as once."""
    if not actor.account:
        return
    wanted = set(letter_ids)
    seen = set(queries.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    if seen != wanted:
        raise NoSuchLetter(letter=min(wanted - seen))
    marks = [ReadMark(letter_id=pk, account=actor.account, read_at=clock.now()) for pk in seen]
    ReadMark.objects.bulk_create(marks, ignore_conflicts=True)


def mark_all_read(*, actor: Actor) -> None:
    """Remember that the actor's account has seen every letter up to now."""
    unread = queries.visible_to(actor).filter(read=False)
    mark_read(letter_ids=list(unread.values_list("pk", flat=True)), actor=actor)

"""Everything that is held about somebody: asked for, made by a job, fetched within days."""

from dataclasses import replace

from django.db import transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.privacy import app_settings, archive
from onewindow.blocks.privacy.codes import new_code
from onewindow.blocks.privacy.errors import ExportUnknown, OneExportAtATime
from onewindow.blocks.privacy.models import Export
from onewindow.blocks.privacy.types import ExportView
from onewindow.foundation.access.types import Actor
from onewindow.foundation.holdings.types import Somebody
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed, NotFound
from onewindow.kernel.reference import Reference


def somebody(person: Reference) -> Somebody:
    """A person with their account, as the rules of holdings look for them."""
    account = identity.account_for(person=person)
    return Somebody(
        person=person.text,
        account=account.account if account else "",
        email=account.email if account else "",
    )


def who_is(*, subject: str) -> Somebody:
    """Somebody by reference, with their account; fulfils the port of holdings."""
    if subject.startswith("register/people/"):
        also = tuple(each.text for each in identity.keys_of(person=Reference(subject))[1:])
        return replace(somebody(Reference(subject)), also=also)  # a hold on one key holds what is under both
    if subject.startswith("register/"):
        return Somebody(person=subject)  # rules find a company where they would find a person
    if subject.startswith("account/"):
        try:
            return of_account(subject.removeprefix("account/"))
        except NotFound:
            return Somebody(account=subject.removeprefix("account/"))
    return Somebody(subject=subject)


def of_account(slug: str) -> Somebody:
    """An account with its person, where it has one."""
    account = identity.account(account=slug)
    return Somebody(person=account.person.text if account.person else "", account=slug, email=account.email)


def _under_every_key(slug: str) -> Somebody:
    """An account with its person, and with what is held about them under keys of entries that became one.

    Of an account that stands for nobody, because another one of the same person does, only what is its own.
    """
    actor = identity.actor_of_account(account=slug)
    return replace(
        of_account(slug),
        person=actor.person.text if actor.person else "",
        also=tuple(each.text for each in actor.also),
    )


def ask(actor: Actor) -> ExportView:
    """Ask for one's own; a job makes it."""
    if actor.account is None:
        raise NotAllowed()
    with transaction.atomic():
        open_now = Export.objects.select_for_update().filter(account=actor.account, ready_at=None)
        if open_now.exists():
            raise OneExportAtATime()
        row = Export.objects.create(
            code=new_code("E"),
            account=actor.account,
            person=actor.person.text if actor.person else "",
            language=actor.language,
            asked_at=clock.now(),
        )
        _tell(row, "privacy.export-asked", actor.account)
        jobs.defer(name="privacy.make-export", payload={"export": row.pk}, key=f"privacy/export/{row.code}")
    return _view(row)


def make(export: int) -> None:
    """Make the archive; done again, it stays as it is."""
    with transaction.atomic():
        row = Export.objects.select_for_update().filter(pk=export, ready_at=None).first()
        if row is None:
            return
        made = archive.archive_of(_under_every_key(row.account), language=row.language)
        row.archive, row.size, row.ready_at = made, len(made), clock.now()
        row.expires_at = row.ready_at + app_settings.export_kept()
        row.save()
        _tell(row, "privacy.export-made", None)
        notifications.notify(
            to=Reference.of("account", row.account),
            subject=Reference.of("export", row.code),
            key=f"privacy/{row.code}/ready",
            template="privacy.export-ready",
            values={"until": row.expires_at},
        )


def fetch(actor: Actor, code: str) -> bytes:
    """The archive, for whoever asked for it."""
    row = Export.objects.filter(code=code, account=actor.account or "").first()
    if row is None or row.archive is None or row.expires_at is None or row.expires_at < clock.now():
        raise ExportUnknown()
    with transaction.atomic():
        _tell(row, "privacy.export-fetched", actor.account)
    return bytes(row.archive)


def of_actor(actor: Actor) -> list[ExportView]:
    """The exports that can still be fetched, and the one that is being made."""
    rows = Export.objects.filter(account=actor.account or "").defer("archive")
    now = clock.now()
    return [_view(row) for row in rows if row.expires_at is None or row.expires_at > now]


def one(actor: Actor, code: str) -> ExportView:
    """One of them."""
    found = next((each for each in of_actor(actor) if each.code == code), None)
    if found is None:
        raise ExportUnknown()
    return found


def _tell(row: Export, kind: str, account: str | None) -> None:
    record.append(
        kind=kind,
        subject=Reference(row.person) if row.person else Reference.of("account", row.account),
        payload={"export": row.code},
        actor=Reference.of("account", account).text if account else None,
    )


def _view(row: Export) -> ExportView:
    return ExportView(
        code=row.code, asked_at=row.asked_at, ready_at=row.ready_at, expires_at=row.expires_at, size=row.size
    )

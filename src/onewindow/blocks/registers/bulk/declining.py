"""Ending an import that waits: a second officer refuses it, or whoever asked for it takes it back."""

from typing import Final

from django.db import transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.bulk import importing, kept_files, runs
from onewindow.blocks.registers.bulk.errors import RunMovedOn, RunUnknown
from onewindow.blocks.registers.bulk.rights import covers
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import WriteRefused
from onewindow.blocks.registers.models import BulkRun
from onewindow.blocks.registers.types import BulkView
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference

_LONGEST_REASON: Final = 1_000


def decline(number: int, *, reason: str, officer: Actor) -> BulkView:
    """End an import that waits; nothing is changed, and its file is deleted.

    :raises RunUnknown: none that this officer may see.
    :raises RunMovedOn: it does not wait for a second officer.
    :raises WriteRefused: somebody else asked for it, and they may not confirm it.
    """
    with transaction.atomic():
        row = BulkRun.objects.select_for_update().filter(pk=number, kind="import").first()
        if row is None or not importing.may_see(declared(row.register), row.asked, officer=officer):
            raise RunUnknown(number=number)
        if row.state != "asked":
            raise RunMovedOn()
        if not is_own(row.by, officer) and not covers(declared(row.register), officer, row.asked["second"]):
            raise WriteRefused(register=row.register)
        row.asked = {**row.asked, "declined_by": reader_of(officer)}
        kept_files.end_declined(row, problem=reason.strip()[:_LONGEST_REASON])
        record.append(
            kind="register.import-declined",
            subject=Reference.of("register", row.register),
            payload={"run": row.pk, "source": row.asked["source"]},
            actor=reader_of(officer),
        )
        transaction.on_commit(lambda: kept_files.forget(row.asked["kept"]))
        return runs.view(row)


def is_own(by: str, officer: Actor) -> bool:
    """Whether the officer asked for it, under whichever of their accounts."""
    return Reference(by).key in identity.accounts_of_person(account=officer.account or "")

"""What follows when a second step was set up or taken away: the record and the owner are told."""

from typing import Literal

from django.db import transaction

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.notices import Notice, send
from onewindow.blocks.identity.second_step import recorded
from onewindow.kernel.clock import clock

Change = Literal["app-added", "app-removed", "passkey-added", "passkey-removed", "codes-made"]


def happened(account: Account, what: Change) -> None:
    """Write a change into the record, and to the owner on every channel, with how to object."""
    with transaction.atomic():
        if what.endswith("-added"):
            Account.objects.filter(pk=account.pk).update(had_second_step=True)
        recorded.tell("changed", account, by=account.slug, change=what)
        key = f"{account.slug}/{clock.now().timestamp()}/{what}"
        send(account, Notice.SECOND_STEP_CHANGED, key=key, what=what)

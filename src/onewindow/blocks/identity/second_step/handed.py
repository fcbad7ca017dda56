"""Codes that are handed over eye to eye: they let the first second step of an account be set up.

A code is 40 random bits, one for an account at a time, good for a week and once (NIST SP 800-63A-4 §3.8 lets
enrolment codes live from a day, by email, to weeks, by post).
"""

import secrets
from datetime import timedelta

from django.db import transaction

from onewindow.blocks.identity import codes
from onewindow.blocks.identity.errors import CodeNotRight
from onewindow.blocks.identity.models import Account, SetUpCode
from onewindow.blocks.identity.second_step import recorded
from onewindow.kernel.clock import clock

LIVES = timedelta(days=7)
AFTER_RECOVERY = timedelta(hours=24)
"""The code of a counter gave the account back; for so long it also sets up its second step."""


def hand_over(account: Account, *, by: str | None) -> str:
    """Make a code for an account; the one before it stops working. It is shown now and kept nowhere.

    :param by: the account of the officer who hands it over; None for the operator of the house.
    """
    code = codes.new_code()
    keep(account, secret=codes.digest(code), lives=LIVES, by=by)
    return code


def keep(account: Account, *, secret: bytes, lives: timedelta, by: str | None) -> None:
    """From now on this code is good for the account."""
    now = clock.now()
    values = {"secret": secret, "handed_at": now, "expires_at": now + lives, "used_at": None}
    with transaction.atomic():
        SetUpCode.objects.update_or_create(account=account, defaults=values)
        recorded.tell("code-handed", account, by=by)


def use(account: Account, code: str) -> None:
    """Use a code up.

    :raises CodeNotRight: it is wrong, was used, or is too old; of two at one moment one is right.
    """
    with transaction.atomic():
        row = SetUpCode.objects.select_for_update().filter(account=account, used_at=None).first()
        fits = row is not None and secrets.compare_digest(bytes(row.secret), codes.digest(code))
        if row is None or not fits or clock.now() >= row.expires_at:
            raise CodeNotRight(field="code")
        row.used_at = clock.now()
        row.save(update_fields=["used_at"])
        recorded.tell("code-used", account, by=account.slug)


def forget(account: Account) -> None:
    """The account was given to somebody by another way: what was handed out for it is worth nothing now."""
    SetUpCode.objects.filter(account=account).delete()

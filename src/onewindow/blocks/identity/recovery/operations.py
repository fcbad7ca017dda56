"""Asking for an account back, stopping that, and finishing it."""

import hashlib
import secrets
from datetime import timedelta
from typing import cast

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from onewindow.blocks.identity import codes, queries, standing
from onewindow.blocks.identity.administration.duties import accounts_of_person
from onewindow.blocks.identity.app_settings import RECOVERY_OPEN, base_url, recovery_waits
from onewindow.blocks.identity.endings import end_everything
from onewindow.blocks.identity.errors import (
    CodeNotRight,
    PasswordRefused,
    RecoveryNotThere,
    RecoveryTooEarly,
    SecondOfficerNeeded,
    WordsMissing,
)
from onewindow.blocks.identity.models import Account, KnownDevice, OutsideIdentity, Recovery, SignedIn
from onewindow.blocks.identity.notices import Notice, send
from onewindow.blocks.identity.proofers import agency_of
from onewindow.blocks.identity.recovery.recorded import tell
from onewindow.blocks.identity.recovery.states import OPEN, Event, Open, State, after
from onewindow.blocks.identity.second_step import handed
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock

_OWNER_STOPPED = "owner-stopped"
_PAUSE = timedelta(hours=24)
"""After its owner stopped a recovery, none begins by letter for so long: nobody is drowned in letters. What
ended otherwise does not count, for others could bring that about."""


def must_wait(account: Account) -> bool:
    """Whether an email alone must not be enough: there is something to steal.

    An account that was never used, in whatever way, is opened by a code by email.
    """
    if Authenticator.objects.filter(user=account).exists():
        return True
    return account.proofing in ("substantial", "high") and _was_used(account)


def _was_used(account: Account) -> bool:
    """Whether somebody ever signed in to it, or made something that signs in."""
    if account.has_usable_password() or account.had_second_step:
        return True
    theirs = (OutsideIdentity, SignedIn, KnownDevice)
    if any(rows.objects.filter(account=account).exists() for rows in theirs):
        return True
    person, now = account.person_reference, clock.now()
    keys = () if person is None else standing.keys_of(person)
    return any(each.stands(at=now) for key in keys for each in trust.certificates_of(holder=key))


def ask(*, email: str) -> None:
    """Somebody asks for an account by its address. The answer is the same whether there is one.

    The link that finishes it goes by email; on all channels the owner is told, with a link that stops it.
    """
    account = Account.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if account is not None:
        _begin_by_letter(account)


def _begin_by_letter(account: Account) -> None:
    now = clock.now()
    secret, cancel = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        _expire(account)
        stopped = Recovery.objects.filter(account=account, state="cancelled", reason=_OWNER_STOPPED)
        if stopped.filter(ended_at__gt=now - _PAUSE).exists():
            return
        if Recovery.objects.filter(account=account, state__in=OPEN).exists():
            return
        row = Recovery.objects.create(
            account=account, way="letter", state="waiting", asked_at=now, ready_at=now + recovery_waits(),
            expires_at=now + recovery_waits() + RECOVERY_OPEN, secret=_digest(secret), cancel=_digest(cancel),
        )  # fmt: skip
        tell("asked", row)
        stop = f"{base_url()}/recovery/stop/{cancel}/"
        send(account, Notice.RECOVERY_ASKED, key=f"{account.slug}/{row.pk}", stop=stop, ready=row.ready_at)
    with translation.override(account.language):
        text = _("Use this link once the waiting period is over, to choose a new password:")
        send_mail(
            _("Getting your account back"), f"{text}\n\n{base_url()}/recovery/finish/{secret}/\n", None,
            [account.email],
        )  # fmt: skip


def stop(*, secret: str) -> None:
    """The owner says that it was not them.

    :raises RecoveryNotThere: nothing waits under this link.
    """
    with transaction.atomic():
        row = _row(cancel=_digest(secret))
        _move(row, "owner-stops", reason=_OWNER_STOPPED)
        send(row.account, Notice.RECOVERY_STOPPED, key=f"{row.account.slug}/{row.pk}")


def found(*, secret: str) -> Recovery:
    """What waits under a link, ready to be finished.

    :raises RecoveryNotThere, RecoveryTooEarly: it cannot be finished now.
    """
    row = Recovery.objects.filter(secret=_digest(secret), way="letter", state="waiting").first()
    if row is None or clock.now() >= row.expires_at:
        raise RecoveryNotThere()
    if clock.now() < row.ready_at:
        raise RecoveryTooEarly(when=row.ready_at)
    return row


def finish(*, secret: str, password: str) -> None:
    """A new password; all that was there is gone, and we know less surely who it is until a counter says so.

    :raises RecoveryNotThere, RecoveryTooEarly, PasswordRefused: nothing changed.
    """
    found(secret=secret)
    with transaction.atomic():
        row = _row(secret=_digest(secret))
        _finish(row, password)
        # An email account may have been stolen for longer than we waited: it proves little.
        Account.objects.filter(pk=row.account_id).update(proofing="low")


def ask_at_counter(actor: Actor, *, email: str, card: str, card_number: str) -> int:
    """The first officer looked at the person and the card. Returns the number of what waits for the second.

    :raises RecoveryNotThere: there is no such account, or it belongs to nobody that a card can show.
    """
    agency, _way = agency_of(actor)
    if not (card.strip() and card_number.strip()):
        raise WordsMissing(field="card_number" if card.strip() else "card")
    now = clock.now()
    with transaction.atomic():
        account = (
            Account.objects.select_for_update().filter(email__iexact=email.strip(), is_active=True).first()
        )
        if account is None or not account.person:
            raise RecoveryNotThere(field="email")
        if account.slug in accounts_of_person(actor.account or ""):
            raise SecondOfficerNeeded()
        cancel_open(account, reason="counter")
        row = Recovery.objects.create(
            account=account, way="counter", state="asked", asked_at=now, ready_at=now, agency_id=agency,
            expires_at=now + timedelta(hours=4), secret=secrets.token_bytes(32),
            cancel=secrets.token_bytes(32),
            asked_by=queries.account_row(actor.account or ""),
        )  # fmt: skip
        tell("asked", row, actor)
        send(account, Notice.RECOVERY_ASKED, key=f"{account.slug}/{row.pk}", stop="", ready=None)
        return row.pk


def cancel_open(account: Account, *, reason: str) -> None:
    """Whatever somebody asked for before ends: its link or code gives the account to nobody any more."""
    for row in Recovery.objects.select_for_update(of=("self",)).filter(account=account, state__in=OPEN):
        _close(row, "cancelled", reason)


def confirm_at_counter(actor: Actor, *, recovery: int) -> str:
    """The second officer looked, too. Returns the code to hand to the person: shown now, kept nowhere.

    :raises RecoveryNotThere, SecondOfficerNeeded: nothing changed.
    """
    agency, _way = agency_of(actor)
    code = codes.new_code()
    with transaction.atomic():
        row = _row(pk=recovery, agency=agency)
        mine = accounts_of_person(actor.account or "")
        if row.asked_by is None or mine & {row.asked_by.slug, row.account.slug}:
            raise SecondOfficerNeeded()
        _move(row, "second-officer")
        row.confirmed_by = queries.account_row(actor.account or "")
        row.secret = codes.digest(code)
        row.expires_at = clock.now() + timedelta(hours=1)
        row.save()
        tell("confirmed", row, actor)
        return code


def finish_by_code(*, email: str, code: str, password: str) -> None:
    """The person has the code of the counter: a new password, and known as surely as before.

    :raises CodeNotRight: no such code waits for this address. However many are wrong, the right one stays
        good: the page slows down whoever guesses, each place for itself.
    :raises PasswordRefused: nothing changed.
    """
    with transaction.atomic():
        row = (
            Recovery.objects.select_for_update(of=("self",))
            .filter(account__email__iexact=email.strip(), way="counter", state="waiting")
            .select_related("account", "confirmed_by")
            .first()
        )
        if row is None or not secrets.compare_digest(bytes(row.secret), codes.digest(code)):
            raise CodeNotRight(field="code")
        _finish(row, password)
        # Whoever has it stood at the counter: for a day it sets up the first second step, too.
        by = row.confirmed_by.slug if row.confirmed_by else None
        handed.keep(row.account, secret=bytes(row.secret), lives=handed.AFTER_RECOVERY, by=by)


def _finish(row: Recovery, password: str) -> None:
    account = row.account
    # What it is worth alone counts: no second factor is left.
    Authenticator.objects.filter(user=account).delete()
    try:
        validate_password(password, account)
    except ValidationError as problem:
        raise PasswordRefused(field="password1", why=" ".join(problem.messages)) from problem
    _move(row, "finish", reason="finished")
    OutsideIdentity.objects.filter(account=account).delete()
    handed.forget(account)
    end_everything(account)
    account.set_password(password)
    account.short_password = account.had_second_step = False
    account.save(update_fields=["password", "short_password", "had_second_step"])
    send(account, Notice.RECOVERY_DONE, key=f"{account.slug}/{row.pk}")


def _row(**of: object) -> Recovery:
    rows = Recovery.objects.select_for_update(of=("self",)).select_related("account", "asked_by")
    row = rows.filter(state__in=OPEN, **of).first()
    if row is None:
        raise RecoveryNotThere()
    return row


def _move(row: Recovery, event: Event, *, reason: str = "") -> None:
    state = after(_open(row), event, at=clock.now())
    if state is None and clock.now() < row.ready_at:
        raise RecoveryTooEarly(when=row.ready_at)
    if state is None or state == "expired":
        raise RecoveryNotThere()
    if state in OPEN:
        row.state = state
        row.save(update_fields=["state"])
    else:
        _close(row, state, reason)


def _close(row: Recovery, state: str, reason: str) -> None:
    row.state, row.ended_at, row.reason = state, clock.now(), reason
    row.save(update_fields=["state", "ended_at", "reason"])
    tell(state, row)


def _expire(account: Account) -> None:
    for row in Recovery.objects.filter(account=account, state__in=OPEN, expires_at__lte=clock.now()):
        _close(row, "expired", "")


def _open(row: Recovery) -> Open:
    return Open(
        state=cast("State", row.state), way=row.way, ready_at=row.ready_at, expires_at=row.expires_at
    )  # fmt: skip


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()

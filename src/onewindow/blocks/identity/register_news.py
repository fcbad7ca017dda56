"""What becomes of accounts when the population register learns of a death, or that two entries are one.

Who may act is asked with every request (``standing``); here sessions end at once, and owners are told.
"""

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import transaction

from onewindow.blocks.identity import standing
from onewindow.blocks.identity.endings import end_everything
from onewindow.blocks.identity.models import Account, SignedIn
from onewindow.blocks.identity.notices import Notice, send
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference


def person_died(person: Reference) -> None:
    """End every session; the rest stays, for the register may have to correct itself."""
    if not standing.died(person):
        return  # corrected since
    with transaction.atomic():
        for account in _accounts([person]):
            _end_sessions(account)
            _tell("closed-by-death", account, person)


def person_lives(person: Reference, *, key: str) -> None:
    """The death was a mistake: the account is open again, and its owner hears what to ask for anew.

    :param key: of the news, so that the letter goes out once.
    """
    if standing.died(person):
        return
    with transaction.atomic():
        for account in _accounts([person]):
            send(account, Notice.OPEN_AGAIN, key=f"{account.slug}/{key}")
            _tell("open-again", account, person)


def entries_joined(gone: Reference, stays: Reference, *, key: str) -> None:
    """Two entries are one person: one account stays that person's, and any other does nothing for them."""
    own = standing.account_of(stays)
    with transaction.atomic():
        for account in _accounts([gone, stays]):
            aside = account != own
            send(account, Notice.SET_ASIDE if aside else Notice.ENTRIES_JOINED, key=f"{account.slug}/{key}")
            if aside:
                _end_sessions(account)
                _tell("set-aside", account, stays)


def entries_parted(gone: Reference, stays: Reference, *, key: str) -> None:
    """They are two after all: each account is its own person's again.

    Where the other's electronic identity signed in to it, nothing by which it may be entered since stays.
    """
    with transaction.atomic():
        for account in _accounts([gone, stays]):
            ended = _unlink_others(account)
            if ended:
                end_everything(account)
            send(account, Notice.ENTRIES_PARTED, key=f"{account.slug}/{key}", ended=ended)


def _accounts(persons: Iterable[Reference]) -> list[Account]:
    keys = {each.text for person in persons for each in standing.keys_of(person)}
    return list(Account.objects.filter(person__in=keys).order_by("pk"))


def _unlink_others(account: Account) -> bool:
    """Whether an identity that names somebody else was linked; it is no more."""
    theirs = [each.text for each in standing.keys_of(Reference(account.person))]
    gone, _ = account.outside_identities.exclude(person="").exclude(person__in=theirs).delete()
    return bool(gone)


def _end_sessions(account: Account) -> None:
    """The systems that were signed in to with them are told, as whenever a session is gone."""
    rows = SignedIn.objects.filter(account=account)
    Session.objects.filter(session_key__in=rows.values("session_key")).delete()
    rows.delete()


def _tell(what: str, account: Account, person: Reference) -> None:
    record.append(
        kind=f"account.{what}",
        subject=Reference.of("account", account.slug),
        payload={"person": person.text},
        actor=None,
    )

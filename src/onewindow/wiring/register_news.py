"""What the rooms below the registers do when the population register learns something of a person.

They stand below it and know none of its news, so each piece is one call through their doors here.
"""

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers.types import EntriesMerged, EntriesParted, PersonDied, PersonLives
from onewindow.blocks.trust import api as trust
from onewindow.foundation.outbox.types import Delivery
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_PEOPLE = "people"
_NO_LONGER_USED = "cessation"
"""RFC 5280 §5.3.1 cessationOfOperation: nothing was compromised, and nobody uses it any more."""


def account_of_the_dead(news: PersonDied, delivery: Delivery) -> None:
    """Their sessions end."""
    identity.person_died(person=news.person)


def certificates_of_the_dead(news: PersonDied, delivery: Delivery) -> None:
    """Their certificates are revoked, under every key that means them. What they signed before holds."""
    if not identity.has_died(person=news.person):
        return
    now, house = clock.now(), identity.system_actor(name="One Window")
    for holder in identity.keys_of(person=news.person):
        for found in trust.certificates_of(holder=holder):
            if found.revoked_at is None and found.ends_at > now:
                trust.revoke(serial=found.serial, reason=_NO_LONGER_USED, actor=house)


def account_open_again(news: PersonLives, delivery: Delivery) -> None:
    """The death was a mistake."""
    identity.person_lives(person=news.person, key=str(delivery.event))


def accounts_joined(news: EntriesMerged, delivery: Delivery) -> None:
    """Two entries are one person."""
    if news.register == _PEOPLE:
        gone, stays = _person(news.gone), _person(news.stays)
        identity.entries_joined(gone=gone, stays=stays, key=str(delivery.event))


def accounts_parted(news: EntriesParted, delivery: Delivery) -> None:
    """They are two after all."""
    if news.register == _PEOPLE:
        gone, stays = _person(news.gone), _person(news.stays)
        identity.entries_parted(gone=gone, stays=stays, key=str(delivery.event))


def _person(key: str) -> Reference:
    return Reference.of("register", _PEOPLE, key)

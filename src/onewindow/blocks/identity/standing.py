"""Whether the person of an account may act today: they live, and no better proofed account is theirs.

The population register stands above us: wiring joins the two. It is asked with every request, so that neither
a death nor an entry that became one with another waits for anybody to hear of it.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from onewindow.blocks.identity import assurance
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.ports import PersonStandings
from onewindow.blocks.identity.types import PersonStanding
from onewindow.kernel.reference import Reference

_KEPT: Final = "_onewindow_standing"


def _lives(*, person: Reference) -> PersonStanding:
    return PersonStanding()


class _Register:
    """Who knows; wiring sets it once. Until then everybody lives, under one key."""

    current: PersonStandings = staticmethod(_lives)


def use_person_standings(source: PersonStandings) -> None:
    """Join the port to its adapter."""
    _Register.current = staticmethod(source)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who an account is today.

    :param person: None also where another account of the same person is known more surely.
    :param also: other keys that mean this person today.
    """

    person: Reference | None = None
    also: tuple[Reference, ...] = ()
    died: bool = False


def standing_of(account: Account) -> Standing:
    """Who an account is at this moment. Asked once for each row that was read, and so for each request."""
    kept = getattr(account, _KEPT, None)
    if kept is None or kept[0] != account.person:
        kept = (account.person, _standing_of(account))
        setattr(account, _KEPT, kept)
    return kept[1]


def may_act(account: Account) -> bool:
    """Whether anything may be done in the name of an account."""
    return account.is_active and not standing_of(account).died


def keys_of(person: Reference) -> tuple[Reference, ...]:
    """A key of a person first, then every other that means them today."""
    return (person, *also_of(person))


def also_of(party: Reference) -> tuple[Reference, ...]:
    """The other keys that mean a person today; none of a company."""
    return _Register.current(person=party).also


def account_of(person: Reference) -> Account | None:
    """The account of a person, under whatever key: of several that of whom we know most surely."""
    return _surest(Account.objects.filter(person__in=[each.text for each in keys_of(person)]))


def died(person: Reference) -> bool:
    """Whether the register knows of their death."""
    return _Register.current(person=person).died


def _standing_of(account: Account) -> Standing:
    person = account.person_reference
    if person is None:
        return Standing()
    said = _Register.current(person=person)
    if said.also and account_of(person) != account:
        return Standing(died=said.died)
    return Standing(person, said.also, said.died)


def _surest(accounts: QuerySet[Account]) -> Account | None:
    """By the proof of who it is, then the older one: nobody comes to an account by opening a second."""
    ranked = sorted(accounts, key=lambda each: (not each.is_active, -assurance.rank(each.proofing), each.pk))
    return ranked[0] if ranked else None

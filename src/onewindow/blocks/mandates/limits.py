"""How far a right reaches, and how two of them reach together. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from onewindow.kernel.money import Money

ALL_SCOPES: Final = "*"
"""A right that covers everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to do for another.

    :param scope: what for, such as ``trade``; None for anything at all.
    :param service: ``agency/service``; None where it is not about one service.
    :param amount: what the filing is worth, where that is known.
    """

    scope: str | None = None
    service: str | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a right reaches.

    :param scopes: what for; ``*`` is everything.
    :param services: only these (``agency/service``); empty for all.
    :param agencies: only services of these; empty for all.
    :param limit: most that one filing may be worth; None for no limit.
    :param left: what is left of the amount for all filings; None for no limit.
    :param last_day: the last civil day; None for open.
    """

    scopes: frozenset[str]
    services: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    limit: Money | None = None
    left: Money | None = None
    last_day: date | None = None

    def cover(self, wanted: Wanted) -> bool:
        """Whether the right reaches so far. A limit in another currency is no permission."""
        if wanted.scope is not None and not self.scopes & {wanted.scope, ALL_SCOPES}:
            return False
        if wanted.service is not None:
            if self.services and wanted.service not in self.services:
                return False
            if self.agencies and wanted.service.partition("/")[0] not in self.agencies:
                return False
        return all(_enough(most, wanted.amount) for most in (self.limit, self.left))

    def within(self, other: "Limits") -> bool:
        """Whether this right reaches nowhere that the other does not."""
        scopes = ALL_SCOPES in other.scopes or (ALL_SCOPES not in self.scopes and self.scopes <= other.scopes)
        days = other.last_day is None or (self.last_day is not None and self.last_day <= other.last_day)
        return (
            scopes
            and days
            and _narrower(self.services, other.services)
            and _narrower(self.agencies, other.agencies)
            and _no_more(self.limit, other.limit)
            and _no_more(self.left, other.left)
        )


def both(one: Limits, other: Limits) -> Limits | None:
    """How far two rights reach together: a mandate, and what a company lets its employee do; or None."""
    scopes = _shared_scopes(one.scopes, other.scopes)
    services = _shared(one.services, other.services)
    agencies = _shared(one.agencies, other.agencies)
    if not scopes or services is None or agencies is None:
        return None
    limits = [each for each in (one.limit, other.limit) if each is not None]
    lefts = [each for each in (one.left, other.left) if each is not None]
    if len({each.currency for each in (*limits, *lefts)}) > 1:
        return None
    days = [each for each in (one.last_day, other.last_day) if each is not None]
    return Limits(
        scopes=scopes,
        services=services,
        agencies=agencies,
        limit=min(limits, default=None),
        left=min(lefts, default=None),
        last_day=min(days, default=None),
    )


def _enough(most: Money | None, amount: Money | None) -> bool:
    if most is None or amount is None:
        return True
    return amount.currency == most.currency and amount <= most


def _no_more(mine: Money | None, theirs: Money | None) -> bool:
    return theirs is None or (mine is not None and mine.currency == theirs.currency and mine <= theirs)


def _narrower(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return not theirs or (bool(mine) and mine <= theirs)


def _shared_scopes(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    if ALL_SCOPES in one:
        return other
    return one if ALL_SCOPES in other else one & other


def _shared(one: frozenset[str], other: frozenset[str]) -> frozenset[str] | None:
    """Empty is everything; None is nothing."""
    if not one or not other:
        return one or other
    return one & other or None

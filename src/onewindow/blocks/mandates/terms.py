"""The terms of a mandate or of an employee's powers, as somebody asks for them, checked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from onewindow.blocks.mandates.errors import (
    DaysInWrongOrder,
    LimitNotPositive,
    LimitTooLarge,
    ScopeMissing,
    ScopeUnknown,
    ServiceUnknown,
)
from onewindow.blocks.mandates.limits import Limits
from onewindow.blocks.mandates.models import Employee, GrantedMandate
from onewindow.blocks.mandates.offers import scopes
from onewindow.kernel.money import CurrencyMismatch, Money

_SERVICE: Final = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
MOST_MINOR: Final = 10**15
"""The largest limit, in minor units: more is no limit, and sums stay within the database's numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How far a right shall reach.

    :param services: only these (``agency/service``); empty for all.
    :param agencies: only services of these; empty for all.
    :param limit: most that one filing may be worth.
    :param total: most that all filings together may be worth, in the same currency.
    :param first_day: None for today; civil days, both included.
    """

    scopes: Sequence[str]
    services: Sequence[str] = ()
    agencies: Sequence[str] = ()
    limit: Money | None = None
    total: Money | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def reach(self) -> Limits:
        """The same as a right has it."""
        return Limits(
            scopes=frozenset(self.scopes),
            services=frozenset(self.services),
            agencies=frozenset(self.agencies),
            limit=self.limit,
            left=self.total,
            last_day=self.last_day,
        )

    def write(self, row: GrantedMandate | Employee, *, today: date) -> None:
        """Put the terms into a row."""
        currency = next((each.currency for each in (self.limit, self.total) if each), "")
        row.scopes = list(dict.fromkeys(self.scopes))
        row.services = list(dict.fromkeys(self.services))
        row.agencies = list(dict.fromkeys(self.agencies))
        row.limit_minor = self.limit.minor if self.limit else None
        row.total_minor = self.total.minor if self.total else None
        row.limit_currency = currency
        row.first_day = self.first_day or today
        row.last_day = self.last_day


def check(terms: Terms, *, today: date) -> None:
    """Pass terms that can be meant.

    :raises ScopeMissing, ScopeUnknown, ServiceUnknown, LimitNotPositive, LimitTooLarge, DaysInWrongOrder,
        CurrencyMismatch: as named, with the field.
    """
    if not terms.scopes:
        raise ScopeMissing(field="scopes")
    known = scopes()
    for scope in terms.scopes:
        if scope not in known:
            raise ScopeUnknown(field="scopes", scope=scope, known=", ".join(known))
    for service in terms.services:
        if not _SERVICE.fullmatch(service):
            raise ServiceUnknown(field="services", service=service[:80])
    for agency in terms.agencies:
        if not _SLUG.fullmatch(agency):
            raise ServiceUnknown(field="agencies", service=agency[:80])
    for field, money in (("limit", terms.limit), ("total", terms.total)):
        if money is not None and money.minor <= 0:
            raise LimitNotPositive(field=field)
        if money is not None and money.minor > MOST_MINOR:
            raise LimitTooLarge(field=field, most=Money(MOST_MINOR, money.currency))
    if terms.limit and terms.total and terms.limit.currency != terms.total.currency:
        raise CurrencyMismatch(field="total", left=terms.limit.currency, right=terms.total.currency)
    first = terms.first_day or today
    if terms.last_day is not None and (terms.last_day < first or terms.last_day < today):
        raise DaysInWrongOrder(field="last_day")

"""Duties that one person may not have together at one agency: who pays out does not decide, say.

Held where somebody is appointed, where they cover for another, and once more where they decide, for the
rule may be younger than the appointment.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from onewindow.blocks.identity import queries, standing
from onewindow.blocks.identity.administration.who import administers, tell
from onewindow.blocks.identity.errors import DutiesKeptApart, DutyPairUnknown, RoleUnknown, SameRole
from onewindow.blocks.identity.models import Absence, Account, DutyPair, Role
from onewindow.blocks.identity.types import DutyPairView
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def pairs_of(agency: str) -> tuple[DutyPairView, ...]:
    """Pairs that hold at an agency: those of the whole country, then its own."""
    rows = DutyPair.objects.filter(Q(agency=None) | Q(agency=agency)).order_by("agency", "one", "other")
    return tuple(
        DutyPairView(pair=row.pk, one=row.one_id, other=row.other_id, everywhere=row.agency_id is None)
        for row in rows
    )


def kept_apart(*, agency: str, role: str) -> frozenset[str]:
    """The roles that nobody may have beside this one at an agency."""
    pairs = pairs_of(agency)
    return frozenset(
        pair.other if pair.one == role else pair.one for pair in pairs if role in (pair.one, pair.other)
    )


def role_name(*, role: str, language: str) -> str:
    """How a role is called."""
    names = {row.slug: row.name for row in queries.roles()}
    return names[role].in_language(language) if role in names else role


def keep_apart(actor: Actor, *, agency: str, one: str, other: str) -> int:
    """Keep two roles apart at one's own agency; the pair's number. Whoever has both decides no more."""
    with transaction.atomic():
        administers(actor, agency)
        if one == other:
            raise SameRole(field="other")
        for field, role in (("one", one), ("other", other)):
            if not Role.objects.filter(Q(agency=None) | Q(agency=agency), slug=role).exists():
                raise RoleUnknown(field=field, role=role)
        first, second = sorted((one, other))
        row, created = DutyPair.objects.get_or_create(agency_id=agency, one_id=first, other_id=second)
        if created:
            tell("duties-kept-apart", agency=agency, actor=actor, one=first, other=second)
        return row.pk


def let_together(actor: Actor, *, agency: str, pair: int) -> None:
    """End a pair of one's own agency; one of the whole country stays."""
    with transaction.atomic():
        administers(actor, agency)
        row = DutyPair.objects.filter(pk=pair, agency=agency).first()
        if row is None:
            raise DutyPairUnknown()
        tell("duties-let-together", agency=agency, actor=actor, one=row.one_id, other=row.other_id)
        row.delete()


def accounts_of_person(account: str) -> frozenset[str]:
    """An account, and every other account of the same person."""
    row = Account.objects.filter(slug=account).first()
    if row is None or not row.person:
        return frozenset({account} - {""})
    keys = [each.text for each in standing.keys_of(Reference(row.person))]
    return frozenset(Account.objects.filter(person__in=keys).values_list("slug", flat=True))


def require_apart(account: Account, *, agency: str, roles: Iterable[str]) -> None:
    """Let an account have these roles at an agency only beside what its person has and covers there.

    :raises DutiesKeptApart: names both roles.
    """
    has = roles_of_person(account, agency)
    for role in roles:
        for other in sorted(kept_apart(agency=agency, role=role) & has):
            raise DutiesKeptApart(
                field="role",
                name=account.name,
                role=_named(role),
                other=_named(other),
            )


def roles_of_person(account: Account, agency: str) -> set[str]:
    """The roles that a person has at an agency with any account, or will have while they cover for others."""
    mine = accounts_of_person(account.slug)
    held = queries.held_or_to_come(clock.now()).filter(office__agency=agency)
    covered = _absences(agency).filter(substitute__slug__in=mine).values_list("absent", flat=True)
    rows = held.filter(Q(account__slug__in=mine) | Q(account__in=covered))
    return set(rows.values_list("role", flat=True))


def substitutes_of(account: Account, agency: str) -> tuple[Account, ...]:
    """Who covers for an account at an agency, now or later."""
    rows = _absences(agency).filter(absent=account).select_related("substitute")
    return tuple(row.substitute for row in rows)


def _absences(agency: str) -> QuerySet[Absence]:
    """Those that are not over: its last day is a civil day, which somewhere ends later than in UTC."""
    yesterday = clock.now().date() - timedelta(days=1)
    return Absence.objects.filter(agency=agency, cancelled_at=None, last_day__gte=yesterday)


def _named(role: str) -> str:
    return role_name(role=role, language=get_language() or "en")

"""Mandates that stand now, with those on which they rest, and what is left of their amounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from onewindow.blocks.mandates import app_settings
from onewindow.blocks.mandates.app_settings import LONGEST_CHAIN
from onewindow.blocks.mandates.limits import Limits, both
from onewindow.blocks.mandates.living import dead_among
from onewindow.blocks.mandates.models import Employee, GrantedMandate, Use
from onewindow.kernel.money import Money

# Asked for with nearly every request: what the ORM takes to spell it costs more than the answer.
_STANDS = """signed_at IS NOT NULL AND accepted_at IS NOT NULL AND ended_at IS NULL
      AND first_day <= %s AND (last_day IS NULL OR last_day >= %s)"""
_OF_AGENTS = f"SELECT * FROM mandates_grantedmandate WHERE agent = ANY(%s) AND {_STANDS} ORDER BY code"  # noqa: S608
_FOR_ONE = (
    "SELECT * FROM mandates_grantedmandate WHERE principal = ANY(%s) AND agent = ANY(%s)"  # noqa: S608
    f" AND {_STANDS} ORDER BY code"
)
_BY_CODE = f"SELECT * FROM mandates_grantedmandate WHERE code = ANY(%s) AND {_STANDS}"  # noqa: S608
_EMPLOYEES = """
    SELECT * FROM mandates_employee
    WHERE person = ANY(%s) AND signed_at IS NOT NULL AND ended_at IS NULL
      AND first_day <= %s AND (last_day IS NULL OR last_day >= %s)
    ORDER BY code
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A mandate that stands, and how far it reaches together with those on which it rests."""

    row: GrantedMandate
    reach: Limits
    codes: tuple[str, ...]


def standing_for(agents: Sequence[str], *, principals: Sequence[str] = ()) -> list[Standing]:
    """The mandates of these agents that stand now.

    :param principals: only of these, such as one person under every key; empty for all.
    """
    today = app_settings.today()
    if not principals:
        rows = list(GrantedMandate.objects.raw(_OF_AGENTS, [list(agents), today, today]))
    else:
        rows = list(GrantedMandate.objects.raw(_FOR_ONE, [list(principals), list(agents), today, today]))
    ancestors = _ancestors(rows, today)
    spent = spent_of({row.code for row in (*rows, *ancestors.values()) if row.total_minor is not None})
    chains = (*rows, *ancestors.values())
    dead = dead_among({party for row in chains for party in (row.principal, row.agent)})
    found = (_standing(row, ancestors, spent, dead) for row in rows)
    return [each for each in found if each is not None]


def employments_of(persons: Sequence[str]) -> list[tuple[Employee, Limits]]:
    """Where a person, under every key of theirs, was named as an employee, and how far each reaches."""
    today = app_settings.today()
    rows = list(Employee.objects.raw(_EMPLOYEES, [list(persons), today, today]))
    spent = spent_of({row.code for row in rows if row.total_minor is not None})
    return [(row, limits_of(row, spent)) for row in rows]


def spent_of(codes: Iterable[str]) -> dict[str, int]:
    """What was counted against rights so far, in minor units of their own currency."""
    wanted = list(codes)
    if not wanted:
        return {}
    sums = Use.objects.filter(right__in=wanted).values("right").annotate(all=Sum("minor"))
    return {str(row["right"]): int(row["all"]) for row in sums}


def limits_of(row: GrantedMandate | Employee, spent: dict[str, int]) -> Limits:
    """How far a stored right reaches."""
    left = None
    if row.total_minor is not None:
        left = Money(max(row.total_minor - spent.get(row.code, 0), 0), row.limit_currency)
    return Limits(
        scopes=frozenset(row.scopes),
        services=frozenset(row.services),
        agencies=frozenset(row.agencies),
        limit=Money(row.limit_minor, row.limit_currency) if row.limit_minor is not None else None,
        left=left,
        last_day=row.last_day,
    )


def _ancestors(rows: Sequence[GrantedMandate], today: date) -> dict[str, GrantedMandate]:
    """The standing mandates of which others hand a part on, by code."""
    found: dict[str, GrantedMandate] = {}
    asked = {row.parent for row in rows if row.parent}
    for _ in range(LONGEST_CHAIN):
        if not asked:
            break
        above = list(GrantedMandate.objects.raw(_BY_CODE, [list(asked), today, today]))
        found.update({row.code: row for row in above})
        asked = {row.parent for row in above if row.parent} - found.keys()
    return found


def _standing(
    row: GrantedMandate,
    ancestors: dict[str, GrantedMandate],
    spent: dict[str, int],
    dead: frozenset[str],
) -> Standing | None:
    if row.principal in dead or row.agent in dead:
        return None
    reach: Limits | None = limits_of(row, spent)
    codes, at = [row.code], row
    while at.parent:
        above = ancestors.get(at.parent)
        if above is None or not above.may_delegate or above.code in codes or reach is None:
            return None  # what it rests on ended, or never let itself be handed on
        if above.agent in dead:
            return None
        reach = both(reach, limits_of(above, spent))
        codes.append(above.code)
        at = above
    return Standing(row, reach, tuple(codes)) if reach is not None else None

"""Which posts an account holds today: its own, and those of whom it stands in for."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, timedelta
from typing import Any

from django.db import connection

from onewindow.blocks.identity.models import Account
from onewindow.foundation.access.types import Post
from onewindow.kernel.clock import clock

_ONE_DAY = timedelta(days=1)
# With every request: own posts, and those of whom the account stands in for. An absence is given with its
# days and the agency's zone, for its days are civil days there.
_POSTS = """
    SELECT office.agency_id, office.slug, held.role_id, NULL::date, NULL::date, ''
    FROM identity_appointment held JOIN identity_office office ON office.id = held.office_id
    WHERE held.account_id = %(account)s
      AND held.starts_at <= %(now)s AND (held.ends_at IS NULL OR held.ends_at > %(now)s)
    UNION ALL
    SELECT office.agency_id, office.slug, held.role_id, absence.first_day, absence.last_day, agency.zone
    FROM identity_absence absence
    JOIN identity_agency agency ON agency.slug = absence.agency_id
    JOIN identity_office office ON office.agency_id = absence.agency_id
    JOIN identity_appointment held ON held.office_id = office.id AND held.account_id = absence.absent_id
    WHERE absence.substitute_id = %(account)s AND absence.cancelled_at IS NULL
      AND absence.first_day <= %(from)s AND absence.last_day >= %(until)s
      AND held.starts_at <= %(now)s AND (held.ends_at IS NULL OR held.ends_at > %(now)s)
    ORDER BY 1, 2, 3
"""
# The same of each account of a statement, as one value: who asks for an account with every request asks once.
POSTS_AS_JSON = (
    "(SELECT coalesce(json_agg(json_build_array(agency, office, role, first_day, last_day, zone))::text, '[]')"  # noqa: S608, E501
    f" FROM ({_POSTS.replace('%(account)s', 'account.id')})"
    " AS post (agency, office, role, first_day, last_day, zone))"
)
_AT_HAND = "_onewindow_posts"


def posts_of(account: Account) -> tuple[Post, ...]:
    """The posts that an account holds now, with those it covers for. None for an inactive account."""
    if not account.is_active:
        return ()
    at_hand = getattr(account, _AT_HAND, None)
    if at_hand is not None:
        return at_hand
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, {"account": account.pk, **posts_moment()})
        return _posts(cursor.fetchall())


def keep_posts(account: Account, rows: Sequence[Sequence[Any]]) -> None:
    """Give an account, for as long as this object lives, the posts that ``POSTS_AS_JSON`` found with it."""
    dated = ((*post, first and date.fromisoformat(first), last and date.fromisoformat(last), zone)
             for *post, first, last, zone in rows)  # fmt: skip
    setattr(account, _AT_HAND, _posts(dated))


def posts_moment() -> dict[str, object]:
    """What the questions about posts need to know of now."""
    now = clock.now()
    day = now.astimezone(UTC).date()
    return {"now": now, "from": day + _ONE_DAY, "until": day - _ONE_DAY}


def _posts(rows: Iterable[Sequence[Any]]) -> tuple[Post, ...]:
    return tuple(
        dict.fromkeys(
            Post(agency=agency, office=office, role=role)
            for agency, office, role, first_day, last_day, zone in rows
            if first_day is None or first_day <= clock.today(zone=zone) <= last_day
        )
    )

"""How often something may be tried: counted in the database, so over all processes and over a restart.

A limit counts within a window that opens with the first attempt. Counting and asking are one statement, so
that attempts at the same moment cannot all pass (ASVS 2.4.1, 6.3.1).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.http import HttpRequest

from onewindow.blocks.identity.addresses import client_address, network_of
from onewindow.blocks.identity.errors import TooManyAttempts
from onewindow.kernel.clock import clock

_TAKE = """
    INSERT INTO identity_limit AS kept (key, taken, free_at)
    SELECT key, 1, %(now)s + make_interval(secs => seconds)
    FROM unnest(%(keys)s::text[], %(seconds)s::float8[]) AS wanted (key, seconds) ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        taken = CASE WHEN kept.free_at <= %(now)s THEN 1 ELSE kept.taken + 1 END,
        free_at = CASE WHEN kept.free_at <= %(now)s THEN EXCLUDED.free_at ELSE kept.free_at END
    RETURNING key, taken, free_at
"""
_GIVE_BACK = "UPDATE identity_limit SET taken = greatest(taken - 1, 0) WHERE key = ANY(%(keys)s)"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts within a time.

    :param name: what is tried.
    :param per: ``network`` for where it comes from, ``key`` for what the caller names, ``both`` for what the
        caller names from there: whoever uses it up elsewhere locks nobody out here.
    """

    name: str
    amount: int
    within: timedelta
    per: str


SIGN_IN = Limit("sign-in", 30, timedelta(minutes=1), "network")
WRONG_FROM_HERE = Limit("wrong-from", 10, timedelta(minutes=1), "network")
WRONG_FOR_THIS = Limit("wrong-for", 5, timedelta(minutes=5), "key")
# Counted apart (OWASP, device cookies): whoever tries an address elsewhere does not lock its owner out here.
WRONG_IN_KNOWN_BROWSER = Limit("wrong-known", 5, timedelta(minutes=5), "key")
CHALLENGES = Limit("challenge", 30, timedelta(minutes=1), "network")
RECOVERIES_FROM_HERE = Limit("recovery-from", 20, timedelta(minutes=10), "network")
# A code has 40 random bits and lives an hour, so a count for each place that tries is enough; one for the
# address would let anybody who knows it keep its owner out.
RECOVERY_CODES = Limit("recovery-code", 5, timedelta(minutes=15), "both")
SET_UP_LETTERS = Limit("set-up-letter", 3, timedelta(minutes=15), "key")
SET_UP_CODES = Limit("set-up-code", 10, timedelta(minutes=15), "key")
OUTSIDE = Limit("outside", 60, timedelta(minutes=1), "network")


def take(request: HttpRequest, wanted: Sequence[Limit], *, key: str = "") -> tuple[str, ...]:
    """Count one attempt for each limit.

    :param key: for limits per key, such as an email address; only its digest is stored.
    :returns: what was counted, for ``give_back``.
    :raises TooManyAttempts: one of them is used up.
    """
    named = {_key(limit, request, key): limit for limit in wanted}
    now = clock.now()
    values = {
        "now": now, "keys": list(named),
        "seconds": [limit.within.total_seconds() for limit in named.values()],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        rows = cursor.fetchall()
    late = [free_at for name, taken, free_at in rows if taken > named[name].amount]
    if late:
        raise TooManyAttempts(seconds=max(1, round((max(late) - now).total_seconds())))
    return tuple(named)


def give_back(taken: Sequence[str]) -> None:
    """The attempt succeeded: it counts no more. Those that failed before it still do."""
    if taken:
        with connection.cursor() as cursor:
            cursor.execute(_GIVE_BACK, {"keys": list(taken)})


def _key(limit: Limit, request: HttpRequest, key: str) -> str:
    here = network_of(client_address(request)) if limit.per != "key" else ""
    named = key.strip().lower() if limit.per != "network" else ""
    source = f"{named} {here}" if limit.per == "both" else named or here
    return f"{limit.name}/{hashlib.sha256(source.encode()).hexdigest()[:40]}"

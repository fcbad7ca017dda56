"""Idempotency keys: the same caller, the same key and the same request are carried out once."""

import hashlib
from collections.abc import Callable, Mapping

import orjson
from django.db import IntegrityError, connection, transaction

from onewindow.blocks.cases.errors import KeyReused
from onewindow.kernel.clock import clock

Result = dict[str, object]
# Both stand on the way of every filing and decision: written by hand, they take a quarter of the time.
_KEPT = "SELECT fingerprint, result FROM cases_answered WHERE caller = %s AND key = %s"
_KEEP = "INSERT INTO cases_answered (caller, key, fingerprint, result, at) VALUES (%s, %s, %s, %s, %s)"


def fingerprint(request: Mapping[str, object]) -> str:
    """A digest that is equal exactly where the request is."""
    return hashlib.sha256(orjson.dumps(request, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()


def once(
    *, caller: str, key: str | None, request: Mapping[str, object], do: Callable[[], Result]
) -> tuple[Result, bool]:
    """Carry a request out once, in one transaction.

    :param caller: whose key it is; two callers may use the same one.
    :param key: None where the caller gave none: carried out each time.
    :param do: what to do; its result is kept as JSON beside the key.
    :returns: the result, and whether it is the kept one.
    :raises KeyReused: the key stands for another request.
    """
    if key is None:
        with transaction.atomic():
            return do(), False
    print_ = fingerprint(request)
    kept = _kept(caller, key, print_)
    if kept is not None:
        return kept, True
    try:
        with transaction.atomic():
            result = do()
            with connection.cursor() as cursor:
                cursor.execute(_KEEP, [caller, key, print_, orjson.dumps(result).decode(), clock.now()])
            return result, False
    except IntegrityError:
        # Another process carried it out meanwhile: ours is undone, theirs stands.
        kept = _kept(caller, key, print_)
        if kept is None:
            raise
        return kept, True


def _kept(caller: str, key: str, print_: str) -> Result | None:
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [caller, key])
        row = cursor.fetchone()
    if row is None:
        return None
    if row[0] != print_:
        raise KeyReused(key=key)
    return orjson.loads(row[1])

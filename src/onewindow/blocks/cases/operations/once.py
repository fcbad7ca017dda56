"""Idempotency keys: the same caller, the same key and the same request are carried out once."""

import hashlib
from collections.abc import Callable, Mapping

import orjson
from django.db import IntegrityError, transaction

from onewindow.blocks.cases.errors import KeyReused
from onewindow.blocks.cases.models import Answered
from onewindow.kernel.clock import clock

Result = dict[str, object]


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
            Answered.objects.create(caller=caller, key=key, fingerprint=print_, result=result, at=clock.now())
            return result, False
    except IntegrityError:
        # Another process carried it out meanwhile: ours is undone, theirs stands.
        kept = _kept(caller, key, print_)
        if kept is None:
            raise
        return kept, True


def _kept(caller: str, key: str, print_: str) -> Result | None:
    row = Answered.objects.filter(caller=caller, key=key).values_list("fingerprint", "result").first()
    if row is None:
        return None
    if row[0] != print_:
        raise KeyReused(key=key)
    return row[1]

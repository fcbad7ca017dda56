"""Idempotency keys: the same caller, key and request are carried out once."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

import orjson
from django.db import IntegrityError, transaction

from onewindow.blocks.privacy.errors import KeyReused
from onewindow.blocks.privacy.models import Answered
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import Conflict


class Coded(Protocol):
    """What was asked for, by its code."""

    @property
    def code(self) -> str: ...


Found = TypeVar("Found", bound=Coded)


def once(
    *,
    actor: Actor,
    key: str | None,
    request: Mapping[str, object],
    do: Callable[[], Found],
    again: Callable[[str], Found],
) -> Found:
    """Carry a request out once, in one transaction; the second time say how what came of it stands now.

    :param key: None where the caller gave none: carried out each time.
    :raises KeyReused: the key stands for another request.
    """
    if key is None or actor.account is None:
        return do()
    print_ = hashlib.sha256(orjson.dumps(request, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()
    kept = _kept(actor.account, key, print_)
    if kept is not None:
        return again(kept)
    try:
        with transaction.atomic():
            done = do()
            Answered.objects.create(
                caller=actor.account, key=key, fingerprint=print_, code=done.code, at=clock.now()
            )
        return done
    except (IntegrityError, Conflict):
        # Another process may have carried it out meanwhile: ours is undone, theirs stands.
        kept = _kept(actor.account, key, print_)
        if kept is None:
            raise
        return again(kept)


def _kept(caller: str, key: str, print_: str) -> str | None:
    row = Answered.objects.filter(caller=caller, key=key).first()
    if row is not None and row.fingerprint != print_:
        raise KeyReused(key=key)
    return row.code if row else None

"""Idempotency keys of recorded events: the same caller, key and request are recorded once."""

import hashlib
from collections.abc import Callable, Mapping

import orjson
from django.db import IntegrityError, transaction

from onewindow.blocks.registers.changes_seen import view_of
from onewindow.blocks.registers.errors import KeyReused
from onewindow.blocks.registers.models import Change
from onewindow.blocks.registers.types import ChangeView
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import OnewindowError


def recorded_once(
    *, key: str, officer: Actor, request: Mapping[str, object], do: Callable[[], ChangeView]
) -> ChangeView:
    """Record what happened, in one transaction with its key; the second time say how the change stands now.

    :raises KeyReused: the key of this caller stands for another request.
    """
    sent_as = hashlib.sha256(f"{officer.account}\0{key}".encode()).hexdigest()
    sent = hashlib.sha256(orjson.dumps(request, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()
    if (before := _before(sent_as, sent, key)) is not None:
        return before
    try:
        with transaction.atomic():
            done = do()
            Change.objects.filter(pk=done.number).update(sent_as=sent_as, sent=sent)
            return done
    except (IntegrityError, OnewindowError):
        # Another process may have recorded it meanwhile: ours is undone, theirs stands.
        if (before := _before(sent_as, sent, key)) is None:
            raise
        return before


def _before(sent_as: str, sent: str, key: str) -> ChangeView | None:
    row = Change.objects.filter(sent_as=sent_as).first()
    if row is not None and row.sent != sent:
        raise KeyReused(field="Idempotency-Key", key=key)
    return view_of(row) if row is not None else None

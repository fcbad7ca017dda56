"""Put a job into the queue, in the transaction of the caller."""

import json
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app

from onewindow.foundation.jobs.types import PayloadNotJson
from onewindow.kernel.clock import clock

_REMEMBER = "INSERT INTO jobs_usedkey (job, key, used_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


def defer(*, name: str, payload: Mapping[str, object], key: str | None) -> bool:
    """See ``api.defer``."""
    arguments = _as_json(name, payload)
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        if key is not None and not _is_new(name, key):
            return False
        app.configure_task(name, allow_unknown=True).defer(**arguments)
    return True


def _is_new(name: str, key: str) -> bool:
    # Of two transactions with the same key one waits here for the other, and then finds it there.
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [name, key, clock.now()])
        return cursor.rowcount == 1


def _as_json(name: str, payload: Mapping[str, object]) -> dict[str, Any]:
    try:
        return json.loads(json.dumps(dict(payload), allow_nan=False))
    except (TypeError, ValueError) as problem:
        raise PayloadNotJson(name=name) from problem

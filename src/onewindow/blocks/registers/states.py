"""How each register stands: what was declared, what was loaded, and how often it changed since.

Everything that is kept in memory is kept as of such a state. It is asked for all registers at once, by one
short query, at most once in ``ONEWINDOW_REGISTERS_FRESH`` seconds: for so long other processes' changes may
go unnoticed. This process's own are noticed at once.
"""

import time
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.db import connection

_FRESH: Final[float] = getattr(settings, "ONEWINDOW_REGISTERS_FRESH", 1.0)
_ALL: Final = "SELECT slug, digest, loaded, revision FROM registers_register"

State = tuple[str, str, int]
"""Digests of the declaration and of what was loaded, and a number that grows with each change."""


@dataclass(slots=True)
class _Asked:
    at: float = float("-inf")
    states: dict[str, State] = field(default_factory=dict[str, State])
    forgotten: int = 0


_last = _Asked()


def state(slug: str) -> State | None:
    """How a register stands; None where there is none."""
    found = _last.states.get(slug)
    if found is None or time.monotonic() - _last.at >= _FRESH:
        _ask()
        found = _last.states.get(slug)
    return found


def forget() -> None:
    """Ask again next time: this process changed a register."""
    _last.at = float("-inf")
    _last.forgotten += 1


def _ask() -> None:
    at, forgotten = time.monotonic(), _last.forgotten
    with connection.cursor() as cursor:
        cursor.execute(_ALL)
        states = {slug: (digest, loaded, revision) for slug, digest, loaded, revision in cursor.fetchall()}
    _last.states = states
    if forgotten == _last.forgotten:  # else another thread changed something while we asked
        _last.at = at

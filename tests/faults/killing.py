"""Kill one of the three processes at a random moment, and see how long it takes until all is well again."""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg

from onewindow.foundation.database.api import EmbeddedPostgres
from tests.running import House, children_of

_COMMANDS = {"server": "onewindow.cli web", "worker": "onewindow.cli worker", "database": "bin/postgres"}
VICTIMS = tuple(_COMMANDS)
_PATIENCE = 120.0
_HURRIED = 0.2
"""Share of the kills that do not wait until the one before was recovered from."""
_LONGEST_PAUSE = 4.0
_WORKS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > to_timestamp(%s)"


@dataclass
class Killer:
    """Kills, in an order that its seed gives.

    :param calm: mean seconds between a recovery and the next kill.
    """

    house: House
    seed: int
    calm: float = 1.0
    recoveries: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in VICTIMS})
    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VICTIMS, 0))
    hurried: int = 0
    never: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._choose = random.Random(self.seed)
        self._url = EmbeddedPostgres(self.house.var / "database").url

    def kill_one(self) -> None:
        """Kill, wait until the program is whole again (mostly), and a little longer."""
        victim = self._choose.choice(VICTIMS)
        began = time.monotonic()
        if not self._kill(victim):
            return
        self.kills[victim] += 1
        if self._choose.random() < _HURRIED:
            self.hurried += 1
            time.sleep(self._choose.uniform(0, 2))
            return
        self._wait_for_recovery(victim, began)
        time.sleep(min(self._choose.expovariate(1 / self.calm), _LONGEST_PAUSE))

    def whole(self) -> bool:
        """Wait until everything runs again, after the last kill."""
        end, since = time.monotonic() + _PATIENCE, time.time()
        return _until(self.house.answers, end) and _until(lambda: self._works(since), end)

    def _kill(self, victim: str) -> bool:
        """``kill -9``. The server is its first process or one of those that answer, by chance."""
        number = self.house.child(_COMMANDS[victim])
        if victim == "server" and number:
            number = self._choose.choice([number, *children_of(number)])
        if not number:
            return False
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            return True
        return False

    def _wait_for_recovery(self, victim: str, began: float) -> None:
        since, end = time.time(), began + _PATIENCE
        if victim == "worker":
            well = _until(lambda: self._works(since), end)
        else:
            well = _until(lambda: self.house.answers(patience=2), end)
        if well:
            self.recoveries[victim].append(time.monotonic() - began)
        else:
            self.never.append(victim)

    def _works(self, since: float) -> bool:
        """Whether a worker gave a sign of life since then."""
        with suppress(psycopg.Error):
            with psycopg.connect(self._url, connect_timeout=2) as connection:
                row = connection.execute(_WORKS, [since]).fetchone()
            return bool(row and row[0])
        return False


def _until(holds: Callable[[], bool], end: float) -> bool:
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False

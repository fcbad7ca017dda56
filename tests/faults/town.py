"""Drives many lives at once, a step at a time, so that all of them are under way together."""

import heapq
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.faults.asking import NotAnswered, Refused
from tests.faults.lives import Life, Step, Town, live


@dataclass
class Crowd:
    """Threads that lead the lives they are given.

    :param threads: requests at once.
    """

    town: Town
    threads: int = 8
    waiting: list[tuple[float, int, Step, Life]] = field(default_factory=list)
    under_way: int = 0
    ended: int = 0
    over: bool = False

    def __post_init__(self) -> None:
        self._change = threading.Condition()
        self._numbers = count()
        self._threads = [threading.Thread(target=self._lead, daemon=True) for _ in range(self.threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def begin(self, lives: Sequence[Life]) -> None:
        """Let more lives begin."""
        with self._change:
            for life in lives:
                self._put(0, live(self.town, life), life)
            self.under_way += len(lives)
            self._change.notify_all()

    def wait(self, *, patience: float) -> bool:
        """Wait until every life ended; False when that takes too long."""
        with self._change:
            ended = self._change.wait_for(lambda: self.under_way == 0, timeout=patience)
            self.over = True
            self._change.notify_all()
        return ended

    def _put(self, seconds: float, steps: Step, life: Life) -> None:
        heapq.heappush(self.waiting, (time.monotonic() + seconds, next(self._numbers), steps, life))

    def _lead(self) -> None:
        while (taken := self._take()) is not None:
            steps, life = taken
            try:
                pause: float | None = next(steps, None)
            except (Refused, NotAnswered, KeyError, IndexError, ValueError) as problem:
                life.problem, pause = f"{type(problem).__name__}: {problem}", None
            with self._change:
                if pause is None:
                    self.under_way -= 1
                    self.ended += 1
                else:
                    self._put(pause, steps, life)
                self._change.notify_all()

    def _take(self) -> tuple[Step, Life] | None:
        with self._change:
            while not self.over:
                now = time.monotonic()
                if self.waiting and self.waiting[0][0] <= now:
                    _, _, steps, life = heapq.heappop(self.waiting)
                    return steps, life
                self._change.wait(self.waiting[0][0] - now if self.waiting else None)
        return None

"""What a long run tells of itself: how far it is, every ten seconds, and that it was told to stop."""

import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

EVERY: Final = 10.0
"""Seconds between two lines."""


class Progress:
    """Tells how far a run is, and whether somebody asked it to end.

    :param what: what is counted, such as ``inputs``.
    :param clock: seconds that only grow.
    """

    def __init__(self, what: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.stopped = False
        self._what, self._clock = what, clock
        self._begun = self._told = clock()

    def listen(self) -> None:
        """End in order on SIGTERM and SIGINT: the input at hand is finished, then the run reports."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def at(self, count: int, faults: int) -> None:
        """So many are done, with so many faults; a line, if the last one is ten seconds ago."""
        now = self._clock()
        if now - self._told < EVERY:
            return
        self._told = now
        rate = count / (now - self._begun)
        sys.stdout.write(f"{count:,} {self._what}, {rate:,.0f} a second, {faults} faults so far\n")
        sys.stdout.flush()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped = True
        sys.stdout.write(f"{signal.Signals(number).name}: stopping, with what was done so far:\n")

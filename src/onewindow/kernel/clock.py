"""The one place where time comes from. Inside, time is UTC; it becomes civil at the edge."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class Clock:
    """A clock that tests and simulations may set."""

    def __init__(self, source: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._source = source

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self._source()

    def today(self, *, zone: str) -> date:
        """The civil date in an IANA time zone such as ``Africa/Tunis``."""
        return self.now().astimezone(ZoneInfo(zone)).date()

    @contextmanager
    def at(self, moment: datetime) -> Generator[None]:
        """Hold the clock at a moment, for a test or a replay."""
        if moment.tzinfo is None:
            raise ValueError("a moment has a zone")
        before, fixed = self._source, moment.astimezone(UTC)
        self._source = lambda: fixed
        try:
            yield
        finally:
            self._source = before


clock = Clock()
"""The clock of this process."""

"""What crosses the door of jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from onewindow.kernel.errors import N_, InvalidInput, OnewindowError


class PayloadNotJson(InvalidInput):
    code = "payload-not-json"
    message = N_("The payload of the job “{name}” is not JSON.")
    way_out = N_("Give texts, whole numbers, lists and mappings of them; never objects.")


class UnknownJob(OnewindowError):
    code = "unknown-job"
    message = N_("There is no job “{name}”.")
    way_out = N_("Declare it with @job in the tasks of a room.")


class GiveUp(Exception):
    """Raised by a job that will never succeed: it is not tried again, and stays as failed."""


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and when a failed job is tried again.

    :param attempts: how often at most after the first time.
    :param first: seconds before the second attempt; doubled each time.
    :param longest: seconds that a wait never exceeds.
    """

    attempts: int
    first: float = 1.0
    longest: float = 600.0

    NEVER: ClassVar["Retries"]
    FOR_A_DAY: ClassVar["Retries"]

    def wait_before(self, attempt: int) -> float | None:
        """Seconds to wait before a repetition (the first is 1), None when there is none left."""
        if attempt > self.attempts:
            return None
        return min(self.first * 2.0 ** min(attempt - 1, 30), self.longest)


Retries.NEVER = Retries(attempts=0)
Retries.FOR_A_DAY = Retries(attempts=153)  # 1+2+4+…+512 s, then every ten minutes


@dataclass(frozen=True, slots=True)
class Drain:
    """A loop of the worker: ``function`` handles one batch and says how many it handled."""

    name: str
    function: Callable[[], int]
    every: float


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many jobs there are.

    :param waiting: to be run now or later.
    :param running: a worker has them.
    :param failed: given up, for somebody to look at.
    """

    waiting: int
    running: int
    failed: int

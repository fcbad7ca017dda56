"""The jobs that rooms declare, as procrastinate knows them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from onewindow.foundation.jobs.types import GiveUp, Retries
from onewindow.kernel.clock import clock

_Job = TypeVar("_Job", bound=Callable[..., Any])


class _RetryLater(BaseRetryStrategy):
    def __init__(self, retries: Retries) -> None:
        self._retries = retries

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        wait = None if isinstance(exception, GiveUp) else self._retries.wait_before(job.attempts + 1)
        return None if wait is None else RetryDecision(retry_at=clock.now() + timedelta(seconds=wait))


def declare(*, name: str, retries: Retries) -> Callable[[_Job], _Job]:
    """See ``api.job``. The function itself stays as it is, so that it may be called."""

    def declared(function: _Job) -> _Job:
        app.task(name=name, retry=_RetryLater(retries))(function)
        return function

    return declared

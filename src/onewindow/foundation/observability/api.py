"""THE DOOR: what is measured, and what must hold before we take requests."""

from collections.abc import Callable, Mapping

from onewindow.foundation.observability import readings

__all__ = ["counted", "gauge", "readiness"]


def gauge(*, name: str, meaning: str, read: Callable[[], Mapping[str, float] | float]) -> None:
    """Show a figure in ``/metrics`` that is read when somebody asks. Called in ``wiring``.

    :param name: as Prometheus wants it: ``onewindow_jobs``; with its unit at the end where it has one.
    :param read: gives the figure, or one for each state. No personal data, nor anything a person chose.
    """
    readings.add_gauge(readings.Gauge(name=name, meaning=meaning, read=read))


def readiness(*, name: str, holds: Callable[[], bool]) -> None:
    """Say what must hold before this process takes requests; ``/readyz`` asks. Called in ``wiring``."""
    readings.add_condition(name, holds)


def counted(*, what: str, outcome: str, seconds: float) -> None:
    """Count something that a worker did, with how long it took: a drain's batch, a job.

    :param what: one of a small, fixed set of names.
    """
    readings.count(what, outcome, seconds)

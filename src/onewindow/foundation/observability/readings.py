"""The figures and conditions that rooms registered, and what the processes counted."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import REGISTRY, CollectorRegistry, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 15.0)

REQUESTS = Histogram(
    "onewindow_request_seconds", "Requests by route", ["method", "route", "status"], buckets=_BUCKETS
)
WORK = Histogram("onewindow_work_seconds", "Work of the worker", ["what", "outcome"], buckets=_BUCKETS)


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure that is read when somebody asks."""

    name: str
    meaning: str
    read: Callable[[], Mapping[str, float] | float]


_gauges: dict[str, Gauge] = {}
_conditions: dict[str, Callable[[], bool]] = {}


class _Gauges:
    """A collector of Prometheus over the gauges."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for gauge in _gauges.values():
            said = gauge.read()
            if isinstance(said, Mapping):
                family = GaugeMetricFamily(gauge.name, gauge.meaning, labels=["state"])
                for state, figure in said.items():
                    family.add_metric([state], figure)
            else:
                family = GaugeMetricFamily(gauge.name, gauge.meaning, value=said)
            yield family


def add_gauge(gauge: Gauge) -> None:
    """See ``api.gauge``."""
    _gauges[gauge.name] = gauge


def add_condition(name: str, holds: Callable[[], bool]) -> None:
    """See ``api.readiness``."""
    _conditions[name] = holds


def count(what: str, outcome: str, seconds: float) -> None:
    """See ``api.counted``."""
    WORK.labels(what, outcome).observe(seconds)


def exposition() -> bytes:
    """All figures in Prometheus' text format: of all processes, where they share a folder for it."""
    shared = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(shared)
        own = b""
    else:
        own = generate_latest(REGISTRY)
    shared.register(_Gauges())
    return own + generate_latest(shared)


def broken_conditions() -> list[str]:
    """The names of conditions that do not hold; one that raises does not."""
    return [name for name, holds in _conditions.items() if not _does(holds)]


def _does(holds: Callable[[], bool]) -> bool:
    try:
        return holds()
    except Exception:
        return False

"""What really happened with a service, counted from its cases."""

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Q

from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.types import ServiceFigures

_MEDIAN = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - filed_at))
FROM cases_case WHERE service = %s AND decided_at IS NOT NULL
"""


_FRESH: Final[float] = getattr(settings, "ONEWINDOW_FIGURES_FRESH", 30.0)
"""Seconds for which figures are kept: they are counted from all cases, and shown on every service's page."""
_kept: dict[str, tuple[float, Any]] = {}
_Figure = TypeVar("_Figure")
_SMALLEST_GROUP: Final = 5
"""Fewer cases than these are not told to everybody, nor does each single one show in the sum of many."""


def service_figures(*, service: str) -> ServiceFigures:
    """See ``cases.api.service_figures``."""
    return _fresh(f"service:{service}", lambda: _count(service))


def public_figures(*, service: str) -> ServiceFigures:
    """See ``cases.api.public_figures``."""
    exact = service_figures(service=service)
    granted, refused = _in_fives(exact.granted), _in_fives(exact.refused)
    enough = granted + refused > 0
    return ServiceFigures(
        filed=_in_fives(exact.filed), open=_in_fives(exact.open), granted=granted, refused=refused,
        median_hours=_about(exact.median_hours) if enough else None,
        late_share=round(exact.late_share * 20) / 20 if enough and exact.late_share is not None else None,
    )  # fmt: skip


def _in_fives(count: int) -> int:
    return count - count % _SMALLEST_GROUP


def _about(hours: float | None) -> float | None:
    """To two figures: the decision of one case does not show."""
    return float(f"{hours:.2g}") if hours is not None else None


def popular_services(*, limit: int = 6) -> tuple[str, ...]:
    """See ``cases.api.popular_services``."""
    return _fresh(f"popular:{limit}", lambda: _popular(limit))


def _fresh(name: str, count: Callable[[], _Figure]) -> _Figure:
    kept, now = _kept.get(name), time.monotonic()
    if kept is None or now - kept[0] >= _FRESH:
        _kept[name] = kept = (now, count())
    return kept[1]


def _count(service: str) -> ServiceFigures:
    of_service = Case.objects.filter(service=service)
    counted = of_service.aggregate(
        filed=Count("pk"),
        open=Count("pk", filter=Q(status="open")),
        granted=Count("pk", filter=Q(status="granted")),
        refused=Count("pk", filter=Q(status="refused")),
        decided=Count("pk", filter=Q(decided_at__isnull=False)),
        late=Count("pk", filter=Q(decided_at__gt=F("due_at"))),
    )
    with connection.cursor() as cursor:
        cursor.execute(_MEDIAN, [service])
        (seconds,) = cursor.fetchone()
    return ServiceFigures(
        filed=counted["filed"], open=counted["open"], granted=counted["granted"],
        refused=counted["refused"],
        median_hours=float(seconds) / 3600 if seconds is not None else None,
        late_share=counted["late"] / counted["decided"] if counted["decided"] else None,
    )  # fmt: skip


def _popular(limit: int) -> tuple[str, ...]:
    rows = Case.objects.values("service").annotate(filed=Count("pk")).order_by("-filed", "service")[:limit]
    return tuple(row["service"] for row in rows)

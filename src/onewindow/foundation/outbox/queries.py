"""Reads of the outbox, for operators and measures."""

from django.db.models import Count, Min, Q

from onewindow.foundation.outbox.models import DeliveryRow
from onewindow.foundation.outbox.types import Backlog, DeadLetter, Delivery
from onewindow.kernel.clock import clock


def backlog() -> Backlog:
    """What waits."""
    now = clock.now()
    due = Q(state="waiting", due_at__lte=now)
    counted = DeliveryRow.objects.exclude(state="done").aggregate(
        waiting=Count("id", filter=Q(state="waiting")),
        due=Count("id", filter=due),
        oldest=Min("due_at", filter=due),
        dead=Count("id", filter=Q(state="dead")),
    )
    oldest = counted.pop("oldest")
    return Backlog(**counted, oldest_seconds=(now - oldest).total_seconds() if oldest else 0.0)


def dead_letters(*, limit: int) -> tuple[DeadLetter, ...]:
    """The newest dead letters."""
    rows = DeliveryRow.objects.filter(state="dead").select_related("event").order_by("-id")[:limit]
    return tuple(DeadLetter(_delivery(row), row.error, row.due_at) for row in rows)


def _delivery(row: DeliveryRow) -> Delivery:
    event = row.event
    return Delivery(row.pk, event.pk, event.name, row.subscriber, row.attempts, event.published_at)

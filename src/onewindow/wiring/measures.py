"""What ``/metrics`` shows and ``/readyz`` asks."""

from dataclasses import asdict

from django.db import connection

from onewindow.foundation.database import api as database
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.observability import api as observability
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record


def join() -> None:
    """Register the figures and the conditions."""
    observability.readiness(name="database", holds=_database_answers)
    observability.readiness(name="tables", holds=database.tables_are_current)
    observability.gauge(name="onewindow_jobs", meaning="Jobs by state", read=lambda: asdict(jobs.backlog()))
    observability.gauge(name="onewindow_news", meaning="Deliveries of the outbox by state", read=_news)
    observability.gauge(
        name="onewindow_record_unsequenced",
        meaning="Entries of the record that wait for the sequencer",
        read=record.unsequenced,
    )


def _news() -> dict[str, float]:
    backlog = outbox.backlog()
    return {"waiting": backlog.waiting, "due": backlog.due, "dead": backlog.dead}


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)

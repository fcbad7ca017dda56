"""What happened to the cases of a service, to be counted and never to be shown one by one."""

from datetime import datetime

from django.db import connection
from django.db.models import Prefetch

from onewindow.blocks.cases.models import Case, Happening, Work
from onewindow.blocks.cases.types import CaseEvent, CaseHistory, Standing, WorkHistory
from onewindow.kernel.clock import clock
from onewindow.standards import feel

_STANDING = """
SELECT work.element, work.side, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM %s - work.opened_at)),
       max(extract(epoch FROM %s - work.opened_at)),
       count(*) FILTER (WHERE work.due_at < %s)
FROM cases_work AS work JOIN cases_case AS one ON one.id = work.case_id
WHERE one.service = %s AND work.state = 'open'
GROUP BY work.element, work.side ORDER BY count(*) DESC, work.element
"""
_EVENTS = ("message", "silence", "failed")
_TIMED = """
SELECT timer.element, 'timer', count(*), NULL, NULL, 0
FROM cases_timer AS timer JOIN cases_case AS one ON one.id = timer.case_id
WHERE one.service = %s AND timer.kind = 'process'
GROUP BY timer.element ORDER BY count(*) DESC, timer.element
"""


def histories(*, service: str, since: datetime | None = None, limit: int = 2000) -> tuple[CaseHistory, ...]:
    """See ``cases.api.histories``."""
    works = Prefetch("works", queryset=Work.objects.order_by("pk"))
    events = Happening.objects.filter(kind__in=_EVENTS).order_by("pk")
    told = Prefetch("story", queryset=events, to_attr="events")
    found = Case.objects.filter(service=service).order_by("-filed_at").prefetch_related(works, told)
    if since is not None:
        found = found.filter(filed_at__gte=since)
    return tuple(_history(case) for case in found[:limit])


def _history(case: Case) -> CaseHistory:
    return CaseHistory(
        version=case.version, channel=case.channel, status=case.status, filed_at=case.filed_at,
        decided_at=case.decided_at, due_at=case.due_at, data=feel.from_json(case.data),
        works=tuple(_work(work) for work in case.works.all()),
        events=tuple(_event(told) for told in getattr(case, "events", ())),
    )  # fmt: skip


def _event(told: Happening) -> CaseEvent:
    about = told.detail.get("code" if told.kind == "failed" else "action", "")
    return CaseEvent(told.kind, told.element, about, told.at)


def _work(work: Work) -> WorkHistory:
    return WorkHistory(
        work.element, work.side, work.agency, work.role, work.state, work.opened_at, work.claimed_at,
        work.ended_at, bool(work.ended_by),
    )  # fmt: skip


def standing(*, service: str) -> tuple[Standing, ...]:
    """See ``cases.api.standing``."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [now, now, now, service])
        works = cursor.fetchall()
        cursor.execute(_TIMED, [service])
        timers = cursor.fetchall()
    return tuple(_standing(row) for row in (*works, *timers))


def _standing(row: tuple[str, str, int, float | None, float | None, int]) -> Standing:
    element, side, cases, median, longest, late = row
    return Standing(
        element, side, cases, None if median is None else float(median) / 3600,
        None if longest is None else float(longest) / 3600, late,
    )  # fmt: skip

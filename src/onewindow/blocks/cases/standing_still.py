"""The law's clock stands still while a case waits for the applicant's side alone: an answer, a fee."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.catalogue.types import PaymentStep, ServicePackage, WorkStep
from onewindow.kernel.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that a case waited for.

    :param until: None where it still does.
    :param applicant: whether it is for the applicant's side, or another party outside the office.
    """

    since: datetime
    until: datetime | None
    applicant: bool


def waited_days(waits: Sequence[Waiting], *, at: datetime, calendar: WorkingCalendar) -> int:
    """Working days up to a moment in which a case waited for the applicant's side and for nobody else."""
    zone = ZoneInfo(calendar.zone)
    marks = sorted({one.since for one in waits} | {min(one.until or at, at) for one in waits})
    days = 0
    for start, end in pairwise(marks):
        under_way = [one for one in waits if one.since <= start and (one.until is None or one.until >= end)]
        if under_way and all(one.applicant for one in under_way):
            days += calendar.between(start.astimezone(zone).date(), end.astimezone(zone).date())
    return days


def waits_of(
    case: Case, package: ServicePackage, *, opened: Iterable[Work], closed: Collection[str], at: datetime
) -> list[Waiting]:
    """What a case waited for since it was filed.

    :param opened: works that begin in this transaction, not stored yet.
    :param closed: names of the stored works that end in it.
    """
    rows = case.works.values_list("work", "element", "opened_at", "ended_at")
    stored = [
        Waiting(since, at if name in closed and until is None else until, is_applicants(package, element))
        for name, element, since, until in rows
    ]
    return [*stored, *(Waiting(one.opened_at, None, is_applicants(package, one.element)) for one in opened)]


def is_applicants(package: ServicePackage, element: str) -> bool:
    """Whether a step waits for the applicant's side, or another party, and not for an office."""
    step = package.steps.get(element)
    return isinstance(step, PaymentStep) or (isinstance(step, WorkStep) and step.party != "officer")

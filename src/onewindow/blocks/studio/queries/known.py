"""What the window knows of the real world, for simulations: posts, durations of real work, costs."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.types import CaseHistory
from onewindow.blocks.catalogue.types import ServicePackage, WorkStep
from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api as registers
from onewindow.blocks.studio.reform.gathering import history_of
from onewindow.blocks.studio.simulation.country_folder import costs_of_folder
from onewindow.blocks.studio.simulation.filled_in import ENOUGH, Known
from onewindow.blocks.studio.simulation.past_cases import past_cases
from onewindow.kernel.clock import clock
from onewindow.kernel.working_days import WorkingCalendar

_MEASURED = timedelta(days=365)
_WORKING_DAYS_A_WEEK = 5 / 7


def known_of_window(*, package: ServicePackage) -> Known:
    """Posts that are filled now, what real work took, how many cases come, and what an hour costs."""
    now = clock.now()
    found = cases.histories(service=package.key, since=now - _MEASURED)
    per_hour, currency = costs_of_folder(country=settings.ONEWINDOW_COUNTRY_DIR)
    return Known(
        posts=_posts(package),
        minutes=_minutes(package, found),
        per_day=_per_day(found),
        cost_per_hour=per_hour,
        currency=currency,
        past=past_cases(package=package, cases=found, calendars=_calendar),
    )


def _calendar(name: str) -> WorkingCalendar:
    return registers.calendar(name=name)


def _posts(package: ServicePackage) -> dict[str, int]:
    steps = [step for step in package.steps.values() if isinstance(step, WorkStep) and step.role]
    anywhere = {step.role for step in steps if step.agency and step.agency.expression is not None}
    wanted = {(str(step.agency.literal), step.role) for step in steps if step.agency and step.agency.literal}
    wanted |= {(agency.slug, role) for agency in identity.agencies() for role in anywhere}
    return {
        f"{agency}/{role}": len(identity.officers_with(agency=agency, role=role or ""))
        for agency, role in sorted(wanted, key=str)
    }


def _minutes(package: ServicePackage, found: tuple[CaseHistory, ...]) -> dict[str, tuple[float, ...]]:
    taken: dict[str, list[float]] = defaultdict(list)
    for one in found:
        for work in history_of(package, one, _calendar).works:
            if work.side != "officer":
                taken[work.element].append(work.done - work.asked)
            elif work.minutes is not None:
                taken[work.element].append(work.minutes)
    return {element: tuple(minutes) for element, minutes in taken.items()}


def _per_day(found: tuple[CaseHistory, ...]) -> float | None:
    """Cases on a working day; None where there are too few to say."""
    if len(found) < ENOUGH:
        return None
    first, last = min(one.filed_at for one in found), max(one.filed_at for one in found)
    days = (last - first) / timedelta(days=1) * _WORKING_DAYS_A_WEEK
    return len(found) / days if days >= ENOUGH else None

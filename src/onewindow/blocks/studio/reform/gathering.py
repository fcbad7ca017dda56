"""Histories of cases: from real ones, else from a simulation."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from onewindow.blocks.cases.types import CaseHistory, WorkHistory
from onewindow.blocks.catalogue.types import PaymentStep, ServicePackage, WorkStep
from onewindow.blocks.studio.reform.gains import ENOUGH, ReformReport, reform_report
from onewindow.blocks.studio.simulation.assumptions import Assumptions, Calendars
from onewindow.blocks.studio.simulation.behaviours import behaviours_of
from onewindow.blocks.studio.simulation.histories import History, Worked
from onewindow.blocks.studio.simulation.hours import Hours
from onewindow.blocks.studio.simulation.package_plan import plan_of
from onewindow.blocks.studio.simulation.running import run

SIMULATED = 2_000
_WORKING_DAYS = 250
_UNDECIDED = frozenset({"open"})


def report_of_cases(
    *, package: ServicePackage, cases: tuple[CaseHistory, ...], calendars: Calendars, now: datetime
) -> ReformReport | None:
    """The report from real cases; None where too few were decided to conclude anything."""
    histories = [history_of(package, one, calendars) for one in cases]
    if sum(1 for one in histories if one.minutes is not None) < ENOUGH:
        return None
    oldest = min(one.filed_at for one in cases)
    days = max((now - oldest) / timedelta(days=1), 1.0)
    per_year = len(cases) / days * 365 if days < 365 else float(len(cases)) * 365 / days
    return reform_report(package=package, histories=histories, per_year=per_year, source="cases")


def report_of_simulation(
    *, package: ServicePackage, assumptions: Assumptions, weights: dict[str, float]
) -> ReformReport:
    """The report from simulated cases."""
    behaviours, _unused = behaviours_of(package=package, weights=weights)
    plan = plan_of(package=package, behaviours=behaviours, calendars=assumptions.calendars)
    kept = run(package=package, plan=plan, assumptions=assumptions, keep_histories=True).histories
    histories = [_readable(package, one) for one in kept.kept.values()] if kept else []
    per_year = assumptions.per_day * _WORKING_DAYS + assumptions.per_free_day * (365 - _WORKING_DAYS)
    return reform_report(package=package, histories=histories, per_year=per_year, source="simulation")


def history_of(package: ServicePackage, case: CaseHistory, calendars: Calendars) -> History:
    """A real case in the form that both kinds share."""
    decided = case.decided_at
    history = History(
        "", case.channel, "" if case.status in _UNDECIDED or decided is None else case.status,
        None if decided is None else (decided - case.filed_at) / timedelta(minutes=1),
        _mapping(case.data.get(package.starting_form.name)),
    )  # fmt: skip
    for work in case.works:
        if work.state == "done" and work.ended_at is not None and _by_people(package, work):
            history.works.append(_worked(package, case, work, work.ended_at, calendars))
    return history


def _by_people(package: ServicePackage, work: WorkHistory) -> bool:
    return isinstance(package.steps.get(work.element), WorkStep | PaymentStep)


def _worked(
    package: ServicePackage, case: CaseHistory, work: WorkHistory, ended: datetime, calendars: Calendars
) -> Worked:
    minute = timedelta(minutes=1)
    asked, done = (work.opened_at - case.filed_at) / minute, (ended - case.filed_at) / minute
    begun, minutes = done, None
    if work.side == "officer" and work.claimed_at is not None and work.claimed_at < ended:
        begun = (work.claimed_at - case.filed_at) / minute
        minutes = worked_minutes(calendars, work.agency or package.agency, work.claimed_at, ended)
    step = package.steps[work.element]
    answers = _mapping(case.data.get(step.into) if isinstance(step, WorkStep) else None)
    side = "officer" if work.side == "officer" else "applicant"
    return Worked(work.element, side, asked, begun, done, minutes, answers)


def worked_minutes(calendars: Calendars, agency: str, begun: datetime, ended: datetime) -> float:
    """Working minutes of an agency between two moments."""
    hours = Hours(calendar=calendars(agency), start=begun.date())
    midnight = begun.replace(hour=0, minute=0, second=0, microsecond=0)
    minute = timedelta(minutes=1)
    return hours.worked((ended - midnight) / minute) - hours.worked((begun - midnight) / minute)


def _readable(package: ServicePackage, history: History) -> History:
    """A simulated case, whose answers stand under the names of their forms."""
    history.answers = _mapping(history.answers.get(package.starting_form.name))
    history.works = [
        Worked(
            work.element, work.side, work.asked, work.begun, work.done, work.minutes,
            _mapping(work.answers.get(step.into)) if isinstance(step, WorkStep) else {},
        )
        for work in history.works
        for step in (package.steps.get(work.element),)
    ]  # fmt: skip
    return history


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}

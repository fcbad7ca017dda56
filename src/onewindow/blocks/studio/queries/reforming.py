"""What a service could do without, kept for a while: it is counted from thousands of cases."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.cache import cache

from onewindow.blocks.cases import api as cases
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.registers import api as registers
from onewindow.blocks.studio.queries.known import known_of_window
from onewindow.blocks.studio.reform.gains import ReformReport
from onewindow.blocks.studio.reform.gathering import SIMULATED, report_of_cases, report_of_simulation
from onewindow.blocks.studio.simulation.asking import assumptions_for, next_monday
from onewindow.blocks.studio.simulation.country_folder import calendars_of_folder, known_of_folder
from onewindow.blocks.studio.simulation.running import NothingToSimulate
from onewindow.kernel.clock import clock
from onewindow.kernel.working_days import WorkingCalendar

KEPT: Final = 900
"""Seconds for which a report is shown before it is counted again."""


def kept(*, package: ServicePackage) -> ReformReport | None:
    """The report that was counted last, while it is fresh."""
    return cache.get(_key(package))


def report(*, service: str) -> ReformReport:
    """See ``api.reform_report``."""
    package = catalogue.package(service=service)
    try:
        counted = _counted(package)
    except NothingToSimulate:
        counted = ReformReport(package.key, package.version, "simulation", 0, 0, 0.0, (), ())
    cache.set(_key(package), counted, KEPT)
    return counted


def _key(package: ServicePackage) -> str:
    return f"studio.reform:{package.key}:{package.version}"


def _counted(package: ServicePackage) -> ReformReport:
    real = report_of_cases(
        package=package, cases=cases.histories(service=package.key), calendars=_calendar, now=clock.now()
    )
    if real is not None:
        return real
    assumptions, weights = assumptions_for(
        package=package, known=known_of_window(package=package), calendars=_calendar,
        start=next_monday(clock.today(zone=settings.TIME_ZONE)), cases=SIMULATED, seed=1,
    )  # fmt: skip
    return report_of_simulation(package=package, assumptions=assumptions, weights=weights)


def simulated_report(*, package: ServicePackage, country: Path) -> ReformReport:
    """See ``api.simulated_reform_report``."""
    assumptions, weights = assumptions_for(
        package=package, known=known_of_folder(country=country),
        calendars=calendars_of_folder(country=country), start=next_monday(clock.today(zone="UTC")),
        cases=SIMULATED, seed=1,
    )  # fmt: skip
    return report_of_simulation(package=package, assumptions=assumptions, weights=weights)


def _calendar(name: str) -> WorkingCalendar:
    return registers.calendar(name=name)

"""Whether a service comes to an end: what publishing asks of a simulation."""

from datetime import date

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.playing.environment import plain_calendar
from onewindow.blocks.studio.simulation.declared import declared_by
from onewindow.blocks.studio.simulation.filled_in import Known, assumptions_of
from onewindow.blocks.studio.simulation.running import simulate

_CASES = 200
_MONDAY = date(2026, 3, 2)


def terminates(package: ServicePackage) -> tuple[str, ...]:
    """Elements at which cases go round and round, or cannot go on, in a short simulation; empty is fine.

    :raises NothingToSimulate: no scenario files a case that can be played.
    :raises AssumptionNotValid: simulation.yaml says something that cannot be.
    """
    declared = declared_by(package=package)
    assumptions = assumptions_of(
        package=package,
        declared=declared,
        known=Known(),
        calendars=plain_calendar,
        start=_MONDAY,
        cases=_CASES,
    )
    report = simulate(package=package, assumptions=assumptions).baseline
    return tuple(
        dict.fromkeys((*(loop.element for loop in report.loops), *(one[0] for one in report.incidents)))
    )

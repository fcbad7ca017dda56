"""Asking for a simulation: with what the package declares, and what is known of the country."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.simulation.assumptions import Assumptions, Calendars
from onewindow.blocks.studio.simulation.changes import Change
from onewindow.blocks.studio.simulation.country_folder import calendars_of_folder, known_of_folder
from onewindow.blocks.studio.simulation.declared import declared_by
from onewindow.blocks.studio.simulation.filled_in import Known, assumptions_of
from onewindow.blocks.studio.simulation.report import Study
from onewindow.blocks.studio.simulation.running import simulate


def simulate_with_folder(
    *,
    package: ServicePackage,
    country: Path,
    start: date,
    cases: int | None,
    seed: int,
    changes: Sequence[tuple[str, str]],
    told: Callable[[str], None],
) -> Study:
    """A simulation that knows a country from its folder."""
    return _simulate(
        package, known_of_folder(country=country), calendars_of_folder(country=country), start, cases, seed,
        changes, told,
    )  # fmt: skip


def simulate_with_window(
    *,
    package: ServicePackage,
    known: Known,
    calendars: Calendars,
    start: date,
    cases: int | None,
    seed: int,
    changes: Sequence[tuple[str, str]] = (),
) -> Study:
    """A simulation that knows what this window knows."""
    return _simulate(package, known, calendars, start, cases, seed, changes, lambda _what: None)


def assumptions_for(
    *,
    package: ServicePackage,
    known: Known,
    calendars: Calendars,
    start: date,
    cases: int | None,
    seed: int,
) -> tuple[Assumptions, dict[str, float]]:
    """What a simulation assumes, and how often each scenario happens."""
    declared = declared_by(package=package)
    assumptions = assumptions_of(
        package=package,
        declared=declared,
        known=known,
        calendars=calendars,
        start=start,
        seed=seed,
        cases=cases,
    )
    return assumptions, dict(declared.weights)


def next_monday(today: date) -> date:
    """The day itself, if it is a Monday."""
    return today + timedelta(days=(7 - today.weekday()) % 7)


def _simulate(
    package: ServicePackage,
    known: Known,
    calendars: Calendars,
    start: date,
    cases: int | None,
    seed: int,
    changes: Sequence[tuple[str, str]],
    told: Callable[[str], None],
) -> Study:
    assumptions, weights = assumptions_for(
        package=package, known=known, calendars=calendars, start=start, cases=cases, seed=seed
    )
    wanted = [Change(kind, written) for kind, written in changes]
    return simulate(
        package=package, assumptions=assumptions, weights=weights, past=known.past, changes=wanted, told=told
    )

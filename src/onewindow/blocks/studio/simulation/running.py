"""Running a simulation of a package, and running it again under changes."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.simulation.assumptions import Assumptions
from onewindow.blocks.studio.simulation.behaviours import behaviours_of
from onewindow.blocks.studio.simulation.changes import Change, changed
from onewindow.blocks.studio.simulation.histories import Histories
from onewindow.blocks.studio.simulation.measures import Measures
from onewindow.blocks.studio.simulation.package_plan import plan_of
from onewindow.blocks.studio.simulation.past_cases import PastCases
from onewindow.blocks.studio.simulation.plan import Plan
from onewindow.blocks.studio.simulation.report import Comparison, Report, Study
from onewindow.blocks.studio.simulation.summary import report_of
from onewindow.blocks.studio.simulation.world import World
from onewindow.kernel.errors import N_, InvalidInput


class NothingToSimulate(InvalidInput):
    code = "nothing-to-simulate"
    message = N_("No scenario of {service} files a case that can be played.")
    way_out = N_("Add one under scenarios/, and run onewindow service test until it passes.")


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is over: its report, and what a comparison needs of it."""

    report: Report
    measures: Measures
    histories: Histories | None


def simulate(
    *,
    package: ServicePackage,
    assumptions: Assumptions,
    weights: dict[str, float] | None = None,
    past: PastCases | None = None,
    changes: Sequence[Change] = (),
    told: Callable[[str], None] = lambda _text: None,
) -> Study:
    """Run a package as it is, and once more under each change, with the same random numbers.

    :param past: real cases whose people behave; where it holds none, those of the scenarios do.
    :param weights: scenario to how often it happens; without it, all happen alike.
    :param told: is told what runs now.
    :raises NothingToSimulate: no scenario can be played.
    :raises ChangeNotUnderstood: nothing is run.
    """
    real = past.behaviours if past else ()
    behaviours, unused = (real, ()) if real else behaviours_of(package=package, weights=weights or {})
    if not behaviours:
        raise NothingToSimulate(service=package.key)
    plan = plan_of(package=package, behaviours=behaviours, calendars=assumptions.calendars)
    told("as it is")
    base = run(package=package, plan=plan, assumptions=assumptions, unused=unused)
    desks = tuple(one.desk for one in base.report.desks)
    variants: list[Comparison] = []
    prepared = [
        (one, *changed(change=one, package=package, plan=plan, assumptions=assumptions, desks=desks))
        for one in changes
    ]
    for change, other_plan, other in prepared:
        told(str(change))
        found = run(package=package, plan=other_plan, assumptions=other, unused=unused, change=str(change))
        variants.append(_compared(base, found))
    return Study(base.report, tuple(variants))


def run(
    *,
    package: ServicePackage,
    plan: Plan,
    assumptions: Assumptions,
    unused: tuple[str, ...] = (),
    change: str = "",
    keep_histories: bool = False,
    remember: bool = True,
) -> Run:
    """One run.

    :param keep_histories: keep what happened to the first cases, for the report on what could go.
    :param remember: compute each distinct step once; False computes every step of every case.
    """
    began = time.process_time()
    world = World(plan, assumptions, remember=remember)
    if keep_histories:
        world.histories = Histories(start=world.begins)
    measures = world.run()
    world.left_open()
    seconds = time.process_time() - began
    report = report_of(
        world=world,
        service=package.key,
        version=package.version,
        unused=unused,
        seconds=seconds,
        change=change,
    )
    return Run(report, measures, world.histories)


def _compared(base: Run, other: Run) -> Comparison:
    """Case by case: the same people with the same random numbers."""
    before, after = base.measures.by_case, other.measures.by_case
    saved = [(before[case] - minute) / 60 for case, minute in after.items() if case in before]
    if len(saved) < 2:
        return Comparison(other.report, None, None, None, None)
    mean = fmean(saved)
    half = 1.96 * stdev(saved) / math.sqrt(len(saved))
    faster = sum(1 for hours in saved if hours > 1 / 60) / len(saved)
    slower = sum(1 for hours in saved if hours < -1 / 60) / len(saved)
    return Comparison(other.report, mean, (mean - half, mean + half), faster, slower)

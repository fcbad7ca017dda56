"""From what was counted to what is told."""

from collections.abc import Sequence
from statistics import fmean

from onewindow.blocks.studio.simulation.assumptions import Assumptions
from onewindow.blocks.studio.simulation.desks import Desk
from onewindow.blocks.studio.simulation.hours import DAY
from onewindow.blocks.studio.simulation.measures import Measures, StepMeasures
from onewindow.blocks.studio.simulation.report import (
    CostReport,
    DeskReport,
    Loop,
    Report,
    Spread,
    StepReport,
)
from onewindow.blocks.studio.simulation.world import World
from onewindow.kernel.money import Money

POINTS = 60
BARS = 20


def report_of(
    *, world: World, service: str, version: str, unused: tuple[str, ...], seconds: float, change: str = ""
) -> Report:
    """Sum up a run that is over."""
    measures, assumptions = world.measures, world.assumptions
    desks = [_desk(desk, measures) for _, desk in sorted(world.desks.items())]
    officers, applicants = _minutes(world)
    past = len(world.plan.behaviours) if assumptions.weights_source == "measured" else 0
    return Report(
        service=service,
        version=version,
        cases=measures.filed,
        seed=assumptions.seed,
        days=(measures.last_filed - measures.first) / DAY,
        per_day=assumptions.per_day,
        decided=measures.decided,
        hours=spread([minute / 60 for minute in measures.clock]),
        working_days=spread(measures.days),
        deadline=assumptions.deadline.days if assumptions.deadline else None,
        late=measures.late / measures.decided if assumptions.deadline and measures.decided else None,
        outcomes=dict(measures.outcomes.most_common()),
        scenarios={} if past else dict(measures.behaviours.most_common()),
        unused=unused,
        desks=tuple(desks),
        steps=_steps(world),
        cost=_cost(world, applicants),
        citizen_minutes=applicants,
        officer_minutes=officers,
        histogram=histogram(measures.days),
        loops=tuple(Loop(element, cases) for element, cases in measures.loops.most_common(10)),
        incidents=tuple((element, why, n) for (element, why), n in measures.incidents.most_common(10)),
        left=dict(measures.left_at.most_common(20)),
        sources=_sources(world),
        seconds=seconds,
        change=change,
        past_cases=past,
    )


def spread(values: Sequence[float]) -> Spread | None:
    """Middle, ninetieth percentile and mean; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return Spread(_percentile(ordered, 0.5), _percentile(ordered, 0.9), fmean(ordered))


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def histogram(values: Sequence[float]) -> tuple[tuple[float, int], ...]:
    """Counts in equal steps up to what 99 in 100 do not exceed; the last bar holds the rest."""
    if not values:
        return ()
    ordered = sorted(values)
    top = max(_percentile(ordered, 0.99), 0.1)
    width = _round_step(top / BARS)
    bars = max(1, min(BARS + 5, int(top / width) + 1))
    counts = [0] * bars
    for value in ordered:
        counts[min(int(value / width), bars - 1)] += 1
    return tuple((round((place + 1) * width, 4), count) for place, count in enumerate(counts))


def _round_step(step: float) -> float:
    """A step of 1, 2 or 5 times a power of ten, not below the one given."""
    power = 1e-3
    while True:
        for factor in (1, 2, 5):
            if step <= factor * power:
                return factor * power
        power *= 10


def _desk(desk: Desk, measures: Measures) -> DeskReport:
    span = max(measures.last_filed, measures.first + DAY)
    offered = (desk.hours.worked(span) - desk.hours.worked(measures.first)) * desk.staff.officers
    used = min(1.0, desk.worked / (offered * desk.staff.share)) if offered else 0.0
    samples = desk.samples[:: max(1, len(desk.samples) // POINTS)]
    until = [waiting for minute, waiting in desk.samples if minute <= span]
    early, late = until[: len(until) // 3], until[2 * len(until) // 3 :]
    grows = len(until) >= 9 and fmean(late) > 2 * fmean(early) + 5
    length = max(measures.last - measures.first, 1.0)
    return DeskReport(
        desk.key, desk.staff.officers, desk.staff.share, desk.staff.source, desk.tasks, used,
        desk.area / length, desk.longest,
        tuple((round((minute - measures.first) / DAY, 1), waiting) for minute, waiting in samples), grows,
    )  # fmt: skip


def _steps(world: World) -> tuple[StepReport, ...]:
    measures, decided = world.measures, max(world.measures.decided, 1)
    found = [_step(world, element, one, decided) for element, one in measures.steps.items()]
    return tuple(sorted(found, key=lambda step: -step.adds_hours))


def _step(world: World, element: str, one: StepMeasures, decided: int) -> StepReport:
    done = max(one.done, 1)
    waits = sorted(one.waits)
    lasting = world.assumptions.lasting.get(element)
    return StepReport(
        element=element,
        side=side_of(world, element),
        times=one.opened / max(world.measures.filed, 1),
        waiting_hours=one.waiting / done / 60,
        waiting_p90=_percentile(waits, 0.9) / 60 if waits else 0.0,
        working_minutes=one.working / done,
        adds_hours=one.adds / decided / 60,
        passed=one.passed / one.opened if one.opened else 0.0,
        source=lasting.source if lasting else "assumed",
    )


def side_of(world: World, element: str) -> str:
    """Who does a step: officer, applicant, payment, outside; ``timer`` where only time passes."""
    if not element:
        return "timer"
    rule = world.plan.rules.get(element)
    return rule.side if rule else "outside"


def _minutes(world: World) -> tuple[float, float]:
    """Working minutes of officers and of the applicant, per case."""
    filed = max(world.measures.filed, 1)
    officers = sum(desk.worked for desk in world.desks.values()) / filed
    touched = sum(
        one.working
        for element, one in world.measures.steps.items()
        if side_of(world, element) in ("applicant", "payment")
    )
    return officers, world.assumptions.filing_minutes + touched / filed


def _cost(world: World, applicant_minutes: float) -> CostReport | None:
    costs, measures = world.assumptions.costs, world.measures
    if costs is None or not measures.filed:
        return None
    officers = sum(
        desk.worked / 60 * costs.officers.get(key.partition("/")[2], costs.other_officer)
        for key, desk in world.desks.items()
    )
    fees = Money(int(measures.fees), costs.currency).amount / measures.filed
    return CostReport(
        costs.currency, officers / measures.filed, applicant_minutes / 60 * costs.citizen, float(fees)
    )


def _sources(world: World) -> dict[str, str]:
    assumptions: Assumptions = world.assumptions
    found = {"arrivals": assumptions.arrivals_source, "scenarios": assumptions.weights_source}
    found |= {f"officers {key}": desk.staff.source for key, desk in sorted(world.desks.items())}
    steps = (element for element in world.measures.steps if element in assumptions.lasting)
    return found | {f"duration {element}": assumptions.lasting[element].source for element in steps}

"""A simulation in words and columns, for a terminal."""

from collections.abc import Iterator

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.simulation.names import step_name
from onewindow.blocks.studio.simulation.report import Comparison, Report, Study

_BAR = 28


def study_text(study: Study, *, package: ServicePackage, language: str = "en") -> str:
    """The baseline, then each change beside it."""
    lines = list(_report(study.baseline, package, language))
    for variant in study.variants:
        lines += ["", *_comparison(study.baseline, variant)]
    return "\n".join(lines)


def _report(report: Report, package: ServicePackage, language: str) -> Iterator[str]:
    yield f"{report.service} {report.version[:12]}"
    rate = report.cases / report.seconds if report.seconds else 0
    yield (
        f"{report.cases:,} cases over {report.days:,.0f} days ({report.per_day:g} a working day,"
        f" seed {report.seed}), {rate:,.0f} cases a second"
    )
    yield (
        f"Answers and ways: as in {report.past_cases} real cases"
        if report.past_cases
        else "Answers and ways: as in the scenarios of the package"
    )
    yield from _decisions(report)
    yield from _desks(report)
    yield from _steps(report, package, language)
    if report.cost is not None:
        cost = report.cost
        yield ""
        yield (
            f"A case costs {cost.officers:,.2f} {cost.currency} of officers' time"
            f" and {cost.applicants:,.2f} of the applicant's, and brings {cost.fees:,.2f} in fees."
        )
    yield from _warnings(report)


def _decisions(report: Report) -> Iterator[str]:
    if report.working_days is None or report.hours is None:
        yield "No case was decided."
        return
    days, hours = report.working_days, report.hours
    yield f"Time to a decision: p50 {days.p50:.1f}, p90 {days.p90:.1f} working days (mean {days.mean:.1f})"
    p50, p90, mean = hours.p50 / 24, hours.p90 / 24, hours.mean / 24
    yield f"  by the clock:     p50 {p50:.1f}, p90 {p90:.1f} days (mean {mean:.1f})"
    if report.late is not None:
        yield f"Later than the deadline of {report.deadline} working days: {report.late:.1%}"
    outcomes = ", ".join(f"{name} {count / report.decided:.0%}" for name, count in report.outcomes.items())
    yield f"Outcomes: {outcomes}"


def _desks(report: Report) -> Iterator[str]:
    if not report.desks:
        return
    yield ""
    yield f"{'Desk':42} {'officers':>8} {'busy':>6} {'queue':>7} {'longest':>8}"
    for desk in (one for one in report.desks if one.tasks):
        grows = "  its queue grows" if desk.grows else ""
        yield (
            f"{desk.desk:42} {desk.officers:8} {desk.utilisation:6.0%} {desk.queue_mean:7.1f}"
            f" {desk.queue_most:8}{grows}"
        )


def _steps(report: Report, package: ServicePackage, language: str) -> Iterator[str]:
    yield ""
    heads = f"{'hours':>7} {'times':>6} {'waits h':>8} {'works min':>9}"
    yield f"{'What each step adds to the time of a case':54} {heads}"
    most = max((step.adds_hours for step in report.steps), default=0.0) or 1.0
    for step in report.steps:
        name = step_name(package, step.element, language=language) if step.element else "waiting for a moment"
        bar = "█" * round(step.adds_hours / most * _BAR)
        yield (
            f"{name[:54]:54} {step.adds_hours:7.1f} {step.times:6.2f} {step.waiting_hours:8.1f}"
            f" {step.working_minutes:9.1f} {bar}"
        )


def _warnings(report: Report) -> Iterator[str]:
    for loop in report.loops:
        yield f"It does not end: {loop.cases} cases went round and round at {loop.element}."
    for element, why, cases in report.incidents:
        yield f"{cases} cases cannot go on at {element}: {why}"
    for element, cases in report.left.items():
        yield f"{cases} cases still stood at {element} when time was over."
    if report.unused:
        yield f"Scenarios that are not used: {', '.join(report.unused)}"
    assumed = sorted(name for name, source in report.sources.items() if source == "assumed")
    if assumed:
        yield f"Assumed, for simulation.yaml does not say it: {', '.join(assumed)}"


def _comparison(before: Report, comparison: Comparison) -> Iterator[str]:
    after = comparison.variant
    yield f"What if: {after.change}"
    for name, old, new in compared_figures(before, after):
        yield f"  {name:38} {old:>12} → {new:>12}"
    if comparison.saved_hours is not None and comparison.interval is not None:
        low, high = comparison.interval
        yield (
            f"  saves {comparison.saved_hours:,.1f} hours a case (95 % between {low:,.1f} and {high:,.1f});"
            f" {comparison.faster or 0:.0%} of cases are faster, {comparison.slower or 0:.0%} slower"
        )


def compared_figures(before: Report, after: Report) -> Iterator[tuple[str, str, str]]:
    """Figures of two runs side by side, as text."""
    if before.working_days and after.working_days:
        yield "p50, working days", f"{before.working_days.p50:.1f}", f"{after.working_days.p50:.1f}"
        yield "p90, working days", f"{before.working_days.p90:.1f}", f"{after.working_days.p90:.1f}"
    if before.late is not None and after.late is not None:
        yield "later than the deadline", f"{before.late:.1%}", f"{after.late:.1%}"
    yield "officers' minutes a case", f"{before.officer_minutes:.1f}", f"{after.officer_minutes:.1f}"
    if before.cost and after.cost:
        yield (
            f"cost of officers, {before.cost.currency}",
            f"{before.cost.officers:.2f}",
            f"{after.cost.officers:.2f}",
        )

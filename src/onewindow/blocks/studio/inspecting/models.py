"""The process and the decisions as models: sound, without gaps, and ended in time."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import Finding, ServicePackage, WorkStep
from onewindow.blocks.studio.inspecting.names import names_in
from onewindow.standards import bpmn, dmn

_SHOWN = 8


def process_findings(package: ServicePackage) -> tuple[list[Finding], list[str]]:
    """What exploring the process found: faults and warnings with the way that leads there, and notes."""
    sent = {after.message for after in package.after.values()}
    findings: list[Finding] = []
    notes: list[str] = []
    for found in bpmn.check(package.process, messages=sent):
        text = _(found.message).format(**found.values)
        if found.severity == "note":
            notes.append(f"{found.element}: {text}")
            continue
        way = _shown(found.route())
        rule = _("{text} The way there: {way}.").format(text=text, way=way) if way else text
        findings.append(
            Finding(
                "process.bpmn",
                None,
                found.element,
                rule,
                _(found.way_out).format(**found.values),
                "fault" if found.severity == "error" else "warning",
            )
        )
    return findings, notes


def decision_findings(package: ServicePackage) -> tuple[list[Finding], list[str]]:
    """What is wrong with the decision tables: gaps and overlaps with an example, names, types.

    A gap is a fault: some case would get no answer. Tables that collect may have them.
    """
    if package.decisions is None:
        return [], []
    findings: list[Finding] = []
    notes: list[str] = []
    for found in dmn.check(package.decisions, lent=names_in(package)):
        text = _(found.message).format(**found.values)
        if found.severity == "note":
            if found.code == "not-checked":
                notes.append(f"{found.element}: {text}")
            continue
        shown = ", ".join(f"{name} = {_written(value)}" for name, value in (found.example or {}).items())
        findings.append(
            Finding(
                "decisions.dmn",
                None,
                " ".join((found.element, *found.rules)),
                text,
                _("For example with {example}.").format(example=shown) if shown else _("Correct the model."),
                "fault" if found.severity == "error" or found.code == "gap" else "warning",
            )
        )
    return findings, notes


def _written(value: object) -> str:
    return {None: "null", True: "true", False: "false"}.get(value) or (  # pyright: ignore
        f'"{value}"' if isinstance(value, str) else str(value)
    )


def _shown(route: tuple[str, ...]) -> str:
    """The end of a way: what leads there is found from it."""
    before = "… → " if len(route) > _SHOWN else ""
    return before + " → ".join(route[-_SHOWN:])


def late_ways(package: ServicePackage) -> tuple[list[Finding], list[str]]:
    """Ways to a decision that may take longer than the law allows, by the deadlines of the officers' steps.

    What the applicant takes to answer or to pay does not count: the law's clock stands still then.
    """
    allowed = _days(package.deadline.working_days.literal) if package.deadline is not None else None
    if allowed is None:
        return [], [_("No deadline of the whole in working days is declared, so none was checked.")]
    durations, unknown = _durations(package)
    findings = list(_too_long(package, allowed, durations))
    notes = [
        _("The deadline of “{step}” is computed or missing; it counts as no time.").format(step=name)
        for name in unknown
    ]
    return findings, notes


def _too_long(package: ServicePackage, allowed: int, durations: Mapping[str, int]) -> Iterator[Finding]:
    rule = _("A way to “{end}” may take {days} working days; the law allows {allowed}. Its steps: {steps}.")
    way_out = _(
        "Shorten the deadlines of the steps, let some run in parallel, or correct the deadline of the whole."
    )
    for path in bpmn.longest_paths(package.process, durations):
        if path.days > allowed:
            steps = ", ".join(f"{name} {durations[name]}" for name in path.elements if durations.get(name))
            said = rule.format(end=path.end, days=path.days, allowed=allowed, steps=steps)
            yield Finding("service.yaml", None, "deadline", said, way_out)


def _durations(package: ServicePackage) -> tuple[dict[str, int], list[str]]:
    before = _before_a_decision(package)
    durations: dict[str, int] = {}
    unknown: list[str] = []
    for name, step in package.steps.items():
        if not isinstance(step, WorkStep) or step.party != "officer" or name not in before:
            continue
        days = _days(step.deadline.working_days.literal) if step.deadline is not None else None
        if days is None:
            unknown.append(name)
        else:
            durations[name] = days
    return durations, unknown


def _before_a_decision(package: ServicePackage) -> set[str]:
    """Elements that a case can enter before anything is decided; what comes later has time."""
    waiting = [one for one in package.process.elements.values() if one.kind == "startEvent"]
    seen: set[str] = set()
    while waiting:
        element = waiting.pop()
        if element.id in seen:
            continue
        seen.add(element.id)
        if element.id in package.outcomes:
            continue
        waiting += [flow.target for flow in element.outgoing]
        waiting += element.boundaries
        waiting += element.children
    return seen


def _days(literal: object) -> int | None:
    if isinstance(literal, bool):
        return None
    text = str(literal)
    return int(text) if text.isdecimal() else None

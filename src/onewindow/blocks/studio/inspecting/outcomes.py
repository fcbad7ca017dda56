"""Every outcome reaches the applicant: by a letter or a document on the way to it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import DocumentStep, Finding, NoticeStep, ServicePackage
from onewindow.standards import bpmn


def untold_outcomes(package: ServicePackage) -> Iterator[Finding]:
    """Outcomes with a way to them on which the applicant gets neither a letter nor a document."""
    reached = _reached(package)
    for name in package.outcomes:
        element = package.process.elements.get(name)
        if element is None or name not in reached:
            continue
        ways = _ways_back(package, element, reached)
        if not any(told for _way, told in ways):
            yield _finding(package, name, "", "fault")
            continue
        for way, told in ways:
            if not told:
                yield _finding(package, name, way, "warning")
                break


def _reached(package: ServicePackage) -> set[str]:
    """Elements that some flow leads to from where a process or a part of it begins."""
    elements = package.process.elements
    waiting = [one for one in elements.values() if not one.incoming and one.attached_to is None]
    waiting = [one for one in waiting if one.kind == "startEvent" or one.by_event or one.kind == "process"]
    seen: set[str] = set()
    while waiting:
        element = waiting.pop()
        if element.id not in seen:
            seen.add(element.id)
            waiting += [flow.target for flow in element.outgoing]
            waiting += element.boundaries
    return seen


def _ways_back(package: ServicePackage, element: bpmn.Element, reached: set[str]) -> list[tuple[str, bool]]:
    """Where the ways to an element begin or tell the applicant: (element, whether it tells)."""
    ends: list[tuple[str, bool]] = []
    seen, waiting = {element.id}, [element]
    while waiting:
        current = waiting.pop()
        before = [one for one in _before(current) if one.id in reached]
        if not before:
            ends.append((current.id, False))
        for one in before:
            if one.id in seen:
                continue
            seen.add(one.id)
            if _tells(package, one):
                ends.append((one.id, True))
            else:
                waiting.append(one)
    return ends


def _before(element: bpmn.Element) -> list[bpmn.Element]:
    if element.attached_to is not None:
        return [element.attached_to]
    before = [flow.source for flow in element.incoming]
    if not before and element.kind == "startEvent" and element.container and not element.container.by_event:
        before = [element.container] if element.container.incoming else []
    return before


def _tells(package: ServicePackage, element: bpmn.Element) -> bool:
    step = package.steps.get(element.id)
    if isinstance(step, DocumentStep):
        return True
    if isinstance(step, NoticeStep):
        return step.to.literal == "applicant" or step.to.expression is not None
    return any(_tells(package, child) for child in element.children) if element.children else False


def _finding(package: ServicePackage, outcome: str, way: str, severity: str) -> Finding:
    values = {"outcome": outcome, "kind": package.outcomes[outcome], "way": way}
    rule = _("The outcome “{outcome}” ({kind}) reaches the applicant by no letter and no document.")
    if way:
        rule = _(
            "A way from “{way}” to the outcome “{outcome}” gives the applicant no letter and no document."
        )
    return Finding(
        "process.bpmn",
        None,
        outcome,
        rule.format(**values),
        _("Add a notice step before it."),
        "fault" if severity == "fault" else "warning",
    )

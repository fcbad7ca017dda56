"""Checks of a package that could be loaded: what would go wrong, or astonish, once it runs."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.mentions import unknown_mentions
from onewindow.blocks.catalogue.types import Finding, NoticeStep, ServicePackage, ServiceStep
from onewindow.standards import bpmn
from onewindow.standards.bpmn import Element

_SITUATIONS = 1_500
"""Situations of the process that an import looks at; a check in the studio looks at more."""


def findings(package: ServicePackage) -> tuple[Finding, ...]:
    """Everything found, faults before warnings."""
    found = [
        *unknown_mentions(package),
        *_untold_outcomes(package),
        *_untested(package),
        *_uncaught_refusals(package),
    ]
    return tuple(sorted(found, key=lambda one: one.severity))


def unsound(package: ServicePackage) -> tuple[Finding, ...]:
    """By what a case could get lost in the process: with one of these, no case should ever begin."""
    found = bpmn.check(package.process, budget=_SITUATIONS)
    return tuple(
        Finding(
            "process.bpmn",
            None,
            one.element,
            _(one.message).format(**one.values),
            _(one.way_out).format(**one.values),
        )
        for one in found
        if one.severity == "error"
    )


def _untold_outcomes(package: ServicePackage) -> Iterator[Finding]:
    """Every decision must reach the applicant."""
    told = any(
        isinstance(step, NoticeStep) and step.to.literal == "applicant" for step in package.steps.values()
    )
    if not told:
        yield Finding(
            "service.yaml",
            None,
            "steps",
            _("No step tells the applicant what was decided."),
            _("Add a notice step before each end of the process."),
        )


def _untested(package: ServicePackage) -> Iterator[Finding]:
    if not package.scenarios:
        yield Finding(
            "scenarios/",
            None,
            "",
            _("The package has no scenario."),
            _("Write one for each way in which a case can end."),
        )


def _uncaught_refusals(package: ServicePackage) -> Iterator[Finding]:
    """Every part may be refused; a caller that does not catch that would stop for ever."""
    for name, step in package.steps.items():
        element = package.process.elements.get(name)
        if isinstance(step, ServiceStep) and element is not None and not _catches(element):
            yield Finding(
                "process.bpmn",
                None,
                name,
                _("The service {service} may refuse, and nothing here catches that.").format(
                    service=step.service
                ),
                _("Attach an error boundary event to the call."),
            )


def _catches(element: Element) -> bool:
    """Whether an error event is attached to an element or to something around it."""
    around: Element | None = element
    while around is not None:
        inner = [start for one in around.event_subprocesses for start in one.starts]
        for event in (*around.boundaries, *inner):
            if any(trigger.kind == "error" for trigger in event.triggers):
                return True
        around = around.container
    return False

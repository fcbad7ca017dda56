"""The process of a case as a picture: what was passed, where it stands, what is still to come."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from onewindow.blocks.cases.types import CaseView, StoryLine
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.foundation.web.api import process_diagram
from onewindow.foundation.web.types import Diagram, ShapeState
from onewindow.standards import bpmn


def diagram_of(
    package: ServicePackage, case: CaseView | None, story: Sequence[StoryLine], *, language: str
) -> Diagram:
    """A diagram with the states of a case; of the package alone where there is no case."""
    drawn = _drawn(package.key, package.version)
    passed = {element for line in story for element in line.path}
    now = {work.element for work in case.works if work.state == "open"} if case else set[str]()
    names = catalogue.names_in_drawing(package=package, language=language)
    states: dict[str, ShapeState] = {**dict.fromkeys(passed, "done"), **dict.fromkeys(now, "current")}
    waits = [names[element] for element in sorted(now) if names.get(element)]
    return process_diagram(
        drawn=drawn,
        title=_("The way of this request"),
        description=_("It waits at: %(steps)s.") % {"steps": ", ".join(waits)} if waits else "",
        names=names,
        states=states,
        texts={**dict.fromkeys(passed, _("done")), **dict.fromkeys(now, _("waits here"))},
        passed=passed,
    )


@lru_cache(maxsize=64)
def _drawn(service: str, version: str) -> bpmn.Diagram:
    return bpmn.diagram(catalogue.package(service=service, version=version).process)


def element_name(package: ServicePackage, element: str, language: str) -> str:
    """The name of an element in the package's texts; empty where it has none."""
    return catalogue.name_in_drawing(package=package, element=element, language=language)

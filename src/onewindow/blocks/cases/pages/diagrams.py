"""The process of a case as a picture: what was passed, where it stands, what is still to come."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from onewindow.blocks.cases.types import CaseView, StoryLine
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.foundation.web.types import Diagram, Edge, Shape
from onewindow.standards import bpmn


def diagram_of(
    package: ServicePackage, case: CaseView | None, story: Sequence[StoryLine], *, language: str
) -> Diagram:
    """A diagram with the states of a case; of the package alone where there is no case."""
    drawn = bpmn.diagram(package.process)
    passed = {element for line in story for element in line.path}
    now = {work.element for work in case.works if work.state == "open"} if case else set[str]()
    shapes = tuple(
        Shape(
            id=shape.id,
            kind=shape.kind,
            name=_name(package, shape, language),
            x=shape.x,
            y=shape.y,
            width=shape.width,
            height=shape.height,
            marker=shape.marker,
            repeats=shape.repeats,
            interrupting=shape.interrupting,
            state="current" if shape.id in now else "done" if shape.id in passed else "",
            text=_("waits here") if shape.id in now else _("done") if shape.id in passed else "",
        )
        for shape in drawn.shapes
    )
    edges = tuple(
        Edge(
            id=edge.id, points=edge.points, name=edge.name, kind=edge.kind, default=edge.default,
            taken=edge.source in passed and edge.target in passed,
        )
        for edge in drawn.edges
    )  # fmt: skip
    waits = [_name_of(package, element, language) for element in sorted(now)]
    described = _("It waits at: %(steps)s.") % {"steps": ", ".join(waits)} if waits else ""
    return Diagram(title=_("The way of this request"), description=described, shapes=shapes, edges=edges)


def _name(package: ServicePackage, shape: bpmn.Shape, language: str) -> str:
    return _name_of(package, shape.id, language) or shape.name


def _name_of(package: ServicePackage, element: str, language: str) -> str:
    step = package.steps.get(element)
    if step is not None:
        return step.text.name.in_language(language, official=package.official_language)
    outcome = package.outcome_texts.get(element)
    return outcome.in_language(language, official=package.official_language) if outcome else ""

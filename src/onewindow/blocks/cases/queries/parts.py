"""The cases at other agencies that are parts of one."""

from onewindow.blocks.cases.errors import CaseNotFound
from onewindow.blocks.cases.models import Part
from onewindow.blocks.cases.queries.reading import case_and_story, case_row
from onewindow.blocks.cases.types import PartView
from onewindow.foundation.access.api import Actor


def parts(*, number: str, actor: Actor) -> tuple[PartView, ...]:
    """See ``cases.api.parts``."""
    caller = case_row(number, actor)
    rows = Part.objects.filter(case=caller).select_related("child").order_by("pk")
    return tuple(_view(row, actor) for row in rows)


def _view(row: Part, actor: Actor) -> PartView:
    child = row.child
    try:
        case, story = case_and_story(number=child.number, actor=actor)
    except CaseNotFound:
        case, story = None, ()
    return PartView(
        element=row.element, number=child.number, service=child.service, agency=child.agency,
        status=child.status, state=row.state, case=case, story=story,
    )  # fmt: skip

"""An officer who opens a case sees what it holds about its applicant: the applicant sees that, too."""

from onewindow.blocks.cases.models import Case
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import Actor
from onewindow.kernel.reference import Reference

_PEOPLE = "register/people/"


def note(case: Case, actor: Actor) -> None:
    """Leave the line, where an officer looks and a person is concerned."""
    if actor.kind == "officer" and case.applicant.startswith(_PEOPLE):
        registers.note_case_look(
            case=Reference.of("case", case.number), concerned=Reference(case.applicant), reader=actor
        )

"""Letters that the house sends by itself: a deadline comes near, or has passed."""

from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.identity import api as identity
from onewindow.blocks.notifications import api as notifications
from onewindow.kernel.reference import Reference


def remind(case: Case, package: ServicePackage, work: Work, *, late: bool) -> None:
    """Tell those who can act. When it is late, also those whom it was escalated to."""
    step = package.steps[work.element]
    for place, receiver in enumerate(_receivers(case, work, late=late)):
        notifications.notify(
            to=receiver,
            template="cases.task-late" if late else "cases.task-due",
            values={
                "case": case.number,
                "task": dict(step.text.name.texts),
                "service": dict(package.name.texts),
                "due": work.due_at.isoformat() if work.due_at else "",
            },
            texts=None,
            language=case.language if work.side == "applicant" else None,
            subject=Reference.of("case", case.number),
            key=f"{case.number}:{work.work}:{'late' if late else 'due'}:{place}",
        )


def _receivers(case: Case, work: Work, *, late: bool) -> list[Reference]:
    if work.side == "applicant":
        return [Reference(case.applicant)]
    if work.side == "person":
        return [Reference(work.person)] if work.person else []
    roles = [work.role, *([work.escalated_to] if late and work.escalated_to else [])]
    found = [officer for role in roles for officer in identity.officers_with(agency=work.agency, role=role)]
    return [officer.reference for officer in found]

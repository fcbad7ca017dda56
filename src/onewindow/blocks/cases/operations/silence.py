"""An applicant who never answers: where the package says so, the house closes the case."""

from zoneinfo import ZoneInfo

from onewindow.blocks.cases.errors import NotAtThisTime
from onewindow.blocks.cases.models import Work
from onewindow.blocks.cases.operations.performing import settle
from onewindow.blocks.cases.process import Process
from onewindow.blocks.catalogue.types import WorkStep
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.registers import api as registers
from onewindow.kernel.reference import Reference
from onewindow.standards import bpmn


def closed_by_silence(process: Process, work: Work, step: WorkStep) -> bool:
    """Take the action that the package names for a deadline which the applicant let pass.

    :returns: False where it names none, or the process does not wait for it now; then nothing is changed.
    """
    action = step.deadline.on_silence if step.deadline is not None else None
    after = process.package.after.get(action) if action else None
    if after is None or not (
        after.available is None or after.available.holds(process.scope(), now=process.at)
    ):
        return False
    zone = ZoneInfo(registers.calendar(name=process.package.agency).zone)
    given = {"silent": True, "on": process.at.astimezone(zone).date()}
    event = bpmn.Deliver(
        at=process.at, message=after.message, payload={after.into: given}, environment=process.environment()
    )
    try:
        process.take(event, kind="silence", element=work.element, detail={"action": after.name})
    except NotAtThisTime:
        return False
    settle(process)
    process.save()
    _tell(process, work, step)
    return True


def _tell(process: Process, work: Work, step: WorkStep) -> None:
    case = process.case
    notifications.notify(
        to=Reference(case.applicant), template="cases.closed-silent", texts=None, language=case.language,
        values={
            "case": case.number, "task": dict(step.text.name.texts),
            "service": dict(process.package.name.texts),
            "due": work.due_at.isoformat() if work.due_at else "",
        },
        subject=Reference.of("case", case.number), key=f"{case.number}:{work.work}:silence",
    )  # fmt: skip

"""What a process wants of the services that are its parts. It only says so: the news is read afterwards.

Each part is a case of its own, and a step writes its own case only.
"""

from onewindow.blocks.cases.models import Work
from onewindow.blocks.cases.process import Performed, Process
from onewindow.blocks.cases.types import PartAsked
from onewindow.blocks.catalogue.types import ServiceStep, UndoStep


def ask_for_part(process: Process, work: Work, step: ServiceStep) -> Performed:
    """Ask for a part; the work waits for its outcome."""
    process.news.append(PartAsked(process.case.number, work.work, "begin"))
    return None


def ask_for_undoing(process: Process, work: Work, step: UndoStep) -> Performed:
    """Ask that what a part did is taken back; the work waits until it is."""
    process.news.append(PartAsked(process.case.number, work.work, "undo"))
    return None


def call_off_parts(process: Process) -> None:
    """Call off the parts whose works were closed, by a withdrawal for instance."""
    gone = [work for work, reason in process.closed_work.items() if reason != "done"]
    if not gone or not process.package.calls:
        return
    closed = Work.objects.filter(case_id=process.case.pk, work__in=gone, side="house")
    for row in closed:
        if isinstance(process.step_of(row), ServiceStep):
            process.news.append(PartAsked(process.case.number, row.work, "call-off"))

"""News from other rooms that a case waits for: a fee was paid, a document was issued."""

from collections.abc import Mapping

from django.db import transaction

from onewindow.blocks.cases.models import Work
from onewindow.blocks.cases.operations.locking import lock_case
from onewindow.blocks.cases.operations.performing import settle
from onewindow.blocks.cases.process import HOUSE, By, Process
from onewindow.blocks.catalogue import api as catalogue
from onewindow.kernel.clock import clock


def finish_from_outside(
    *, number: str, work: str, output: Mapping[str, object], kind: str, by: By = HOUSE
) -> bool:
    """Complete a work of the house whose result came from outside; twice is the same as once.

    :param by: who brought it about, where somebody did.
    :returns: False where the work is over already.
    """
    with transaction.atomic():
        case = lock_case(number)
        row = Work.objects.filter(case=case, work=work, state="open").first()
        if row is None:
            return False
        package = catalogue.package(service=case.service, version=case.version)
        process = Process.of(case, package, at=clock.now())
        process.finish(work, output, kind=kind, element=row.element, by=by)
        settle(process)
        process.save()
        return True

"""One case, one writer at a time."""

from onewindow.blocks.cases.errors import CaseNotFound
from onewindow.blocks.cases.models import Case


def lock_case(number: str) -> Case:
    """The case's row, locked until the transaction ends. Take it before the row of one of its tasks.

    :raises CaseNotFound: no such case.
    """
    found = Case.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise CaseNotFound(number=number)
    return found

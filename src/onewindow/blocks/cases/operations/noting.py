"""What happened to a case without its process taking a step: a decision was proposed, or given back."""

from collections.abc import Mapping

from onewindow.blocks.cases.models import Case, Happening
from onewindow.blocks.cases.process import By, entry_of
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock


def note(
    case: Case,
    *,
    kind: str,
    by: By,
    element: str = "",
    action: str = "",
    more: Mapping[str, object] | None = None,
) -> None:
    """Write a line of the story, and the same into the record, in the caller's transaction.

    :param more: what else the line keeps, such as the digest of what was confirmed.
    """
    detail: dict[str, object] = {**({"action": action} if action else {}), **(more or {})}
    if by.acted:
        detail["acted"] = dict(by.acted)
    told = Happening.objects.create(
        case=case, at=clock.now(), kind=kind, element=element, agency=by.agency, role=by.role, by=by.account,
        detail=detail,
    )  # fmt: skip
    record.append_all(entries=[entry_of(case, told)])

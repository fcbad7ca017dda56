"""Cases that officers name as their purpose: their own, about the entry that they read, or nothing is read.

The engine is not asked: it reads for cases that are being filed. Whose a case is, is known above this room.
"""

from onewindow.blocks.registers.errors import CaseNotCause
from onewindow.blocks.registers.ports import CaseCheck
from onewindow.blocks.registers.types import Purpose
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference


def _nobody(*, case: Reference, entry: Reference | None, reader: Actor) -> bool:
    return False


class _Port:
    check: CaseCheck = staticmethod(_nobody)


def use_check(check: CaseCheck) -> None:
    """Join the port to its adapter; without it no officer reads for a case."""
    _Port.check = staticmethod(check)


def require(*, register: str, entry: Reference | None, purpose: Purpose, reader: Actor) -> None:
    """Pass, or refuse a case that is no cause for this read.

    :param entry: what is read; None for a search, which cannot know yet whom it finds.
    :raises CaseNotCause: there is no such case, the officer does not work on it, or it is about others. Which
        of these is not told.
    """
    if purpose.case is None or reader.kind == "system":
        return
    if entry is not None and entry in reader.own:
        return
    if not _Port.check(case=purpose.case, entry=entry, reader=reader):
        raise CaseNotCause(field="case", register=register, case=purpose.case.key)

"""Uses that the law leaves to people: a read for one needs their consent, or stops at their objection.

Such a read states ``use/<slug>`` as its legal basis. Who consented and who objected is known above this room.
"""

from onewindow.blocks.registers.errors import UseRefused
from onewindow.blocks.registers.ports import OptionalUses
from onewindow.blocks.registers.types import Purpose
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference

_PREFIX = "use/"


def _closed(*, person: Reference, use: str, agency: str | None) -> bool:
    return False


class _Port:
    check: OptionalUses = staticmethod(_closed)


def use_check(check: OptionalUses) -> None:
    """Join the port to its adapter; without it every optional use is closed."""
    _Port.check = staticmethod(check)


def require(*, register: str, entry: Reference, purpose: Purpose, reader: Actor) -> None:
    """Pass, or refuse a use that the person did not allow.

    :raises UseRefused: no consent, or an objection, or the use belongs to another agency.
    """
    use = (purpose.legal_basis or "").strip()
    if not use.startswith(_PREFIX):
        return
    agencies = {post.agency for post in reader.posts}
    agency = next(iter(agencies)) if len(agencies) == 1 else None
    if not _Port.check(person=entry, use=use.removeprefix(_PREFIX), agency=agency):
        raise UseRefused(register=register, use=use.removeprefix(_PREFIX))

"""Uses that the law leaves to people: a read for one needs their consent, or stops at their objection.

Such a use rests on ``use/<slug>``. A reader may name it so, or by whatever name the register declares for it.
Who consented and who objected is known above this room.
"""

from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import UseOneByOne, UseRefused
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
    use = _use_of(declared(register), purpose)
    if use is None:
        return
    agencies = reader.agencies or {None}
    if not any(_Port.check(person=entry, use=use, agency=agency) for agency in agencies):
        raise UseRefused(register=register, use=use)


def hold_one_by_one(declaration: Declaration, purpose: Purpose) -> None:
    """Refuse such a use where many are read at once: each of them is asked, or nobody is read.

    :raises UseOneByOne: the purpose is one.
    """
    use = _use_of(declaration, purpose)
    if use is not None:
        raise UseOneByOne(field="legal_basis", register=declaration.slug, use=use)


def _use_of(declaration: Declaration, purpose: Purpose) -> str | None:
    """The slug of the optional use that is meant; None for a purpose that asks nobody.

    A name that means a use in any of the declared purposes means it for every reader: whose purposes they are
    is decided elsewhere.
    """
    basis = (purpose.legal_basis or "").strip()
    meant = (each.law for each in declaration.purposes if each.named_by(basis))
    law = next((each for each in (*meant, basis) if each.startswith(_PREFIX)), None)
    return law.removeprefix(_PREFIX) if law is not None else None

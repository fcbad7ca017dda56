"""The rules of all rooms on what they hold about people."""

from collections.abc import Iterable
from types import ModuleType

from onewindow.blocks.cases import holdings as cases
from onewindow.blocks.catalogue import holdings as catalogue
from onewindow.blocks.documents import holdings as documents
from onewindow.blocks.identity import holdings as identity
from onewindow.blocks.mandates import holdings as mandates
from onewindow.blocks.notifications import holdings as notifications
from onewindow.blocks.payments import holdings as payments
from onewindow.blocks.privacy import holdings as privacy
from onewindow.blocks.registers import holdings as registers
from onewindow.blocks.studio import holdings as studio
from onewindow.blocks.trust import holdings as trust
from onewindow.foundation.holdings import api
from onewindow.foundation.holdings import holdings as beneath

_ROOMS: Iterable[ModuleType] = (
    beneath, trust, identity, registers, mandates, documents, payments, notifications, privacy,
    catalogue, cases, studio,
)  # fmt: skip


def join() -> None:
    """Make them known."""
    for room in _ROOMS:
        api.declare(holdings=room.HOLDINGS)

"""Which agency a fee is collected for. What is paid for stands above us; ``wiring`` joins the two once."""

from onewindow.blocks.payments.ports import Collectors
from onewindow.kernel.reference import Reference


class _Port:
    collectors: Collectors | None = None


def use(collectors: Collectors | None) -> None:
    """Join the port to its adapter."""
    _Port.collectors = collectors


def agency_of(subject: Reference) -> str:
    """The agency; empty where nobody knows, and then no officer may pay it back."""
    return _Port.collectors.agency_of(subject=subject) if _Port.collectors is not None else ""

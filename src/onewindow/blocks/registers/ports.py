"""What registers need others to fulfil."""

from typing import Protocol

from onewindow.blocks.registers.types import Evidence, EvidenceRequest
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference


class EvidenceSource(Protocol):
    """Somebody else's register: another agency's node, another country's.

    Asked once for a request's number; asked again with the same number it tells what became of it. It never
    waits for a person: an answer that takes long is ``later``.
    """

    def ask(self, *, request: EvidenceRequest) -> Evidence:
        """Ask for what the source knows.

        :returns: what it says now: ``there`` with values and the source's proof, ``later``, ``unknown`` (it
            has no such entry) or ``refused`` with the reason.
        :raises OnewindowError: the source cannot be reached; the same request may be asked again.
        """
        ...


class OptionalUses(Protocol):
    """Knows which uses of their data people consented to or objected to. Privacy fulfils it."""

    def __call__(self, *, person: Reference, use: str, agency: str | None) -> bool:
        """Whether a use is open for an agency now; None stands for the use's own."""
        ...


class CaseCheck(Protocol):
    """Knows which cases an officer works on, and whom they are about. Cases fulfils it."""

    def __call__(self, *, case: Reference, entry: Reference | None, reader: Actor) -> bool:
        """Whether a case is a cause for an officer to read an entry.

        :param entry: ``register/<register>/<key>``; None asks only whether the officer works on the case.
        """
        ...
